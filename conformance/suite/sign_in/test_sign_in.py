"""Each operation that documents credentials refuses a valid request that comes without good ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.checks.refusals import judge_sign_in
from conformance.checks.responses import judge_response
from conformance.contract import Operation
from conformance.suite.item import Item
from conformance.suite.operations import OPERATIONS
from conformance.suite.outcomes import NotApplicable
from conformance.suite.requests import build
from conformance.target.exchange import Anonymous, Credential, Raw
from conformance.target.target import Target

pytestmark = pytest.mark.family("sign-in")


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if OPERATIONS[name].security])
def test_refuses_bad_credentials(item: Item) -> None:
    """Without good credentials even a valid request gets 401."""
    recipe = item.recipe()
    for check, says, credential in _bad_credentials(item.operation, item.world.target):
        if credential is None:
            item.skip_check(check, NotApplicable(f"[foreign] of the target file has nothing for {says}"))
            continue
        request = build(item.operation, recipe.call, f"a valid request with {says}")
        exchange, response = item.send(request, credential)
        if response is not None:
            item.judge(
                exchange, judge_response(item.operation, response, off_contract=response.status == 401)
            )
            item.judge(exchange, judge_sign_in(item.operation, response, check, says))
            if 200 <= response.status < 300:
                # What was to be made or removed is so now: the next request has to be good again.
                recipe = item.recipe()


def _bad_credentials(operation: Operation, target: Target) -> Iterator[tuple[str, str, Credential | None]]:
    """Which check, what is bad in words, and the credential; None when the target file lacks the material."""
    yield "sign-in.absent", "no credentials", Anonymous()
    if "sessionToken" in operation.security:
        yield "sign-in.absent", "an empty session token", _session("")
        yield "sign-in.garbled", "a garbled session token", _session("conformance-garbled-token")
        expired = target.foreign.get("expired_session_token")
        yield "sign-in.expired", "an expired session token", _session(expired) if expired else None
        return
    if "ApiKeyAuth" in operation.security:
        yield (
            "sign-in.garbled",
            "a garbled token in the query",
            Raw(query=(("token", "garbled.token.value"),)),
        )
    yield "sign-in.garbled", "a garbled bearer token", _bearer("garbled.token.value")
    yield (
        "sign-in.garbled",
        "credentials of another scheme",
        Raw((("Authorization", "Basic Z2FyYmxlZDpnYXJibGVk"),)),
    )
    expired, foreign = (target.foreign.get(f"{kind}_common_jwt") for kind in ("expired", "foreign"))
    yield "sign-in.expired", "an expired bearer token", _bearer(expired) if expired else None
    if "ApiKeyAuth" not in operation.security:
        yield (
            "sign-in.foreign",
            "a bearer token that another key signed",
            _bearer(foreign) if foreign else None,
        )


def _session(token: str) -> Raw:
    return Raw((("sessionToken", token),))


def _bearer(token: str) -> Raw:
    return Raw((("Authorization", f"Bearer {token}"),))
