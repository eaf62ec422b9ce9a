"""The one way out for a message: render, queue, retry, record."""
