"""Variants: named ways in which a pod may differ from the reference and still conform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from starlette.types import ASGIApp

from conformance.reference_pod.app import create_app
from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.answers import ANSWERS
from conformance.reference_pod.variants.capabilities import CAPABILITIES
from conformance.reference_pod.variants.community import COMMUNITY
from conformance.reference_pod.variants.connections import CONNECTIONS
from conformance.reference_pod.variants.content import CONTENT
from conformance.reference_pod.variants.cursors import CURSORS
from conformance.reference_pod.variants.delays import DELAYS
from conformance.reference_pod.variants.errors import ERRORS
from conformance.reference_pod.variants.gateways import GATEWAYS
from conformance.reference_pod.variants.groups import GROUPS
from conformance.reference_pod.variants.habits import HABITS
from conformance.reference_pod.variants.http import HTTP_VARIANTS
from conformance.reference_pod.variants.ids import IDS
from conformance.reference_pod.variants.liberties import LIBERTIES
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.variants.omissions import OMISSIONS
from conformance.reference_pod.variants.orders import ORDERS
from conformance.reference_pod.variants.overload import OVERLOAD
from conformance.reference_pod.variants.pods import PODS
from conformance.reference_pod.variants.refusals import REFUSALS
from conformance.reference_pod.variants.rules import RULES
from conformance.reference_pod.variants.untold import UNTOLD
from conformance.reference_pod.wire import Request, Response, Wrapper

__all__ = [
    "Variant",
    "concerned",
    "find_variant",
    "find_variants",
    "list_variants",
    "varied_app",
    "varied_pod",
]

_ALL = (
    *ANSWERS,
    *OMISSIONS,
    *UNTOLD,
    *ORDERS,
    *CURSORS,
    *IDS,
    *ERRORS,
    *REFUSALS,
    *GATEWAYS,
    *PODS,
    *CAPABILITIES,
    *CONNECTIONS,
    *GROUPS,
    *RULES,
    *LIBERTIES,
    *HABITS,
    *DELAYS,
    *COMMUNITY,
    # How answers travel is the last thing that is done to them.
    *CONTENT,
    *HTTP_VARIANTS,
    # Whoever is refused for haste has come to none of the others.
    *OVERLOAD,
)
"""From the innermost to the outermost, for a pod can differ in several ways."""

_VARIANTS: dict[str, Variant] = {variant.name: variant for variant in _ALL}


def list_variants() -> tuple[Variant, ...]:
    """All variants."""
    return tuple(_VARIANTS.values())


def find_variant(name: str) -> Variant:
    """The variant of this name; raises UnknownName when there is none."""
    variant = _VARIANTS.get(name)
    if variant is None:
        raise UnknownName("variant", name, _VARIANTS)
    return variant


def find_variants(names: Iterable[str]) -> tuple[Variant, ...]:
    """The variants of these names from the innermost to the outermost, whatever the order of the names.

    Raises UnknownName when there is none of one.
    """
    return tuple(sorted(map(find_variant, names), key=_ALL.index))


def varied_pod(pod: Pod, variants: Sequence[Variant]) -> Pod:
    """The pod as these variants prepare it before it is served."""
    for variant in variants:
        if variant.prepare is not None:
            pod = variant.prepare(pod)
    lacks = frozenset(name for variant in variants for name in variant.lacks)
    denies = frozenset(name for variant in variants for name in variant.denies)
    return replace(pod, settings=replace(pod.settings, lacks=lacks, denies=denies))


def varied_app(pod: Pod, variants: Sequence[Variant], wrappers: Sequence[Wrapper] = ()) -> ASGIApp:
    """The application of a prepared pod with these variants and, around their endpoints, more wrappers."""
    own = [variant.wrapper(pod) for variant in variants if variant.wrapper is not None]
    around = [variant.around for variant in variants if variant.around is not None]
    return create_app(pod, wrappers=[*own, *wrappers], around=around)


def concerned(pod: Pod, variant: Variant) -> frozenset[str]:
    """The ids of the operations whose answers the variant may change."""
    operations = pod.contract.operations
    if variant.wrapper is None or variant.prepare is not None or variant.around is not None:
        return frozenset(operations)
    wrap = variant.wrapper(pod)
    return frozenset(name for name, found in operations.items() if wrap(found, _untouched) is not _untouched)


def _untouched(_request: Request) -> Response:
    return Response(204)
