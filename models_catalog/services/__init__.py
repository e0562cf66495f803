"""Writes to the catalog."""
