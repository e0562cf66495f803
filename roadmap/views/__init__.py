"""Pages of workplans and the roadmap, one module per noun."""
