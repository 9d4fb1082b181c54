"""The probes of variants of what a pod lacks, allows, leaves out, does with texts, and shows later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.reference_pod.records.messages import MESSAGES, SOCIAL
from conformance.reference_pod.records.users import tenant_of
from conformance.reference_pod.seed import HOME
from conformance.reference_pod.target_file import target_text
from tests.reference_pod.probe import Probe
from tests.reference_pod.variant_looks import (
    PEOPLE,
    account,
    answer,
    answered,
    get,
    group,
    groups,
    invite,
    invited,
    request,
    sign_in,
    status,
)
from tests.reference_pod.web import WebPod

HTML = "text/html"
NOBODY: dict[str, Any] = {"path": {"uid": (189 << 36) + 999_999}}
NOWHERE: dict[str, Any] = {"path": {"id": "nowhere"}}
COMPANY: dict[str, Any] = {"path": {"typeId": "COMPANY"}}
UNKNOWN_EMAIL = {"email": "no@one.example"}
PUBLIC = ("public", "viewHistory", "discoverable", "membersCanInvite")
LONG_QUERY: dict[str, Any] = {"query": {"email": f"{3000 * 'x'}"}}


def actors(web: WebPod) -> int:
    """How many actors the target file names."""
    return target_text(web.pod, "http://pod.example", "secrets").count("[actors.")


def created(see: Callable[[Any], Any], **attributes: Any) -> Callable[[WebPod], Any]:
    """What is seen in the answer to the creation of an account."""
    return get("createUserAccount", lambda v: see(v["userAttributes"]), body=account(**attributes))


def features(web: WebPod) -> set[bool]:
    """Whether the listed features of a user are enabled."""
    listed = web.call("listUserFeatures", path={"uid": web.actor("user").id}).json()
    return {row["enabled"] for row in listed}


def listed_twice(web: WebPod) -> list[bool]:
    """Whether a new room is in two lists of its owner's streams."""
    made = room(web).json()["roomSystemInfo"]["id"]
    lists = [web.call("listStreams", "user", body={}).json() for _ in range(2)]
    return [made in {row["id"] for row in listed} for listed in lists]


def removed_by_participant(web: WebPod) -> int:
    path = {"id": room(web).json()["roomSystemInfo"]["id"]}
    for name in ("colleague", "nobody"):
        web.call("addRoomMember", "user", path=path, body={"id": web.actor(name).id})
    body = {"id": web.actor("nobody").id}
    return web.call("removeRoomMember", "colleague", path=path, body=body).status_code


def room(web: WebPod, **attributes: Any) -> Any:
    body = {"name": "Probe", "description": "Probe", **attributes}
    return web.call("createRoom", "user", body=body)


def listed_id(web: WebPod) -> bool:
    """Whether the id of one of twenty new rooms is in standard base64 where the user's streams are listed."""
    for number in range(20):
        room(web, name=f"Probe {number}")
    listed = web.call("listStreams", "user", body={"streamTypes": [{"type": "ROOM"}]}).json()
    return any(letter in row["id"] for row in listed for letter in "+/")


def messages(see: Callable[[WebPod, list[str]], Any]) -> Callable[[WebPod], Any]:
    """What is seen of the messages of the company that have receipts."""

    def probe(web: WebPod) -> Any:
        social = [m for m in web.pod.store[MESSAGES] if m.kind == SOCIAL and tenant_of(m.author) == HOME]
        return see(web, [m.id for m in social])

    return probe


def _standard_ids(web: WebPod, ids: list[str]) -> bool:
    found = [web.call("listMessageRelationships", path={"messageId": i}).json()["messageId"] for i in ids]
    return any(letter in text for text in found for letter in "+/")


def deleted(web: WebPod) -> int:
    """The status of the look at a group that was deleted."""
    made = group(web)
    path, headers = {"groupId": made["id"]}, {"If-Match": made["eTag"]}
    web.call("updateGroup", path=path, body={**made, "status": "DELETED"}, headers=headers)
    return web.call("getGroup", path=path).status_code


def roles_twice(web: WebPod) -> bool:
    """Whether two looks at the roles of the pod show them in the same order."""
    first, second = (web.call("listSystemRoles").json() for _ in range(2))
    return bool(first == second)


def own_request(web: WebPod) -> int:
    return answered(web, "acceptConnection", "user", "stranger").status_code


def manifest(web: WebPod) -> str:
    web.call("setOwnManifest", body={"manifest": '{"b":1,"a":2}'})
    return str(web.call("getOwnManifest").json()["manifest"])


def pictures(web: WebPod) -> str:
    """The first address of a user's pictures."""
    path = {"uid": web.actor("user").id}
    return str(min(row["url"] for row in web.call("listUserAvatars", path=path).json()))


def pod_certificate_width(web: WebPod) -> int:
    text = web.call("getPodCertificate", None).json()["certificate"]
    return max(map(len, text.splitlines()))


def searched(operation: str, make: Callable[[WebPod], object], query: str, items: str) -> Any:
    """How many things two searches find after one was made that fits."""

    def probe(web: WebPod) -> list[int]:
        make(web)
        body = {"query": query}
        found = [web.call(operation, "user", body=body) for _ in range(2)]
        return [len(row.json()[items]) if row.status_code == 200 else 0 for row in found]

    return probe


def presences(web: WebPod) -> list[str]:
    """What two looks show after a presence was set."""
    web.call("setOwnPresence", "user", body={"category": "BUSY"})
    return [web.call("getOwnPresence", "user").json()["category"] for _ in range(2)]


def added_with_a_stranger(web: WebPod) -> list[Any]:
    """The answer to adding a colleague and nobody to a barrier group, and whether the colleague is in it."""
    gid = web.call("listBarrierGroups").json()[0]["id"]
    user = web.actor("nobody").id
    done = web.call("addBarrierGroupMembers", path={"gid": gid}, body=[user, 7])
    return [done.status_code, user in web.call("listBarrierGroupMembers", path={"gid": gid}).json()]


def overridden(web: WebPod) -> bool:
    """What a user's own setting is after the company has set the opposite."""
    path, app = {"uid": web.actor("user").id}, {"appId": "market-news"}
    web.call("replaceUserAppEntitlements", path=path, body=[{**app, "listed": False, "install": False}])
    whole = {**app, "appName": "Market News", "enable": True, "listed": True, "install": True}
    web.call("updateAppEntitlements", body=[whole])
    listed = web.call("listUserAppEntitlements", path=path).json()
    return bool(next(row["listed"] for row in listed if row["appId"] == "market-news"))


def product(web: WebPod) -> int:
    item = {"appId": "company-screener", "name": "Premium", "sku": "premium-yearly", "type": "premium"}
    body = [{"appId": "company-screener", "product": {**item, "subscribed": True}}]
    path = {"uid": web.actor("user").id}
    return web.call("patchUserAppEntitlements", path=path, body=body).status_code


def kind(method: str, path: str) -> Callable[[WebPod], tuple[int, str]]:
    """The status and the media type of the answer to a method."""

    def probe(web: WebPod) -> tuple[int, str]:
        response = web.http.request(method, path)
        return response.status_code, response.headers["content-type"]

    return probe


def to_others(web: WebPod) -> int:
    return invite(web, "user", "stranger").status_code


def seen_by_outsider(web: WebPod) -> int:
    """The status of a look at the presence of somebody of another pod."""
    path = {"uid": web.actor("stranger").id}
    return web.call("getUserPresence", "user", path=path).status_code


def common_jwt_type(web: WebPod) -> str:
    token = sign_in(lambda found: found["token"])(web)
    answer = web.http.post("/login/idm/tokens?scope=profile-manager", headers={"sessionToken": token})
    return str(answer.json()["token_type"])


LEFT_OUT: Mapping[str, Probe] = {
    "false-left-out": Probe(lambda w: "public" in room(w).json()["roomAttributes"], True, False),
    "empty-lists-left-out": Probe(lambda w: "members" in group(w), True, False),
    "null-for-empty-lists": Probe(
        lambda w: room(w, keywords=[]).json()["roomAttributes"]["keywords"], [], None
    ),
    "null-for-absent-elsewhere": Probe(lambda w: group(w).get("subType", "absent"), "absent", None),
    "extra-properties-everywhere": Probe(
        lambda w: "futureProperty" in room(w).json()["roomAttributes"], False, True
    ),
    "bare-groups-in-lists": Probe(groups(lambda v: "members" in v["data"][-1]), True, False),
    "empty-error-objects": Probe(
        get("getSessionInfo", dict, None), {"code": 401, "message": "Invalid session"}, {}
    ),
    "blank-attributes": Probe(created(lambda v: v.get("division", "absent")), "absent", ""),
    "enabled-features-alone": Probe(features, {True, False}, {True}),
    "changing-orders": Probe(roles_twice, True, False),
    "listed-ids-in-standard-base64": Probe(listed_id, False, True),
    "messages-in-standard-base64": Probe(messages(_standard_ids), False, True),
    "quoted-etags": Probe(lambda w: group(w)["eTag"][0] == '"', False, True),
    "no-empty-lists-of-accounts": Probe(
        get("createUser", sorted, body=PEOPLE),
        ["companyId", "companyName", "errors", "success"],
        ["companyId", "companyName", "success"],
    ),
    "times-with-offset": Probe(lambda w: group(w)["createdDate"][-6:], "0.000Z", "+00:00"),
    "times-in-nanoseconds": Probe(lambda w: group(w)["createdDate"][-7:], "20.000Z", "000000Z"),
}

GATEWAYS: Mapping[str, Probe] = {
    "405-from-a-gateway": Probe(kind("TRACE", "/pod/v1/languages"), (405, "application/json"), (405, HTML)),
    "501-for-unknown-methods": Probe(request("TRACE", "/pod/v1/languages"), 405, 501),
    "413-for-large-bodies": Probe(status("setOwnManifest", body={"manifest": 70_000 * "x"}), 400, 413),
    "414-for-long-queries": Probe(status("listLanguages", **LONG_QUERY), 200, 414),
    "404-for-unknown-things": Probe(status("getUserAccount", **NOBODY), 400, 404),
    "400-for-unknown-things": Probe(status("getUserPresence", **NOBODY), 404, 400),
    "403-for-unknown-streams": Probe(status("getRoom", **NOWHERE), 400, 403),
    "404-for-invisible-things": Probe(seen_by_outsider, 403, 404),
    "204-for-empty-lists": Probe(status("searchRooms", "user", body={"query": "nothing"}), 200, 204),
    "204-with-media-type": Probe(
        answer(
            "lookUpUser", lambda r: r.headers.get("content-type"), "user", query={"email": "no@one.example"}
        ),
        None,
        "application/json",
    ),
    "headers-in-capitals": Probe(
        answer("listLanguages", lambda r: r.headers.raw[0][0].isupper()), False, True
    ),
    "quiet": Probe(lambda w: len(list(w.pod.store[MESSAGES])) > 0, True, False),
    "one-disclaimer": Probe(get("listDisclaimers", len), 2, 1),
    "pod-api-alone": Probe(
        lambda w: target_text(w.pod, "http://pod.example", "secrets").count("[apis."), 3, 1
    ),
    "short-sessions": Probe(lambda w: w.pod.settings.session_seconds, 3600, 10),
    "two-actors": Probe(actors, 6, 2),
    "administrator-alone": Probe(actors, 6, 1),
    "token-type-in-other-case": Probe(common_jwt_type, "Bearer", "bearer"),
}

LACKING: Mapping[str, Probe] = {
    "without-distribution-lists": Probe(status("listTypes"), 200, 403),
    "without-information-barriers": Probe(status("listBarrierGroups"), 200, 204),
    "without-certificates": Probe(status("listCompanyCertificates"), 200, 403),
    "without-applications": Probe(status("getApp", path={"id": "market-news"}), 200, 403),
    "without-app-entitlements": Probe(status("listAppEntitlements"), 200, 403),
    "without-disclaimers": Probe(status("listDisclaimers"), 200, 204),
    "without-manifests": Probe(status("getOwnManifest"), 200, 404),
    "without-protocols": Probe(status("listProtocols"), 200, 404),
    "without-file-extensions": Probe(status("listAllowedFileExtensions"), 200, 405),
    "without-cross-pod": Probe(to_others, 200, 403),
    "bare-pod": Probe(lambda w: [to_others(w), status("listTypes")(w)], [200, 200], [403, 403]),
}

RULES: Mapping[str, Probe] = {
    "second-invitation-404": Probe(invited(to_others), 400, 404),
    "own-request-unchanged": Probe(invited(own_request), 400, 200),
    "deleted-groups-are-404": Probe(deleted, 200, 404),
    "lists-alone": Probe(status("getType", **COMPANY), 200, 404),
    "other-presences": Probe(
        get("listPresences", lambda v: "PRESENTING" in {row["category"] for row in v}), False, True
    ),
    "default-disclaimer": Probe(
        lambda w: w.call("getUserDisclaimer", path={"uid": w.actor("user").id}).status_code, 204, 200
    ),
    "no-chats-of-three": Probe(
        lambda w: (
            w.call(
                "createIM", "user", body=[w.actor("colleague").id, w.actor("nobody").id, w.actor("admin").id]
            ).status_code
        ),
        200,
        400,
    ),
    "no-public-rooms": Probe(
        lambda w: (
            room(w, public=True, viewHistory=True, discoverable=True, membersCanInvite=True).status_code
        ),
        200,
        403,
    ),
    "no-products": Probe(product, 200, 400),
    "barriers-whole-or-nothing": Probe(added_with_a_stranger, [200, True], [400, False]),
    "participants-remove-each-other": Probe(removed_by_participant, 403, 200),
    "entitlements-override": Probe(overridden, False, True),
    "tidied-texts": Probe(created(lambda v: v["title"], title=" e\u0301 "), " e\u0301 ", "é"),
    "lower-case-addresses": Probe(created(lambda v: v["userName"]), "New.One", "new.one"),
    "possible-telephone-numbers": Probe(
        status("createUserAccount", body=account(smsNumber="+115412345678")), 200, 400
    ),
    "keys-of-wider-lines": Probe(pod_certificate_width, 64, 76),
    "rewritten-manifests": Probe(manifest, '{"b":1,"a":2}', '{\n "a": 2,\n "b": 1\n}'),
    "addresses-of-avatars-stay": Probe(pictures, "../avatars/static/150/default.png", "../avatars/original"),
    "rooms-searched-late": Probe(searched("searchRooms", room, "probe", "rooms"), [1, 1], [0, 1]),
    "streams-listed-late": Probe(listed_twice, [True, True], [False, True]),
    "users-searched-late": Probe(
        searched("searchUsers", lambda w: w.call("createUserAccount", body=account()), "new one", "users"),
        [1, 1],
        [0, 1],
    ),
    "presences-late": Probe(presences, ["BUSY", "BUSY"], ["OFFLINE", "BUSY"]),
}

PROBES: Mapping[str, Probe] = {**LEFT_OUT, **GATEWAYS, **LACKING, **RULES}
"""The probe of each of these variants."""
