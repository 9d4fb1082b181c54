"""The model of followers, and the one over several models."""

from __future__ import annotations

from conformance.models.followers import Followers
from conformance.models.model import Step
from conformance.models.rooms import Rooms
from conformance.models.together import Together

FOLLOW = Followers()
BOTH = Together((FOLLOW, Rooms()))


def test_following_is_seen_from_both_sides() -> None:
    views = FOLLOW.views(frozenset({"second"}))
    assert views["followers"] == {("second",)}
    assert views["first follows"] == {()}
    assert views["second follows"] == {("leader",)}


def test_following_twice_changes_nothing() -> None:
    state = frozenset({"first"})
    prediction = FOLLOW.predict(state, Step("follow", "admin", "first"))
    assert {after for outcome in prediction.outcomes for after in outcome.states} == {state}


def test_who_is_named_beside_one_who_follows_already_follows_as_well() -> None:
    prediction = FOLLOW.predict(frozenset({"first"}), Step("follow", "admin", "first second"))
    assert prediction.outcomes[0].states == (frozenset({"first", "second"}),)


def test_a_step_moves_its_own_model_only() -> None:
    prediction = BOTH.predict(BOTH.start, Step("followers/follow", "admin", "first"))
    assert prediction is not None
    assert prediction.outcomes[0].states[0] == ("followers", (frozenset({"first"}), Rooms().start))


def test_rules_are_which_model_moves_after_which() -> None:
    state = ("rooms", BOTH.start[1])
    prediction = BOTH.predict(state, Step("followers/follow", "admin", "first"))
    assert prediction is not None
    assert prediction.rule == "followers after rooms"
    assert len(BOTH.rules) == 4


def test_views_keep_the_names_of_their_models() -> None:
    assert "followers/count" in BOTH.views(BOTH.start)
    assert BOTH.requirement("followers/first follows") == "STATE-FOLLOW-FOLLOWING"
