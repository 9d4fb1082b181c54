"""Defects: named ways in which the reference pod misbehaves on one operation, written `kind@operation`.

Kinds about a part of the request name it after a dot: `drops-query.limit@listUserAccounts`.
"""

from __future__ import annotations

from conformance.contract import Operation
from conformance.reference_pod.call import Refusal
from conformance.reference_pod.defects.answers import ANSWERS
from conformance.reference_pod.defects.apps import APP_DEFECTS
from conformance.reference_pod.defects.bodies import BODIES
from conformance.reference_pod.defects.callers import CALLER_DEFECTS, OF_CALLERS
from conformance.reference_pod.defects.certificates import CERTIFICATE_DEFECTS
from conformance.reference_pod.defects.community import COMMUNITY_DEFECTS
from conformance.reference_pod.defects.connections import CONNECTION_DEFECTS
from conformance.reference_pod.defects.entitlements import ENTITLEMENT_DEFECTS
from conformance.reference_pod.defects.filters import OF_QUESTIONS
from conformance.reference_pod.defects.groups import GROUP_DEFECTS, OF_GROUPS
from conformance.reference_pod.defects.leniency import LENIENCY, OF_REQUESTS
from conformance.reference_pod.defects.memory import MEMORY_DEFECTS
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.defects.others import OTHERS_DEFECTS
from conformance.reference_pod.defects.paging import PAGING_DEFECTS
from conformance.reference_pod.defects.people import OF_ACCOUNTS, PEOPLE_DEFECTS
from conformance.reference_pod.defects.places import OF_PLACES
from conformance.reference_pod.defects.rules import RULES
from conformance.reference_pod.defects.sessions import SESSION_DEFECTS
from conformance.reference_pod.defects.settings import SETTING_DEFECTS
from conformance.reference_pod.defects.state import STATE, WITH_ARGUMENT
from conformance.reference_pod.defects.stateful import STATEFUL_DEFECTS
from conformance.reference_pod.defects.streams import STREAM_DEFECTS
from conformance.reference_pod.defects.texts import OF_TEXTS
from conformance.reference_pod.defects.values import VALUES, VALUES_OF_PROPERTIES
from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

__all__ = ["Defect", "defect_wrapper", "find_kind", "list_defects"]

_ALL = (
    *ANSWERS,
    *BODIES,
    *RULES,
    *STATE,
    *COMMUNITY_DEFECTS,
    *CONNECTION_DEFECTS,
    *GROUP_DEFECTS,
    *VALUES,
    *CERTIFICATE_DEFECTS,
    *APP_DEFECTS,
    *ENTITLEMENT_DEFECTS,
    *SETTING_DEFECTS,
    *OTHERS_DEFECTS,
    *PEOPLE_DEFECTS,
    *PAGING_DEFECTS,
    *STREAM_DEFECTS,
    *STATEFUL_DEFECTS,
    *LENIENCY,
    *CALLER_DEFECTS,
    *MEMORY_DEFECTS,
    *SESSION_DEFECTS,
)

_DEFECTS: dict[str, Defect] = {defect.kind: defect for defect in _ALL}

_WITH_ARGUMENT = {
    **WITH_ARGUMENT,
    **VALUES_OF_PROPERTIES,
    **OF_ACCOUNTS,
    **OF_PLACES,
    **OF_REQUESTS,
    **OF_CALLERS,
    **OF_QUESTIONS,
    **OF_GROUPS,
    **OF_TEXTS,
}


def list_defects() -> tuple[Defect, ...]:
    """All kinds of defects."""
    return tuple(_DEFECTS.values())


def defect_wrapper(pod: Pod, name: str) -> Wrapper:
    """The defect of this name (`kind@operation`); raises UnknownName when there is none."""
    kind, _, target = name.partition("@")
    defect, operation = find_kind(kind), pod.contract.operations.get(target)
    if defect is None or operation is None or not defect.applies(pod, operation):
        raise UnknownName("defect", name, _near(pod, defect, operation))

    def wrap(candidate: Operation, endpoint: Endpoint) -> Endpoint:
        return (
            _or_right(defect.wrap(pod, candidate, endpoint), endpoint) if candidate.id == target else endpoint
        )

    return wrap


def _or_right(wrong: Endpoint, right: Endpoint) -> Endpoint:
    """A request that a defect cannot read is refused as ever: a crash would be a second defect."""

    def respond(request: Request) -> Response:
        try:
            return wrong(request)
        except (ValueError, TypeError, LookupError, AttributeError, Refusal):
            return right(request)

    return respond


def find_kind(kind: str) -> Defect | None:
    """The defect of this kind; some kinds carry the part of the request that they concern, after a dot."""
    base, _, argument = kind.partition(".")
    if argument and base in _WITH_ARGUMENT:
        return _WITH_ARGUMENT[base](argument)
    return _DEFECTS.get(kind)


def _near(pod: Pod, defect: Defect | None, operation: Operation | None) -> list[str]:
    """The names that may have been meant: half of what was written is right, or none of it."""
    defects = list_defects() if defect is None or operation is not None else (defect,)
    operations = [operation] if operation is not None else list(pod.contract.operations.values())
    return [f"{kind.kind}@{found.id}" for kind in defects for found in operations if kind.applies(pod, found)]
