"""Contract check: a valid request for something that exists is answered with a documented success."""

from __future__ import annotations

from conformance.checks.judgement import Judgement, described, failed, passed
from conformance.contract import Operation
from conformance.target.exchange import Response

CHECK = "contract.success"


def judge_success(operation: Operation, response: Response) -> Judgement:
    """Pass for any documented or tolerated 2xx: a pod that refuses everything must never look right."""
    text = str(response.status)
    if 200 <= response.status < 300 and (text in operation.responses or text in operation.tolerated_statuses):
        return passed(CHECK, operation.id)
    wish = ", ".join(status for status in operation.responses if status.startswith("2"))
    return failed(
        CHECK, operation.id, f"{wish} for a valid request", described(response), str(response.status)
    )


def judge_usable(operation: Operation, response: Response) -> Judgement:
    """For an answer that later steps could not use, though nothing else is wrong with it."""
    judgement = judge_success(operation, response)
    if judgement.outcome == "failed":
        return judgement
    wish = "an answer with the ids and values that its schema describes"
    return failed(CHECK, operation.id, wish, described(response), "not usable")
