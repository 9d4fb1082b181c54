"""Defects of accounts, presence feeds and followers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, after_success, has_success_body, on_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.features import FEATURES
from conformance.reference_pod.records.followers import FOLLOWS, Follow
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.schemas import response_schema, success_status
from conformance.reference_pod.wire import Endpoint, Request, Response, encode, json_response

_NAMES = ("userName", "displayName", "emailAddress", "firstName", "lastName", "accountType")
_RESETS: dict[str, Callable[[User, Any], dict[str, Any]]] = {
    "attributes": lambda user, sent: {
        "attributes": {k: v for k, v in user.attributes.items() if k in {*_NAMES, *sent}}
    },
    "created": lambda user, _: {"created": user.updated + 1},
    "roles": lambda _user, _sent: {"roles": ()},
    "neighbours": lambda user, sent: {
        "features": {
            name: user.features.get(name, default) is (name in {row.get("entitlment") for row in sent})
            for name, default in FEATURES.items()
        }
    },
}


def resets(name: str) -> Defect:
    """A change of an account changes this part of it as well."""

    def change(pod: Pod, request: Request) -> None:
        user = pod.store[USERS].get(_user_of(request))
        assert user is not None
        pod.store[USERS].put(replace(user, **_RESETS[name](user, json.loads(request.body or b"{}"))))

    def applies(_pod: Pod, operation: Operation) -> bool:
        return name in _RESETS and {"uid", "userId"} & {p.name for p in operation.parameters} != set()

    summary = f"A change of an account changes its {name} as well."
    return Defect(f"resets.{name}", summary, after_success(change), applies)


def _keeps_actions(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        before = pod.store[USERS].get(_user_of(request))
        response = endpoint(request)
        after = pod.store[USERS].get(_user_of(request))
        if response.ok and before is not None and after is not None:
            role = json.loads(request.body)["id"]
            actions = tuple(grant for grant in before.roles if grant.startswith(f"{role}."))
            pod.store[USERS].put(replace(after, roles=(*after.roles, *actions)))
        return response

    return respond


def _repeats_answer(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    first: Response | None = None

    def respond(request: Request) -> Response:
        nonlocal first
        response = endpoint(request)
        if not response.ok:
            return response
        first = first or response
        return first

    return respond


def _reads_again(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok:
            pod.store.undo()
        return response

    return respond


def _shared(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    schema = response_schema(operation, success_status(operation))
    is_list = pod.contract.resolve(operation.api, schema).get("type") == "array"

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.status != 403:
            return response
        return json_response(success_status(operation), [] if is_list else {})

    return respond


def _demands_token(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        if "sessiontoken" in request.headers:
            return endpoint(request)
        return json_response(401, {"code": 401, "message": "Invalid session"})

    return respond


def _overflowing(_pod: Pod, _operation: Operation, response: Response) -> Response:
    rows = json.loads(response.body)
    return replace(response, body=encode(rows * 501 if rows else rows).encode())


def _in_seconds(_pod: Pod, _operation: Operation, response: Response) -> Response:
    body = json.loads(response.body)
    return replace(response, body=encode(body | {"timestamp": body["timestamp"] // 1000}).encode())


def _naming_both(_pod: Pod, _operation: Operation, response: Response) -> Response:
    if not response.body:
        return response
    body = json.loads(response.body)
    for error in body.get("errors", ()):
        error |= {"id": "1", "email": "1"}
    return replace(response, body=encode(body).encode())


def _follow_back(pod: Pod, request: Request) -> None:
    for follower in _followers(request):
        _follow(pod, _user_of(request), follower)


def _follow_oneself(pod: Pod, request: Request) -> None:
    _follow(pod, _user_of(request), _user_of(request))


def _unfollow_all(pod: Pod, request: Request) -> None:
    for follow in pod.store[FOLLOWS].find("followed", _user_of(request)):
        pod.store[FOLLOWS].delete((follow.follower, follow.followed))


def _follow(pod: Pod, follower: int, followed: int) -> None:
    pod.store[FOLLOWS].put(Follow(follower, followed, pod.ids.number()))


def _followers(request: Request) -> Iterable[int]:
    return [int(follower) for follower in json.loads(request.body)["followers"]]


def _user_of(request: Request) -> int:
    return int(request.path.get("uid") or request.path["userId"])


def _only(*names: str) -> Callable[[Pod, Operation], bool]:
    return lambda _, operation: operation.id in names


_FEEDS = _only("readPresenceFeed", "deletePresenceFeed")
_FEED = _only("readPresenceFeed")
_FOLLOW = _only("followUsers")

PEOPLE_DEFECTS = (
    Defect(
        "keeps-optional-actions",
        "A removed role leaves its optional actions behind.",
        _keeps_actions,
        _only("removeUserRole"),
    ),
    Defect("repeats-answer", "Every success is the first one again.", _repeats_answer, has_success_body),
    Defect("reads-again", "A read leaves the reader where it was.", _reads_again, _FEED),
    Defect("shares-feeds", "Feeds of other users are served, empty.", _shared, _FEEDS),
    Defect("overflows", "Reads have more records than they may.", on_success(_overflowing), _FEED),
    Defect(
        "counts-seconds",
        "Times are in seconds.",
        on_success(_in_seconds),
        _only("getUserPresence", "getOwnPresence"),
    ),
    Defect("names-both", "Errors name an id and an address.", on_success(_naming_both), _only("lookUpUsers")),
    Defect("follows-back", "The followed user follows as well.", after_success(_follow_back), _FOLLOW),
    Defect("follows-oneself", "The followed user follows itself.", after_success(_follow_oneself), _FOLLOW),
    Defect(
        "unfollows-all",
        "All followers stop following at once.",
        after_success(_unfollow_all),
        _only("unfollowUsers"),
    ),
    Defect(
        "demands-token",
        "An open operation asks for a session.",
        _demands_token,
        lambda _, operation: not operation.security,
    ),
)

OF_ACCOUNTS: dict[str, Callable[[str], Defect]] = {"resets": resets}
"""Kinds that name a part of an account: written `kind.PART@operation`."""
