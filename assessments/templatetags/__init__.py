"""Template filters of assessments."""
