"""What tells a variant from the reference pod."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.reference_pod.web import WebPod


@dataclass(frozen=True)
class Probe:
    """A look at a pod, and what it shows on the reference and on the variant."""

    see: Callable[[WebPod], Any]
    reference: Any
    variant: Any
