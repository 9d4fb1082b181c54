"""Conformance tests for the Symphony Pod, Profile Manager and Community Connect APIs."""
