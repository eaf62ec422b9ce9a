"""Pages on which the programme office works on pathways."""
