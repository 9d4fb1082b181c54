"""Certificates that companies register, and keys that are replaced without a gap."""
