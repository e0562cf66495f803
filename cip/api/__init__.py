"""Shared pieces of the REST API: errors, paging, filters, versions, scopes."""
