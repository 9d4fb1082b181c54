"""Walks over the models, and the links that the documents declare."""
