"""Languages: one list for everybody."""

from __future__ import annotations

from tests.reference_pod.kit import SmallPod


def test_everybody_gets_the_same_languages(small: SmallPod) -> None:
    answer = small.call("listLanguages", small.people.alice).body
    assert "en-US" in answer["languages"]
    assert small.call("listLanguages", small.people.paul).body == answer
