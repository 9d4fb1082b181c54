"""Variants of what a pod does with the texts, keys and pictures that it is given."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import (
    Concerns,
    Variant,
    everywhere,
    of,
    refusing_bodies,
    successes,
)
from conformance.reference_pod.variants.sources import PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, encode

_PHONES = frozenset(
    {
        *("workPhoneNumber", "mobilePhoneNumber", "smsNumber", "twoFactorAuthPhone"),
        *("mobile", "jobPhone", "phoneNumber"),
    }
)
_NORTH_AMERICAN = re.compile(r"\+1(?![2-9]\d{2}[2-9]\d{6}$)")
_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----(.+?)-----END \1-----\s*", re.DOTALL)
_LINE = 76
"""How wide a line of base64 is in MIME; PEM has 64."""
_ADDRESSES = frozenset({"emailAddress", "userName", "email"})


def rewriting(change: Callable[[Any], Any], concerns: Concerns = lambda _: True) -> Callable[[Pod], Wrapper]:
    """A variant that reads the JSON of a request's body as if another one had been sent."""

    def wrapper(_pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if operation.request_body is None or not concerns(operation):
                return endpoint

            def respond(request: Request) -> Response:
                try:
                    body = encode(change(json.loads(request.body))).encode()
                except (ValueError, RecursionError):
                    body = request.body
                return endpoint(replace(request, body=body))

            return respond

        return wrap

    return wrapper


def _texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_texts(item, change) for item in value]
    if isinstance(value, dict):
        return {name: _texts(item, change) for name, item in value.items()}
    return value


def _tidied(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip(" ")


def _lower_addresses(value: dict[str, Any]) -> dict[str, Any]:
    return {
        name: item.lower() if name in _ADDRESSES and isinstance(item, str) else item
        for name, item in value.items()
    }


def _possible_phones(_pod: Pod) -> Wrapper:
    """Telephone numbers of North America have ten digits after the country's, in a certain form."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        return endpoint if operation.request_body is None else refusing_bodies(endpoint, _impossible)

    return wrap


def _impossible(value: Any) -> str | None:
    found: list[str] = []

    def look(part: dict[str, Any]) -> dict[str, Any]:
        found.extend(
            item
            for name, item in part.items()
            if name in _PHONES and isinstance(item, str) and _NORTH_AMERICAN.match(item)
        )
        return part

    everywhere(value, look)
    return f"{found[0]} is no telephone number" if found else None


def _wrapped_otherwise(text: str) -> str:
    return _PEM.sub(_at_another_width, text)


def _at_another_width(found: re.Match[str]) -> str:
    label, body = found.group(1), "".join(found.group(2).split())
    lines = [body[at : at + _LINE] for at in range(0, len(body), _LINE)]
    return "\r\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _rewritten_manifest(value: dict[str, Any]) -> dict[str, Any]:
    try:
        return {**value, "manifest": json.dumps(json.loads(value["manifest"]), indent=1, sort_keys=True)}
    except (ValueError, KeyError, TypeError):
        return value


def _same_address(value: Any) -> Any:
    """Addresses of pictures without the part that changes with the picture."""
    return everywhere(
        value,
        lambda part: (
            {**part, "url": f"../avatars/{part['size']}"} if {"url", "size"} <= part.keys() else part
        ),
    )


HABITS = (
    Variant(
        "tidied-texts",
        "Texts are kept without blanks at their ends, and in the composed form of Unicode.",
        f"{PUBLISHED}: texts are characters, and no form of them is promised",
        rewriting(lambda value: _texts(value, _tidied), lambda operation: operation.api == "pod"),
    ),
    Variant(
        "lower-case-addresses",
        "Addresses and user names are kept in lower case.",
        f"{PUBLISHED}: whether their case is kept is not stated",
        rewriting(
            lambda value: everywhere(value, _lower_addresses),
            lambda operation: operation.api != "profile-manager",
        ),
    ),
    Variant(
        "possible-telephone-numbers",
        "A telephone number that North America cannot have is refused.",
        f"{PUBLISHED}: what is a telephone number is not stated; its examples are of the international form",
        _possible_phones,
    ),
    Variant(
        "keys-of-wider-lines",
        "Keys and certificates come in lines of 76 characters, which end as in MIME.",
        "RFC 7468, section 2: parsers of PEM handle other widths and ends of lines",
        successes(lambda value: _texts(value, _wrapped_otherwise)),
    ),
    Variant(
        "rewritten-manifests",
        "The JSON of a manifest is written anew: indented, and its names in order.",
        f"{PUBLISHED}: the manifest is JSON, whose white space and order mean nothing",
        successes(_rewritten_manifest, of("getOwnManifest")),
    ),
    Variant(
        "addresses-of-avatars-stay",
        "The addresses of a user's pictures stay when the picture changes.",
        f"{PUBLISHED}: how the address of a picture is made is not stated",
        successes(_same_address, of("listUserAvatars", "getSessionInfo", "lookUpUser", "lookUpUsers")),
    ),
)
