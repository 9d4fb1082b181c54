"""What a ledger tells: the things that a run made, and the settings that it changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.target.ledger import UNREAD, Setting
from conformance.target.undo import MAKES

REMEDY = "name the ledger.jsonl of a run folder"

LISTS = frozenset(makes.among for makes in MAKES.values() if makes.among)
"""Lists that were read to know what was there before; there is nothing to put back."""


class LedgerError(Exception):
    """A ledger cannot be read; the message is one line naming the file, the line and the trouble."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a run made, or was about to make when it ended: then it has no key.

    `ours` says that it is certainly the run's: the target gave it its key, or its name has the label of the
    run, or a list shows that nothing of the name was there before.
    """

    kind: str
    operation: str
    actor: str | None
    key: str | None
    name: str | None
    ours: bool


@dataclass(slots=True)
class Entries:
    """What a ledger tells: the target file, its base URLs, the things and the settings, in their order."""

    target: Path | None = None
    apis: Mapping[str, str] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    settings: dict[Setting, Any] = field(default_factory=dict)


def read_ledger(path: Path) -> Entries:
    """The entries of a ledger; raises LedgerError. A last line that was cut off is left out."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror}); {REMEDY}") from None
    entries, labels, intents = Entries(), set[str](), dict[str, dict[str, Any]]()
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        try:
            entry = json.loads(line)
            match entry["entry"]:
                case "begin":
                    labels.add(entry["label"])
                    entries.target = Path(entry["target"]) if entry["target"] else None
                    entries.apis = entry["apis"]
                case "intent":
                    intents[entry["id"]] = entry
                case "made" | "refused" as outcome:
                    intents[entry["intent"]]["outcome"] = outcome
                    intents[entry["intent"]]["keys"] = entry["keys"]
                case "before":
                    _add_setting(entries.settings, entry)
                case _:
                    raise ValueError
        except (ValueError, TypeError, KeyError):
            message = f"{path}: line {number} is no entry of a ledger; {REMEDY}"
            raise LedgerError(message) from None
    if not labels:
        raise LedgerError(f"{path}: holds no run; {REMEDY}")
    before = {setting.kind: value for setting, value in entries.settings.items() if setting.kind in LISTS}
    entries.settings = {s: value for s, value in entries.settings.items() if s.kind not in LISTS}
    entries.things = [thing for intent in intents.values() for thing in _things(intent, labels, before)]
    return entries


def _add_setting(settings: dict[Setting, Any], entry: Mapping[str, Any]) -> None:
    """The first entry counts: it was read before any process changed anything."""
    kind, subject, actor, value = (entry[key] for key in ("kind", "subject", "actor", "value"))
    if not entry["items"]:
        settings.setdefault(Setting(kind, subject, actor), value)
    for item in entry["items"]:
        before = UNREAD if value == UNREAD else item in value
        settings.setdefault(Setting(kind, subject, "", (item,)), before)


def _things(intent: Mapping[str, Any], labels: set[str], before: Mapping[str, Any]) -> list[Thing]:
    names, outcome, makes = intent["names"], intent.get("outcome"), MAKES[intent["operation"]]
    if outcome == "refused":
        return []

    def thing(key: str | None, name: str | None) -> Thing:
        labelled = name is not None and any(label in name for label in labels)
        listed = before.get(makes.among) if makes.among else None
        new = isinstance(listed, list) and name is not None and name.lower() not in listed
        ours = labelled or new or (key is not None and bool(makes.keys))
        return Thing(makes.kind, intent["operation"], intent["actor"], key, name, ours)

    if intent.get("keys"):
        return [thing(key, None) for key in intent["keys"]]
    if not makes.keys:
        return [thing(name, name) for name in names]
    return [thing(None, name) for name in names or (None,)]
