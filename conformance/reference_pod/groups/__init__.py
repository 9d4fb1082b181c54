"""Groups of the Profile Manager apart from the handlers: their types, rules, and looks on the wire."""
