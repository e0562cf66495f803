"""Pages of workshops, one module per room."""
