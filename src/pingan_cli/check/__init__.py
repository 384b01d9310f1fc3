"""What is checked in files, and a published list held against the records."""
