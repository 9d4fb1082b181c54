"""Community Connect apart from the handlers: its rules, and how accounts look on the wire."""
