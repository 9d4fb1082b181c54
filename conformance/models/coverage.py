"""Which states and rules of a model walks have reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from conformance.models.model import Kind, Model, S


@dataclass(slots=True)
class Coverage:
    """What was reached of a model, and how often."""

    model: Model[Any]
    states: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    def visit(self, state: S) -> None:
        """Count a state."""
        self.states.update(self.model.labels(state))

    def follow(self, rule: str) -> None:
        """Count a rule that was followed; one without a name is none."""
        if rule:
            self.rules[rule] += 1

    def missing_states(self) -> list[str]:
        """The labels that no walk has reached."""
        return [label for label in self.model.states if not self.states[label]]

    def wanted_rules(self) -> list[str]:
        """The required rules that no walk has followed."""
        return [
            rule.name for rule in self.model.rules.values() if rule.required and not self.rules[rule.name]
        ]

    def missing(self, kind: Kind) -> list[str]:
        """The rules of a kind that no walk has followed."""
        return [
            rule.name for rule in self.model.rules.values() if rule.kind == kind and not self.rules[rule.name]
        ]

    def missing_of(self, requirement: str) -> list[str]:
        """The required rules of a requirement that no walk has followed."""
        return [
            rule.name
            for rule in self.model.rules.values()
            if rule.requirement == requirement and rule.required and not self.rules[rule.name]
        ]

    def followed(self, requirement: str) -> int:
        """How often rules of a requirement were followed."""
        return sum(
            self.rules[rule.name] for rule in self.model.rules.values() if rule.requirement == requirement
        )

    def parts(self) -> dict[str, dict[str, list[str]]]:
        """States, transitions and refusals: the names that were reached, and those that were not."""
        found = {"states": (list(self.model.states), self.missing_states())}
        for part, kind in (("transitions", "transition"), ("refusals", "refusal")):
            names = [rule.name for rule in self.model.rules.values() if rule.kind == kind]
            found[part] = names, [name for name in names if not self.rules[name]]
        return {
            part: {"reached": [name for name in names if name not in missing], "missing": missing}
            for part, (names, missing) in found.items()
        }
