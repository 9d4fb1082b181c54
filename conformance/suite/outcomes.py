"""Why a test could not be run: each is an outcome of its own, and none of them is a pass."""

from __future__ import annotations


class NotRun(Exception):
    """A test ended before it could judge anything; `outcome` says in which way, the text why."""

    outcome = "error"


class Blocked(NotRun):
    """A step before the test failed: it says which operation stood in the way, and how."""

    outcome = "blocked"


class NotApplicable(NotRun):
    """The target declares that it lacks what the test needs."""

    outcome = "not-applicable"


class NotAllowed(NotRun):
    """The profile or the target's declaration forbids what the operation does."""

    outcome = "withheld"
