"""The conformance tests: an ordinary pytest suite that runs against the target of `--target`."""
