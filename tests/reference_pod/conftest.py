"""Fixtures for the reference pod's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reference_pod.kit import SmallPod
from tests.reference_pod.web import WebPod


@pytest.fixture
def small() -> SmallPod:
    """A fresh pod with a few people."""
    return SmallPod()


@pytest.fixture
def web() -> Iterator[WebPod]:
    """A fresh pod behind HTTP; at the end none of its answers may have broken the contract."""
    web = WebPod()
    yield web
    assert web.breaches == [], "answers that the contract does not allow"
