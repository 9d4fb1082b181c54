"""Pagination: one engine over a table of the operations that answer in pages."""
