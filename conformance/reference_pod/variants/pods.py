"""Variants of the pod itself: its clock, what it holds, how long it lets tokens live, how it signs in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Scope

from conformance.reference_pod.pod import Clock, Pod
from conformance.reference_pod.populate import populate
from conformance.reference_pod.records.disclaimers import DISCLAIMERS
from conformance.reference_pod.records.messages import MESSAGES
from conformance.reference_pod.records.users import TENANTS
from conformance.reference_pod.variants.asgi import Reply, replying
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.variants.sources import JAVA_CLIENT, PUBLISHED
from conformance.reference_pod.wire import encode

_CROWD = 2000
_SIGN_IN = "Vendor guide, RSA authentication"


def _off(clock: Clock, seconds: int) -> Clock:
    return lambda: clock() + seconds * 1000


def _clock_off(seconds: int) -> Callable[[Pod], Pod]:
    """The time of what happens is off; credentials go by the right one."""
    return lambda pod: replace(pod, clock=_off(pod.clock, seconds), wall_clock=pod.wall_time)


def _credentials_off(seconds: int) -> Callable[[Pod], Pod]:
    return lambda pod: replace(pod, wall_clock=_off(pod.wall_time, seconds))


def _receipts(number: int) -> Callable[[Pod], Pod]:
    return lambda pod: replace(pod, settings=replace(pod.settings, receipts_page=number))


def _crowded(pod: Pod) -> Pod:
    populate(pod, _CROWD)
    return pod


def _quiet(pod: Pod) -> Pod:
    with pod.store.transaction():
        for message in pod.store[MESSAGES]:
            pod.store[MESSAGES].delete(message.id)
    return pod


def _one_disclaimer(pod: Pod) -> Pod:
    with pod.store.transaction():
        for tenant in pod.store[TENANTS]:
            for disclaimer in pod.store[DISCLAIMERS].find("tenant", tenant.id)[1:]:
                pod.store[DISCLAIMERS].delete(disclaimer.id)
    return pod


def _named(*actors: str) -> Callable[[Pod], Pod]:
    return lambda pod: replace(pod, settings=replace(pod.settings, named=frozenset(actors)))


def _signing_in(
    change: Callable[[dict[str, Any]], dict[str, Any]], path: str = "/login/pubkey/authenticate"
) -> Callable[[ASGIApp], ASGIApp]:
    def changed(scope: Scope, reply: Reply) -> Reply:
        if scope["path"] != path or reply.status != 200:
            return reply
        return reply.with_body(encode(change(json.loads(reply.body))).encode())

    return replying(changed)


PODS = (
    Variant(
        "clock-ahead",
        "The times of what happens on the pod are ten minutes ahead.",
        f"{PUBLISHED}: no time of an answer is tied to the caller's clock",
        prepare=_clock_off(600),
    ),
    Variant(
        "clock-behind",
        "The times of what happens on the pod are ten minutes behind.",
        f"{PUBLISHED}: no time of an answer is tied to the caller's clock",
        prepare=_clock_off(-600),
    ),
    Variant(
        "credentials-clock-ahead",
        "The clock that credentials go by is three minutes ahead.",
        f"{_SIGN_IN}: a JWT of four minutes, as clients send it, bears that",
        prepare=_credentials_off(180),
    ),
    Variant(
        "credentials-clock-behind",
        "The clock that credentials go by is fifty seconds behind.",
        f"{_SIGN_IN}: a JWT may end up to five minutes ahead, and clients send four",
        prepare=_credentials_off(-50),
    ),
    Variant(
        "one-receipt-a-page",
        "A page of receipts holds one.",
        f"{PUBLISHED}: there is no limit parameter, and no number is stated",
        prepare=_receipts(1),
    ),
    Variant(
        "two-receipts-a-page",
        "A page of receipts holds two.",
        f"{PUBLISHED}: there is no limit parameter, and no number is stated",
        prepare=_receipts(2),
    ),
    Variant(
        "crowded",
        f"The pod holds {_CROWD} more users, groups, rooms and connections.",
        f"{PUBLISHED}: no number of things is stated",
        prepare=_crowded,
    ),
    Variant(
        "short-common-jwts",
        "Common JWTs live for ten seconds.",
        f"{PUBLISHED}: expires_in says how long, and no number is stated",
        prepare=lambda pod: replace(pod, settings=replace(pod.settings, jwt_seconds=10)),
    ),
    Variant(
        "one-session-a-user",
        "Signing in ends the sessions that the user had.",
        f"{_SIGN_IN}: a session is good until it is answered with 401; no number of them is stated",
        prepare=lambda pod: replace(pod, settings=replace(pod.settings, one_session=True)),
    ),
    Variant(
        "quiet",
        "Nobody has sent a message on the pod.",
        f"{PUBLISHED}: no operation sends one, and no number of messages is stated",
        prepare=_quiet,
    ),
    Variant(
        "one-disclaimer",
        "Each company has one disclaimer.",
        f"{PUBLISHED}: no operation makes one, and no number of disclaimers is stated",
        prepare=_one_disclaimer,
    ),
    Variant(
        "pod-api-alone",
        "The target file has the Pod API alone.",
        "Target files: an API that is left out is not tested",
        prepare=lambda pod: replace(pod, settings=replace(pod.settings, apis=frozenset({"pod"}))),
    ),
    Variant(
        "short-sessions",
        "Sessions live for ten seconds.",
        f"{_SIGN_IN}: the administrators say how long a session is valid",
        prepare=lambda pod: replace(pod, settings=replace(pod.settings, session_seconds=10)),
    ),
    Variant(
        "two-actors",
        "The target file names an administrator and one user.",
        "Target files: any actor but the administrator may be left out",
        prepare=_named("admin", "user"),
    ),
    Variant(
        "administrator-alone",
        "The target file names nobody but the administrator.",
        "Target files: any actor but the administrator may be left out",
        prepare=_named("admin"),
    ),
    Variant(
        "token-type-in-other-case",
        "The type of a common JWT is written in small letters.",
        "RFC 6749, OAuth 2.0, section 5.1: the type of a token is case-insensitive",
        around=_signing_in(lambda answer: {**answer, "token_type": "bearer"}, "/login/idm/tokens"),
    ),
    Variant(
        "session-header-in-other-case",
        "A sign-in names the session's header in capitals.",
        "RFC 9110, HTTP semantics, section 5.1: names of headers are case-insensitive",
        around=_signing_in(lambda answer: {**answer, "name": "SESSIONTOKEN"}),
    ),
    Variant(
        "sign-in-without-jwt",
        "A sign-in gives no common JWT besides the session.",
        f"{JAVA_CLIENT}: authorizationToken may be absent",
        around=_signing_in(lambda answer: {k: v for k, v in answer.items() if k != "authorizationToken"}),
    ),
)
