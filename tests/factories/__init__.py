"""One factory per model: a minimal valid row, no surprises inside."""
