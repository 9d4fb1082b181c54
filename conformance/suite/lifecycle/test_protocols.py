"""URI protocols that the company supports: added, listed and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from conformance.suite import things
from conformance.suite.looking import all_rows, seen
from conformance.suite.outcomes import NotRun
from conformance.suite.requests import Call
from conformance.suite.scenario import Scenario

NO_SCHEMES = ("1st", "with space", "with:colon", "-dash", "")


@contextmanager
def new_schemes(scenario: Scenario, count: int) -> Iterator[list[str]]:
    """Names of schemes that nobody supports yet; those that a test adds are removed at the end."""
    world = scenario.world
    schemes = [world.name("proto").lower() for _ in range(count)]
    try:
        yield schemes
    finally:
        for scheme in schemes:
            with suppress(NotRun):
                path = {"scheme": scheme}
                world.send("deleteProtocol", things.admin(world), Call(path=path), "cleaning up")


def supported(scenario: Scenario, *schemes: str) -> dict[str, list[str]]:
    """Operation id to those of the schemes that its list shows, in the order given."""
    admin = things.admin(scenario.world)
    listed = set(scenario.look("listProtocolsAsAdmin", admin) or [])
    paged = seen(scenario, "listProtocols", things.user(scenario.world), lambda row: row, *schemes)
    return {
        "listProtocolsAsAdmin": [scheme for scheme in schemes if scheme in listed],
        "listProtocols": [scheme for scheme in schemes if scheme in paged],
    }


@pytest.mark.check("lifecycle.protocol-addition", "PROTO-CREATE-1", "PROTO-ADMIN-1", "PROTO-LIST-1")
def test_an_added_protocol_is_supported(scenario: Scenario) -> None:
    """A protocol that is added is in both lists."""
    with new_schemes(scenario, 1) as (scheme,):
        answer = scenario.send("createProtocol", things.admin(scenario.world), body={"scheme": scheme})
        if not scenario.status("PROTO-CREATE-1", answer, 200):
            return
        found = supported(scenario, scheme)
        scenario.equal(
            "PROTO-CREATE-1",
            [scheme],
            sorted({*found["listProtocols"], *found["listProtocolsAsAdmin"]}),
            "supported afterwards",
        )
        scenario.equal("PROTO-ADMIN-1", [scheme], found["listProtocolsAsAdmin"], "administrator's list")
        scenario.equal("PROTO-LIST-1", [scheme], found["listProtocols"], "list")


@pytest.mark.check("lifecycle.protocol-removal", "PROTO-DELETE-1", "PROTO-DELETE-2")
def test_a_removed_protocol_is_gone(scenario: Scenario) -> None:
    """A protocol that is removed is in no list, and another one stays."""
    admin = things.admin(scenario.world)
    with new_schemes(scenario, 2) as (gone, stays):
        for scheme in (gone, stays):
            scenario.get("createProtocol", admin, body={"scheme": scheme})
        # what was listed before must not be kept for later readers
        supported(scenario, stays, gone)
        answer = scenario.send("deleteProtocol", admin, path={"scheme": gone})
        if not scenario.status("PROTO-DELETE-1", answer, 204):
            return
        for operation, found in supported(scenario, stays, gone).items():
            scenario.equal("PROTO-DELETE-1", False, gone in found, f"{operation}: whether {gone} is there")
            scenario.equal("PROTO-DELETE-2", True, stays in found, f"{operation}: whether {stays} is there")


@pytest.mark.check("lifecycle.protocol-twice", "PROTO-CREATE-2")
def test_a_protocol_is_supported_once(scenario: Scenario) -> None:
    """A protocol that is added twice is in the lists once."""
    admin = things.admin(scenario.world)
    with new_schemes(scenario, 1) as (scheme,):
        scenario.get("createProtocol", admin, body={"scheme": scheme})
        scenario.send("createProtocol", admin, body={"scheme": scheme})
        listed = scenario.look("listProtocolsAsAdmin", admin) or []
        scenario.equal("PROTO-CREATE-2", 1, listed.count(scheme), "times in the administrator's list")
        paged = all_rows(scenario, "listProtocols", admin)
        scenario.expect(
            "PROTO-CREATE-2",
            paged.count(scheme) < 2,
            expected="no more than once in the list",
            observed=paged.count(scheme),
        )


@pytest.mark.check("lifecycle.protocol-scheme", "PROTO-CREATE-3")
def test_what_is_no_scheme_is_refused(scenario: Scenario) -> None:
    """A text that cannot be the scheme of a URI is refused."""
    admin = things.admin(scenario.world)
    for text in NO_SCHEMES:
        answer = scenario.send("createProtocol", admin, body={"scheme": text})
        if not scenario.expect(
            "PROTO-CREATE-3",
            400 <= answer.status < 500,
            expected=f"a 4xx for the scheme {text!r}",
            observed=answer.status,
        ):
            scenario.send("deleteProtocol", admin, path={"scheme": text or "-"})
