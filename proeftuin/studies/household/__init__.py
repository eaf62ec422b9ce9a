"""The public calculator: rent, buy or cooperative for one household, and what its page shows."""
