"""Negative, sign-in and rights checks: is a request that the contract forbids refused?"""

from __future__ import annotations

from conformance.checks.judgement import Judgement, described, failed, passed, warned
from conformance.contract import Operation
from conformance.contract.requirements import protection, reservation
from conformance.target.exchange import Response

REJECTED = "negative.rejected"
REFUSED = "rights.refused"
UNAUTHENTICATED = frozenset({401, 403})
"""401 is documented almost everywhere; two operations document 403 alone."""


def judge_rejection(operation: Operation, response: Response, broken: str, *, certain: bool) -> Judgement:
    """Judge the answer to a request that breaks the contract in the way that `broken` says.

    Only acceptance fails here: which refusals are documented is the matter of the contract checks.
    Uncertain breakages, which servers commonly forgive (a number as text, say), only warn.
    """
    if response.status >= 300:
        return passed(REJECTED, operation.id)
    judge = failed if certain else warned
    return judge(REJECTED, operation.id, f"a 4xx for a request with {broken}", described(response), broken)


def judge_sign_in(operation: Operation, response: Response, check: str, credentials: str) -> list[Judgement]:
    """Judge the answer to an otherwise valid request whose credentials are no good.

    What the published document does not protect only warns. A server error says nothing of credentials; it
    is a finding of its own.
    """
    if response.status >= 500:
        return []
    if response.status in UNAUTHENTICATED:
        return [passed(check, operation.id)]
    wish = f"401 for a request with {credentials}"
    judge = warned if protection(operation) == "advice" else failed
    return [judge(check, operation.id, wish, described(response), f"{credentials}: {response.status}")]


def judge_rights(operation: Operation, response: Response) -> list[Judgement]:
    """Judge the answer to an otherwise valid request of a caller without any entitlement.

    What no published document reserves only warns. A server error says nothing of rights.
    """
    if response.status >= 500:
        return []
    if response.status == 403:
        return [passed(REFUSED, operation.id)]
    judge = warned if reservation(operation) == "advice" else failed
    wish = "403 for a caller without any entitlement"
    return [judge(REFUSED, operation.id, wish, described(response), str(response.status))]
