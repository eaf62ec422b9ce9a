"""Municipalities with their mergers, coordinates and Belgian formats."""
