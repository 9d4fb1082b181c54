"""Defects of Community Connect: accounts that are made twice, not again, or not beside a failure."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, with_body
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.community import ACCOUNTS
from conformance.reference_pod.wire import Endpoint, Request, Response, encode, json_response


def _creates(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "createUser"


def _updates(_pod: Pod, operation: Operation) -> bool:
    return operation.id == "updateUser"


def _adds_anybody(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Whoever cannot get an account is shown among those who have."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            return response
        body: dict[str, Any] = json.loads(response.body)
        failed = [{**row, "code": "USER_ADDED_EXISTING_COMPANY", "userId": 1} for row in body["errors"]]
        return with_body(
            response, encode({**body, "success": [*body["success"], *failed], "errors": []}).encode()
        )

    return respond


def _all_or_nobody(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok or not (body := json.loads(response.body))["errors"]:
            return response
        pod.store.undo()
        return with_body(response, encode({"success": [], "errors": body["errors"]}).encode())

    return respond


def _never_again(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """An address that once had an account can have none any more."""
    known: set[str] = set()

    def respond(request: Request) -> Response:
        try:
            asked = {str(user["email"]) for user in json.loads(request.body)["users"]}
        except (ValueError, KeyError, TypeError):
            return endpoint(request)
        if known & asked:
            return json_response(201, {"success": [], "errors": [{"code": "USER_ALREADY_EXISTS"}]})
        response = endpoint(request)
        if response.ok:
            known.update(asked)
        return response

    return respond


def _replaces_accounts(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """An update leaves nothing but what it names, and the address."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        account = pod.store[ACCOUNTS].get(int(request.path["userId"])) if response.ok else None
        if account is not None:
            named = {*json.loads(request.body), "email"}
            attributes = {name: value for name, value in account.attributes.items() if name in named}
            pod.store[ACCOUNTS].put(replace(account, attributes=attributes))
        return response

    return respond


def _forgets_display_names(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """A display name that is left out stays out."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            return response
        asked = {user["email"] for user in json.loads(request.body)["users"] if "displayName" not in user}
        for account in list(pod.store[ACCOUNTS]):
            if account.email in asked:
                rest = {name: value for name, value in account.attributes.items() if name != "displayName"}
                pod.store[ACCOUNTS].put(replace(account, attributes=rest))
        return response

    return respond


COMMUNITY_DEFECTS = (
    Defect("adds-anybody", "Accounts are made for people who have one.", _adds_anybody, _creates),
    Defect("all-or-nobody", "One failure keeps the others from their accounts.", _all_or_nobody, _creates),
    Defect("never-again", "An address gets an account once only.", _never_again, _creates),
    Defect("no-display-names", "Display names are not generated.", _forgets_display_names, _creates),
    Defect("replaces-accounts", "An update removes what it does not name.", _replaces_accounts, _updates),
)
