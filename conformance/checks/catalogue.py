"""The catalogue of checks: what each one asks, in a sentence for a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id is `family.kind`; `asks` completes the sentence "{operation} …".

    A `conditional` check judges what a target happens to answer: valid requests need not meet an error.
    """

    id: str
    asks: str
    conditional: bool = False

    @property
    def family(self) -> str:
        """The oracle family that the check belongs to."""
        return self.id.split(".")[0]


CHECKS: tuple[Check, ...] = (
    Check("contract.success", "answers a valid request with a documented success"),
    Check("contract.documented-status", "answers only with documented statuses"),
    Check("contract.no-server-error", "never answers with a server error"),
    Check("contract.content-type", "answers with a documented content type"),
    Check("contract.body", "answers with a body of the documented schema"),
    Check("contract.enum-values", "answers with documented enum values only"),
    Check("contract.headers", "sends the documented headers"),
    Check("contract.error-body", "refuses with the documented error body", conditional=True),
    Check("contract.no-stack-trace", "keeps stack traces to itself"),
    Check("negative.rejected", "refuses requests that break the contract"),
    Check("sign-in.absent", "refuses a caller without credentials"),
    Check("sign-in.garbled", "refuses garbled credentials"),
    Check("sign-in.expired", "refuses expired credentials"),
    Check("sign-in.foreign", "refuses credentials that another key signed"),
    Check("rights.refused", "refuses a caller without the entitlement"),
)

BY_ID = {check.id: check for check in CHECKS}
"""The checks by id."""
