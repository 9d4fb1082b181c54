"""The command `mock`."""

from __future__ import annotations

from pathlib import Path


def mock(
    port: int,
    target_file: Path | None,
    defects: list[str],
    variants: list[str],
    seed: int,
    populate: int,
    start: int | None,
    canary: str,
) -> int:
    """Serve the reference pod until stopped; the exit code."""
    from conformance.reference_pod.serve import serve

    return serve(port, target_file, defects, variants, seed, populate, start, canary)
