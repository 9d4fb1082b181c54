"""Derived defects: each is named like any other, says one thing, and comes in a stable order."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from conformance.contract import load_contract
from conformance.reference_pod.defects import defect_wrapper
from conformance.reference_pod.defects.derived import DerivedDefect, derived_defects, sample
from conformance.reference_pod.wire import Request, Response, json_response
from tests.reference_pod.web import WebPod

DERIVED = derived_defects(load_contract())


def answer(defect: str, given: Response, **request: Any) -> Response:
    """What an endpoint with this answer gives with the defect in it."""
    web, operation = WebPod(), load_contract().operations[defect.partition("@")[2]]
    endpoint = defect_wrapper(web.pod, defect)(operation, lambda _: given)
    return endpoint(Request(operation, **request))


def body_of(response: Response) -> Any:
    return json.loads(response.body)


def test_every_derived_defect_can_be_switched_on() -> None:
    pod = WebPod().pod
    for defect in DERIVED:
        defect_wrapper(pod, defect.id)


def test_ids_are_unique_and_say_which_operation_they_are_about() -> None:
    counts = Counter(defect.id for defect in DERIVED)
    assert [name for name, count in counts.items() if count > 1] == []
    assert [d.id for d in DERIVED if not d.id.endswith(f"@{d.operation}") or not d.id.startswith(d.how)] == []


def test_every_operation_and_every_api_has_derived_defects() -> None:
    operations = {defect.operation for defect in DERIVED}
    assert set(load_contract().operations) - operations == set()


def test_a_sample_repeats_with_its_seed_and_keeps_the_order() -> None:
    first = sample(DERIVED, 40, 7)
    assert first == sample(DERIVED, 40, 7)
    assert first != sample(DERIVED, 40, 8)
    places = [DERIVED.index(defect) for defect in first]
    assert places == sorted(places)


def test_a_sample_larger_than_all_is_all() -> None:
    few = DERIVED[:3]
    assert sample(few, 10, 1) == few


def test_only_what_the_vendors_policy_allows_is_a_warning() -> None:
    assert {defect.how for defect in DERIVED if defect.warned} == {"widens-enum", "ignores-rights"}


def test_a_property_that_nothing_requires_is_never_left_out() -> None:
    found = {defect.id for defect in DERIVED if defect.how == "lacks"}
    assert "lacks.category@setOwnPresence" in found
    assert "lacks.displayName@getSessionInfo" not in found


@pytest.mark.parametrize(
    ("defect", "given", "expected"),
    [
        (
            "mistypes.roomAttributes/name@getRoom",
            {"roomAttributes": {"name": "r"}},
            {"roomAttributes": {"name": 7}},
        ),
        (
            "mistypes.rooms/0/roomAttributes@searchRooms",
            {"rooms": [{}]},
            {"rooms": [{"roomAttributes": ["an item"]}]},
        ),
        ("mistypes.count@searchRooms", {}, {"count": "seven"}),
        ("mistypes.0/status@listConnections", [], [{"status": 7}]),
        ("widens-enum.status@getConnection", {"status": "ACCEPTED"}, {"status": "CONFORMANCE_NEW_VALUE"}),
        ("lacks.category@getOwnPresence", {"category": "AWAY", "userId": 1}, {"userId": 1}),
    ],
)
def test_a_place_of_the_answer_is_spoiled_and_nothing_else(defect: str, given: Any, expected: Any) -> None:
    assert body_of(answer(defect, json_response(200, given))) == expected


def test_refusals_are_left_alone_by_defects_of_places() -> None:
    refusal = json_response(400, {"code": 400, "message": "no"})
    assert answer("mistypes.count@searchRooms", refusal) == refusal


def test_one_status_is_answered_instead_of_another() -> None:
    changed = answer("turns-status.400/402@getRoom", json_response(400, {"message": "no"}))
    assert (changed.status, body_of(changed)) == (402, {"message": "no"})
    assert answer("turns-status.400/402@getRoom", json_response(200, {})).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [({"userId": {}}, 200), ({"userId": "text"}, 200), ({"category": {}}, 400), ({"userId": 1}, 400)],
)
def test_a_body_that_breaks_this_keyword_at_this_place_is_served(body: Any, status: int) -> None:
    refusal = json_response(400, {"code": 400, "message": "no"})
    body = {"userId": 1, "category": "AWAY", **body}
    sent = answer("accepts.type/userId@setUserPresence", refusal, body=json.dumps(body).encode())
    assert sent.status == status


def test_a_parameter_that_is_no_integer_is_served() -> None:
    refusal = json_response(400, {"code": 400, "message": "no"})
    defect = "accepts-parameter.limit@searchRooms"
    assert answer(defect, refusal, query={"limit": ["abc"]}).status == 200
    assert answer(defect, refusal, query={"limit": ["-1"]}).status == 400


def test_a_defect_names_the_checks_of_which_one_must_find_it() -> None:
    found: dict[str, DerivedDefect] = {defect.id: defect for defect in DERIVED}
    assert found["mistypes.count@searchRooms"].checks == ("contract.body",)
    assert "round-trip.room" in found["drops-field.name@createRoom"].checks
