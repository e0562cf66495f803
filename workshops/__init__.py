"""Mobilization workshops, Stage 1 (CI team) and Stage 2 (program)."""
