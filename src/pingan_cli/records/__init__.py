"""What happened: cards, units and claims, read from files."""
