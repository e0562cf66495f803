"""Who may do what, as plain data and one function (pure)."""
