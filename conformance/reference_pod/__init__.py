"""The bundled pod: a Starlette application over an in-memory store that answers all 126 operations."""
