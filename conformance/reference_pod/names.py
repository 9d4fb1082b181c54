"""Names that a user gives on the command line, and the error for one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UnknownName(ValueError):
    """There is no such defect or variant; the message is one line that names the nearest one there is."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = list(known)
        lowered = {candidate.lower(): candidate for candidate in names}
        near = get_close_matches(name.lower(), lowered, n=1, cutoff=0.0)
        hint = f"; did you mean {lowered[near[0]]}?" if near else ""
        super().__init__(f"there is no {what} {name!r}{hint}")
