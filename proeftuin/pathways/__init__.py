"""A learning pathway: its name, period, partners, phases and who runs it."""
