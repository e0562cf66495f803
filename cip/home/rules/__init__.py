"""Plain rules of the roof's own pages."""
