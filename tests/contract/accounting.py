"""Which overlay action accounts for which difference between a published and a normalised document."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonpath_rfc9535 as jsonpath

from conformance.contract.overlay import Action, Location, Overlay, apply_action
from tests.contract.facts import Fact, Place


@dataclass(frozen=True, slots=True)
class Claim:
    """A place that an action names: the place alone, or all that is below it as well."""

    action: Action
    place: Place
    below: bool

    def covers(self, place: Place) -> bool:
        return place[: len(self.place)] == self.place if self.below else place == self.place


def apply_with_claims(document: dict[str, Any], overlay: Overlay) -> tuple[dict[str, Any], list[Claim]]:
    """The repaired document, and every place that an action names, read from its target and its update."""
    result = copy.deepcopy(document)
    claims: list[Claim] = []
    for action in overlay.actions:
        # the names of parameters have to be read before the action moves or removes them
        places = [_place(result, node.location) for node in jsonpath.find(action.target, result)]
        apply_action(result, action, overlay.source)
        for place in places:
            if action.remove:
                claims.append(Claim(action, place, below=True))
            else:
                claims.extend(_update_claims(action, place, action.update))
    return result, claims


def unaccounted(before: frozenset[Fact], after: frozenset[Fact], claims: list[Claim]) -> list[str]:
    """The differences that no action names."""
    return [
        f"{'lost' if fact in before else 'new'}: {'/'.join(fact[0])} = {fact[1][:80]}"
        for fact in sorted(before ^ after)
        if not any(claim.covers(fact[0]) for claim in claims)
    ]


def idle(before: frozenset[Fact], after: frozenset[Fact], claims: list[Claim]) -> list[str]:
    """The actions that account for no difference at all."""
    places = {place for place, _ in before ^ after}
    busy = {claim.action.number for claim in claims if any(claim.covers(place) for place in places)}
    actions = {claim.action.number: claim.action for claim in claims}
    return [f"action {number}: {action.target}" for number, action in actions.items() if number not in busy]


def _update_claims(action: Action, place: Place, update: Any) -> Iterator[Claim]:
    if isinstance(update, dict) and update:
        yield Claim(action, place, below=False)
        for key, value in update.items():
            yield from _update_claims(action, (*place, key), value)
    else:
        yield Claim(action, place, below=True)


def _place(document: Any, location: Location) -> Place:
    """A location in the words of the facts: parameters by name, parts of an `allOf` as the whole."""
    place: list[str] = []
    value = document
    for position, step in enumerate(location):
        value = value[step]
        if isinstance(step, str):
            if step != "allOf" or isinstance(value, dict):
                place.append(step)
        elif location[position - 1] == "parameters":
            place.append(f"{value['in']} {value['name']}")
        elif location[position - 1] != "allOf":
            place.append(str(step))
    return tuple(place)
