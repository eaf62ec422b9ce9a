"""Lists of sites: read from files, ranked by the charge that each needs, shown."""
