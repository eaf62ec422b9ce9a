"""Reads of the desk: who is who, what waits, and what goes on."""
