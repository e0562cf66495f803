"""Pure building blocks shared by every floor."""
