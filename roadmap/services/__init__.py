"""Writes about workplans, one module per noun."""
