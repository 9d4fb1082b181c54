"""Variants of what a pod can do: each lacks one capability, and one of them lacks all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from conformance.contract import Operation
from conformance.contract.capabilities import load_capabilities
from conformance.reference_pod.call import Refusal
from conformance.reference_pod.envelopes import error_response, refused
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.users import tenant_of
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_CROSS_POD = "cross-pod"
_LACKING: Mapping[str, tuple[str, int]] = {
    "distribution-lists": ("Nobody on the pod may keep distribution lists.", 403),
    "information-barriers": ("The pod has no barrier groups and no policies.", 204),
    "certificates": ("Nobody on the pod may manage certificates.", 403),
    "applications": ("Nobody on the pod may manage applications.", 403),
    "app-entitlements": ("Nobody on the pod may manage who uses applications.", 403),
    "disclaimers": ("The company has no disclaimers.", 204),
    "manifests": ("The pod is older than manifests.", 404),
    "protocols": ("The pod is older than protocols.", 404),
    "file-extensions": ("The pod knows the list of allowed types, and no list to manage.", 405),
}
"""What a pod without a capability is like, and how it answers whatever needs it."""


def _without(*capabilities: str) -> Callable[[Pod], Wrapper]:
    """Answers what needs these capabilities as a pod does that lacks them; sign-in still comes first."""
    statuses = {
        operation: _LACKING[name][1]
        for name in capabilities
        for operation in load_capabilities()[name].operations
    }

    def wrapper(pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            status = statuses.get(operation.id)
            if status is None:
                return endpoint
            return lambda request: _absent(pod, request, status)

        return wrap

    return wrapper


def _absent(pod: Pod, request: Request, status: int) -> Response:
    api = request.operation.api
    try:
        caller_of(pod, request)
    except Refusal as refusal:
        return refused(api, refusal)
    if status == 204 and request.operation.method == "GET":
        return Response(204)
    return error_response(api, 400 if status == 204 else status, "This pod has nothing of the kind")


def _within_the_pod(pod: Pod) -> Wrapper:
    """Refuses connections with users of other pods, and rooms for them."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id not in ("createConnection", "createRoom"):
            return endpoint

        def respond(request: Request) -> Response:
            if _reaches_out(pod, request):
                return error_response("pod", 403, "Cross-pod communication is not enabled")
            return endpoint(request)

        return respond

    return wrap


def _reaches_out(pod: Pod, request: Request) -> bool:
    try:
        body = json.loads(request.body)
        if request.operation.id == "createRoom":
            return bool(body.get("crossPod"))
        return tenant_of(int(body["userId"])) != caller_of(pod, request).tenant
    except (Refusal, ValueError, KeyError, TypeError, AttributeError):
        return False


def _bare(pod: Pod) -> Wrapper:
    inner, outer = _without(*_LACKING)(pod), _within_the_pod(pod)
    return lambda operation, endpoint: outer(operation, inner(operation, endpoint))


CAPABILITIES = (
    *(
        Variant(
            f"without-{name}",
            summary,
            f"Target files: a pod may lack {name}. {load_capabilities()[name].why}".rstrip("."),
            _without(name),
            denies=(name,),
        )
        for name, (summary, _) in _LACKING.items()
    ),
    Variant(
        "without-cross-pod",
        "Users of the pod cannot reach those of another one.",
        f"Target files: a pod may lack {_CROSS_POD}. {load_capabilities()[_CROSS_POD].why}".rstrip("."),
        _within_the_pod,
        denies=(_CROSS_POD,),
    ),
    Variant(
        "bare-pod",
        "The pod lacks everything that a pod may lack, but presence feeds.",
        "Target files: each capability may be declared absent",
        _bare,
        denies=(*_LACKING, _CROSS_POD),
    ),
)
