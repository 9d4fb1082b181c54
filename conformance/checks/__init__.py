"""Oracles: pure functions that judge exchanges against the contract."""
