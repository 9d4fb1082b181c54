"""One group: its members, its status, and an ETag for each version of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.models.model import Outcome, Prediction, Rule, Step, Views, by_name, done, refused

ABSENT, ACTIVE, DELETED = "absent", "ACTIVE", "DELETED"
READ = "STATE-GROUP-READ"
WITHOUT_TAG = frozenset({400, 412, 428})
STALE = frozenset({412})

_RULES = by_name(
    (
        Rule("absent: create", "transition", "STATE-GROUP-CREATE"),
        Rule("absent: create with a member", "transition", "STATE-GROUP-CREATE"),
        Rule("active: rename", "transition", "STATE-GROUP-UPDATE"),
        Rule("active: put in members", "transition", "STATE-GROUP-UPDATE"),
        Rule("active: take out members", "transition", "STATE-GROUP-UPDATE"),
        Rule("active: add a member", "transition", "STATE-GROUP-MEMBER"),
        Rule("active: change the avatar", "transition", "STATE-GROUP-AVATAR"),
        Rule("active: delete", "transition", "STATE-GROUP-DELETE"),
        Rule("active: add a member who is one", "refusal", "STATE-GROUP-TWICE"),
        Rule("active: update with an earlier ETag", "refusal", "STATE-GROUP-STALE"),
        Rule("active: delete with an earlier ETag", "refusal", "STATE-GROUP-STALE"),
        Rule("active: update with an ETag that never was", "refusal", "STATE-GROUP-STALE"),
        Rule("active: update without an ETag", "refusal", "STATE-GROUP-STALE"),
        Rule("deleted: update with an earlier ETag", "refusal"),
    )
)


@dataclass(frozen=True, slots=True)
class Group:
    """The group as it must be. `version` counts its changes, and `title` says which of two names it has."""

    status: str = ABSENT
    title: int = 0
    members: tuple[str, ...] = ()
    version: int = 0

    def changed(self, **changes: Any) -> Group:
        """The next version."""
        return replace(self, version=self.version + 1, **changes)


@dataclass(frozen=True, slots=True)
class Groups:
    """A group that `by` makes and changes, of which `people` become members; all are named as actors."""

    by: str = "admin"
    people: tuple[str, str] = ("user", "colleague")
    name: str = "groups"

    @property
    def start(self) -> Group:
        """There is no group yet."""
        return Group()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Changes with the right ETag, changes with a wrong one, and what needs none.

        `to` says what an update changes: "title", "status", or "members" and the names of them.
        """
        one, other = self.people
        lists = ("members", f"members {one}", f"members {one} {other}")
        return (
            Step("create", self.by),
            Step("create", self.by, one),
            *(Step("update", self.by, to, "current") for to in ("title", *lists)),
            Step("update", self.by, "title", "earlier"),
            Step("update", self.by, "status", "earlier"),
            Step("update", self.by, "title", "invented"),
            Step("update", self.by, "title", "missing"),
            *(Step("add", self.by, person) for person in self.people),
            Step("avatar", self.by),
            Step("update", self.by, "status", "current"),
        )

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by name."""
        return _RULES

    @property
    def states(self) -> tuple[str, ...]:
        """With and without members, and after the end."""
        return (ABSENT, "active, no members", "active, some members", "deleted")

    def predict(self, state: Group, step: Step) -> Prediction | None:
        """What the step may do to the group."""
        if state.status == ABSENT:
            return _creation(state, step)
        if state.status == DELETED:
            if step.how == "earlier" and step.to == "title":
                return Prediction("deleted: update with an earlier ETag", (refused(state),))
            return None
        if step.action == "update":
            return _update(state, step) if step.how == "current" else _wrong_tag(state, step)
        if step.action == "add":
            return _addition(state, step)
        if step.action == "avatar":
            return Prediction("active: change the avatar", (done(state.changed()),))
        return None

    def labels(self, state: Group) -> frozenset[str]:
        """The one label of the state."""
        if state.status == ABSENT:
            return frozenset({ABSENT})
        if state.status == DELETED:
            return frozenset({"deleted"})
        return frozenset({"active, some members" if state.members else "active, no members"})

    def views(self, state: Group) -> Views:
        """What reading the group shows; a deleted one may be gone altogether."""
        if state.status == ABSENT:
            return {}
        gone: frozenset[Any] = frozenset({None}) if state.status == DELETED else frozenset()
        return {
            "status": frozenset({state.status}) | gone,
            "title": frozenset({state.title}) | gone,
            "members": frozenset({state.members}) | gone,
            "version": frozenset({state.version}) | gone,
        }

    def essence(self, state: Group) -> Hashable:
        """The state with no more than one earlier version."""
        return replace(state, version=min(state.version, 1))

    def requirement(self, view: str) -> str:
        """What is broken when a view shows what nothing explains."""
        return "STATE-GROUP-ETAG" if view == "version" else READ


def _creation(state: Group, step: Step) -> Prediction | None:
    if step.action != "create":
        return None
    made = Group(ACTIVE, members=(step.to,) if step.to else ())
    return Prediction(f"absent: create{' with a member' if step.to else ''}", (done(made),))


def _update(state: Group, step: Step) -> Prediction | None:
    if step.to == "title":
        return Prediction("active: rename", (done(state.changed(title=1 - state.title)),))
    if step.to == "status":
        return Prediction("active: delete", (done(state.changed(status=DELETED)),))
    members = tuple(sorted(step.to.split()[1:]))
    if members == state.members:
        # Whether a change that changes nothing makes a new version is not stated.
        return None
    name = "put in members" if set(members) > set(state.members) else "take out members"
    return Prediction(f"active: {name}", (done(state.changed(members=members)),))


def _wrong_tag(state: Group, step: Step) -> Prediction | None:
    match step.how:
        case "earlier" if state.version == 0:
            return None
        case "earlier":
            verb = "delete" if step.to == "status" else "update"
            return Prediction(f"active: {verb} with an earlier ETag", (Outcome(STALE, (state,)),))
        case "invented":
            return Prediction("active: update with an ETag that never was", (Outcome(STALE, (state,)),))
        case _:
            return Prediction("active: update without an ETag", (Outcome(WITHOUT_TAG, (state,)),))


def _addition(state: Group, step: Step) -> Prediction:
    if step.to not in state.members:
        members = tuple(sorted((*state.members, step.to)))
        return Prediction("active: add a member", (done(state.changed(members=members)),))
    return Prediction("active: add a member who is one", (refused(state), done(state, state.changed())))
