"""The commands `target check` and `target init`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.plain_text import printable

if TYPE_CHECKING:
    from conformance.target.survey import Proposed, Seen

_MARKS = {True: ("ok", "green"), False: ("fails", "bold red"), None: ("note", "yellow")}


def target(action: str, file: Path) -> int:
    """Run one of the commands; the exit code."""
    return init(file) if action == "init" else check(file)


def init(file: Path) -> int:
    """Write a commented target file; raises CommandError when the file is there or cannot be written."""
    folder = files("conformance.target")
    text = (folder / "template.toml").read_text(encoding="utf-8")
    schema = Path(str(folder / "target.schema.json")).resolve().as_uri()
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text.replace("{schema}", schema))
    except FileExistsError:
        raise CommandError(f"{file}: is there already; name a new file") from None
    except OSError as error:
        raise CommandError(f"{file}: cannot be written ({error.strerror}); name another place") from None
    print(f"written: {file}\nfill it in, then: symphony-conformance target check {file}")
    return ExitCode.CONFORMANT


def check(file: Path) -> int:
    """Say what works on the target of a file and what it can do; 3 when something fails, otherwise 0.

    Raises CommandError when the file cannot be used.
    """
    from conformance.target import TargetError, Transport, load_target
    from conformance.target.profile import READS
    from conformance.target.survey import survey_actors, survey_capabilities, survey_places

    try:
        found = load_target(file)
    except TargetError as error:
        raise CommandError(str(error)) from None
    page = _Page()
    page.heading(f"{found.name} ({file})")
    with Transport(found, READS) as transport:
        if not page.lines("base URLs", survey_places(found, transport)):
            return ExitCode.UNREACHABLE
        works = page.lines("actors", survey_actors(found, transport))
        if works:
            works = page.capabilities(survey_capabilities(found, transport))
    return ExitCode.CONFORMANT if works else ExitCode.UNREACHABLE


class _Page:
    """Lines for a terminal, in colour where there is one."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)

    def heading(self, text: str) -> None:
        """A line that begins something."""
        self._console.print(printable(text), style="bold")

    def lines(self, heading: str, seen: Iterable[Seen]) -> bool:
        """One line for each thing as it is found; returns whether nothing fails."""
        self._console.print()
        self.heading(heading)
        works = True
        for row in seen:
            works = works and row.works is not False
            self._line(row.works, f"{row.subject:<40}", row.says)
        return works

    def capabilities(self, proposed: Iterable[Proposed]) -> bool:
        """The table for the target file, one line each; returns whether the file declares nothing wrong."""
        self._console.print()
        self.heading("capabilities, as a table for the target file")
        self._console.print("[capabilities]")
        right = True
        for row in proposed:
            right = right and not row.contradicted
            # What no read shows stays as it is declared, or out of the table.
            value = row.declared if row.there is None else row.there
            line = f"{'# ' if value is None else ''}{row.name} = {str(value is not False).lower()}"
            style = "bold red" if row.contradicted else "dim" if row.there is None else None
            says = f"{row.says}{_contrast(row)}"
            self._console.print(f"{line:<32}# {printable(says)}", style=style)
        return right

    def _line(self, works: bool | None, subject: str, says: str) -> None:
        from rich.text import Text

        word, style = _MARKS[works]
        self._console.print(Text.assemble("  ", (f"{word:<7}", style), subject, printable(says)))


def _contrast(row: Proposed) -> str:
    if row.there is None or row.declared in (None, row.there):
        return ""
    return f"; the file declares {str(row.declared).lower()}"
