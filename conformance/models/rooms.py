"""One room: who is a member, who owns it, and whether it is active."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from conformance.models.model import Prediction, Rule, Step, Views, by_name, done, refused

ABSENT, OUT, MEMBER, OWNER = "absent", "out", "member", "owner"
MEMBERS = "STATE-ROOM-MEMBERS"

_RULES = by_name(
    (
        Rule("absent: create", "transition", "STATE-ROOM-CREATE"),
        Rule("active: add by an owner", "transition", "STATE-ROOM-ADD"),
        Rule("active: add by an administrator", "transition", "STATE-ROOM-ADMIN"),
        Rule("active: remove by an owner", "transition", "STATE-ROOM-REMOVE"),
        Rule("active: remove by an administrator", "transition", "STATE-ROOM-ADMIN"),
        Rule("active: promote", "transition", "STATE-ROOM-PROMOTE"),
        Rule("active: demote another", "transition", "STATE-ROOM-DEMOTE"),
        Rule("active: demote oneself", "transition", "STATE-ROOM-DEMOTE"),
        Rule("active: deactivate by an owner", "transition", "STATE-ROOM-ACTIVE"),
        Rule("active: deactivate by an administrator", "transition", "STATE-ROOM-ADMIN"),
        Rule("inactive: reactivate by an owner", "transition", "STATE-ROOM-ACTIVE"),
        Rule("inactive: reactivate by an administrator", "transition", "STATE-ROOM-ADMIN"),
        Rule("active: add a member", "refusal"),
        Rule("active: remove somebody else", "refusal"),
        Rule("active: promote somebody else", "refusal"),
        Rule("active: demote a member", "refusal"),
        Rule("inactive: deactivate", "refusal"),
        Rule("inactive: add by an owner", "refusal", "STATE-ROOM-LOCKED"),
        Rule("inactive: add by an administrator", "refusal", "STATE-ROOM-LOCKED"),
        Rule("inactive: remove by an owner", "refusal", "STATE-ROOM-LOCKED"),
        Rule("inactive: remove by an administrator", "refusal", "STATE-ROOM-LOCKED"),
    )
)


@dataclass(frozen=True, slots=True)
class Room:
    """The room as it must be: the part that each of two people has in it."""

    status: str = ABSENT
    founder: str = OUT
    guest: str = OUT


@dataclass(frozen=True, slots=True)
class Rooms:
    """A room that `founder` creates and `guest` joins; `admin` administers it. All are named as actors."""

    founder: str = "user"
    guest: str = "colleague"
    admin: str = "admin"
    name: str = "rooms"

    @property
    def start(self) -> Room:
        """There is no room yet."""
        return Room()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What owners and administrators do; who may do less is for the checks of rights."""
        founder, guest, admin = self.founder, self.guest, self.admin
        return (
            Step("create", founder),
            *(Step(action, by, guest) for action in ("add", "remove") for by in (founder, admin)),
            Step("promote", founder, guest),
            Step("demote", founder, guest),
            Step("promote", guest, founder),
            Step("demote", guest, founder),
            Step("demote", founder, founder),
            *(Step(action, by) for action in ("deactivate", "activate") for by in (founder, guest, admin)),
        )

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by name."""
        return _RULES

    @property
    def states(self) -> tuple[str, ...]:
        """Active and not, by the parts of the founder and the guest."""
        parts = ((OWNER, OUT), (OWNER, MEMBER), (OWNER, OWNER), (MEMBER, OWNER))
        return (ABSENT, *(f"{status}: {a}, {b}" for status in ("active", "inactive") for a, b in parts))

    def predict(self, state: Room, step: Step) -> Prediction | None:
        """What the step may do to the room; only owners and the administrator act."""
        if state.status == ABSENT:
            made = Room("active", OWNER)
            return Prediction("absent: create", (done(made),)) if step.action == "create" else None
        admin = step.by == self.admin
        if step.action == "create" or not (admin or self._part(state, step.by) == OWNER):
            return None
        by = "by an administrator" if admin else "by an owner"
        if step.action in ("activate", "deactivate"):
            return _activation(state, step, by)
        if state.status == "inactive":
            return _locked(state, step, by)
        return self._membership(state, step, by)

    def labels(self, state: Room) -> frozenset[str]:
        """The one label of the state."""
        label = f"{state.status}: {state.founder}, {state.guest}"
        return frozenset({ABSENT if state.status == ABSENT else label})

    def views(self, state: Room) -> Views:
        """The room as a member reads it, and its members as a member and an administrator list them."""
        if state.status == ABSENT:
            return {}
        return {
            "active": frozenset({state.status == "active"}),
            f"{self.founder} in the list": frozenset({state.founder}),
            f"{self.guest} in the list": frozenset({state.guest}),
            f"{self.founder} in the administrator's list": frozenset({state.founder}),
            f"{self.guest} in the administrator's list": frozenset({state.guest}),
        }

    def essence(self, state: Room) -> Hashable:
        """The state itself."""
        return state

    def requirement(self, view: str) -> str:
        """What is broken when a view shows what nothing explains."""
        return MEMBERS

    def _part(self, state: Room, person: str) -> str:
        return state.founder if person == self.founder else state.guest

    def _with(self, state: Room, person: str, part: str) -> Room:
        return replace(state, founder=part) if person == self.founder else replace(state, guest=part)

    def _membership(self, state: Room, step: Step, by: str) -> Prediction | None:
        part = self._part(state, step.to)
        same = (refused(state), done(state))
        match step.action, part:
            case "add", "out":
                return Prediction(f"active: add {by}", (done(self._with(state, step.to, MEMBER)),))
            case "add", _:
                return Prediction("active: add a member", same)
            case "remove", "out":
                return Prediction("active: remove somebody else", same)
            case "remove", _:
                left = self._with(state, step.to, OUT)
                # Who succeeds the last owner is not stated in the documents.
                alone = OWNER not in (left.founder, left.guest)
                return None if alone else Prediction(f"active: remove {by}", (done(left),))
            case "promote", "member":
                return Prediction("active: promote", (done(self._with(state, step.to, OWNER)),))
            case "promote", "out":
                return Prediction("active: promote somebody else", same)
            case "demote", "owner" if (state.founder, state.guest) == (OWNER, OWNER):
                whom = "oneself" if step.by == step.to else "another"
                return Prediction(f"active: demote {whom}", (done(self._with(state, step.to, MEMBER)),))
            case "demote", "member":
                return Prediction("active: demote a member", same)
            case _:
                return None


def _activation(state: Room, step: Step, by: str) -> Prediction | None:
    match step.action, state.status:
        case "deactivate", "active":
            return Prediction(f"active: deactivate {by}", (done(replace(state, status="inactive")),))
        case "activate", "inactive":
            return Prediction(f"inactive: reactivate {by}", (done(replace(state, status="active")),))
        case "deactivate", _:
            return Prediction("inactive: deactivate", (refused(state), done(state)))
        case _:
            return None


def _locked(state: Room, step: Step, by: str) -> Prediction | None:
    """A room that is not active: its membership is locked."""
    if (step.action, state.guest == OUT) in (("add", True), ("remove", False)):
        return Prediction(f"inactive: {step.action} {by}", (refused(state),))
    return None
