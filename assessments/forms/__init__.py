"""Forms of assessments: they validate, they never save."""
