"""The demonstration program: a fictional hospital trust, built through the services."""
