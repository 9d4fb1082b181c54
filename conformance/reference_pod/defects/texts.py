"""Defects of characters: a server error, or another text, for one class of them; and times in seconds."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success, with_body
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, encode

MILLISECONDS = 10**12
"""Numbers from here on are times in milliseconds of this century."""

CLASSES: Mapping[str, tuple[Callable[[str], bool], Callable[[str], str]]] = {
    "astral": (lambda c: ord(c) > 0xFFFF, lambda text: "".join("?" if ord(c) > 0xFFFF else c for c in text)),
    "quote": (lambda c: c == '"', lambda text: html.escape(text, quote=True).replace("&#x27;", "'")),
    "apostrophe": (lambda c: c == "'", lambda text: text.replace("'", "''")),
    "nul": (lambda c: c == "\0", lambda text: text.partition("\0")[0]),
    "right-to-left": (
        lambda c: "\u0590" <= c <= "\u08ff" or c == "\u202e",
        lambda text: "".join(c for c in text if not "\u0590" <= c <= "\u08ff"),
    ),
    "percent": (lambda c: c == "%", lambda text: unquote(text.replace("%", "%25", 1)).replace("%", "")),
    "plus": (lambda c: c == "+", lambda text: text.replace("+", " ")),
    "backslash": (lambda c: c == "\\", lambda text: text.replace("\\", "\\\\")),
    "accent": (lambda c: c in "éüñç", lambda text: text.encode().decode("latin-1")),
}
"""Classes of characters: which belong to each, and what a careless pod makes of a text with one of them."""


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return {key: _mapped(item, change) for key, item in value.items()} if isinstance(value, dict) else value


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _takes_texts(name: str) -> Callable[[Pod, Operation], bool]:
    return lambda _pod, operation: name in CLASSES and operation.request_body is not None


def crashes_on(name: str) -> Defect:
    """A character of this class anywhere in a body is an error of the server."""

    def wrap(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        belongs = CLASSES[name][0]

        def respond(request: Request) -> Response:
            if any(belongs(c) for text in _texts(_json(request.body)) for c in text):
                return error_response(operation.api, 500, "Internal server error")
            return endpoint(request)

        return respond

    summary = f"Bodies with characters of the class {name} get a 500."
    return Defect(f"crashes-on.{name}", summary, wrap, _takes_texts(name))


def mangles(name: str) -> Defect:
    """Texts with a character of this class are kept as other texts."""

    def wrap(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        belongs, change = CLASSES[name]

        def changed(text: str) -> str:
            return change(text) if any(belongs(c) for c in text) else text

        def respond(request: Request) -> Response:
            body = _json(request.body)
            if body is None:
                return endpoint(request)
            return endpoint(replace(request, body=encode(_mapped(body, changed)).encode()))

        return respond

    summary = f"Texts with characters of the class {name} are kept as other ones."
    return Defect(f"mangles.{name}", summary, wrap, _takes_texts(name))


def in_seconds(name: str) -> Defect:
    """The time of that name is in seconds, not in milliseconds."""

    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: item // 1000
            if key == name and isinstance(item, int) and item >= MILLISECONDS
            else changed(item)
            for key, item in value.items()
        }

    def altered(_pod: Pod, _operation: Operation, response: Response) -> Response:
        if not response.body:
            return response
        return with_body(response, encode(changed(json.loads(response.body))).encode())

    summary = f"The time {name} of answers is in seconds."
    return Defect(f"in-seconds.{name}", summary, on_success(altered), has_success_body)


OF_TEXTS: dict[str, Callable[[str], Defect]] = {
    "crashes-on": crashes_on,
    "mangles": mangles,
    "in-seconds": in_seconds,
}
"""Kinds that name a class of characters, or a time."""
