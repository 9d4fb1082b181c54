"""The exit codes of every command."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command says to the shell."""

    CONFORMANT = 0
    NOT_CONFORMANT = 1
    INCOMPLETE = 2
    UNREACHABLE = 3
    SUITE_TROUBLE = 4
    USAGE = 5


class CommandError(Exception):
    """A command cannot go on; the message is one line for the user."""

    def __init__(self, message: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.code = code
