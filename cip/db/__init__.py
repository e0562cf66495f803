"""Base models, tenant querysets and field types."""
