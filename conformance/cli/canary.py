"""Whether a secret got into a run folder: a run on a pod of our own knows them all, so it looks."""

from __future__ import annotations

import mmap
import secrets
from collections.abc import Mapping
from pathlib import Path

from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.target.redaction import in_base64
from conformance.target.target import Target


def new_canary() -> str:
    """A text that stands nowhere by chance, to be part of every token that a reference pod gives out."""
    return f"canary{secrets.token_hex(8)}"


def secrets_of(target: Target, canary: str) -> Mapping[str, set[bytes]]:
    """What must not be found after a run, by what it is: each in the spellings that reports may give it."""
    found = {"a token of the target": _spellings(canary)}
    for actor in target.actors.values():
        lines = (actor.private_key or "").splitlines()[1:-1]
        found[f"actors.{actor.name}.private_key"] = {
            spelling for line in lines if len(line) > 32 for spelling in _spellings(line)
        }
        if actor.community_connect_token:
            signature = actor.community_connect_token.rpartition(".")[2]
            found[f"actors.{actor.name}.community_connect_token"] = _spellings(signature)
    return found


def search(folder: Path, wanted: Mapping[str, set[bytes]]) -> None:
    """Return when no file of the folder holds any of these; raises CommandError that names the first."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size):
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for name, spellings in wanted.items():
                if any(data.find(spelling) >= 0 for spelling in spellings):
                    raise CommandError(
                        f"{file}: holds {name}, which no report may; delete the folder and report this",
                        ExitCode.SUITE_TROUBLE,
                    )


def _spellings(secret: str) -> set[bytes]:
    """The text itself, in other cases, in base64 (reports embed files so), and that once more."""
    once = in_base64(secret.encode())
    twice = {again for spelling in once for again in in_base64(spelling.encode())}
    return {text.encode() for text in {secret, secret.upper(), secret.encode().hex(), *once, *twice}}
