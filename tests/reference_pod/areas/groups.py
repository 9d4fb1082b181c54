"""Steps that the tests of groups share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.reference_pod.call import Answer
from conformance.reference_pod.records.users import User
from tests.reference_pod.kit import HOME, SmallPod


def sdl(name: str = "Desk", **more: Any) -> dict[str, Any]:
    profile = {"displayName": name}
    return {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": HOME,
        "name": name,
        "profile": profile,
        **more,
    }


def company(name: str = "Clients", **more: Any) -> dict[str, Any]:
    return {
        "type": "COMPANY",
        "ownerType": "TENANT",
        "ownerId": HOME,
        "name": name,
        "subType": "COMMUNITY",
        "referrer": "Home",
        **more,
    }


def member(user: User) -> dict[str, int]:
    return {"memberTenant": user.tenant, "memberId": user.id}


def insert(small: SmallPod, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = small.call("insertGroup", small.people.alice, body=body or sdl())
    assert answer.status == 201
    assert answer.headers["Etag"] == answer.body["eTag"]
    group: dict[str, Any] = answer.body
    return group


def read(small: SmallPod, group: dict[str, Any]) -> Any:
    return small.call("getGroup", small.people.alice, path={"groupId": group["id"]}).body


def update(small: SmallPod, group: dict[str, Any], etag: str | None = None, **changes: Any) -> Answer:
    names = ("type", "ownerType", "ownerId", "name", "id", "status", "profile")
    body = {name: group[name] for name in names if name in group}
    return small.call(
        "updateGroup",
        small.people.alice,
        path={"groupId": group["id"]},
        headers={"if-match": etag or group["eTag"]},
        body={**body, **changes},
    )


def refused_update(small: SmallPod, status: int, group: dict[str, Any], etag: str, **changes: Any) -> None:
    names = ("type", "ownerType", "ownerId", "name", "id", "status", "profile")
    small.refuses(
        status,
        "updateGroup",
        small.people.alice,
        path={"groupId": group["id"]},
        headers={"if-match": etag},
        body={**{name: group[name] for name in names}, **changes},
    )
    assert read(small, group) == group, "a refused update changed the group"


def ids(answer: Answer) -> list[str]:
    return [group["id"] for group in answer.body["data"]]


def listed(small: SmallPod, type_id: str = "SDL", **query: Any) -> Answer:
    return small.call("listGroups", small.people.alice, path={"typeId": type_id}, query=query)


def pages(small: SmallPod, **query: Any) -> Iterator[Answer]:
    answer = listed(small, **query)
    yield answer
    while "after" in answer.body["pagination"]["cursors"]:
        answer = listed(small, **query, after=answer.body["pagination"]["cursors"]["after"])
        yield answer
