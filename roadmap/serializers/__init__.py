"""Rows and computed views as JSON."""
