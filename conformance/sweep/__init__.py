"""Cleaning a target up after a run: what its ledger names is removed or put back, and nothing else."""
