"""Plain rules of assessments."""
