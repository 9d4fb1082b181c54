"""What a check says of one exchange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conformance.target.exchange import Response

Outcome = Literal["passed", "failed", "warned"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One check's word on one exchange: what was expected, what was observed.

    `kind` tells failures of one check apart that a reader would call different, and is stable between runs.
    """

    check: str
    operation: str
    outcome: Outcome
    expected: str = ""
    observed: str = ""
    kind: str = ""

    @property
    def requirement(self) -> str:
        """The id of the requirement that the check judges."""
        return f"{self.operation}.{self.check.split('.')[1]}"


def passed(check: str, operation: str) -> Judgement:
    """The exchange is as the requirement says."""
    return Judgement(check, operation, "passed")


def failed(check: str, operation: str, expected: str, observed: str, kind: str = "") -> Judgement:
    """The exchange breaks the requirement."""
    return Judgement(check, operation, "failed", expected, observed, kind)


def warned(check: str, operation: str, expected: str, observed: str, kind: str = "") -> Judgement:
    """The exchange is worth a look and breaks nothing that a document says."""
    return Judgement(check, operation, "warned", expected, observed, kind)


def excerpt(text: str, limit: int = 160) -> str:
    """The beginning of a text on one line, for a message."""
    # White space can be all of a hostile text: no more of it is looked at than a message could hold.
    flat = " ".join(text[: 20 * limit].split())
    if len(text) > 20 * limit:
        flat = f"{flat[: limit - 1]}…"
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def described(response: Response) -> str:
    """A response in a few words: status, media type, beginning of the body."""
    body = excerpt(response.beginning) if response.body else "an empty body"
    return f"{response.status} {response.media_type or 'without Content-Type'}: {body}"
