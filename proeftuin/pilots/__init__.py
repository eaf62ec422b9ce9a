"""Guidance of the projects that were selected."""
