"""What a test of the suite said of a pod."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, str]
"""A check with a requirement."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement that a check found broken; a `warning` never fails a run."""

    check: str
    requirement: str
    says: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test ended, what it found, what it left unjudged without a reason, and why it stopped."""

    outcome: str
    findings: tuple[Finding, ...] = ()
    unjudged: frozenset[Row] = frozenset()
    reason: str = ""

    @property
    def failed(self) -> frozenset[Row]:
        """What failed."""
        return frozenset((f.check, f.requirement) for f in self.findings if not f.warning)

    @property
    def warned(self) -> frozenset[Row]:
        """What only warned."""
        return frozenset((f.check, f.requirement) for f in self.findings if f.warning) - self.failed

    @property
    def found(self) -> frozenset[Row]:
        """What failed or warned."""
        return self.failed | self.warned
