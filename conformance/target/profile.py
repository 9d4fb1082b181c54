"""How much a run does, and what it may do to the target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from conformance.target.errors import ProfileError

_ALL = frozenset({"read", "create", "update", "delete", "notifies-people", "irreversible"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A named depth of a run.

    `positive`, `negative` and `boundary` are upper limits of generated cases per operation; `sign_in`
    says how many credential mutations are tried per operation. `effects` are what its requests may do.
    """

    name: str
    summary: str
    positive: int
    negative: int
    boundary: int
    sign_in: int
    effects: frozenset[str]

    @property
    def reads_only(self) -> bool:
        """Whether nothing on the target may be changed: things that a test needs are found, not made."""
        return self.effects == {"read"}


READS = Profile("preflight", "reads only", 0, 0, 0, 0, frozenset({"read"}))
"""The profile of everything that only looks, before a run."""

_PROFILES = (
    Profile("smoke", "a minute: each operation once or twice", 2, 2, 4, 2, _ALL),
    Profile("gate", "a few minutes: may this build ship?", 12, 16, 64, 4, _ALL),
    Profile("nightly", "as long as a night allows: the widest search", 60, 80, 120, 8, _ALL),
    Profile("read-only", "as deep as gate, and nothing is changed", 12, 16, 64, 4, frozenset({"read"})),
)


def profiles() -> Mapping[str, Profile]:
    """All profiles by name."""
    return MappingProxyType({profile.name: profile for profile in _PROFILES})


def find_profile(name: str) -> Profile:
    """The profile of that name; raises ProfileError."""
    found = profiles().get(name)
    if found is not None:
        return found
    known = ", ".join(profiles())
    near = get_close_matches(name, profiles(), n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    raise ProfileError(f"unknown profile '{name}'; {hint}use one of: {known}")
