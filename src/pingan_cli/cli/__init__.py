"""The command line: one file for each command, options in, a view out."""
