"""What a ladder is: the language of ladder files, their loader, their own examples."""
