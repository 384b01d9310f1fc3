"""What may come: the earliest year of each further tier, and what a miss would cost."""
