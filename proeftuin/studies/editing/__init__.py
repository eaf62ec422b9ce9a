"""A plan as forms show it: by subject, in words, with what each field does to the charge; two plans line by line, and merged."""
