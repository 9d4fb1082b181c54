"""Messages apart from the handlers: who knows them, their looks on the wire, and the first ones."""
