"""Defects of updates that change what was not written: other things, and values that were not sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.certificates import CERTIFICATES, Certificate
from conformance.reference_pod.records.groups import GROUPS, Group
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.store import TableSpec
from conformance.reference_pod.wire import Endpoint, Request, Response

NEEDED = {"userName", "emailAddress", "displayName", "firstName", "lastName", "accountType"}
MARK = "Touched"


def _certificate(record: Certificate) -> Certificate:
    return replace(record, name=MARK)


def _group(record: Group) -> Group:
    return replace(record, profile={**record.profile, "jobTitle": MARK})


_TOUCHES: Mapping[str, tuple[TableSpec[Any], Callable[[Any], Any], Callable[[Any], str]]] = {
    "updateCompanyCertificate": (CERTIFICATES, _certificate, lambda record: record.fingerprint),
    "updateGroup": (GROUPS, _group, lambda record: record.id),
}


def _touches_others(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    spec, change, name = _TOUCHES[operation.id]

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok:
            for record in pod.store[spec]:
                if name(record) not in request.path.values():
                    pod.store[spec].put(change(record))
        return response

    return respond


def _clears_unsent(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        user = pod.store[USERS].get(int(request.path["uid"])) if response.ok else None
        if user is not None:
            stays = NEEDED | json.loads(request.body).keys()
            attributes = {key: value for key, value in user.attributes.items() if key in stays}
            pod.store[USERS].put(replace(user, attributes=attributes))
        return response

    return respond


OTHERS_DEFECTS = (
    Defect(
        "touches-others",
        "An update of one thing changes all others of its kind.",
        _touches_others,
        lambda _pod, operation: operation.id in _TOUCHES,
    ),
    Defect(
        "clears-unsent",
        "What an update of an account leaves out is cleared.",
        _clears_unsent,
        lambda _pod, operation: operation.id == "updateUserAccount",
    ),
)
