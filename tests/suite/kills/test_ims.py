"""Each check of IMs fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.im-creation", "IM-CREATE-1", "refuses-everything@createIM"),
    ("lifecycle.im-creation", "IM-CREATE-2", "misreports.members@getStream"),
    ("lifecycle.im-creation", "IM-CREATE-3", "refuses-duplicates@createIM"),
    ("lifecycle.im-creation", "IM-CREATE-4", "conversations-anew@createIM"),
    ("lifecycle.im-creation", "IM-INFO-1", "misreports.id@getIM"),
    ("lifecycle.im-creation", "IM-INFO-2", "dates-in-seconds@getIM"),
    ("lifecycle.im-too-few-users", "IM-CREATE-5", "accepts-anything@createIM"),
    ("lifecycle.im-too-few-users", "IM-ADMIN-1", "accepts-anything@createIMForUsers"),
    ("lifecycle.im-multi-party", "IM-CREATE-6", "misreports.members@getStream"),
    ("lifecycle.im-multi-party", "IM-CREATE-6", "misreports.type@getStream"),
    ("lifecycle.im-multi-party", "IM-CREATE-7", "conversations-anew@createIM"),
    ("lifecycle.im-for-others", "IM-ADMIN-2", "misreports.members@getStream"),
    ("lifecycle.im-for-others", "IM-ADMIN-3", "includes-caller@createIMForUsers"),
    ("lifecycle.im-for-others", "IM-ADMIN-4", "refuses-duplicates@createIMForUsers"),
    ("lifecycle.im-for-others", "IM-ADMIN-5", "conversations-anew@createIMForUsers"),
    ("lifecycle.im-of-deactivated", "IM-INFO-3", "misreports.active@getIM"),
    ("lifecycle.im-pin", "IM-UPDATE-1", "forgets-writes@updateIM"),
    ("lifecycle.im-pin", "IM-UPDATE-2", "keeps-pins@updateIM"),
    ("agreement.im", "IM-INFO-4", "misreports.active@getIM"),
    ("agreement.im", "STREAM-INFO-7", "misreports.type@getStream"),
    ("agreement.im", "STREAM-INFO-8", "misreports.members@getStream"),
    ("agreement.im", "STREAM-LIST-9", "misreports.members@listStreams"),
    ("agreement.im", "STREAM-MEMBERS-9", "refuses-chats@listStreamMembersAsAdmin"),
    ("agreement.im", "STREAM-ADMIN-LIST-22", "misreports.members@listStreamsAsAdmin"),
]


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
