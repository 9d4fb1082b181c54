"""Applications that a test registers for itself and takes away again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from conformance.suite import things
from conformance.suite.looking import part
from conformance.suite.outcomes import Blocked, NotRun
from conformance.suite.requests import Call
from conformance.suite.scenario import Scenario


def with_info(body: Mapping[str, Any], **info: Any) -> dict[str, Any]:
    """The body with other members of applicationInfo; None leaves a member out."""
    known = {**body["applicationInfo"], **info}
    return {**body, "applicationInfo": {key: value for key, value in known.items() if value is not None}}


@contextmanager
def own_app(scenario: Scenario, body: Mapping[str, Any] | None = None) -> Iterator[tuple[str, Any]]:
    """The id of a new app and the answer to its creation; raises Blocked when the target makes none."""
    admin = things.admin(scenario.world)
    answer = scenario.get("createApp", admin, body=body or things.new_app(scenario.world))
    app_id = part(answer, "applicationInfo", "appId")
    if not isinstance(app_id, str):
        raise Blocked("createApp", "answered without applicationInfo/appId")
    try:
        yield app_id, answer
    finally:
        forget_app(scenario, app_id)


def forget_app(scenario: Scenario, app_id: str) -> None:
    """Delete the app if the target lets one."""
    with suppress(NotRun):
        world = scenario.world
        world.send("deleteApp", things.admin(world), Call(path={"id": app_id}), "cleaning up")


def read_app(scenario: Scenario, app_id: str) -> Any:
    """The app as it reads now; None when it cannot be read."""
    return scenario.look("getApp", things.admin(scenario.world), path={"id": app_id})


def kept(scenario: Scenario, requirement: str, body: Mapping[str, Any], *way: str | int, what: str) -> None:
    """Judge that an app can be created with a value, and reads with it afterwards."""
    answer = scenario.send("createApp", things.admin(scenario.world), body=body)
    app_id = body["applicationInfo"]["appId"]
    try:
        if scenario.status(requirement, answer, 200, what=f"an app with {what}"):
            found = part(read_app(scenario, app_id), *way)
            scenario.equal(requirement, part(body, *way), found, what)
    finally:
        forget_app(scenario, app_id)


def refused(scenario: Scenario, requirement: str, body: Mapping[str, Any], what: str) -> None:
    """Judge that no app can be created with this body."""
    answer = scenario.send("createApp", things.admin(scenario.world), body=body)
    if not scenario.expect(
        requirement, 400 <= answer.status < 500, expected=f"a 4xx for {what}", observed=answer.status
    ):
        app_id = part(body, "applicationInfo", "appId")
        if isinstance(app_id, str) and app_id:
            forget_app(scenario, app_id)
