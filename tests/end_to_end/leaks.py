"""Whether anything that a run leaves or prints holds a secret of its target."""

from __future__ import annotations

from pathlib import Path

from conformance.cli.canary import leaks, leaks_in, secrets_of
from conformance.target import load_target

CANARY = "canary0endtoend00"
"""Part of every token of the pods of these tests."""


def leaks_of(target_file: Path, folder: Path, *printed: str) -> list[str]:
    """Each file below the folder, and each of the printed texts, that holds a secret of the target."""
    assert any(path.is_file() for path in folder.rglob("*")), f"{folder} holds no file to search"
    wanted = secrets_of(load_target(target_file), CANARY)
    said = [f"printed: {what}" for text in printed for what in leaks_in(text.encode(), wanted)]
    return [*leaks(folder, wanted), *said]
