"""Workplans of CI teams and the program roadmap made of them."""
