"""Subscriptions with double opt-in, campaigns and unsubscribing."""
