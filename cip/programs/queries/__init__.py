"""Reads about programs, one module per noun."""
