"""Whether a target can be reached and used, before a run starts."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.target.errors import SignInError, TargetGone, Unreachable
from conformance.target.exchange import AsActor, Exchange, Request
from conformance.target.profile import READS
from conformance.target.recorder import Recorder
from conformance.target.target import Target
from conformance.target.transport import Transport

# Two reads each: one broken operation is a finding for the run, not a wrong address.
_PROBES = {
    "pod": (("getSessionInfo", "/v2/sessioninfo"), ("getPodCertificate", "/v1/podcert")),
    "profile-manager": (("listTypes", "/v1/types"), ("listGroups", "/v1/groups/type/SDL")),
    "community-connect": (
        ("getUserOnboardingAvailability", "/v1/onboarding/tenant"),
        ("searchUser", "/v1/channelco/user"),
    ),
}
_HEADERS = {"profile-manager": (("X-Symphony-Host", ""),)}
_REMEDIES = {
    "dns": "correct the host",
    "refused": "start the target or correct the port",
    "tls": "correct the URL, or name target.ca_file",
    "proxy": "correct the proxy, its username or its password",
    "timeout": "correct the URL, or raise target.timeout_seconds",
    "broken": "correct the scheme or the port, or name a client certificate if it asks for one",
}


def check_reachable(target: Target, recorder: Recorder | None = None) -> None:
    """Return when every base URL answers as its API does and every actor can sign in.

    Raises Unreachable, one line, at the first thing that is wrong.
    """
    with Transport(target, READS, recorder) as transport:
        for key, url in places(target):
            check_answers(transport, key, url)
        _check_sign_in(target, transport)
        for api in target.apis:
            check_api(target, api, transport)


def places(target: Target) -> Iterable[tuple[str, str]]:
    """The base URLs by their keys in the target file."""
    if target.login:
        yield "login.base_url", target.login
    # Most session authenticators break off a connection without a client certificate.
    if target.session_auth and target.access_to(target.session_auth).certificate:
        yield "session_auth.base_url", target.session_auth
    for api, url in target.apis.items():
        yield f"apis.{api}.base_url", url


def check_answers(transport: Transport, key: str, url: str) -> None:
    """Raise Unreachable when nothing answers at a base URL."""
    exchange = transport.probe(url)
    if exchange.error_kind is not None:
        raise Unreachable(f"{key}: {url}: {exchange.error}; {_REMEDIES[exchange.error_kind]}")


def _check_sign_in(target: Target, transport: Transport) -> None:
    for actor in target.actors.values():
        if not actor.has_session:
            continue
        try:
            transport.credential(actor.name, "getSessionInfo")
        except SignInError as error:
            raise Unreachable(str(error)) from None
        if actor.session_token and "pod" in target.apis:
            exchange = _probe(transport, "pod", actor.name, *_PROBES["pod"][0])
            if exchange.response is not None and exchange.response.status == 401:
                raise Unreachable(
                    f"actors.{actor.name}: the session token is refused ({exchange.url} answers 401); "
                    "get a new one, or give a private key"
                )


def check_api(target: Target, api: str, transport: Transport) -> None:
    """Raise Unreachable when what answers at an API's base URL is not that API."""
    exchanges = []
    for operation, path in _PROBES[api]:
        exchange = _probe(transport, api, _actor_for(target, api, transport), operation, path)
        if _could_be_an_api(exchange):
            return
        exchanges.append(exchange)
    seen = exchanges[0]
    got = seen.error
    if seen.response is not None:
        got = f"{seen.response.status} ({seen.response.media_type or 'no content type'})"
    raise Unreachable(
        f"apis.{api}.base_url: {target.apis[api]} is not a usable {api} API "
        f"(GET {seen.url}: {got}); correct the URL or start the API"
    )


def _actor_for(target: Target, api: str, transport: Transport) -> str:
    """The first actor that gets a credential for this API; raises Unreachable when none does."""
    trouble = f"apis.{api}.base_url: no actor can sign in there; add one with credentials"
    for name in target.actors:
        try:
            transport.credential(name, _PROBES[api][0][0])
        except SignInError as error:
            # An actor without an entitlement is no reason to refuse the target.
            trouble = str(error)
        else:
            return name
    raise Unreachable(trouble)


def _probe(transport: Transport, api: str, actor: str, operation: str, path: str) -> Exchange:
    request = Request(operation, "GET", path, headers=_HEADERS.get(api, ()), purpose="preflight")
    try:
        return transport.send(request, AsActor(actor))
    except TargetGone as gone:
        raise Unreachable(str(gone)) from None


def _could_be_an_api(exchange: Exchange) -> bool:
    """Whether some pod could have answered so; an operation's own faults are for the checks to find."""
    response = exchange.response
    if response is None or response.status in (404, 405, 502, 503, 504) or 300 <= response.status < 400:
        return False
    if response.status >= 400:
        # Real pods refuse without a content type, and break down with any.
        return response.status >= 500 or response.media_type != "text/html"
    return response.media_type not in ("text/html", "text/plain", None)
