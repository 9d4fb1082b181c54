"""Ids of things that a pod holds from the start, for tools that cannot find any by themselves.

A user who sets up a tool for a pod looks a few ids up and writes them into its configuration. The ids repeat
with the seed of the pod, so that they are looked up once, on a pod without a defect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from benchmarks.detection.access import Access, sign_in
from conformance.proof.pod import served_pod

Values = Mapping[tuple[str, str], Any]
"""Where a value stands (`path`, `header` or `body`) and its name, with a value that a pod knows."""


@dataclass(frozen=True, slots=True)
class Place:
    """An answer of a pod that has an id, and the way to it."""

    api: str
    method: str
    path: str
    way: tuple[int | str, ...]
    body: Mapping[str, Any] | None = None

    def look_up(self, access: Access) -> Any:
        """The id; raises httpx.HTTPStatusError, KeyError or IndexError when the answer has none."""
        headers = {**access.headers(self.api), "X-Symphony-Host": ""}
        answer = httpx.request(
            self.method, access.base_url(self.api) + self.path, headers=headers, json=self.body
        )
        answer.raise_for_status()
        found: Any = answer.json()
        for step in self.way:
            found = found[step]
        return found


_ROOM = Place("pod", "POST", "/v1/streams/list", (0, "id"), {"streamTypes": [{"type": "ROOM"}]})
_DISCLAIMER = Place("pod", "GET", "/v1/admin/disclaimer/list", (0, "id"))
_FINGERPRINT = ("companyCertInfo", "fingerPrint")

PLACES: Mapping[tuple[str, str, str], Place] = {
    ("Streams", "path", "sid"): _ROOM,
    ("Streams", "path", "id"): _ROOM,
    ("Rooms", "path", "id"): _ROOM,
    ("Applications", "path", "id"): Place("pod", "GET", "/v1/admin/app/entitlement/list", (0, "appId")),
    ("Certificates", "path", "fingerPrint"): Place("pod", "GET", "/v1/companycert/list", (0, *_FINGERPRINT)),
    ("Disclaimers", "path", "did"): _DISCLAIMER,
    ("Disclaimers", "body", "id"): _DISCLAIMER,
    ("Information barriers", "path", "gid"): Place("pod", "GET", "/v1/admin/group/list", (0, "id")),
    ("Groups", "path", "groupId"): Place("profile-manager", "GET", "/v1/groups/type/SDL", ("data", 0, "id")),
}
"""Area, where in a request and name of a value, with the place where the pod shows such an id."""


def known_values(area: str) -> Values:
    """What is known for an area."""
    everywhere, by_area = _looked_up()
    return {**everywhere, **{key[1:]: value for key, value in by_area.items() if key[0] == area}}


@cache
def _looked_up() -> tuple[Values, Mapping[tuple[str, str, str], Any]]:
    """What is the same for all areas, and what belongs to one: its name first."""
    with served_pod() as pod:
        access = sign_in(pod.file)
        colleague, stranger = (pod.target.actors[name].user_id for name in ("colleague", "stranger"))
        found = {key: place.look_up(access) for key, place in PLACES.items()}
    everywhere = {
        ("path", "uid"): colleague,
        ("path", "typeId"): "SDL",
        ("header", "X-Symphony-Host"): "pod.example.com",
    }
    return everywhere, {
        ("Connections", "path", "userId"): str(stranger),
        ("Connections", "body", "userId"): stranger,
        ("Connections", "path", "uid"): stranger,
        ("Followers", "body", "followers"): [colleague],
        ("User accounts", "path", "userId"): colleague,
        **found,
    }
