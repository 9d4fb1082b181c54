"""URI protocols: the lists, and the rules of adding and removing one."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.areas import protocols
from tests.reference_pod.kit import SmallPod


@pytest.fixture(autouse=True)
def _seeded(small: SmallPod) -> None:
    protocols.seed(small.pod)


def listed(small: SmallPod, **query: int) -> Any:
    return small.call("listProtocols", small.people.alice, query=query).body


def test_a_new_scheme_is_in_both_lists_in_alphabetical_order(small: SmallPod) -> None:
    alice = small.people.alice
    assert small.call("createProtocol", alice, body={"scheme": "git+ssh"}).body == {"scheme": "git+ssh"}
    expected = ["ftp", "git+ssh", "mailto", "sip", "skype", "tel"]
    assert listed(small) == expected
    assert small.call("listProtocolsAsAdmin", alice).body == expected


def test_pages_follow_each_other(small: SmallPod) -> None:
    assert listed(small, skip=1, limit=2) == ["mailto", "sip"]
    assert listed(small, skip=5) == []


@pytest.mark.parametrize("query", [{"limit": 1001}, {"limit": 0}, {"skip": -1}])
def test_pages_outside_the_documented_bounds_are_refused(small: SmallPod, query: dict[str, int]) -> None:
    small.refuses(400, "listProtocols", small.people.alice, query=query)


def test_a_deleted_scheme_is_gone_and_cannot_be_deleted_again(small: SmallPod) -> None:
    assert small.call("deleteProtocol", small.people.alice, path={"scheme": "SIP"}).status == 204
    assert "sip" not in listed(small)
    small.refuses(400, "deleteProtocol", small.people.alice, path={"scheme": "sip"})


@pytest.mark.parametrize("scheme", ["", "1ftp", "-a", "my scheme", "a_b", "http:", "ftp\n", "é"])
def test_what_is_no_scheme_is_refused(small: SmallPod, scheme: str) -> None:
    small.refuses(400, "createProtocol", small.people.alice, body={"scheme": scheme})


def test_a_scheme_is_there_once_in_whatever_case(small: SmallPod) -> None:
    small.refuses(400, "createProtocol", small.people.alice, body={"scheme": "FTP"})


def test_each_company_has_its_own_list(small: SmallPod) -> None:
    small.call("createProtocol", small.people.paul, body={"scheme": "bloomberg"})
    assert "bloomberg" not in listed(small)
