"""Base templates, the look of forms and dates: no word of the field."""
