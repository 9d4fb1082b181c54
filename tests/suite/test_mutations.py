"""Broken requests made by hand: one thing wrong each, and every kind of place is reached."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from conformance.contract import load_contract
from conformance.suite.mutations import BEYOND_THE_BMP, Mutation, mutations, sample
from conformance.suite.requests import NO_BODY, Call, build
from conformance.target.profile import find_profile

CONTRACT = load_contract()
ROOM = Call(body={"name": "r", "keywords": [{"key": "k", "value": "v"}]})
GROUP = Call(
    path={"groupId": "g"},
    headers={"X-Symphony-Host": "h", "If-Match": "e"},
    body={"type": "SDL", "ownerType": "TENANT", "ownerId": 1, "name": "g"},
)


def of(name: str, call: Call) -> dict[str, Mutation]:
    return {m.purpose: m for m in mutations(CONTRACT, CONTRACT.operations[name], call)}


def constraints(found: list[Mutation]) -> set[tuple[str, str]]:
    """The parts of the request with what is certainly broken of each."""
    return {(m.purpose.partition(" = ")[0], m.broken) for m in found if m.certain}


def test_bodies_are_broken_as_a_whole_and_in_their_parts() -> None:
    found = of("createRoom", ROOM)
    for purpose in ("half a JSON body", "no body", "body: name = {}", "body: keywords/0/key left out"):
        assert found[purpose].certain, f"{purpose}: not certain, or not there: {sorted(found)}"


def test_odd_but_valid_values_are_tried_and_not_called_broken() -> None:
    odd = [m for m in of("createRoom", ROOM).values() if not m.broken]
    assert any("name = 'xxxx" in m.purpose for m in odd), [m.purpose for m in odd]


@pytest.mark.parametrize(
    ("purpose", "certain"), [("no header If-Match", True), ("no header X-Symphony-Host", False)]
)
def test_required_headers_are_left_out(purpose: str, certain: bool) -> None:
    assert of("updateGroup", GROUP)[purpose].certain is certain


def test_an_id_that_leads_nowhere_may_get_a_404() -> None:
    found = of("getRoom", Call(path={"id": "r"}))["an unknown id in the path"]
    assert found.beyond_contract, "HTTP has a 404 for it, though the document lists none"


def test_a_long_query_may_be_too_long_for_a_url() -> None:
    found = of("searchUser", Call(query={"email": "a@example.com"}))
    odd = [mutation.beyond_contract for purpose, mutation in found.items() if "'xxx" in purpose]
    assert odd == [True], sorted(found)


def test_the_valid_call_stays_as_it_is() -> None:
    before = repr(ROOM)
    of("createRoom", ROOM)
    assert repr(ROOM) == before


def test_every_mutation_differs_from_the_valid_request() -> None:
    operation = CONTRACT.operations["createRoom"]
    valid = build(operation, ROOM)
    for mutation in mutations(CONTRACT, operation, ROOM):
        broken = build(operation, mutation.call, method=mutation.method)
        assert (broken.method, broken.path, broken.headers, broken.body) != (
            valid.method,
            valid.path,
            valid.headers,
            valid.body,
        ), mutation.purpose


def test_a_sample_is_spread_over_all_kinds() -> None:
    found = mutations(CONTRACT, CONTRACT.operations["createRoom"], ROOM)
    few = sample(found, 5)
    assert len(few) == 5
    assert few[0] == found[0]
    assert sample(found, 10_000) == found


def test_what_must_be_refused_comes_before_what_may_be_served() -> None:
    odd = Mutation(ROOM, "", False, "odd")
    forgiven = Mutation(ROOM, "type broken at /a of the body", False, "a = 1")
    broken = Mutation(ROOM, "type broken at /a of the body", True, "a = {}")
    again = Mutation(ROOM, "type broken at /a of the body", True, "a = []")
    short = Mutation(ROOM, "minLength broken at /a of the body", True, "a = ''")
    assert sample([odd, forgiven, broken, again, short], 2) == [broken, short]
    assert sample([odd, forgiven, broken, again, short], 4) == [odd, forgiven, broken, short]


def test_a_sample_breaks_every_constraint_once_before_any_twice() -> None:
    found = mutations(CONTRACT, CONTRACT.operations["createRoom"], ROOM)
    wanted = constraints(found)
    few = sample(found, len(wanted))
    assert len(wanted) < len(found)
    assert constraints(few) == wanted


def test_the_gate_profile_breaks_every_constraint_of_the_largest_request() -> None:
    body = {**(GROUP.body or {}), "id": "g", "eTag": "e", "status": "ACTIVE", "members": [], "profile": {}}
    found = mutations(CONTRACT, CONTRACT.operations["updateGroup"], replace(GROUP, body=body))
    chosen = sample(found, find_profile("gate").boundary)
    assert len(chosen) < len(found)
    assert constraints(found) - constraints(chosen) == set()


def test_an_object_is_sent_without_what_it_requires() -> None:
    found = of("patchUserAppEntitlements", Call(body=[{"appId": "a"}]))
    empty = found["body: 0/product = {}"]
    assert (empty.certain, empty.broken) == (True, "required broken at /0/product of the body")


def test_requests_are_built_as_text() -> None:
    operation = CONTRACT.operations["setRoomActive"]
    request = build(operation, Call(path={"id": "a/b"}, query={"active": True}))
    assert (request.path, request.query, request.body) == (
        "/v1/room/a%2Fb/setActive",
        (("active", "true"),),
        None,
    )
    assert json.loads(build(CONTRACT.operations["createRoom"], ROOM).body or b"") == ROOM.body
    assert build(operation, Call(body=NO_BODY)).headers == ()


def test_free_texts_of_a_body_are_odd_in_one_request_that_every_sample_has() -> None:
    room = Call(body={"name": "room", "description": "text", "public": False})
    found = mutations(CONTRACT, CONTRACT.operations["createRoom"], room)
    (odd,) = (mutation for mutation in sample(found, 30) if mutation.purpose == "odd texts in the body")
    assert odd.call.body == {"name": BEYOND_THE_BMP, "description": BEYOND_THE_BMP, "public": False}
    assert (odd.broken, odd.certain) == ("", False)
