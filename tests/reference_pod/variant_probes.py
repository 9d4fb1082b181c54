"""One probe for each variant: a look at a pod, and what it shows on the reference and on the variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reference_pod import liberty_probes, untold_probes
from tests.reference_pod.probe import Probe
from tests.reference_pod.variant_looks import (
    JSON,
    PEOPLE,
    accepted_twice,
    answer,
    answered,
    answers,
    clock,
    community,
    connection,
    connections,
    credentials_clock,
    cursor,
    etag,
    first_session,
    followers,
    follows_with_nobody,
    found_first,
    get,
    group,
    groups,
    header,
    invite,
    invited,
    looked_up,
    members,
    of_forty,
    on_behalf_of,
    presence,
    receipts,
    removed,
    request,
    room_id,
    rooms,
    searched_id,
    second_presences,
    seconds,
    sign_in,
    status,
    throttled,
    unnamed_company,
    update,
    user_number,
    without_host,
)

FIRST_AND_LAST = ["ADMINISTRATOR", "USER_PROVISIONING"]
TEXT: dict[str, Any] = {"format": "TEXT", "message": "OK"}
MANIFEST: dict[str, Any] = {"body": {"manifest": "{}"}}
NOBODY: dict[str, Any] = {"query": {"uid": str((189 << 36) + 999_999)}}
EXTENSION: dict[str, Any] = {"path": {"extension": ".abc"}, "body": {"extension": ".abc"}}
ERROR: dict[str, Any] = {"query": {"limit": "ten"}}
GROUP_ERROR: dict[str, Any] = {"path": {"groupId": "none"}}
EMAIL: dict[str, Any] = {"query": {"email": "ann@gmail.com"}}
NO_SESSION = "getSessionInfo"

ANSWERS: Mapping[str, Probe] = {
    "null-for-absent": Probe(get(NO_SESSION, lambda v: v.get("location", "absent")), "absent", None),
    "extra-properties": Probe(get(NO_SESSION, lambda v: "futureProperty" in v), False, True),
    "unknown-account-types": Probe(
        get("listUserAccounts", lambda v: sorted({row["userAttributes"]["accountType"] for row in v})),
        ["NORMAL", "SYSTEM"],
        ["FEDERATED", "NORMAL", "SYSTEM"],
    ),
    "times-in-whole-seconds": Probe(seconds, "2023-11-14T22:13:20.250Z", "2023-11-14T22:13:20Z"),
    "bare-connections": Probe(
        connection,
        ["firstRequestedAt", "requestCounter", "status", "updatedAt", "userId"],
        ["status", "updatedAt", "userId"],
    ),
    "search-without-discoverable": Probe(
        rooms(lambda v: ["discoverable" in room["roomAttributes"] for room in v["rooms"]]),
        [True, True],
        [False, False],
    ),
    "bare-success-messages": Probe(get("setOwnManifest", dict, **MANIFEST), TEXT, {"message": "OK"}),
    "xml-success-messages": Probe(
        get("setOwnManifest", dict, **MANIFEST), TEXT, {"format": "XML", "message": "<b>OK</b>"}
    ),
    "hollow-objects": Probe(on_behalf_of, "absent", {"id": None, "name": None}),
    "limit-counts-results": Probe(rooms(lambda v: v["limit"]), 50, 2),
    "reversed-keys": Probe(
        get("setOwnManifest", list, **MANIFEST), ["format", "message"], ["message", "format"]
    ),
    "members-in-another-order": Probe(members, [2, 3], [3, 2]),
    "roles-in-another-order": Probe(
        get(NO_SESSION, lambda v: v["roles"][0]), "INDIVIDUAL", "MALWARE_SCAN_MANAGER"
    ),
    "settings-in-another-order": Probe(
        get("listSystemRoles", lambda v: [v[0]["id"], v[-1]["id"]]),
        FIRST_AND_LAST,
        FIRST_AND_LAST[::-1],
    ),
    "connections-in-another-order": Probe(connections, [2, 1], [1, 2]),
    "looked-up-in-another-order": Probe(looked_up, ["user", "colleague"], ["colleague", "user"]),
    "newest-accounts-first": Probe(
        get("listUserAccounts", lambda v: v[0]["userAttributes"]["userName"], query={"limit": 1}),
        "admin",
        "community-visitor",
    ),
    "newest-rooms-first": Probe(found_first, "Probe A", "Probe B"),
}

PAGES: Mapping[str, Probe] = {
    "short-pages": Probe(groups(lambda v: len(v["data"])), 6, 3),
    "empty-first-page": Probe(groups(lambda v: len(v["data"]), limit=2), 2, 0),
    "encoded-cursors": Probe(cursor(lambda c: c[:4]), "bGlz", "eyJ2"),
    "long-cursors": Probe(cursor(lambda c: len(c) > 1000), False, True),
    "numeric-cursors": Probe(cursor(str.isdigit), False, True),
    "cursors-to-be-escaped": Probe(cursor(lambda c: c[:3]), "bGl", "a+b"),
    "cursors-without-links": Probe(groups(lambda v: "next" in v["pagination"], limit=1), True, False),
    "null-after-at-the-end": Probe(groups(lambda v: v["pagination"]["cursors"]), {}, {"after": None}),
    "no-pagination-at-the-end": Probe(groups(lambda v: "pagination" in v), True, False),
    "no-pagination-on-a-single-page": Probe(followers, True, False),
    "long-ids": Probe(lambda web: len(room_id(web)), 32, 128),
    "short-ids": Probe(lambda web: len(room_id(web)), 32, 8),
    "standard-base64-ids": Probe(lambda web: any(c in "+/=" for c in room_id(web)), False, True),
    "searched-ids-in-standard-base64": Probe(searched_id, "-_", "+/"),
    "numeric-ids": Probe(lambda web: group(web)["id"].isdigit(), False, True),
    "speaking-group-ids": Probe(lambda web: group(web)["id"].startswith("WzE4OV1bU0RMXVt"), False, True),
    "numbered-etags": Probe(lambda web: group(web)["eTag"].isdigit(), False, True),
    "high-user-ids": Probe(user_number, 0, 1),
}

ERRORS: Mapping[str, Probe] = {
    "empty-401-body": Probe(
        answer(NO_SESSION, lambda r: (r.content[:8], r.headers.get("content-type"))),
        (b'{"code":', JSON),
        (b"", None),
    ),
    "bare-401-body": Probe(
        answer(NO_SESSION, lambda r: (r.content[:8], r.headers.get("content-type"))),
        (b'{"code":', JSON),
        (b'{"messag', None),
    ),
    "text-401-body": Probe(
        answer(NO_SESSION, lambda r: (r.content[:8], r.headers.get("content-type"))),
        (b'{"code":', JSON),
        (b"Invalid ", "text/plain"),
    ),
    "other-messages": Probe(
        get(NO_SESSION, lambda v: v["message"], None), "Invalid session", "Leider ist das nicht möglich"
    ),
    "errors-without-code": Probe(get("listUserAccounts", lambda v: "code" in v, **ERROR), True, False),
    "errors-that-tell-more": Probe(
        get("listUserAccounts", sorted, **ERROR),
        ["code", "message"],
        ["code", "errors", "message", "timestamp", "traceId"],
    ),
    "internal-error-codes": Probe(
        get("getGroup", lambda v: v["code"], **GROUP_ERROR), "NOT_FOUND", "GRP-00716"
    ),
    "earlier-community-codes": Probe(
        get("searchUser", lambda v: v["code"], **EMAIL),
        "EMAIL_DOMAIN_NOT_ALLOWED",
        "PUBLIC_EMAIL_DOMAIN_NOT_ALLOWED",
    ),
    "community-context": Probe(
        get("searchUser", lambda v: sorted(v), **EMAIL),
        ["code", "details", "message"],
        ["code", "context", "message"],
    ),
    "numbers-in-user-errors": Probe(
        get("lookUpUsers", lambda v: v["errors"][0]["id"], query={"uid": "7"}), "7", 7
    ),
    "validates-before-rights": Probe(status("listUserAccounts", "nobody", **ERROR), 403, 400),
    "validates-before-sign-in": Probe(status("listUserAccounts", None, **ERROR), 401, 400),
    "refuses-unknown-fields": Probe(status("setOwnManifest", body={"manifest": "{}", "future": 1}), 200, 400),
    "404-for-other-methods": Probe(request("TRACE", "/pod/v1/languages"), 405, 404),
    "400-for-other-methods": Probe(request("TRACE", "/pod/v1/languages"), 405, 400),
    "415-for-other-media-types": Probe(
        status("setOwnManifest", content=b"{}", headers={"Content-Type": "text/plain"}), 400, 415
    ),
    "403-where-no-401-is-declared": Probe(status("putAllowedFileExtension", None, **EXTENSION), 401, 403),
    "file-extensions-for-everybody": Probe(status("listAllowedFileExtensions", None), 401, 200),
    "sometimes-429": Probe(of_forty(throttled), (200, "none", JSON), (429, "0", JSON)),
    "sometimes-429-until": Probe(of_forty(throttled), (200, "none", JSON), (429, "date", JSON)),
    "sometimes-429-from-a-gateway": Probe(of_forty(throttled), (200, "none", JSON), (429, "0", "text/html")),
    "sometimes-503": Probe(of_forty(throttled), (200, "none", JSON), (503, "0", "text/html")),
}

TRAVEL: Mapping[str, Probe] = {
    "charset-in-media-type": Probe(header("content-type"), JSON, "application/json;charset=UTF-8"),
    "media-type-in-other-case": Probe(
        header("content-type"), JSON, 'Application/JSON ; Charset="utf-8"; v=1'
    ),
    "pretty-json": Probe(answer("listLanguages", lambda r: r.content[:4]), b'{"la', b"{\n  "),
    "escaped-json": Probe(answer(NO_SESSION, lambda r: b"..\\/avatars" in r.content, "admin"), False, True),
    "gzip": Probe(header("content-encoding"), None, "gzip"),
    "deflate": Probe(header("content-encoding"), None, "deflate"),
    "gzip-in-capitals": Probe(header("content-encoding"), None, "GZIP"),
    "more-headers": Probe(header("via"), None, "1.1 proxy-7 (edge)"),
    "connection-close": Probe(header("connection"), None, "close"),
    "short-connections": Probe(header("keep-alive"), None, "timeout=1, max=9"),
    "chunked": Probe(answer("listLanguages", lambda r: "content-length" in r.headers), True, False),
    "clock-ahead": Probe(clock, (0, True), (600, True)),
    "clock-behind": Probe(clock, (0, True), (-600, True)),
    "credentials-clock-ahead": Probe(credentials_clock, (0, True), (180, True)),
    "credentials-clock-behind": Probe(credentials_clock, (0, True), (-50, True)),
    "one-receipt-a-page": Probe(receipts, [3], [1, 1, 1]),
    "two-receipts-a-page": Probe(receipts, [3], [2, 1]),
    "crowded": Probe(
        get("listUserAccounts", lambda v: len(v) > 1000 - 1, query={"limit": 1000}), False, True
    ),
    "short-common-jwts": Probe(lambda web: web.pod.settings.jwt_seconds, 300, 10),
    "one-session-a-user": Probe(first_session, 200, 401),
    "session-header-in-other-case": Probe(sign_in(lambda v: v["name"]), "sessionToken", "SESSIONTOKEN"),
    "sign-in-without-jwt": Probe(sign_in(lambda v: "authorizationToken" in v), True, False),
}

RULES: Mapping[str, Probe] = {
    "second-invitation-unchanged": Probe(
        invited(lambda web: invite(web, "user", "stranger").status_code), 400, 200
    ),
    "second-invitation-403": Probe(
        invited(lambda web: invite(web, "user", "stranger").status_code), 400, 403
    ),
    "answered-twice-unchanged": Probe(invited(accepted_twice), [200, 400], [200, 200]),
    "unasked-answer-400": Probe(answers("acceptConnection", "rejectConnection"), [404, 404], [400, 400]),
    "rejected-colleague-403": Probe(
        lambda web: answered(web, "rejectConnection", "user", "colleague").status_code, 400, 403
    ),
    "remove-pending-as-tabled": Probe(invited(removed), [400, 400], [200, 200]),
    "null-times-of-colleagues": Probe(
        lambda web: sorted(invite(web, "user", "colleague").json()),
        ["status", "userId"],
        ["firstRequestedAt", "requestCounter", "status", "updatedAt", "userId"],
    ),
    "no-etag-header": Probe(etag, "TAG", None),
    "quoted-etag-header": Probe(etag, "TAG", '"TAG"'),
    "weak-etag-header": Probe(etag, "TAG", 'W/"TAG"'),
    "missing-if-match-428": Probe(update(None), 400, 428),
    "missing-if-match-412": Probe(update(None), 400, 412),
    "literal-if-match": Probe(update('"{}"'), 200, 412),
    "needs-no-host-header": Probe(without_host, 400, 200),
    "clamps-limits": Probe(status("listUserAccounts", query={"limit": 5000}), 400, 200),
    "204-past-the-end": Probe(status("listUserAccounts", query={"skip": 1000}), 200, 204),
    "last-user-not-repeated": Probe(second_presences, [2, 3], [3, 4]),
    "unknown-users-are-errors": Probe(status("lookUpUsers", **NOBODY), 204, 200),
    "follows-in-part": Probe(follows_with_nobody, [], [2]),
    "no-presence-feeds": Probe(status("createPresenceFeed"), 200, 410),
    "unknown-presence-feeds": Probe(status("createPresenceFeed"), 200, 404),
    "idle-users": Probe(presence, "BUSY", "AWAY"),
    "file-types-with-pagination": Probe(
        get("listAllowedFileExtensions", sorted), ["data", "paging"], ["data", "pagination"]
    ),
    "shorter-manifests": Probe(status("setOwnManifest", body={"manifest": '"' + 6100 * "x" + '"'}), 200, 400),
    "community-guide": Probe(community, (201, True, 404), (200, False, 400)),
    "community-names-by-person": Probe(
        get("createUser", lambda v: v["success"][0]["username"], body=PEOPLE), "ann@new.example", "ann.b"
    ),
    "company-name-demanded": Probe(unnamed_company, 201, 400),
}

PROBES: Mapping[str, Probe] = {
    **ANSWERS,
    **PAGES,
    **ERRORS,
    **TRAVEL,
    **RULES,
    **liberty_probes.PROBES,
    **untold_probes.PROBES,
}
"""The probe of each variant that shows in an answer."""
