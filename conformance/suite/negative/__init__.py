"""The negative family: requests that break the contract, and their refusal."""
