"""Data to measure on, written in bulk: same numbers each time."""
