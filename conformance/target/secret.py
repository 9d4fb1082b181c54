"""Secrets that a target file names and never holds: in a file or a variable, or printed by a command."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from conformance.target.errors import TargetError

COMMAND_SECONDS = 30.0
"""How long a command may take to print a secret."""

Form = Literal["file", "env", "command"]
FORMS: tuple[Form, ...] = ("file", "env", "command")

SECRETS = (
    "private_key",
    "private_key_password",
    "session_token",
    "common_jwt",
    "community_connect_token",
    "client_key_password",
    "password",
    "expired_session_token",
    "expired_common_jwt",
    "foreign_common_jwt",
)
"""The keys of a target file that are secrets; in the file each bears the suffix of one of the forms."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is; `key` is its place in the target file, from whose `folder` paths start."""

    key: str
    form: Form
    where: str | tuple[str, ...]
    folder: Path

    def read(self, seconds: float = COMMAND_SECONDS) -> str:
        """The secret without outer white space, read anew; raises TargetError, which shows nothing of it."""
        match self.form, self.where:
            case "env", str(name):
                text = os.environ.get(name, "")
                if not text.strip():
                    raise TargetError(f"{self.key}: environment variable {name} is not set; export it")
            case "file", str(name):
                text = _content(self.key, self.folder / name)
            case _, where:
                text = self._printed(where, seconds)
        return text.strip()

    def token(self) -> str:
        """The secret as a token that HTTP can carry; raises TargetError."""
        value = self.read()
        if not (value.isascii() and value.isprintable()) or " " in value:
            source = f"environment variable {self.where}" if self.form == "env" else f"the {self.form}"
            raise TargetError(f"{self.key}: {source} holds no token; mend its value")
        return value

    def _printed(self, where: str | tuple[str, ...], seconds: float) -> str:
        try:
            command = shlex.split(where) if isinstance(where, str) else list(where)
        except ValueError as error:
            raise TargetError(f"{self.key}: is not a command ({error}); write a list of words") from None
        if not command:
            raise TargetError(f"{self.key}: is empty; write the program and its arguments")
        program = command[0]
        try:
            output = _output(command, self.folder, seconds)
        except OSError as error:
            raise TargetError(
                f"{self.key}: {program} cannot be started ({error.strerror}); name it"
            ) from None
        except subprocess.TimeoutExpired:
            raise TargetError(
                f"{self.key}: {program} did not end within {seconds:g} s; it must not ask"
            ) from None
        except subprocess.CalledProcessError as error:
            raise TargetError(
                f"{self.key}: {program} ended with exit status {error.returncode}; run it by hand to see why"
            ) from None
        try:
            text = output.decode("utf-8")
        except UnicodeDecodeError:
            raise TargetError(
                f"{self.key}: {program} printed no text; make it print the secret alone"
            ) from None
        if not text.strip():
            raise TargetError(f"{self.key}: {program} printed nothing; make it print the secret")
        return text


def find_secret(folder: Path, place: str, table: Mapping[str, Any], name: str) -> Secret | None:
    """Where the table says that the secret of this name is; raises TargetError when it says it twice."""
    given = [form for form in FORMS if f"{name}_{form}" in table]
    if len(given) > 1:
        raise TargetError(f"{place}: has both {name}_{given[0]} and {name}_{given[1]}; keep one of them")
    if not given:
        return None
    form, where = given[0], table[f"{name}_{given[0]}"]
    return Secret(f"{place}.{name}_{form}", form, tuple(where) if isinstance(where, list) else where, folder)


def refuse_clear(document: Mapping[str, Any], place: str = "") -> None:
    """Raise TargetError for a secret that stands in a target file itself."""
    for key, value in document.items():
        at = f"{place}.{key}" if place else key
        if isinstance(value, Mapping):
            if key != "headers":
                refuse_clear(value, at)
        elif key in SECRETS:
            raise TargetError(
                f"{at}: a secret must not stand in a target file; "
                f"write {key}_file, {key}_env or {key}_command"
            )


def _content(key: str, path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TargetError(f"{key}: {path} cannot be read ({error.strerror}); name the file") from None
    except UnicodeDecodeError:
        raise TargetError(f"{key}: {path} is not text; name the file that holds the secret") from None
    if not text.strip():
        raise TargetError(f"{key}: {path} is empty; name the file that holds the secret")
    return text


def _output(command: Sequence[str], folder: Path, seconds: float) -> bytes:
    """What a command prints; its errors are dropped, because they may repeat the secret."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A group of its own, so that what it started ends with it.
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[0])
    return output
