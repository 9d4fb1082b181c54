"""Variants of Community Connect, whose guide and document tell it in two ways."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import (
    Variant,
    everywhere,
    of,
    of_api,
    refusing,
    responding,
    successes,
    value_of,
)
from conformance.reference_pod.variants.sources import COMMUNITY_GUIDE, PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, json_response

_COMMUNITY = of_api("community-connect")


def _as_the_guide_has_it(_pod: Pod, _request: Request, response: Response) -> Response:
    if response.status == 404:
        return replace(response, status=400)
    if response.status != 201:
        return response
    body = value_of(response)
    for part in ("success", "errors"):
        hidden = ("email", "phoneNumber")
        body[part] = [{k: v for k, v in item.items() if k not in hidden} for item in body[part]]
    return json_response(200, body)


def _named_by_person(value: dict[str, Any]) -> dict[str, Any]:
    if not {"username", "firstName", "lastName"} <= value.keys():
        return value
    return {**value, "username": f"{value['firstName']}.{value['lastName']}".lower()}


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if item != []}


def _company_demanded(_pod: Pod) -> Wrapper:
    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id != "createUser":
            return endpoint

        def respond(request: Request) -> Response:
            if _names_a_company(request):
                return endpoint(request)
            return refusing(endpoint, request, "companyName is required")

        return respond

    return wrap


def _names_a_company(request: Request) -> bool:
    try:
        return bool(json.loads(request.body)["companyName"].strip())
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


COMMUNITY = (
    Variant(
        "community-guide",
        "Community Connect as its guide has it: 200 for created, 400 for unknown, items without email.",
        COMMUNITY_GUIDE,
        responding(_as_the_guide_has_it, _COMMUNITY),
    ),
    Variant(
        "community-names-by-person",
        "The user name of a Community Connect account is first and last name with a dot.",
        f"{PUBLISHED}: this in one schema, the email address in another",
        successes(lambda value: everywhere(value, _named_by_person), _COMMUNITY),
    ),
    Variant(
        "no-empty-lists-of-accounts",
        "Of successes and errors, a list that would be empty is left out.",
        f"{PUBLISHED}: neither list is required",
        successes(_without_empty, of("createUser")),
    ),
    Variant(
        "company-name-demanded",
        "Accounts of a company that is known are created with its name only.",
        f"{PUBLISHED} and guide: companyName is required; its description says for new domains only",
        _company_demanded,
    ),
)
