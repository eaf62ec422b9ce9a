"""Knowledge items: publications, recordings, examples and links."""
