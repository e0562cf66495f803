"""Append-only trail: who did what to what, in the same transaction as the change."""
