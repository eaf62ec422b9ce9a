"""Shape and checks of input."""
