"""Rooms, IMs and their members: every endpoint that shows a fact shows the same one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import flag, part
from conformance.suite.messages import messages_with_attachments
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import Room, by_id, colleague, look_at, members, own_room, parts
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical, find, members_of, type_of

NOT_LISTED: dict[str, Any] = {}
ROOMS = {"streamTypes": [{"type": "ROOM"}], "includeInactiveStreams": True}


@pytest.mark.check(
    "agreement.room", "STREAM-INFO-1", "STREAM-INFO-2", "STREAM-INFO-3", "STREAM-INFO-4", "STREAM-INFO-5"
)
def test_a_stream_is_the_room_that_it_is(scenario: Scenario) -> None:
    """The information on a stream is that of the room which it is."""
    with own_room(scenario) as room:
        path = {"sid": room.id}
        for active in (True, False):
            if not active:
                scenario.get("setRoomActive", room.owner, path={"id": room.id}, query={"active": False})
            stream = scenario.look("getStream", room.owner, path=path) or NOT_LISTED
            attributes, system = look_at(scenario, room)
            scenario.equal(
                "STREAM-INFO-1", canonical(room.id), canonical(stream.get("id")), "id of the stream"
            )
            scenario.equal("STREAM-INFO-2", system.get("active"), stream.get("active"), "active")
        scenario.equal("STREAM-INFO-3", "ROOM", type_of(stream), "type of the stream")
        name = part(stream, "roomAttributes", "name")
        scenario.equal("STREAM-INFO-4", attributes.get("name"), name, "name of the room")
        scenario.equal("STREAM-INFO-5", "INTERNAL", stream.get("origin"), "origin of the stream")


@pytest.mark.check(
    "agreement.cross-pod", "STREAM-INFO-6", "STREAM-LIST-5", "STREAM-ADMIN-LIST-12", "ROOM-CREATE-9"
)
def test_everybody_calls_a_room_cross_pod_or_not(scenario: Scenario) -> None:
    """A room is cross-pod everywhere, or nowhere."""
    for cross_pod in (False, True):
        with own_room(scenario, crossPod=cross_pod) as room:
            attributes, _ = look_at(scenario, room)
            stream = scenario.look("getStream", room.owner, path={"sid": room.id})
            listed, of_company = _listed(scenario, room), _of_the_company(scenario, room)
            shown = "crossPod" if "crossPod" in of_company else "isExternal"
            for requirement, found in (
                ("ROOM-CREATE-9", flag(attributes, "crossPod")),
                ("STREAM-INFO-6", flag(stream, "crossPod")),
                ("STREAM-LIST-5", flag(listed, "crossPod")),
                (
                    "STREAM-ADMIN-LIST-12",
                    flag(of_company, shown),
                ),
            ):
                scenario.equal(requirement, cross_pod, found, "crossPod")


@pytest.mark.check(
    "agreement.stream-lists",
    "STREAM-LIST-6",
    "STREAM-LIST-7",
    "STREAM-LIST-8",
    "STREAM-USER-LIST-5",
)
def test_lists_of_streams_show_the_same_room(scenario: Scenario) -> None:
    """The lists of a user's streams show the room as its information does."""
    world = scenario.world
    with own_room(scenario) as room:
        stream = scenario.get("getStream", room.owner, path={"sid": room.id})
        listed = _listed(scenario, room)
        scenario.equal("STREAM-LIST-6", part(stream, "active"), listed.get("active"), "active")
        scenario.equal("STREAM-LIST-7", type_of(stream), type_of(listed), "type")
        name = part(stream, "roomAttributes", "name")
        scenario.equal("STREAM-LIST-8", name, part(listed, "roomAttributes", "name"), "name of the room")
        path = {"uid": room.owner_id}
        found = find(scenario, "listUserStreams", things.admin(world), {room.id}, path=path, body=ROOMS)
        theirs = found.get(room.id, NOT_LISTED)
        scenario.equal("STREAM-USER-LIST-5", _facts(listed), _facts(theirs), "the room in both lists")


@pytest.mark.check(
    "agreement.enterprise-streams",
    "STREAM-ADMIN-LIST-13",
    "STREAM-ADMIN-LIST-14",
    "STREAM-ADMIN-LIST-15",
    "STREAM-ADMIN-LIST-16",
    "STREAM-ADMIN-LIST-17",
    "STREAM-ADMIN-LIST-18",
    "STREAM-ADMIN-LIST-19",
    "STREAM-ADMIN-LIST-20",
    "STREAM-ADMIN-LIST-21",
)
def test_the_list_of_a_company_shows_the_room_as_it_is(scenario: Scenario) -> None:
    """The list of a company shows a room as its information does, and counts its members."""
    _, user = colleague(scenario.world)
    with own_room(scenario) as room:
        scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
        attributes, system = parts(scenario.get("getRoom", room.owner, path={"id": room.id}))
        count = len(members(scenario, room))
        listed = _of_the_company(scenario, room)
        inside = listed.get("attributes") or {}
        public = bool(attributes.get("public"))
        scenario.equal("STREAM-ADMIN-LIST-14", public, flag(listed, "isPublic"), "isPublic")
        scenario.equal("STREAM-ADMIN-LIST-15", "ROOM", type_of(listed), "type")
        scenario.equal("STREAM-ADMIN-LIST-21", "INTERNAL", listed.get("origin", "INTERNAL"), "origin")
        for requirement, wanted, found, what in (
            ("STREAM-ADMIN-LIST-13", system.get("active"), listed.get("isActive"), "isActive"),
            ("STREAM-ADMIN-LIST-16", attributes.get("name"), inside.get("roomName"), "roomName"),
            (
                "STREAM-ADMIN-LIST-17",
                attributes.get("description"),
                inside.get("roomDescription"),
                "roomDescription",
            ),
            (
                "STREAM-ADMIN-LIST-18",
                system.get("createdByUserId"),
                inside.get("createdByUserId"),
                "createdByUserId",
            ),
            ("STREAM-ADMIN-LIST-19", system.get("creationDate"), inside.get("createdDate"), "createdDate"),
            ("STREAM-ADMIN-LIST-20", count, inside.get("membersCount"), "membersCount"),
        ):
            scenario.equal_where_shown(requirement, wanted, found, what)


@pytest.mark.check(
    "agreement.members",
    "STREAM-MEMBERS-1",
    "STREAM-MEMBERS-2",
    "STREAM-MEMBERS-3",
    "STREAM-MEMBERS-4",
    "STREAM-MEMBERS-5",
    "ROOM-ADMIN-MEMBERS-4",
)
def test_lists_of_members_agree(scenario: Scenario) -> None:
    """All lists of a room's members have the same members, owners and dates."""
    world = scenario.world
    admin = things.admin(world)
    _, user = colleague(world)
    with own_room(scenario) as room:
        scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
        own = by_id(scenario.get("listRoomMembers", room.owner, path={"id": room.id}))
        of_room = by_id(scenario.look("listRoomMembersAsAdmin", admin, path={"id": room.id}))
        scenario.equal("ROOM-ADMIN-MEMBERS-4", _flags(own, "owner"), _flags(of_room, "owner"), "owners")
        dates = _each(own, "joinDate")
        scenario.same_where_shown("ROOM-ADMIN-MEMBERS-4", dates, _each(of_room, "joinDate"), "joinDate")
        answer = scenario.look("listStreamMembersAsAdmin", admin, path={"id": room.id})
        listed = {part(m, "user", "userId"): m for m in part(answer, "members") or ()}
        scenario.equal("STREAM-MEMBERS-1", set(own), set(listed), "members of the room")
        scenario.equal_where_shown("STREAM-MEMBERS-2", len(own), part(answer, "count"), "count of members")
        creators = {user: user == room.owner_id for user in own}
        scenario.equal_where_shown(
            "STREAM-MEMBERS-3", _flags(own, "owner"), _flags(listed, "isOwner"), "isOwner"
        )
        scenario.equal_where_shown("STREAM-MEMBERS-4", creators, _flags(listed, "isCreator"), "isCreator")
        scenario.same_where_shown("STREAM-MEMBERS-5", dates, _each(listed, "joinDate"), "joinDate")


@pytest.mark.check("agreement.member-details", "STREAM-MEMBERS-6", "STREAM-MEMBERS-7", "STREAM-MEMBERS-8")
def test_members_are_shown_as_the_users_they_are(scenario: Scenario) -> None:
    """The members of a stream are shown as the users they are."""
    world = scenario.world
    with own_room(scenario) as room:
        found = scenario.get("lookUpUsers", room.owner, query={"uid": room.owner_id, "local": True})
        user = part(found, "users", 0) or {}
        query = {"skip": 0, "limit": 10}
        answer = scenario.look(
            "listStreamMembersAsAdmin", things.admin(world), path={"id": room.id}, query=query
        )
        shown = part(answer, "members", 0, "user") or {}
        names = "firstName", "lastName", "displayName"
        wanted = {name: user.get(name) for name in names if user.get(name) is not None}
        found_names = {name: shown.get(name) for name in wanted}
        scenario.equal("STREAM-MEMBERS-6", wanted, found_names, "names of a member")
        scenario.equal("STREAM-MEMBERS-7", False, bool(shown.get("isExternal")), "isExternal, of a colleague")
        for name, sent in query.items():
            scenario.equal_where_shown("STREAM-MEMBERS-8", sent, part(answer, name), name)


@pytest.mark.check(
    "agreement.im",
    "IM-INFO-4",
    "STREAM-INFO-7",
    "STREAM-INFO-8",
    "STREAM-LIST-9",
    "STREAM-MEMBERS-9",
    "STREAM-ADMIN-LIST-22",
)
def test_everybody_shows_the_same_im(scenario: Scenario) -> None:
    """All endpoints that show an IM show the same type, state and members."""
    world = scenario.world
    user, admin, im = things.user(world), things.admin(world), things.im(world)
    pair = sorted([things.user_id(world, user), colleague(world)[1]])
    system = part(scenario.get("getIM", user, path={"id": im}), "IMSystemInfo") or {}
    stream = scenario.look("getStream", user, path={"sid": im}) or NOT_LISTED
    scenario.equal("IM-INFO-4", stream.get("active"), system.get("active"), "active")
    scenario.equal("STREAM-INFO-7", "IM", type_of(stream), "type of the stream")
    scenario.equal("STREAM-INFO-8", pair, members_of(stream), "members of the stream")
    body = {"streamTypes": [{"type": "IM"}]}
    listed = find(scenario, "listStreams", user, {im}, body=body).get(im, NOT_LISTED)
    scenario.equal("STREAM-LIST-9", pair, members_of(listed), "members in the list of streams")
    answer = scenario.look("listStreamMembersAsAdmin", admin, path={"id": im})
    found = sorted(part(m, "user", "userId") for m in part(answer, "members") or ())
    scenario.equal("STREAM-MEMBERS-9", pair, found, "members listed for administrators")
    shown = _chat_of_the_company(scenario, im, system.get("creationDate") or 0)
    scenario.equal("STREAM-ADMIN-LIST-22", pair, members_of(shown), "members in the list of the company")


@pytest.mark.check("agreement.last-message", "STREAM-INFO-10", "STREAM-ADMIN-LIST-24")
def test_the_last_message_of_a_stream_has_one_date(scenario: Scenario) -> None:
    """The last message of a stream is as old everywhere, and no older than its attachments."""
    message = next((m for m in messages_with_attachments(scenario) if m.stream_type == "IM"), None)
    if message is None:
        raise NotApplicable("no IM has a message with an attachment: send one to it once")
    path = {"sid": message.stream}
    detail = scenario.get("getIM", message.reader, path={"id": message.stream})
    created = part(detail, "IMSystemInfo", "creationDate") or 0
    for _ in range(3):
        # Somebody may write meanwhile: it counts only when nothing changed.
        before = scenario.get("getStream", message.reader, path=path)
        listed = _chat_of_the_company(scenario, message.stream, created)
        stream = scenario.look("getStream", message.reader, path=path)
        if part(before, "lastMessageDate") == part(stream, "lastMessageDate"):
            break
    else:
        raise NotApplicable("somebody writes to the stream all the time")
    last = part(stream, "lastMessageDate")
    if last is None:
        scenario.left_out("STREAM-INFO-10", "lastMessageDate")
    else:
        scenario.expect(
            "STREAM-INFO-10",
            isinstance(last, int) and last >= message.sent,
            expected=f"lastMessageDate: {message.sent} or later",
            observed=f"lastMessageDate: {last!r}",
        )
    shown = part(listed, "attributes", "lastMessageDate")
    scenario.equal_where_shown(
        "STREAM-ADMIN-LIST-24", last, shown, "lastMessageDate in the list of the company"
    )


@pytest.mark.check("agreement.companies", "STREAM-ADMIN-LIST-27")
def test_the_company_of_a_room_is_that_of_its_creator(scenario: Scenario) -> None:
    """The company of a room is that of its creator."""
    with own_room(scenario) as room:
        path = {"id": room.id}
        answer = scenario.get("listStreamMembersAsAdmin", things.admin(scenario.world), path=path)
        users = (part(m, "user") for m in part(answer, "members") or ())
        user = next((user for user in users if part(user, "userId") == room.owner_id), None)
        wanted = {"originCompanyId": part(user, "companyId"), "originCompany": part(user, "company")}
        inside = _of_the_company(scenario, room).get("attributes") or NOT_LISTED
        scenario.same_where_shown("STREAM-ADMIN-LIST-27", wanted, inside, "company")


def _listed(scenario: Scenario, room: Room) -> dict[str, Any]:
    found = find(scenario, "listStreams", room.owner, {room.id}, body=ROOMS)
    return found.get(room.id, NOT_LISTED)


def _of_the_company(scenario: Scenario, room: Room) -> dict[str, Any]:
    body = {"streamTypes": [{"type": "ROOM"}], "startDate": room.created}
    found = find(scenario, "listStreamsAsAdmin", things.admin(scenario.world), {room.id}, body=body)
    return found.get(room.id, NOT_LISTED)


def _chat_of_the_company(scenario: Scenario, stream: str, created: int) -> dict[str, Any]:
    """An IM in the list of the company: among those of its first moment, or of all the time since."""
    admin = things.admin(scenario.world)
    for dates in ({"startDate": created - 1, "endDate": created + 1}, {"startDate": created - 1}):
        body = {"streamTypes": [{"type": "IM"}], **dates}
        found = find(scenario, "listStreamsAsAdmin", admin, {stream}, body=body)
        if found:
            return found[stream]
    return NOT_LISTED


def _each(members: Mapping[int, Any], name: str) -> dict[int, Any]:
    return {user: part(member, name) for user, member in members.items()}


def _flags(members: Mapping[int, Any], name: str) -> dict[int, bool] | None:
    """A flag of each member, not set where it is left out; None when it is left out of all of them."""
    found = _each(members, name)
    return None if set(found.values()) <= {None} else {user: bool(value) for user, value in found.items()}


def _facts(stream: dict[str, Any]) -> dict[str, Any]:
    names = "id", "crossPod", "active", "streamType", "roomAttributes"
    return {name: stream.get(name) for name in names}
