"""Removing what the ledger of a run names, and looking whether it is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from conformance.sweep.asking import Answer, Asking
from conformance.sweep.kinds import KINDS
from conformance.sweep.settings import current, put_back, same
from conformance.target.ledger import UNREAD, Setting
from conformance.target.ledger_entries import Entries, Thing

Fate = Literal["removed", "gone", "left", "restored", "unchanged", "residue"]

NAMELESS = "if a target that takes requests without a name made it, nothing tells it from others"
"""Of a thing whose creation was cut off, and for which the request gave no name."""

TRIES = 2
"""So often the removal of a thing is tried: a target may be busy."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of one thing or setting: removed, gone already, left as far as it can be, or residue."""

    fate: Fate
    what: str
    which: str
    says: str = ""


def sweep(asking: Asking, entries: Entries, go_on: Callable[[], bool] = lambda: True) -> list[Swept]:
    """Put back the settings and remove the things of a run; nothing else is touched.

    What is not reached because `go_on` says no is residue.
    """
    found: list[Swept] = []
    changed = []
    for setting, before in reversed(entries.settings.items()):
        if go_on():
            fate = _setting(asking, setting, before)
            changed.append((setting, before, fate))
        else:
            found.append(_not_reached(_named(setting)))
    by_kind = {kind: [thing for thing in entries.things if thing.kind == kind] for kind in KINDS}
    for kind, things in by_kind.items():
        seen: set[str] = set()
        # The newest first: what was made later may stand on what was made before.
        for thing in reversed(things):
            if thing.key is not None and thing.key in seen:
                continue
            seen.add(thing.key or "")
            which = (kind, thing.key or thing.name or thing.operation)
            found.append(_thing(asking, thing) if go_on() else _not_reached(which))
    # Settings may hang on each other, so the last look comes when all have been put back.
    return [*(_last_look(asking, *done) for done in changed), *found]


def _not_reached(which: tuple[str, str]) -> Swept:
    return Swept("residue", *which, "not reached before the end")


def _thing(asking: Asking, thing: Thing) -> Swept:
    kind = KINDS[thing.kind]
    if thing.key is None:
        if thing.name is None:
            return _unnamed(thing)
        key = kind.find(asking, thing)
        if key is None:
            return Swept("gone", thing.kind, thing.name, "was not made")
        thing = replace(thing, key=key)
    which = (thing.kind, str(thing.key))
    state = kind.state(asking, thing)
    if state in ("gone", "left"):
        return Swept(state, *which, kind.stays if state == "left" else "")
    if not thing.ours:
        return Swept("residue", *which, "is not removed: it may have been there before the run")
    answer: Answer | str = state
    for _ in range(TRIES):
        answer = kind.remove(asking, thing)
        state = kind.state(asking, thing)
        if state in ("gone", "left"):
            return Swept(
                "left" if state == "left" else "removed", *which, kind.stays if state == "left" else ""
            )
    return Swept("residue", *which, f"is still there: its removal {answer}")


def _unnamed(thing: Thing) -> Swept:
    """The run ended before it was answered, and nothing tells the thing from others."""
    if thing.kind == "feed":
        return Swept("left", thing.kind, thing.operation, "if it was made, the target ends it by itself")
    if thing.kind == "im":
        return Swept("left", thing.kind, thing.operation, KINDS["im"].stays)
    return Swept("left", thing.kind, thing.operation, NAMELESS)


def _setting(asking: Asking, setting: Setting, before: Any) -> Fate:
    """Put a setting back, if that is needed and possible."""
    if before == UNREAD:
        return "left"
    if same(setting, before, current(asking, setting)):
        return "unchanged"
    if before is None and setting.kind not in ("connection", "pinned message"):
        return "left"
    put_back(asking, setting, before)
    return "restored"


def _last_look(asking: Asking, setting: Setting, before: Any, fate: Fate) -> Swept:
    which = _named(setting)
    if before == UNREAD:
        return Swept(fate, *which, "could not be read before the run changed it")
    if fate == "left":
        return Swept(fate, *which, "there was none before, and it cannot be removed")
    after = current(asking, setting)
    if same(setting, before, after):
        return Swept(fate, *which)
    return Swept("residue", *which, f"was {before!r}, is {after!r}")


def _named(setting: Setting) -> tuple[str, str]:
    subject = " ".join(str(part) for part in (setting.subject, *setting.items) if part != "")
    return setting.kind, subject or setting.actor
