"""Variants: what each changes, and that the contract still allows every answer."""

from __future__ import annotations

import re

import pytest

from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.variants import concerned, find_variant, find_variants, http, list_variants
from tests.reference_pod.variant_looks import group, invite
from tests.reference_pod.variant_probes import PROBES
from tests.reference_pod.web import WebPod

NAMES = [variant.name for variant in list_variants()]


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the pod has waited, all without waiting."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(http, "sleep", sleep)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_variant_conforms(name: str) -> None:
    web = WebPod().vary(name)
    invite(web, "user", "stranger")
    invite(web, "user", "stranger")
    for operation_id in ("getSessionInfo", "listConnections", "listStreams", "listUserAccounts", "listTypes"):
        web.call(operation_id, "admin")
        web.call(operation_id, "nobody")
    group(web)
    path = {"companyId": "10", "userId": (191 << 36) + 1}
    web.call("getUser", path=path)
    assert web.breaches == []
    assert web.audit.audited > 10


@pytest.mark.parametrize("name", PROBES)
def test_every_variant_can_be_told_from_the_reference(name: str) -> None:
    probe = PROBES[name]
    seen = {"reference": probe.see(WebPod()), name: probe.see(WebPod().vary(name))}
    assert seen == {"reference": probe.reference, name: probe.variant}


def test_slow_answers_come_after_pauses(pauses: list[float]) -> None:
    WebPod().vary("slow-answers").call("listLanguages", None)
    assert pauses == [0.002, 0.002], "a pause before the head and one before the body"


def test_every_variant_has_a_probe() -> None:
    assert sorted([*PROBES, "slow-answers"]) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_variant_says_in_sentences_what_it_does_and_who_allows_it(name: str) -> None:
    variant = find_variant(name)
    assert re.fullmatch(r"[A-Z4].+[^.]\.", variant.summary), "one sentence"
    assert variant.because, "the place that allows it"
    assert [variant.wrapper, variant.prepare, variant.around].count(None) == 2, "one way in which it differs"


def test_of_several_variants_those_of_the_way_come_last_and_haste_is_refused_in_front() -> None:
    names = ["sometimes-429", "gzip", "sign-in-without-jwt", "newest-accounts-first"]
    found = [variant.name for variant in find_variants(names)]
    assert found == ["newest-accounts-first", "sign-in-without-jwt", "gzip", "sometimes-429"]


def test_an_answer_that_is_compressed_is_not_compressed_again() -> None:
    web = WebPod().vary("gzip", "deflate")
    assert web.call("getSessionInfo").json()["username"] == "admin"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bare-connections", {"listConnections"}),
        ("follows-in-part", {"followUsers", "unfollowUsers"}),
        ("missing-if-match-412", {"updateGroup"}),
    ],
)
def test_what_a_variant_concerns_is_known(name: str, expected: set[str]) -> None:
    assert concerned(WebPod().pod, find_variant(name)) == expected


@pytest.mark.parametrize("name", ["extra-properties", "long-ids", "gzip"])
def test_a_variant_of_the_whole_pod_concerns_all_operations(name: str) -> None:
    pod = WebPod().pod
    assert concerned(pod, find_variant(name)) == set(pod.contract.operations)


def test_an_unknown_variant_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="did you mean null-for-absent"):
        find_variant("nulls-for-absent")
