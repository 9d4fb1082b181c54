"""Manifests: valid JSON in a string, kept as it is sent."""

from __future__ import annotations

import pytest

from tests.reference_pod.kit import SmallPod


def test_a_manifest_reads_back_as_it_was_set(small: SmallPod) -> None:
    manifest = '{"commands": [ {"name": "/help"} ]}'
    small.call("setOwnManifest", small.people.alice, body={"manifest": manifest})
    assert small.call("getOwnManifest", small.people.alice).body == {"manifest": manifest}
    assert small.call("getOwnManifest", small.people.bob).body == {"manifest": "{}"}


@pytest.mark.parametrize("manifest", ["", "{", "commands", "NaN", "[" * 6000])
def test_what_is_not_json_is_refused_and_changes_nothing(small: SmallPod, manifest: str) -> None:
    small.refuses(400, "setOwnManifest", small.people.alice, body={"manifest": manifest})
    assert small.call("getOwnManifest", small.people.alice).body == {"manifest": "{}"}


def test_a_manifest_has_at_most_6144_characters(small: SmallPod) -> None:
    small.call("setOwnManifest", small.people.alice, body={"manifest": "7" * 6144})
    small.refuses(400, "setOwnManifest", small.people.alice, body={"manifest": "7" * 6145})
