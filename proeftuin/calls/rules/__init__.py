"""Who may do what, and what is allowed when."""
