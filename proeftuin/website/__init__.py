"""The public site on Wagtail: pages, search and the map."""
