"""Looks at a pod: each calls it once or more and says what is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import httpx
import jwt

from conformance.reference_pod.keys import public_pem
from conformance.reference_pod.records.messages import MESSAGES, SOCIAL
from conformance.reference_pod.records.users import USERS, tenant_of
from conformance.reference_pod.seed import HOME
from tests.reference_pod.web import WebPod

JSON = "application/json"
PEOPLE = {"companyName": "New", "users": [{"email": "ann@new.example", "firstName": "Ann", "lastName": "B"}]}


def group(web: WebPod, name: str = "D") -> dict[str, Any]:
    """A group as it was sent, with all that the pod says of it."""
    body = {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": 189,
        "name": name,
        "profile": {"displayName": "D"},
    }
    return {**body, **web.call("insertGroup", body=body).json()}


def account(**attributes: Any) -> dict[str, Any]:
    """A body that creates an account."""
    name = {"userName": "New.One", "emailAddress": "new.one@reference-bank.example"}
    shown = {"displayName": "New One", "firstName": "New", "lastName": "One", "accountType": "NORMAL"}
    return {"userAttributes": {**name, **shown, **attributes}, "roles": ["INDIVIDUAL"]}


def invite(web: WebPod, by: str, peer: str) -> httpx.Response:
    """One user's invitation to another one."""
    return web.call("createConnection", by, body={"userId": web.actor(peer).id})


def get(
    operation: str, see: Callable[[Any], Any], by: str | None = "admin", **call: Any
) -> Callable[[WebPod], Any]:
    """What is seen in the JSON of an answer."""
    return lambda web: see(web.call(operation, by, **call).json())


def answer(operation: str, see: Callable[[httpx.Response], Any], by: str | None = None, **call: Any) -> Any:
    """What is seen of an answer; without a user's name of one to nobody."""
    return lambda web: see(web.call(operation, by, **call))


def status(operation: str, by: str | None = "admin", **call: Any) -> Callable[[WebPod], int]:
    """The status of an answer."""
    return lambda web: web.call(operation, by, **call).status_code


def _room(web: WebPod, name: str = "Probe") -> dict[str, Any]:
    body = {"name": name, "description": name, "discoverable": True}
    return dict(web.call("createRoom", "user", body=body).json())


def rooms(see: Callable[[Any], Any], count: int = 2) -> Callable[[WebPod], Any]:
    """What is seen in the answer of a search that finds rooms A, B, …"""

    def probe(web: WebPod) -> Any:
        for number in range(count):
            _room(web, f"Probe {'ABCDEFG'[number]}")
        return see(web.call("searchRooms", "user", body={"query": "probe"}).json())

    return probe


def _names(found: Any) -> list[str]:
    return [room["roomAttributes"]["name"] for room in found["rooms"]]


def invited(
    see: Callable[[WebPod], Any], by: str = "user", peer: str = "stranger"
) -> Callable[[WebPod], Any]:
    """What is seen once one user has invited another."""

    def probe(web: WebPod) -> Any:
        assert invite(web, by, peer).status_code == 200
        return see(web)

    return probe


def answered(web: WebPod, operation: str, by: str, peer: str) -> httpx.Response:
    return web.call(operation, by, body={"userId": web.actor(peer).id})


def connection(web: WebPod) -> Any:
    invite(web, "user", "stranger")
    return sorted(web.call("listConnections", "user").json()[0])


def accepted_twice(web: WebPod) -> list[int]:
    return [answered(web, "acceptConnection", "stranger", "user").status_code for _ in range(2)]


def removed(web: WebPod) -> list[int]:
    path = {"uid": web.actor("user").id}
    return [web.call("removeConnection", "stranger", path=path).status_code for _ in range(2)]


def etag(web: WebPod) -> str | None:
    made = group(web)
    tag = web.call("getGroup", path={"groupId": made["id"]}).headers.get("etag")
    return tag and str(tag).replace(made["eTag"], "TAG")


def update(form: str | None) -> Callable[[WebPod], int]:
    def probe(web: WebPod) -> int:
        made = group(web)
        headers = {} if form is None else {"If-Match": form.format(made["eTag"])}
        return web.call("updateGroup", path={"groupId": made["id"]}, body=made, headers=headers).status_code

    return probe


def without_host(web: WebPod) -> int:
    token = {"Authorization": web.credentials("profile-manager", "admin")["Authorization"]}
    return web.call("listTypes", None, headers=token).status_code


def groups(see: Callable[[Any], Any], limit: int | None = None, count: int = 5) -> Callable[[WebPod], Any]:
    """What is seen in the first page of a list of more groups than these."""

    def probe(web: WebPod) -> Any:
        for number in range(count):
            group(web, f"Group {number}")
        query = {} if limit is None else {"limit": limit}
        return see(web.call("listGroups", path={"typeId": "SDL"}, query=query).json())

    return probe


def cursor(see: Callable[[str], Any]) -> Callable[[WebPod], Any]:
    """What is seen in the cursor after the first of two pages, if the second page follows it."""

    def probe(web: WebPod) -> Any:
        for name in "AB":
            web.clock.advance(seconds=1)
            made = group(web, name)["id"]
        path = {"typeId": "SDL"}
        page = web.call("listGroups", path=path, query={"limit": 2}).json()
        cursor = page["pagination"]["cursors"]["after"]
        link = httpx.QueryParams(page["pagination"]["next"].partition("?")[2])
        assert link["after"] == cursor
        after = web.call("listGroups", path=path, query={"limit": 2, "after": cursor}).json()
        assert [row["id"] for row in after["data"]] == [made], "the page after the cursor"
        return see(cursor)

    return probe


def followers(web: WebPod) -> bool:
    path = {"uid": web.actor("colleague").id}
    web.call("followUsers", path=path, body={"followers": [web.actor("user").id]})
    return "pagination" in web.call("listFollowers", path=path).json()


def follows_with_nobody(web: WebPod) -> list[int]:
    path = {"uid": web.actor("colleague").id}
    web.call("followUsers", path=path, body={"followers": [web.actor("user").id, 7]})
    return [user - (189 << 36) for user in web.call("listFollowers", path=path).json()["followers"]]


def presence(web: WebPod) -> Any:
    web.call("setOwnPresence", "user", body={"category": "BUSY"})
    return web.call("getOwnPresence", "user").json()["category"]


def second_presences(web: WebPod) -> list[int]:
    page = web.call("listPresences", query={"limit": 2}).json()
    after = web.call("listPresences", query={"limit": 2, "lastUserId": page[-1]["userId"]}).json()
    return [row["userId"] - (189 << 36) for row in after]


def sign_in(see: Callable[[dict[str, Any]], Any]) -> Callable[[WebPod], Any]:
    """What is seen in the answer to a sign-in by the test's clock."""

    def probe(web: WebPod) -> Any:
        user, key = web.actor("user"), web.pod.keys.private
        attributes = {**user.attributes, "currentKey": {"key": public_pem(key)}}
        web.pod.store[USERS].put(replace(user, attributes=attributes))
        claims = {"sub": user.username, "exp": web.clock() // 1000 + 240}
        token = jwt.encode(claims, key, algorithm="RS512")
        return see(web.http.post("/login/pubkey/authenticate", json={"token": token}).json())

    return probe


def first_session(web: WebPod) -> int:
    """How the session of a first sign-in is answered after a second one."""
    token, _ = (sign_in(lambda found: found["token"])(web) for _ in range(2))
    return web.http.get("/pod/v2/sessioninfo", headers={"sessionToken": token}).status_code


def clock(web: WebPod) -> tuple[int, bool]:
    """How many seconds the pod is ahead, and whether it lets users sign in."""
    created = _room(web)["roomSystemInfo"]["creationDate"]
    return (created - web.clock()) // 1000, sign_in(lambda found: "token" in found)(web)


def on_behalf_of(web: WebPod) -> Any:
    """The delegate of the first receipt of a message."""
    found = _receipts(web, 1)["MessageReceiptDetail"]
    return found[0].get("onBehalfOfUser", "absent")


def receipts(web: WebPod) -> list[int]:
    """How many receipts stand on each page."""
    sizes: list[int] = []
    query: dict[str, str] = {}
    while True:
        page = _receipts(web, 3, query)
        sizes.append(len(page["MessageReceiptDetail"]))
        after = page.get("pagination", {}).get("cursors", {}).get("after")
        if after is None:
            return sizes
        query = {"after": after}


def _receipts(web: WebPod, number: int, query: Mapping[str, str] | None = None) -> Any:
    """A page of the receipts of the message with this many of them, or else with the next higher number."""
    social = [m for m in web.pod.store[MESSAGES] if m.kind == SOCIAL and tenant_of(m.author) == HOME]
    message = min((m for m in social if len(m.receipts) >= number), key=lambda m: len(m.receipts))
    return web.call("listMessageReceipts", path={"messageId": message.id}, query=query).json()


def credentials_clock(web: WebPod) -> tuple[int, bool]:
    """How many seconds the time of credentials is ahead, and whether users can sign in."""
    ahead = (web.pod.wall_time() - web.clock()) // 1000
    return ahead, sign_in(lambda found: "token" in found)(web)


def of_forty(see: Callable[[httpx.Response], Any]) -> Callable[[WebPod], Any]:
    """What is seen of the last of forty answers."""
    return lambda web: see([web.call("listLanguages", None) for _ in range(40)][-1])


def throttled(response: httpx.Response) -> tuple[int, str | None, str | None]:
    after = response.headers.get("retry-after", "none")
    kind = "date" if after.endswith("GMT") else after
    return response.status_code, kind, response.headers["content-type"]


def header(name: str) -> Callable[[WebPod], str | None]:
    return lambda web: web.call("listLanguages", None).headers.get(name)


def seconds(web: WebPod) -> str:
    web.clock.advance(seconds=0.25)
    return str(group(web)["createdDate"])


def found_first(web: WebPod) -> str:
    for letter in "AB":
        web.clock.advance(seconds=1)
        _room(web, f"Probe {letter}")
    found = web.call("searchRooms", "user", body={"query": "probe"}, query={"limit": 1}).json()["rooms"]
    return str(found[0]["roomAttributes"]["name"])


def members(web: WebPod) -> list[int]:
    room = _room(web)["roomSystemInfo"]["id"]
    web.call("addRoomMember", "user", path={"id": room}, body={"id": web.actor("colleague").id})
    return [row["id"] - (189 << 36) for row in web.call("listRoomMembers", "user", path={"id": room}).json()]


def connections(web: WebPod) -> list[int]:
    for peer in ("stranger", "stranger_admin"):
        invite(web, "user", peer)
        web.clock.advance(seconds=1)
    return [row["userId"] - (190 << 36) for row in web.call("listConnections", "user").json()]


def looked_up(web: WebPod) -> list[str]:
    uid = f"{web.actor('user').id},{web.actor('colleague').id}"
    return [user["username"] for user in web.call("lookUpUsers", query={"uid": uid}).json()["users"]]


def room_id(web: WebPod) -> str:
    return str(_room(web)["roomSystemInfo"]["id"])


def user_number(web: WebPod) -> int:
    attributes = {"userName": "new.one", "emailAddress": "new.one@reference-bank.example"}
    names = {"displayName": "New One", "firstName": "New", "lastName": "One"}
    body = {"userAttributes": {**attributes, **names, "accountType": "NORMAL"}, "roles": ["INDIVIDUAL"]}
    created = web.call("createUserAccount", body=body).json()["userSystemInfo"]["id"]
    return (int(created) - (189 << 36)) >> 35


def community(web: WebPod) -> Any:
    created = web.call("createUser", body=PEOPLE)
    unknown = web.call("searchUser", query={"email": "no@new.example"})
    return created.status_code, "email" in created.json()["success"][0], unknown.status_code


def unnamed_company(web: WebPod) -> int:
    web.call("createUser", body=PEOPLE)
    person = {"email": "bob@new.example", "firstName": "Bob", "lastName": "B"}
    return web.call("createUser", body={"users": [person]}).status_code


def answers(*operations: str) -> Callable[[WebPod], list[int]]:
    """The statuses of an invited user's answers to somebody who has not asked."""
    return lambda web: [answered(web, name, "user", "stranger").status_code for name in operations]


def request(method: str, path: str, **call: Any) -> Callable[[WebPod], int]:
    return lambda web: web.http.request(method, path, **call).status_code


def searched_id(web: WebPod) -> str:
    """The characters apart from letters and digits in the ids of twenty rooms that were searched for."""
    for number in range(20):
        _room(web, f"Probe {number}")
    found = web.call("searchRooms", "user", body={"query": "probe"}).json()["rooms"]
    ids = "".join(row["roomSystemInfo"]["id"] for row in found)
    return "".join(sorted({letter for letter in ids if not letter.isalnum()}))
