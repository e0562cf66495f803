"""Plain rules of programs."""
