"""One module per area of the APIs; a function named after an operationId (in snake case) is its handler."""
