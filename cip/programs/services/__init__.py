"""Writes about programs, one module per noun."""
