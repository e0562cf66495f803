"""Floor and roof of the platform; the map is in README.md."""
