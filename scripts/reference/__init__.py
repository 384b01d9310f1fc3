"""The reference pages of the documentation, each made from the program itself."""
