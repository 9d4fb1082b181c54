"""Variants: named ways in which a pod may differ from the reference and still conform."""

from __future__ import annotations

from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.answers import ANSWERS
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.variants.rules import RULES
from conformance.reference_pod.wire import Wrapper

__all__ = ["Variant", "list_variants", "variant_wrapper"]

_VARIANTS: dict[str, Variant] = {variant.name: variant for variant in (*ANSWERS, *RULES)}


def list_variants() -> tuple[Variant, ...]:
    """All variants."""
    return tuple(_VARIANTS.values())


def variant_wrapper(pod: Pod, name: str) -> Wrapper:
    """The variant of this name; raises UnknownName when there is none."""
    variant = _VARIANTS.get(name)
    if variant is None:
        raise UnknownName("variant", name, _VARIANTS)
    return variant.wrapper(pod)
