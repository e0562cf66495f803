"""Plain rules of the roadmap: dates, dependencies, roll-up."""
