"""Defects: named ways in which the reference pod misbehaves on one operation, written `kind@operation`."""

from __future__ import annotations

from conformance.contract import Operation
from conformance.reference_pod.defects.answers import ANSWERS
from conformance.reference_pod.defects.bodies import BODIES
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.defects.rules import RULES
from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Wrapper

__all__ = ["Defect", "defect_wrapper", "list_defects"]

_DEFECTS: dict[str, Defect] = {defect.kind: defect for defect in (*ANSWERS, *BODIES, *RULES)}


def list_defects() -> tuple[Defect, ...]:
    """All kinds of defects."""
    return tuple(_DEFECTS.values())


def defect_wrapper(pod: Pod, name: str) -> Wrapper:
    """The defect of this name (`kind@operation`); raises UnknownName when there is none."""
    kind, _, target = name.partition("@")
    defect, operation = _DEFECTS.get(kind), pod.contract.operations.get(target)
    if defect is None or operation is None or not defect.applies(pod, operation):
        candidates = (
            [f"{kind}@{operation_id}" for operation_id in pod.contract.operations]
            if operation is None and defect is not None
            else [f"{known}@{target}" for known in _DEFECTS]
        )
        raise UnknownName("defect", name, [c for c in candidates if c != name])

    def wrap(candidate: Operation, endpoint: Endpoint) -> Endpoint:
        return defect.wrap(pod, candidate, endpoint) if candidate.id == target else endpoint

    return wrap
