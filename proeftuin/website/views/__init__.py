"""Pages of the public site that are no editorial pages."""
