"""Confidential uploads and the one view that serves them."""
