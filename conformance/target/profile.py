"""How much a run does, and what it may do to the target."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from conformance.target.errors import ProfileError

_REVERSIBLE = frozenset({"read", "create", "update", "delete", "notifies-people"})
_ALL = _REVERSIBLE | {"irreversible"}


@dataclass(frozen=True, slots=True)
class Profile:
    """A named depth of a run.

    `positive`, `negative` and `boundary` are upper limits of generated cases per operation; `sign_in`
    says how many credential mutations are tried per operation. `effects` are allowed on any target;
    on a disposable one everything is.
    """

    name: str
    summary: str
    positive: int
    negative: int
    boundary: int
    sign_in: int
    effects: frozenset[str]

    def withholds(self, effects: Collection[str], *, disposable: bool) -> str | None:
        """The effect for which an operation must not be sent to this target; None when it may be."""
        if disposable and self.effects >= _REVERSIBLE:
            return None
        # Deleting what nobody can bring back is for targets that hold nothing of value.
        if {"irreversible", "delete"} <= set(effects):
            return "irreversible"
        return next((effect for effect in sorted(effects) if effect not in self.effects), None)


_PROFILES = (
    Profile("smoke", "a minute: each operation once or twice", 2, 2, 4, 2, _REVERSIBLE),
    Profile("gate", "a few minutes: may this build ship?", 12, 16, 40, 4, _ALL),
    Profile("nightly", "as long as a night allows: the widest search", 60, 80, 120, 8, _ALL),
)


def profiles() -> Mapping[str, Profile]:
    """All profiles by name, the shallowest first."""
    return MappingProxyType({profile.name: profile for profile in _PROFILES})


def find_profile(name: str) -> Profile:
    """The profile of that name; raises ProfileError, also for read-only, which is not there yet."""
    found = profiles().get(name)
    if found is not None:
        return found
    known = ", ".join(profiles())
    if name == "read-only":
        raise ProfileError(f"profile 'read-only' is not available yet; use one of: {known}")
    near = get_close_matches(name, profiles(), n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    raise ProfileError(f"unknown profile '{name}'; {hint}use one of: {known}")
