"""Writes about workshops, one module per noun."""
