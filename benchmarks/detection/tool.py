"""What every tool of the comparison is: something that tests an area of a served pod and raises alarms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.detection.access import Access
from conformance.contract import Operation


@dataclass(frozen=True, slots=True)
class Alarm:
    """One kind of failure that a tool reports of an operation."""

    operation: str
    kind: str


class Tool(Protocol):
    """One tool with its settings."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        ...

    @property
    def settings(self) -> str:
        """How it is called, in a line."""
        ...

    def version(self) -> str:
        """The tool's version as it says it itself."""
        ...

    def run(self, access: Access, operations: list[Operation], folder: Path) -> frozenset[Alarm]:
        """Test these operations of one API; raises ToolError when the tool does not run to its end."""
        ...


def last_line(text: str) -> str:
    """The last line that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


class ToolError(Exception):
    """A tool did not run to its end; the message is the last of what it said."""
