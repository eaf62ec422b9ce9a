"""One function a message."""
