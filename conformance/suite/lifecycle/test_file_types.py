"""File extensions that may be uploaded, and the languages of the pod."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.extensions import DELETE, allowed, new_extensions, plain, put, types
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario

SCOPES = (
    ("FILE-INTERNAL-1", "scope_internal"),
    ("FILE-EXTERNAL-1", "scope_external"),
    ("FILE-XPOD-1", "scope_xpod"),
)


@pytest.mark.check(
    "lifecycle.file-extension-creation",
    "FILE-PUT-1",
    "FILE-PUT-2",
    "FILE-LIST-1",
    "FILE-ID-1",
    "FILE-SOURCE-1",
    "FILE-INTERNAL-1",
    "FILE-EXTERNAL-1",
    "FILE-XPOD-1",
)
def test_an_extension_is_created_and_replaced(scenario: Scenario) -> None:
    """An extension is created, and replaced by another one under the same name."""
    with new_extensions(scenario, 1) as (name,):
        for number, values in enumerate(((True, False, True), (True, True, False), (False, True, True))):
            requirement = "FILE-PUT-2" if number else "FILE-PUT-1"
            wish: dict[str, Any] = {key: value for (_, key), value in zip(SCOPES, values, strict=True)}
            if not scenario.status(requirement, put(scenario, name, **wish), 200):
                return
            rows = allowed(scenario, name)[name]
            scenario.equal("FILE-LIST-1", True, bool(rows), "whether the extension is in the list")
            if not rows:
                return
            scenario.equal("FILE-ID-1", 1, len(rows), "how often the extension is in the list")
            found = {key: part(rows[0], key) for key in wish if part(rows[0], key) is not None}
            scenario.equal(
                requirement, {key: wish[key] for key in found}, found, f"scopes after put number {number + 1}"
            )
            for scope, key in SCOPES:
                if key in found:
                    scenario.equal(scope, wish[key], found[key], key)
                else:
                    scenario.left_out(scope, key)
            scenario.equal_where_shown("FILE-SOURCE-1", "CUSTOMER", part(rows[0], "source"), "source")


@pytest.mark.check("lifecycle.file-extension-case", "FILE-PUT-3", "FILE-DELETE-2")
def test_extensions_are_written_in_any_case(scenario: Scenario) -> None:
    """The extension in a path may have capital letters: it is the one with small letters."""
    with new_extensions(scenario, 1) as (name,):
        answer = put(scenario, name, at=name.upper())
        if not scenario.status("FILE-PUT-3", answer, 200):
            return
        found = allowed(scenario, name)[name]
        scenario.equal("FILE-PUT-3", 1, len(found), "times in small letters")
        upper = allowed(scenario, name.upper())[name.upper()]
        scenario.equal("FILE-PUT-3", [], upper, "entries in capital letters")
        path = {"extension": name.upper()}
        answer = scenario.send(DELETE, things.admin(scenario.world), path=path)
        if scenario.status("FILE-DELETE-2", answer, 204):
            scenario.equal("FILE-DELETE-2", [], allowed(scenario, name)[name], "entries afterwards")


@pytest.mark.check("lifecycle.file-extension-refused", "FILE-PUT-4", "FILE-PUT-5", "FILE-PUT-6")
def test_wrong_extensions_are_refused(scenario: Scenario) -> None:
    """An extension that claims to be the system's, is too long or is not that of the path is refused."""
    with new_extensions(scenario, 3) as (claimed, sent, other):
        too_long = claimed.ljust(80, "x")
        for requirement, answer, names in (
            ("FILE-PUT-4", put(scenario, claimed, source="SYSTEM"), (claimed,)),
            ("FILE-PUT-5", put(scenario, sent, at=other), (sent, other)),
            ("FILE-PUT-6", put(scenario, too_long), (too_long,)),
        ):
            scenario.status(requirement, answer, 400)
            kept = [name for name, rows in allowed(scenario, *names).items() if rows]
            scenario.equal(requirement, [], kept, "extensions that are kept nevertheless")
            for name in kept:
                scenario.send(DELETE, things.admin(scenario.world), path={"extension": name})
        longest = other.ljust(60, "x")
        if scenario.status("FILE-PUT-6", put(scenario, longest), 200, what="an extension of 60 characters"):
            scenario.get(DELETE, things.admin(scenario.world), path={"extension": longest})


@pytest.mark.check("lifecycle.file-extension-deletion", "FILE-DELETE-1", "FILE-DELETE-3", "FILE-TYPES-1")
def test_a_deleted_extension_is_gone(scenario: Scenario) -> None:
    """A deleted extension is in no list, and another one stays."""
    with new_extensions(scenario, 2) as (gone, stays):
        for name in (gone, stays):
            put(scenario, name)
        both = types(scenario, gone, stays)
        scenario.equal("FILE-TYPES-1", [gone, stays], both, "attachment types before the deletion")
        answer = scenario.send(DELETE, things.admin(scenario.world), path={"extension": gone})
        if not scenario.status("FILE-DELETE-1", answer, 204):
            return
        found = allowed(scenario, gone, stays)
        scenario.equal("FILE-DELETE-1", [], found[gone], "entries of the deleted extension")
        names = [plain(part(row, "extension")) for row in found[stays]]
        scenario.equal("FILE-DELETE-3", [plain(stays)], names, "entries of the other extension")
        scenario.equal("FILE-TYPES-1", [stays], types(scenario, gone, stays), "attachment types afterwards")


@pytest.mark.check("lifecycle.languages", "LANG-1", "LANG-2")
def test_the_languages_are_the_pods(scenario: Scenario) -> None:
    """The pod has languages, each once, and the same for all of its users."""
    world = scenario.world
    mine = part(scenario.look("listLanguages", things.user(world)), "languages") or []
    yours = part(scenario.look("listLanguages", things.admin(world)), "languages") or []
    scenario.expect(
        "LANG-1",
        bool(mine) and all(isinstance(name, str) and name for name in mine),
        expected="at least one language, none of them empty",
        observed=mine,
    )
    scenario.equal("LANG-1", len(set(mine)), len(mine), "number of languages")
    scenario.equal("LANG-2", sorted(mine), sorted(yours), "languages of another user")
