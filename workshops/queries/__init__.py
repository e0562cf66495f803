"""Reads about workshops, one module per noun."""
