"""The cases: what is sent to the product, and to the floor."""
