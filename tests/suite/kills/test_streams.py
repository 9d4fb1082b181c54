"""Each check of streams fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

import conformance.suite.rooms
from tests.suite import live

KILLS = [
    ("lifecycle.stream-list", "STREAM-LIST-1", "loses-last-item@listStreams"),
    ("lifecycle.stream-list", "STREAM-LIST-2", "reverses-lists@listStreams"),
    ("lifecycle.stream-list", "STREAM-LIST-3", "drops-field.streamTypes@listStreams"),
    ("lifecycle.stream-list", "STREAM-LIST-4", "drops-field.includeInactiveStreams@listStreams"),
    ("lifecycle.stream-list", "STREAM-LIST-4", "always-lists-inactive@listStreams"),
    ("lifecycle.stream-list-of-a-user", "STREAM-USER-LIST-1", "loses-last-item@listUserStreams"),
    ("lifecycle.stream-list-of-a-user", "STREAM-USER-LIST-2", "reverses-lists@listUserStreams"),
    ("lifecycle.stream-list-of-a-user", "STREAM-USER-LIST-3", "drops-field.streamTypes@listUserStreams"),
    ("lifecycle.stream-list-of-a-user", "STREAM-USER-LIST-4", "always-lists-inactive@listUserStreams"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-1", "loses-last-item@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-2", "drops-field.streamTypes@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-3", "drops-field.scope@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-4", "drops-field.origin@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-5", "drops-field.status@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-6", "drops-field.privacy@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-7", "drops-field.startDate@listStreamsAsAdmin"),
    ("lifecycle.enterprise-streams", "STREAM-ADMIN-LIST-8", "drops-field.endDate@listStreamsAsAdmin"),
    ("lifecycle.enterprise-stream-counts", "STREAM-ADMIN-LIST-9", "misreports.count@listStreamsAsAdmin"),
    ("lifecycle.enterprise-stream-counts", "STREAM-ADMIN-LIST-10", "misreports.skip@listStreamsAsAdmin"),
    ("lifecycle.enterprise-stream-counts", "STREAM-ADMIN-LIST-11", "misreports.limit@listStreamsAsAdmin"),
    ("lifecycle.attachments", "STREAM-FILES-1", "drops-query.since@listStreamAttachments"),
    ("lifecycle.attachments", "STREAM-FILES-2", "drops-query.to@listStreamAttachments"),
    ("lifecycle.attachments", "STREAM-FILES-3", "drops-query.sortDir@listStreamAttachments"),
    ("lifecycle.attachments", "STREAM-FILES-4", "reverses-lists@listStreamAttachments"),
    ("agreement.room", "STREAM-INFO-1", "misreports.id@getStream"),
    ("agreement.room", "STREAM-INFO-2", "misreports.active@getStream"),
    ("agreement.room", "STREAM-INFO-3", "misreports.type@getStream"),
    ("agreement.room", "STREAM-INFO-4", "misreports.name@getStream"),
    ("agreement.room", "STREAM-INFO-5", "misreports.origin@getStream"),
    ("agreement.cross-pod", "STREAM-INFO-6", "misreports.crossPod@getStream"),
    ("agreement.cross-pod", "STREAM-LIST-5", "misreports.crossPod@listStreams"),
    ("agreement.cross-pod", "STREAM-ADMIN-LIST-12", "misreports.crossPod@listStreamsAsAdmin"),
    ("agreement.cross-pod", "ROOM-CREATE-9", "drops-field.crossPod@createRoom"),
    ("agreement.stream-lists", "STREAM-LIST-6", "misreports.active@listStreams"),
    ("agreement.stream-lists", "STREAM-LIST-7", "misreports.type@listStreams"),
    ("agreement.stream-lists", "STREAM-LIST-8", "misreports.name@listStreams"),
    ("agreement.stream-lists", "STREAM-USER-LIST-5", "misreports.active@listUserStreams"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-13", "misreports.isActive@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-14", "misreports.isPublic@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-15", "misreports.type@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-16", "misreports.roomName@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-17", "misreports.roomDescription@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-18", "misreports.createdByUserId@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-19", "misreports.createdDate@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-20", "misreports.membersCount@listStreamsAsAdmin"),
    ("agreement.enterprise-streams", "STREAM-ADMIN-LIST-21", "misreports.origin@listStreamsAsAdmin"),
    ("agreement.last-message", "STREAM-INFO-10", "omits.lastMessageDate@getStream"),
    ("agreement.last-message", "STREAM-ADMIN-LIST-24", "misreports.lastMessageDate@listStreamsAsAdmin"),
    ("agreement.companies", "STREAM-ADMIN-LIST-27", "misreports.originCompanyId@listStreamsAsAdmin"),
]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search of the reference pod shows what is new at once."""
    monkeypatch.setattr(conformance.suite.rooms, "PAUSES", ())


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = live.run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = live.run_check(check, defects=[defect])
    assert requirement in found.broken, found


def test_every_requirement_is_broken_by_a_defect() -> None:
    checks = {check for check, _, _ in KILLS}
    judged = {(check, requirement) for check in checks for requirement in live.tests_of_the_suite()[check][1]}
    assert judged == {(check, requirement) for check, requirement, _ in KILLS}
