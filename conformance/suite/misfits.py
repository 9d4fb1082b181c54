"""Answers that their operation's document does not describe, where a test went on and could not read them.

Tests read more of an answer than they demand of it: to end every test at every wrong property would hide what
they are about. So only when one of them breaks over such an answer, the answer is what it is blocked by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.checks.judgement import Judgement
from conformance.checks.responses import judge_response
from conformance.contract import Contract
from conformance.contract.requirements import requirements_by_check
from conformance.suite.failure import Failure, subject_of
from conformance.suite.outcomes import Blocked
from conformance.target.exchange import Exchange, Response


@dataclass(frozen=True, slots=True)
class Misfit:
    """An answer, and a check of its contract that it fails."""

    judgement: Judgement
    exchange: Exchange
    response: Response

    def failure(self, contract: Contract) -> Failure:
        """The finding against the operation that answered so."""
        row = requirements_by_check(contract.operations[self.judgement.operation])[self.judgement.check]
        return Failure(subject_of(row), self.judgement.expected, self.judgement.observed, self.exchange)

    def blocks(self, error: Exception) -> Blocked:
        """How a test ends that raised this error after it had got the answer."""
        how = f"answered what the test could not read ({type(error).__name__}: {error})"
        wrong = (
            f"{self.judgement.check}: expected {self.judgement.expected}, observed {self.judgement.observed}"
        )
        return Blocked(self.judgement.operation, f"{how}; {wrong}")


def misfits_of(contract: Contract, exchange: Exchange) -> Iterator[Misfit]:
    """What of an answer its own document does not describe; the request may have been outside of it."""
    if exchange.response is not None:
        operation = contract.operations[exchange.operation]
        for judgement in judge_response(operation, exchange.response, off_contract=True):
            if judgement.outcome == "failed":
                yield Misfit(judgement, exchange, exchange.response)
