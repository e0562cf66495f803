"""What the API takes and gives of the catalog."""
