"""One row per paged operation: which list of it is read, what tells its items apart, and what is promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.contract import pointer
from conformance.contract.errors import SpecError
from conformance.contract.model import Paging
from conformance.suite import things
from conformance.suite.operations import OPERATIONS
from conformance.suite.outcomes import NotApplicable
from conformance.suite.pagination import items
from conformance.suite.pagination.pages import Listing
from conformance.suite.requests import NO_BODY
from conformance.suite.world import World


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by: the value at `by` in each item, or the creation of the room that it is.

    `parameter` chooses the direction; without it the list is ascending. An order that items do not show
    (`by` is None) is known by its opposite.
    """

    by: str | None = None
    parameter: str | None = None
    of_room: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter, as it stands in the query or the body, and the items that fit: those with `value` at `at`."""

    at: str
    value: Any
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = NO_BODY

    def fits(self, item: Any) -> bool | None:
        """Whether an item fits; None when it does not show."""
        try:
            shown = pointer.resolve(item, self.at)
        except SpecError:
            return None
        if shown is None:
            return None
        return self.value in shown if isinstance(shown, list) else bool(shown == self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One paged operation. `foreign` are operations whose cursors it must not take for its own."""

    operation: str
    key: tuple[str, ...]
    listing: Callable[[World], Listing]
    order: Order | None = None
    filters: Callable[[World], tuple[Filter, ...]] | None = None
    foreign: tuple[str, ...] = ()

    @property
    def paging(self) -> Paging:
        """How the operation cuts its list into pages."""
        paging = OPERATIONS[self.operation].paging
        assert paging is not None
        return paging


def _certificates(world: World) -> Listing:
    """The trusted ones that are there: a trusted certificate of a test's own would be a key to the target."""
    return Listing(things.admin(world))


def _certificates_by_type(world: World) -> Listing:
    return Listing(things.admin(world), body=[{"type": "USER"}], own=items.certificates(world))


def _pod_managed(world: World) -> Listing:
    return Listing(things.admin(world))


def _certificate_types(_: World) -> tuple[Filter, ...]:
    place = "/companyCertAttributes/type/type"
    return tuple(Filter(place, kind, body=[{"type": kind}]) for kind in ("USER", "USERSIGNING"))


def _rooms(world: World) -> Listing:
    # What a search shows and when is not promised, so that own rooms are missing from it says nothing.
    return Listing(things.user(world), body={"query": items.rooms(world).token}, alone=True)


def _room_criteria(world: World) -> tuple[Filter, ...]:
    system, user = "/roomSystemInfo", things.user_id(world, things.user(world))
    return (
        Filter(f"{system}/active", True, body={"active": True}),
        Filter(f"{system}/active", False, body={"active": False}),
        Filter("/roomAttributes/public", True, body={"private": False}),
        Filter("/roomAttributes/public", False, body={"private": True}),
        Filter(f"{system}/createdByUserId", user, body={"creator": {"id": user}}),
        Filter(
            f"{system}/createdByUserId",
            things.user_id(world, things.admin(world)),
            body={"creator": {"id": things.user_id(world, things.admin(world))}},
        ),
    )


def _users(world: World) -> Listing:
    body = {"query": items.people(world).token}
    return Listing(things.user(world), query={"local": True}, body=body, alone=True)


def _user_filters(_: World) -> tuple[Filter, ...]:
    return (
        Filter("/title", "Leader", body={"filters": {"title": "Leader"}}),
        Filter("/accountType", "SYSTEM", body={"filters": {"accountTypes": ["SYSTEM"]}}),
        Filter("/accountType", "NORMAL", body={"filters": {"accountTypes": ["NORMAL"]}}),
    )


_ROOMS_ONLY = {"streamTypes": [{"type": "ROOM"}]}
_ALL_ROOMS = {**_ROOMS_ONLY, "includeInactiveStreams": True}


def _streams(world: World) -> Listing:
    items.rooms(world)
    return Listing(things.user(world), body=_ALL_ROOMS)


def _user_streams(world: World) -> Listing:
    own = items.rooms(world).ids
    path = {"uid": items.holder(world)}
    return Listing(things.admin(world), path=path, body=_ALL_ROOMS, own=own, alone=True)


def _stream_filters(_: World) -> tuple[Filter, ...]:
    return tuple(
        Filter("/streamType/type", kind, body={"streamTypes": [{"type": kind}]})
        for kind in ("ROOM", "IM", "POST")
    )


def _company_streams(world: World) -> Listing:
    rooms = items.rooms(world)
    if rooms.times is None:
        raise NotApplicable("the target leaves creationDate out, by which the list would be narrowed")
    since, until = rooms.times
    return Listing(things.admin(world), body={**_ROOMS_ONLY, "startDate": since, "endDate": until})


def _company_stream_filters(_: World) -> tuple[Filter, ...]:
    return (
        Filter("/isActive", True, body={"status": "ACTIVE"}),
        Filter("/isActive", False, body={"status": "INACTIVE"}),
        Filter("/isPublic", False, body={"privacy": "PRIVATE"}),
        Filter("/isPublic", True, body={"privacy": "PUBLIC"}),
        Filter("/origin", "INTERNAL", body={"origin": "INTERNAL"}),
        Filter("/type", "IM", body={"streamTypes": [{"type": "IM"}]}),
    )


def _members(world: World) -> Listing:
    room, people = items.crowded_room(world), items.people(world)
    return Listing(things.admin(world), path={"id": room}, own=people.ids, alone=True)


def _attachments(world: World) -> Listing:
    return Listing(things.user(world), path={"sid": items.stream_with_attachments(world)})


def _barrier_members(world: World) -> Listing:
    group, own = items.barrier_group(world)
    return Listing(things.admin(world), path={"gid": group}, own=own)


def _accounts(world: World) -> Listing:
    items.people(world)
    return Listing(things.admin(world))


def _found_accounts(world: World) -> Listing:
    items.people(world)
    return Listing(things.admin(world), body={})


def _account_filters(world: World) -> tuple[Filter, ...]:
    if not world.reads_only:
        items.disabled(world)
    role = items.rare_role(world)
    return (
        Filter("/userSystemInfo/status", "DISABLED", body={"status": "DISABLED"}),
        Filter("/userSystemInfo/status", "ENABLED", body={"status": "ENABLED"}),
        Filter("/roles", role, body={"role": role}),
    )


def _followers(world: World) -> Listing:
    own = items.people(world).ids
    return Listing(things.user(world), path={"uid": items.followed(world)}, own=own, alone=True)


def _following(world: World) -> Listing:
    follower, own = items.follower(world), (items.holder(world), *items.people(world).ids[1:])
    return Listing(things.user(world), path={"uid": follower}, own=own, alone=True)


def _protocols(world: World) -> Listing:
    return Listing(things.admin(world), own=items.protocols(world))


def _extensions(world: World) -> Listing:
    return Listing(things.admin(world), own=items.extensions(world))


def _receipts(world: World) -> Listing:
    return Listing(things.admin(world), path={"messageId": items.message_with_receipts(world)})


def _presences(world: World) -> Listing:
    return Listing(things.admin(world))


def _groups(world: World) -> Listing:
    items.groups(world)
    return Listing(things.admin(world), path={"typeId": "SDL"}, headers=things.host())


def _group_filters(world: World) -> tuple[Filter, ...]:
    if not world.reads_only:
        items.deleted_group(world)
    # The newest first: on a target with many groups that is where the deleted one is.
    return tuple(replace(row, query={**row.query, "sortOrder": "DESC"}) for row in _statuses(world))


def _types(world: World) -> Listing:
    return Listing(things.admin(world), headers=things.host())


def _statuses(_: World) -> tuple[Filter, ...]:
    return tuple(Filter("/status", status, query={"status": status}) for status in ("ACTIVE", "DELETED"))


_FINGERPRINT = ("/companyCertInfo/fingerPrint",)
_ACCOUNT = ("/userSystemInfo/id",)

_ROWS = (
    Row("listCompanyCertificates", _FINGERPRINT, _certificates),
    Row("listPodManagedCertificates", _FINGERPRINT, _pod_managed),
    Row(
        "listCompanyCertificatesByType",
        _FINGERPRINT,
        _certificates_by_type,
        filters=_certificate_types,
    ),
    Row("searchRooms", ("/roomSystemInfo/id",), _rooms, filters=_room_criteria),
    Row("searchUsers", ("/id",), _users, filters=_user_filters),
    Row(
        "listStreams",
        ("/id",),
        _streams,
        Order(of_room=True),
        filters=_stream_filters,
    ),
    Row(
        "listUserStreams",
        ("/id",),
        _user_streams,
        Order(of_room=True),
        filters=_stream_filters,
    ),
    Row(
        "listStreamsAsAdmin",
        ("/id",),
        _company_streams,
        Order("/attributes/createdDate"),
        filters=_company_stream_filters,
    ),
    Row("listStreamMembersAsAdmin", ("/user/userId",), _members),
    Row(
        "listStreamAttachments",
        ("/messageId", "/fileId"),
        _attachments,
        Order("/ingestionDate", "sortDir"),
    ),
    Row("listBarrierGroupMembers", ("",), _barrier_members),
    Row("listUserAccounts", _ACCOUNT, _accounts),
    Row("findUserAccounts", _ACCOUNT, _found_accounts, filters=_account_filters),
    Row("listProtocols", ("",), _protocols),
    Row("listPresences", ("/userId",), _presences, Order("/userId")),
    Row("listFollowers", ("",), _followers, foreign=("listFollowing", "listAllowedFileExtensions")),
    Row("listFollowing", ("",), _following, foreign=("listFollowers", "listAllowedFileExtensions")),
    Row("listAllowedFileExtensions", ("/extension",), _extensions, foreign=("listFollowers", "listGroups")),
    Row(
        "listMessageReceipts",
        ("/user/id",),
        _receipts,
        foreign=("listFollowers", "listAllowedFileExtensions"),
    ),
    Row(
        "listGroups",
        ("/id",),
        _groups,
        Order("/createdDate", "sortOrder"),
        filters=_group_filters,
        foreign=("listTypes", "listFollowers"),
    ),
    Row(
        "listTypes",
        ("/id",),
        _types,
        Order(None, "sortOrder"),
        filters=_statuses,
        foreign=("listGroups", "listFollowers"),
    ),
)

ROWS: Mapping[str, Row] = {row.operation: row for row in _ROWS}


_SUPPORTS_BEFORE = ("listFollowers", "listFollowing", "listAllowedFileExtensions", "listMessageReceipts")
"""Lists that can be read backwards; the Profile Manager documents its `before` as ignored."""

CHANGING = (
    *("listStreams", "listUserStreams", "listPresences", "listFollowers", "listFollowing"),
    *("listAllowedFileExtensions", "listGroups"),
)
"""Lists of which something is promised while they change: by cursors, or by growing at the end."""

CHECKS: Mapping[str, Callable[[Row], bool]] = {
    "partition": lambda row: True,
    "repeatable": lambda row: True,
    "limit": lambda row: row.paging.limit is not None,
    "default": lambda row: row.paging.default is not None,
    "maximum": lambda row: row.paging.maximum is not None,
    "invalid-limit": lambda row: row.paging.limit is not None,
    "invalid-skip": lambda row: row.paging.style == "offset",
    "last-page": lambda row: row.paging.style != "last-id",
    "past-the-end": lambda row: row.paging.style != "cursor",
    "count": lambda row: row.paging.total is not None,
    "skip-echo": lambda row: row.paging.style == "offset" and row.paging.total is not None,
    "order": lambda row: row.order is not None,
    "filter": lambda row: row.filters is not None,
    "next-link": lambda row: row.paging.style == "cursor",
    "cursor-form": lambda row: row.operation in _SUPPORTS_BEFORE,
    "backwards": lambda row: row.operation in _SUPPORTS_BEFORE,
    "both-cursors": lambda row: row.paging.style == "cursor",
    "foreign-cursor": lambda row: row.paging.style == "cursor",
    "invalid-cursor": lambda row: row.paging.style != "offset",
    "changes": lambda row: row.operation in CHANGING,
}
"""The checks of the family, and which rows each of them concerns."""


def operations_with(check: str) -> tuple[str, ...]:
    """The operations that a check of the family concerns."""
    return tuple(name for name, row in ROWS.items() if CHECKS[check](row))


def requirement_of(check: str, operation: str) -> str:
    """The id of the requirement that a check judges of an operation: PAGE-LIST-GROUPS-LAST-PAGE."""
    words = "".join(f"-{letter}" if letter.isupper() else letter for letter in operation)
    return f"PAGE-{words}-{check}".upper()
