"""Shared pieces of pages: loading, middleware, template components, static files."""
