"""Plain rules of workshops."""
