"""File types: replacing and deleting extensions, and moving through their list."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.areas import file_types
from tests.reference_pod.kit import SmallPod


@pytest.fixture(autouse=True)
def _seeded(small: SmallPod) -> None:
    file_types.seed(small.pod)


def put(small: SmallPod, path: str, **body: Any) -> Any:
    body = {"extension": path, **body}
    alice = small.people.alice
    return small.call("putAllowedFileExtension", alice, path={"extension": path}, body=body).body


def page(small: SmallPod, **query: Any) -> Any:
    return small.call("listAllowedFileExtensions", small.people.alice, query=query).body


def extensions(body: dict[str, Any]) -> list[str]:
    return [item["extension"] for item in body["data"]]


def types(small: SmallPod) -> Any:
    return small.call("listAllowedFileTypes", small.people.alice).body


def test_a_customer_extension_is_created_in_lower_case_and_replaced(small: SmallPod) -> None:
    assert put(small, ".XYZ") == {
        "extension": ".xyz",
        "scope_internal": True,
        "scope_external": True,
        "scope_xpod": True,
        "source": "CUSTOMER",
    }
    assert ".xyz" in types(small)
    put(small, ".xyz", scope_internal=False, scope_external=False)
    assert ".xyz" in extensions(page(small))
    assert ".xyz" not in types(small), "an extension without an open scope cannot be uploaded"


def test_a_system_extension_can_be_restricted_and_stays_one_of_the_system(small: SmallPod) -> None:
    assert put(small, ".pdf", source="SYSTEM", scope_external=False)["source"] == "SYSTEM"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (".new", {"extension": ".new", "source": "SYSTEM"}),
        (".pdf", {"extension": ".pdf", "source": "CUSTOMER"}),
        (".new", {"extension": ".other"}),
        ("." + 64 * "x", {"extension": "." + 64 * "x"}),
    ],
    ids=["new system extension", "source of another", "not the one in the path", "too long"],
)
def test_what_breaks_a_rule_is_refused_and_not_stored(
    small: SmallPod, path: str, body: dict[str, Any]
) -> None:
    before = page(small)
    small.refuses(400, "putAllowedFileExtension", small.people.alice, path={"extension": path}, body=body)
    assert page(small) == before


def test_deleting_ignores_case_and_spares_the_system(small: SmallPod) -> None:
    alice = small.people.alice
    assert small.call("deleteAllowedFileExtension", alice, path={"extension": ".FIX"}).status == 204
    assert ".fix" not in types(small)
    small.refuses(400, "deleteAllowedFileExtension", alice, path={"extension": ".fix"})
    small.refuses(400, "deleteAllowedFileExtension", alice, path={"extension": ".pdf"})


def test_cursors_lead_through_the_whole_list_and_back(small: SmallPod) -> None:
    whole = extensions(page(small))
    assert whole == sorted(whole)
    body = page(small, limit=10)
    forwards, seen = [body], extensions(body)
    while "next" in body["paging"]:
        body = page(small, limit=10, after=body["paging"]["cursors"]["after"])
        forwards.append(body)
        seen += extensions(body)
    assert seen == whole
    assert "after" not in body["paging"]["cursors"]
    for earlier in reversed(forwards[:-1]):
        body = page(small, limit=10, before=body["paging"]["cursors"]["before"])
        assert body["data"] == earlier["data"]
    assert "previous" not in body["paging"]


def test_a_cursor_survives_the_deletion_of_its_item(small: SmallPod) -> None:
    put(small, ".aaa")
    cursor = page(small, limit=1)["paging"]["cursors"]["after"]
    small.call("deleteAllowedFileExtension", small.people.alice, path={"extension": ".aaa"})
    assert extensions(page(small, limit=1, after=cursor)) == [".bmp"]


def test_wrong_cursors_and_limits_are_refused(small: SmallPod) -> None:
    alice = small.people.alice
    cursor = page(small, limit=1)["paging"]["cursors"]["after"]
    for query in (
        {"before": cursor, "after": cursor},
        {"after": "nonsense"},
        {"after": "é"},
        {"before": ""},
        {"limit": 0},
        {"limit": -1},
    ):
        small.refuses(400, "listAllowedFileExtensions", alice, query=query)


def test_each_company_has_its_own_extensions(small: SmallPod) -> None:
    put(small, ".xyz")
    partner = small.call("listAllowedFileTypes", small.people.paul).body
    assert ".xyz" not in partner
