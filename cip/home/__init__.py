"""The roof's own pages: start, program overview, my work, health (may know every app)."""
