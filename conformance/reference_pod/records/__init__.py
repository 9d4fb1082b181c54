"""The pod's state as frozen records, one module per subject, each with the table that holds it."""
