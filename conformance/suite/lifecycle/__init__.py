"""The lifecycle family: what is created, changed and ended is so for everybody who may see it."""
