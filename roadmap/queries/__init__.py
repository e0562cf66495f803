"""Reads of workplans and the roadmap."""
