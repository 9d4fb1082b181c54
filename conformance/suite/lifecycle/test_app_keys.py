"""The RSA keys of applications: saved, rotated, extended and revoked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.own_apps import own_app, read_app
from conformance.suite.lifecycle.public_keys import public_key_pem, without_space
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response


@dataclass(frozen=True, slots=True)
class KeyedApp:
    """An app of the test with the keys that it may have."""

    scenario: Scenario
    id: str
    body: dict[str, Any]

    def act(self, **keys: Any) -> Response:
        """Ask for actions on the keys: `current` and `previous`, each with its action."""
        body = {**self.body, "authenticationKeys": keys}
        admin = things.admin(self.scenario.world)
        return self.scenario.send("updateApp", admin, path={"id": self.id}, body=body)

    def key(self, which: str) -> Any:
        """The key as it reads now, white space aside; None when there is none."""
        found = part(self.now(), which, "key")
        return without_space(found) if isinstance(found, str) else None

    def expiry(self, which: str) -> Any:
        """The end of a key's validity; None when it has none."""
        return part(self.now(), which, "expirationDate")

    def now(self) -> Any:
        """The keys as they read now."""
        return part(read_app(self.scenario, self.id), "authenticationKeys")

    def pem(self, number: int) -> str:
        """One of the keys that the app gets."""
        return public_key_pem(f"{self.id}-{number}")


@contextmanager
def keyed_app(scenario: Scenario) -> Iterator[KeyedApp]:
    """An app with its first key, named by a SAVE at its creation."""
    body = things.new_app(scenario.world)
    app_id = body["applicationInfo"]["appId"]
    first = {"current": {"key": public_key_pem(f"{app_id}-1"), "action": "SAVE"}}
    with own_app(scenario, {**body, "authenticationKeys": first}):
        yield KeyedApp(scenario, app_id, body)


@pytest.mark.check("lifecycle.app-key-rotation", "APP-KEY-1", "APP-KEY-2", "APP-KEY-3")
def test_a_second_key_makes_the_first_the_previous_one(scenario: Scenario) -> None:
    """A saved key is the current one; a second one makes it the previous one, which expires."""
    with keyed_app(scenario) as app:
        scenario.equal("APP-KEY-1", without_space(app.pem(1)), app.key("current"), "current key")
        scenario.equal("APP-KEY-2", None, app.expiry("current"), "expirationDate of a key never rotated")
        if not scenario.status("APP-KEY-1", app.act(current={"key": app.pem(2), "action": "SAVE"}), 200):
            return
        scenario.equal("APP-KEY-1", without_space(app.pem(2)), app.key("current"), "current key")
        scenario.equal("APP-KEY-3", without_space(app.pem(1)), app.key("previous"), "previous key")
        expiry = app.expiry("previous")
        scenario.expect(
            "APP-KEY-2",
            isinstance(expiry, int) and expiry > 0,
            expected="an expirationDate of the rotated key",
            observed=expiry,
        )
        scenario.equal("APP-KEY-2", None, app.expiry("current"), "expirationDate of the current key")


@pytest.mark.check("lifecycle.app-key-revocation", "APP-KEY-4", "APP-KEY-5", "APP-KEY-6")
def test_keys_are_extended_and_revoked(scenario: Scenario) -> None:
    """A previous key is extended and revoked, a current one revoked."""
    with keyed_app(scenario) as app:
        app.act(current={"key": app.pem(2), "action": "SAVE"})
        scenario.equal("APP-KEY-4", without_space(app.pem(2)), app.key("current"), "current key")
        before = app.expiry("previous") or 0
        extended = app.act(previous={"key": app.pem(1), "action": "EXTEND"})
        if scenario.status("APP-KEY-6", extended, 200):
            after = app.expiry("previous") or 0
            scenario.expect(
                "APP-KEY-6", after > before, expected=f"an expirationDate after {before}", observed=after
            )
        if scenario.status("APP-KEY-5", app.act(previous={"key": app.pem(1), "action": "REVOKE"}), 200):
            scenario.equal("APP-KEY-5", None, app.key("previous"), "previous key")
            scenario.equal("APP-KEY-5", without_space(app.pem(2)), app.key("current"), "current key")
        if scenario.status("APP-KEY-4", app.act(current={"key": app.pem(2), "action": "REVOKE"}), 200):
            gone = app.key("current") != without_space(app.pem(2))
            scenario.expect(
                "APP-KEY-4", gone, expected="the revoked key is not current", observed=app.key("current")
            )


@pytest.mark.check("lifecycle.app-key-kinds", "APP-KEY-7")
def test_an_app_has_keys_or_a_certificate(scenario: Scenario) -> None:
    """An app with both a certificate and keys is refused."""
    world = scenario.world
    body = things.new_app(world)
    app_id = body["applicationInfo"]["appId"]
    certificate = things.new_certificate(world)["pem"]
    keys = {"current": {"key": public_key_pem(app_id), "action": "SAVE"}}
    both = {**body, "cert": certificate, "authenticationKeys": keys}
    answer = scenario.send("createApp", things.admin(world), body=both)
    scenario.expect(
        "APP-KEY-7",
        400 <= answer.status < 500,
        expected="a 4xx for an app with both",
        observed=answer.status,
    )
    if answer.status == 200:
        scenario.get("deleteApp", things.admin(world), path={"id": app_id})
