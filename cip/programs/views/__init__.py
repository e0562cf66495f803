"""Pages about programs, one module per noun."""
