"""The ASGI application: one origin with the three APIs and sign-in, over one pod."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from urllib.parse import quote, unquote_plus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.contract import Operation
from conformance.reference_pod.call import Answer, Call, Refusal, forbidden
from conformance.reference_pod.envelopes import error_body, error_response, refused
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.registry import Handler, handler_name, handlers
from conformance.reference_pod.rights import REQUIRED, allows
from conformance.reference_pod.routing import Routes
from conformance.reference_pod.signin import (
    PARTNER_TOKEN,
    login_routes,
    partner_token_route,
    session_auth_route,
)
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.validation import RequestReader
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, json_response


def create_app(
    pod: Pod, *, wrappers: Sequence[Wrapper] = (), around: Sequence[Callable[[ASGIApp], ASGIApp]] = ()
) -> ASGIApp:
    """The application that serves /pod, /profile-manager, /community-connect, /login and /sessionauth.

    Each wrapper may change how an operation answers, and each middleware of `around` how answers travel,
    those of sign-in included; the last one is the outermost.
    """
    endpoints = {}
    for operation in pod.contract.operations.values():
        endpoint = endpoint_of(pod, operation, handlers()[handler_name(operation.id)])
        for wrapper in wrappers:
            endpoint = wrapper(operation, endpoint)
        endpoints[operation.id] = endpoint
    signing_in = Starlette(
        routes=[
            Mount("/login", routes=login_routes(pod)),
            session_auth_route(pod),
            partner_token_route(pod),
        ],
        exception_handlers={HTTPException: _http_error},
    )
    app: ASGIApp = Apis(pod, endpoints, signing_in)
    for middleware in around:
        app = middleware(app)
    return app


def endpoint_of(pod: Pod, operation: Operation, handler: Handler) -> Endpoint:
    """Answers the requests to an operation: sign-in, rights, validation, handler, in this order."""
    reader = RequestReader(pod.contract, operation)
    privileges = REQUIRED.get(operation.id, ())

    def respond(request: Request) -> Response:
        try:
            caller = caller_of(pod, request)
            if privileges and not allows(caller, *privileges):
                raise forbidden()
            arguments = reader.read(request)
            call = Call(
                pod, operation, caller, arguments.path, arguments.query, request.headers, arguments.body
            )
            with pod.store.transaction():
                return response_to(handler(call))
        except Refusal as refusal:
            return refused(operation.api, refusal)
        except Exception:
            print(f"{operation.id}: the handler failed", file=sys.stderr)
            traceback.print_exc()
            return error_response(operation.api, 500, "Internal server error")

    return respond


def response_to(answer: Answer) -> Response:
    """A handler's answer as it leaves the pod."""
    if answer.status == 204:
        return Response(204, headers=answer.headers)
    return json_response(answer.status, answer.body, answer.headers)


SIGNING_IN = ("/login/", "/sessionauth/", PARTNER_TOKEN)


class Apis:
    """The three APIs as one ASGI application; what is about signing in goes to another one."""

    def __init__(self, pod: Pod, endpoints: dict[str, Endpoint], signing_in: ASGIApp) -> None:
        self._routes = Routes(pod.contract.operations.values())
        self._apis = frozenset(pod.contract.documents)
        self._endpoints = endpoints
        self._signing_in = signing_in
        self._max_body = pod.settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(SIGNING_IN):
            await self._signing_in(scope, receive, send)
            return
        raw_path = scope.get("raw_path")
        path = raw_path.decode("latin-1") if raw_path else quote(scope["path"])
        found = self._routes.find(scope["method"], path)
        if found is None:
            response = error_response(self._api(path), 404, "There is no such resource")
        elif found.operation is None:
            allow = {"allow": ", ".join(found.allowed)}
            response = error_response(self._api(path), 405, f"{scope['method']} is not allowed here", allow)
        else:
            body, oversized = b"", False
            if found.operation.request_body is not None:
                body, oversized = await _body(receive, self._max_body)
            request = Request(
                operation=found.operation,
                path=found.path,
                query=_query(scope["query_string"].decode("latin-1")),
                headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
                body=body,
                oversized=oversized,
            )
            response = self._endpoints[found.operation.id](request)
        await _send(response, send)

    def _api(self, path: str) -> str:
        first = path[1:].partition("/")[0]
        return first if first in self._apis else "pod"


def _query(text: str) -> dict[str, list[str]]:
    """All values of each parameter in a query string, empty ones too."""
    found: dict[str, list[str]] = {}
    if text:
        for pair in text.split("&"):
            name, _, value = pair.partition("=")
            if pair:
                found.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return found


async def _body(receive: Receive, maximum: int) -> tuple[bytes, bool]:
    """The request's body; of one that is too long nothing is kept, but it is read to its end."""
    chunks, size = [], 0
    more = True
    while more:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= maximum:
            chunks.append(chunk)
        more = message.get("more_body", False)
    return (b"", True) if size > maximum else (b"".join(chunks), False)


async def _send(response: Response, send: Send) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in response.headers.items()]
    if response.media_type is not None:
        headers.append((b"content-type", response.media_type.encode()))
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


async def _http_error(request: HttpRequest, error: Exception) -> JSONResponse:
    api = "login" if request.url.path.startswith("/login") else "community-connect"
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "Internal server error"
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse(error_body(api, status, detail), status, headers)
