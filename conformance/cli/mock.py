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
    session_seconds: int | None,
    jwt_seconds: int | None,
    canary: str,
) -> int:
    """Serve the reference pod until stopped; the exit code."""
    from conformance.reference_pod.pod import Settings
    from conformance.reference_pod.serve import serve

    usual = Settings()
    settings = Settings(
        canary=canary,
        session_seconds=usual.session_seconds if session_seconds is None else session_seconds,
        jwt_seconds=usual.jwt_seconds if jwt_seconds is None else jwt_seconds,
    )
    return serve(port, target_file, defects, variants, seed, populate, start, settings)
