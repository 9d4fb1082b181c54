"""Defects of applications: an update that loses a key, or that reaches the apps of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, after_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.apps import APPS, App
from conformance.reference_pod.wire import Endpoint, Request


def _is_update(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "updateApp"


def _after_update(
    change: Callable[[App, bool], App],
) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """Change all apps once one was updated; the change is told whether an app is that one."""

    def spoil(pod: Pod, request: Request) -> None:
        for app in pod.store[APPS]:
            pod.store[APPS].put(change(app, app.id == request.path["id"]))

    return after_success(spoil)


def _without_previous(app: App, updated: bool) -> App:
    return replace(app, keys=replace(app.keys, previous=None, expires=None)) if updated else app


def _described_alike(app: App, updated: bool) -> App:
    return app if updated else replace(app, detail={**app.detail, "description": "Updated"})


APP_DEFECTS = (
    Defect(
        "forgets-previous-key",
        "A key that was replaced is no longer valid.",
        _after_update(_without_previous),
        _is_update,
    ),
    Defect(
        "changes-all-apps",
        "The update of one app changes the description of all others.",
        _after_update(_described_alike),
        _is_update,
    ),
)
