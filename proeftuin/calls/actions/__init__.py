"""The deeds of calls."""
