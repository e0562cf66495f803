"""Plain rules about people and organizations."""
