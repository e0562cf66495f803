"""Everything that changes an assessment."""
