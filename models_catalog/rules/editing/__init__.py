"""Editing a model document step by step: edits, what they do, what takes them back."""
