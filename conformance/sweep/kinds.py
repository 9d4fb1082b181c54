"""How each kind of thing is looked at, found by its name, and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conformance.contract.shape import known_part
from conformance.sweep.asking import Answer, Asking
from conformance.target.ledger import UNREAD, Setting
from conformance.target.ledger_entries import Thing
from conformance.target.looks import look

ADMIN = "admin"
PAGES = 20
"""So many pages of a list are read in search of a thing by its name."""

CERTIFICATE_TYPES = ("USER", "USERSIGNING", "OPERATIONSUSER", "OPERATIONSSIGNING")
"""All types of certificates: a generated request may have made one of any."""

State = Literal["there", "gone", "left"]
"""There as it was made; gone; or left in the state that the API can bring it to at best."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing; `stays` says what is left of it for ever, "" when nothing is."""

    state: Callable[[Asking, Thing], State | Answer]
    remove: Callable[[Asking, Thing], Answer]
    find: Callable[[Asking, Thing], str | None]
    stays: str = ""


def _by_answer(answer: Answer) -> State | Answer:
    return "there" if answer.good else "gone" if answer.status in (400, 403, 404) else answer


def _room_state(asking: Asking, thing: Thing) -> State | Answer:
    for actor in (thing.actor, ADMIN):
        answer = asking.ask("getRoom", actor, path={"id": thing.key})
        if answer.good:
            return "there" if _at(answer.value, "roomSystemInfo", "active") is not False else "left"
    return _by_answer(answer)


def _remove_room(asking: Asking, thing: Thing) -> Answer:
    request: dict[str, Any] = {"path": {"id": thing.key}, "query": {"active": False}}
    answer = asking.ask("setRoomActive", thing.actor, **request)
    return answer if answer.good else asking.ask("setRoomActiveAsAdmin", ADMIN, **request)


def _find_room(asking: Asking, thing: Thing) -> str | None:
    body = {"query": thing.name}
    answer = asking.ask("searchRooms", thing.actor, query={"limit": 100}, body=body)
    for room in _rows(_at(answer.value, "rooms")):
        if _at(room, "roomAttributes", "name") == thing.name:
            return _text(_at(room, "roomSystemInfo", "id"))
    return None


def _group_state(asking: Asking, thing: Thing) -> State | Answer:
    answer = asking.ask("getGroup", thing.actor, path={"groupId": thing.key})
    if answer.good and _at(answer.value, "status") == "DELETED":
        return "left"
    return _by_answer(answer)


def _remove_group(asking: Asking, thing: Thing) -> Answer:
    path = {"groupId": thing.key}
    found = asking.ask("getGroup", thing.actor, path=path)
    if not found.good or not isinstance(found.value, dict):
        return found
    operation = asking.contract.operations["updateGroup"]
    assert operation.request_body is not None
    shown = {key: value for key, value in found.value.items() if value is not None}
    body = known_part(asking.contract, operation.api, operation.request_body.schema, shown)
    etag = {"If-Match": str(found.value.get("eTag"))}
    return asking.ask("updateGroup", thing.actor, path=path, headers=etag, body={**body, "status": "DELETED"})


def _find_group(asking: Asking, thing: Thing) -> str | None:
    query: dict[str, Any] = {"limit": 100, "sortOrder": "DESC"}
    for _ in range(PAGES):
        answer = asking.ask("listGroups", thing.actor, path={"typeId": "SDL"}, query=query)
        for group in _rows(_at(answer.value, "data")):
            if _at(group, "name") == thing.name:
                return _text(_at(group, "id"))
        after = _at(answer.value, "pagination", "cursors", "after")
        if not after:
            break
        query = {**query, "after": after}
    return None


def _account_state(asking: Asking, thing: Thing) -> State | Answer:
    answer = asking.ask("getUserAccount", ADMIN, path={"uid": thing.key})
    if answer.good and _at(answer.value, "userSystemInfo", "status") == "DISABLED":
        return "left"
    return _by_answer(answer)


def _find_account(asking: Asking, thing: Thing) -> str | None:
    query = {"username": thing.name, "local": True}
    return _text(_at(asking.ask("lookUpUser", ADMIN, query=query).value, "id"))


def _find_certificate(asking: Asking, thing: Thing) -> str | None:
    body = [{"type": kind} for kind in CERTIFICATE_TYPES]
    for page in range(PAGES):
        query = {"skip": page * 100, "limit": 100}
        answer = asking.ask("listCompanyCertificatesByType", ADMIN, query=query, body=body)
        rows = list(_rows(answer.value))
        for row in rows:
            names = (_at(row, "companyCertInfo", "commonName"), _at(row, "companyCertAttributes", "name"))
            if thing.name in names:
                return _text(_at(row, "companyCertInfo", "fingerPrint"))
        if len(rows) < 100:
            break
    return None


def _protocol_state(asking: Asking, thing: Thing) -> State | Answer:
    answer = asking.ask("listProtocolsAsAdmin", ADMIN)
    if not answer.good:
        return answer
    listed = answer.value if isinstance(answer.value, list) else []
    return "there" if str(thing.key).lower() in listed else "gone"


def _extension_state(asking: Asking, thing: Thing) -> State | Answer:
    def ask(operation: str, path: Mapping[str, str], query: Mapping[str, str]) -> tuple[int, Any]:
        answer = asking.ask(operation, ADMIN, path=path, query=query)
        return answer.status, answer.value

    listed = look(Setting("extensions", "", ADMIN), ask)
    if listed == UNREAD:
        return Answer(0, "cannot be looked at: the list cannot be read")
    return "there" if str(thing.key).lower() in listed else "gone"


def _person(thing: Thing) -> dict[str, str]:
    company, _, user = str(thing.key).partition("/")
    return {"companyId": company, "userId": user}


def _find_person(asking: Asking, thing: Thing) -> str | None:
    answer = asking.ask("searchUser", ADMIN, query={"email": thing.name})
    company, user = _at(answer.value, "companyId"), _at(answer.value, "userId")
    return f"{company}/{user}" if company and user else None


def _find_nothing(asking: Asking, thing: Thing) -> str | None:
    return None


def _named(asking: Asking, thing: Thing) -> str | None:
    return thing.name


KINDS: Mapping[str, Kind] = {
    "feed": Kind(
        lambda asking, thing: _by_answer(
            asking.ask("readPresenceFeed", thing.actor, path={"feedId": thing.key})
        ),
        lambda asking, thing: asking.ask("deletePresenceFeed", thing.actor, path={"feedId": thing.key}),
        _find_nothing,
    ),
    "room": Kind(_room_state, _remove_room, _find_room, "deactivated: rooms cannot be deleted"),
    "im": Kind(
        lambda asking, thing: "left",
        lambda asking, thing: Answer(0, "IMs cannot be removed"),
        _find_nothing,
        "an IM cannot be removed",
    ),
    "group": Kind(_group_state, _remove_group, _find_group, "status DELETED: it stays in the lists"),
    "extension": Kind(
        _extension_state,
        lambda asking, thing: asking.ask("deleteAllowedFileExtension", ADMIN, path={"extension": thing.key}),
        _named,
    ),
    "protocol": Kind(
        _protocol_state,
        lambda asking, thing: asking.ask("deleteProtocol", ADMIN, path={"scheme": thing.key}),
        _named,
    ),
    "certificate": Kind(
        lambda asking, thing: _by_answer(
            asking.ask("getCompanyCertificate", ADMIN, path={"fingerPrint": thing.key})
        ),
        lambda asking, thing: asking.ask("deleteCompanyCertificate", ADMIN, body={"id": thing.key}),
        _find_certificate,
    ),
    "app": Kind(
        lambda asking, thing: _by_answer(asking.ask("getApp", ADMIN, path={"id": thing.key})),
        lambda asking, thing: asking.ask("deleteApp", ADMIN, path={"id": thing.key}),
        _named,
    ),
    "community user": Kind(
        lambda asking, thing: _by_answer(asking.ask("getUser", ADMIN, path=_person(thing))),
        lambda asking, thing: asking.ask("disableUser", ADMIN, path=_person(thing)),
        _find_person,
    ),
    "account": Kind(
        _account_state,
        lambda asking, thing: asking.ask(
            "updateUserStatus", ADMIN, path={"uid": thing.key}, body={"status": "DISABLED"}
        ),
        _find_account,
        "disabled: accounts cannot be deleted",
    ),
}
"""The kinds in the order in which they are removed: what holds people comes before the people."""


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _rows(value: Any) -> Iterator[dict[str, Any]]:
    yield from (row for row in value or () if isinstance(row, dict)) if isinstance(value, list) else ()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
