"""Example content, built by code: the archive of 2022–2024 from public facts, and a fictional pathway."""
