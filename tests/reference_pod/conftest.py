"""Fixtures for the reference pod's tests."""

from __future__ import annotations

import pytest

from tests.reference_pod.kit import SmallPod


@pytest.fixture
def small() -> SmallPod:
    """A fresh pod with a few people."""
    return SmallPod()
