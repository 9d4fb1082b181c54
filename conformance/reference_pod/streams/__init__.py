"""Streams apart from the handlers: who may do what in them, their rules, and their looks on the wire."""
