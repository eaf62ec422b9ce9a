"""The platform on which a region runs a learning pathway on cooperative housing."""
