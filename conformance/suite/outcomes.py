"""Why a test could not be run: each is an outcome of its own, and none of them is a pass."""

from __future__ import annotations


class NotRun(Exception):
    """A test ended before it could judge anything; `outcome` says in which way, the text why."""

    outcome = "error"


class Blocked(NotRun):
    """A step before the test failed; `by` is the operation that stood in the way."""

    outcome = "blocked"

    def __init__(self, by: str, how: str) -> None:
        super().__init__(f"{by} {how}")
        self.by = by


class NotApplicable(NotRun):
    """The target declares that it lacks what the test needs."""

    outcome = "not-applicable"


class NotAllowed(NotRun):
    """The profile or the target's declaration forbids what the operation does."""

    outcome = "withheld"
