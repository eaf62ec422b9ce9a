"""The append-only log of reads and deeds, chained and anchored."""
