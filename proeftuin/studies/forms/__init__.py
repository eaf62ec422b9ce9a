"""See the architecture: one room, split by subject."""
