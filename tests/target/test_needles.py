"""Looking for many texts at once finds what looking for each of them finds."""

from __future__ import annotations

import pytest

from conformance.target.needles import Needles

FEW, MANY = 3, 2000
SECRETS = {"secret-one": "$ONE", "secret-one-longer": "$LONGER", "another-secret": "$OTHER"}


def needles(number: int) -> Needles[str]:
    """The secrets among so many others."""
    found = Needles[str](8)
    for index in range(number - len(SECRETS)):
        found.add(f"unrelated-{index:06d}", "$UNRELATED")
    for secret, variable in SECRETS.items():
        found.add(secret, variable)
    return found


@pytest.mark.parametrize("number", [FEW, MANY])
@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("secret-one", "$ONE"),
        ("x secret-one-longer x", "x $LONGER x"),
        ("secret-one-long", "$ONE-long"),
        ("secret-one-longersecret-oneanother-secret", "$LONGER$ONE$OTHER"),
        ("secret-on another-secre", "secret-on another-secre"),
        ("secret", "secret"),
        ("", ""),
    ],
)
def test_each_is_replaced_the_longest_first(number: int, text: str, replaced: str) -> None:
    assert needles(number).replaced(text) == replaced


@pytest.mark.parametrize("number", [FEW, MANY])
def test_what_is_added_later_is_found_too(number: int) -> None:
    found = needles(number)
    assert found.replaced("a-later-secret") == "a-later-secret"
    found.add("a-later-secret", "$LATER")
    assert found.replaced("a-later-secret") == "$LATER"
    assert found.longest_first()[0] == "secret-one-longer"
    assert "a-later-secret" in found.longest_first()


def test_the_first_name_of_a_secret_stays() -> None:
    found = Needles[bytes](8)
    found.add(b"\x00secret\xff", b"$FIRST")
    found.add(b"\x00secret\xff", b"$SECOND")
    assert found.replaced(b"<\x00secret\xff>") == b"<$FIRST>"
