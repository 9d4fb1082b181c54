"""What is certainly broken, what servers may forgive, and what is not broken at all."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.breakage import breakages_of_body, breakages_of_path, breakages_of_query
from conformance.contract import load_contract
from tests.checks.kit import operation

CONTRACT = load_contract()
GROUP = {"type": "SDL", "ownerType": "TENANT", "ownerId": 1, "name": "A list"}


def verdict(found: list[Any]) -> str:
    if not found:
        return "fine"
    return "broken" if any(breakage.certain for breakage in found) else "forgivable"


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("createConnection", {"userId": 7}, "fine"),
        ("createConnection", {"userId": None}, "fine"),
        ("createConnection", {"userId": 7, "unknown": []}, "fine"),
        ("createConnection", {"userId": "7"}, "forgivable"),
        ("createConnection", {"userId": 7.5}, "forgivable"),
        ("createConnection", {"userId": "seven"}, "broken"),
        ("createConnection", {"userId": {}}, "broken"),
        ("createConnection", {"userId": 2**63}, "broken"),
        ("createConnection", [], "broken"),
        ("createIM", ["seven"], "broken"),
        ("createRoom", {"name": 7}, "forgivable"),
        ("createRoom", {"public": "maybe"}, "broken"),
        ("createRoom", {"public": "true"}, "forgivable"),
        ("createRoom", {"keywords": [{"key": "k"}]}, "broken"),
        ("createRoom", {"subType": {}}, "forgivable"),
        ("insertGroup", {**GROUP, "implicitConnection": {"connectedUsersList": {}}}, "forgivable"),
        ("replaceUserAppEntitlements", [{"appName": ""}], "broken"),
        ("updateUserStatus", {"status": "ASLEEP"}, "broken"),
        ("createProtocol", {}, "broken"),
        ("setOwnManifest", {"manifest": "x" * 6145}, "broken"),
    ],
)
def test_bodies(name: str, body: Any, expected: str) -> None:
    assert verdict(breakages_of_body(operation(name), body)) == expected


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [
        ("listUserAccounts", {"skip": "0", "limit": "10"}, "fine"),
        ("listUserAccounts", {"limit": "ten"}, "broken"),
        ("listUserAccounts", {"limit": "1001"}, "forgivable"),
        ("listUserAccounts", {"limit": "0"}, "forgivable"),
        ("listUserAccounts", {"limit": ""}, "forgivable"),
        ("listUserAccounts", {"limit": str(2**63)}, "forgivable"),
        ("lookUpUser", {"uid": str(2**63)}, "broken"),
        ("listUserAccounts", {"unknown": "x"}, "fine"),
        ("listConnections", {"status": "NONE"}, "broken"),
        ("listConnections", {"status": "ALL"}, "fine"),
        ("lookUpUser", {"local": "maybe"}, "forgivable"),
        ("setRoomActive", {}, "broken"),
    ],
)
def test_queries(name: str, query: dict[str, Any], expected: str) -> None:
    assert verdict(breakages_of_query(CONTRACT, operation(name), query)) == expected


@pytest.mark.parametrize(("uid", "expected"), [("7", "fine"), ("seven", "broken"), (str(2**63), "broken")])
def test_paths(uid: str, expected: str) -> None:
    assert verdict(breakages_of_path(CONTRACT, operation("getUserAccount"), {"uid": uid})) == expected
