from __future__ import annotations

import pytest

from conformance.target import ProfileError, find_profile, profiles


def test_the_profiles_get_deeper_in_their_order() -> None:
    assert list(profiles()) == ["smoke", "gate", "nightly"]
    budgets = [(profile.positive, profile.negative, profile.boundary) for profile in profiles().values()]
    assert budgets == sorted(budgets)


def test_every_profile_makes_at_least_one_case_of_each_kind() -> None:
    assert all(profile.positive >= 1 and profile.negative >= 1 for profile in profiles().values())


def test_read_only_is_refused_until_it_exists() -> None:
    with pytest.raises(
        ProfileError, match="'read-only' is not available yet; use one of: smoke, gate, nightly"
    ):
        find_profile("read-only")


def test_an_unknown_profile_is_named_with_the_nearest() -> None:
    with pytest.raises(ProfileError, match="unknown profile 'nightlu'; did you mean 'nightly'"):
        find_profile("nightlu")


def test_a_disposable_target_allows_everything() -> None:
    assert find_profile("smoke").withholds({"delete", "irreversible"}, disposable=True) is None
