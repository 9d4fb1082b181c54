from __future__ import annotations

import pytest

from conformance.target import ProfileError, find_profile, profiles


def test_the_profiles_get_deeper_in_their_order() -> None:
    assert list(profiles()) == ["smoke", "gate", "nightly", "read-only"]
    writing = [profile for profile in profiles().values() if not profile.reads_only]
    budgets = [(profile.positive, profile.negative, profile.boundary) for profile in writing]
    assert budgets == sorted(budgets)


def test_every_profile_makes_at_least_one_case_of_each_kind() -> None:
    assert all(profile.positive >= 1 and profile.negative >= 1 for profile in profiles().values())


def test_read_only_only_reads() -> None:
    assert [profile.name for profile in profiles().values() if profile.reads_only] == ["read-only"]


def test_an_unknown_profile_is_named_with_the_nearest() -> None:
    with pytest.raises(ProfileError, match="unknown profile 'nightlu'; did you mean 'nightly'"):
        find_profile("nightlu")
