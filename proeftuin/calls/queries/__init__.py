"""Reads that are used twice or are worth a name."""
