"""Defects of entitlements to apps: settings that are lost, kept too long, or given to everybody."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.apps import USER_APPS
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.wire import Endpoint, Request, Response


def _is_patch(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "patchUserAppEntitlements"


def _is_replacement(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "replaceUserAppEntitlements"


def _wishing(endpoint: Endpoint, request: Request, old: str, new: str) -> Response:
    """Answer a patch in which both settings say `new` where they say `old`; what is absent says KEEP."""
    try:
        wishes: list[dict[str, Any]] = json.loads(request.body)
        for wish in wishes:
            for key in ("listed", "install"):
                value = wish.get(key, "KEEP")
                wish[key] = new if value == old else value
    except (ValueError, TypeError, AttributeError):
        return endpoint(request)
    return endpoint(replace(request, body=json.dumps(wishes).encode()))


def _keep_is_false(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    return lambda request: _wishing(endpoint, request, "KEEP", "FALSE")


def _remove_keeps(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    return lambda request: _wishing(endpoint, request, "REMOVE", "KEEP")


def _keeps_entitlements(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        table = pod.store[USER_APPS]
        old = list(table)
        response = endpoint(request)
        for setting in old:
            if response.ok and (setting.user, setting.app) not in table:
                table.put(setting)
        return response

    return respond


def _entitles_everybody(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok:
            for setting in pod.store[USER_APPS].find("user", int(request.path["uid"])):
                for user in pod.store[USERS]:
                    pod.store[USER_APPS].put(replace(setting, user=user.id))
        return response

    return respond


ENTITLEMENT_DEFECTS = (
    Defect("keep-is-false", "KEEP, or no value, is taken for FALSE.", _keep_is_false, _is_patch),
    Defect("remove-keeps", "REMOVE is taken for KEEP.", _remove_keeps, _is_patch),
    Defect("keeps-entitlements", "Settings that are not sent stay.", _keeps_entitlements, _is_replacement),
    Defect(
        "entitles-everybody",
        "What is set for one user is set for all.",
        _entitles_everybody,
        _is_replacement,
    ),
)
