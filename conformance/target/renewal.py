"""Sending as an actor: a credential that has ended is replaced once, and a refusal is never hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.contract import Operation
from conformance.target.exchange import Exchange, Raw, Request
from conformance.target.sign_in import SignIn

# Reads that any signed-in user may do, to see whether a token still lives.
_PROBES = {
    "pod": Request("getSessionInfo", "GET", "/v2/sessioninfo", purpose="is the session still good?"),
    "profile-manager": Request(
        "listTypes", "GET", "/v1/types", headers=(("X-Symphony-Host", ""),), purpose="is the JWT still good?"
    ),
}

Send = Callable[[Request, str, str | None, Raw], Exchange]
"""Sends a request to a base URL, for an actor, with a credential word for word."""


class Renewal:
    """Sends to the base URLs of these APIs with the credentials of a sign-in; thread-safe."""

    def __init__(self, sign_in: SignIn, apis: Mapping[str, str], send: Send) -> None:
        self._sign_in = sign_in
        self._apis = apis
        self._send = send
        self._hopeless: set[tuple[str, str]] = set()

    def send(self, request: Request, operation: Operation, actor: str) -> Exchange:
        """The exchange with the actor's credential, which is renewed once when it is refused.

        Raises SignInError when the actor has no credential.
        """
        given = self._sign_in.credential(actor, operation.security)
        exchange = self._send(request, self._apis[operation.api], actor, given)
        return self._again(request, operation, actor, given, exchange) if _refused(exchange) else exchange

    def _again(
        self, request: Request, operation: Operation, actor: str, given: Raw, refused: Exchange
    ) -> Exchange:
        """The exchange with a new token, once, when the old one has ended; otherwise the 401 is believed."""
        security = operation.security
        hopeless = (actor, operation.id) in self._hopeless
        if hopeless or not self._sign_in.may_have_ended(actor, security, given):
            # Whatever took the token may have taken it from all operations: the next one gets another.
            self._sign_in.drop(actor, security, given)
            return refused
        if self._still_good(operation.api, actor, given):
            return refused
        renewed = self._sign_in.renew(actor, security, given)
        if renewed is None:
            return refused
        exchange = self._send(request, self._apis[operation.api], actor, renewed)
        if _refused(exchange):
            # It is not the age of the token: the next 401 of this operation is believed at once.
            self._hopeless.add((actor, operation.id))
            self._sign_in.drop(actor, security, renewed)
        return exchange

    def _still_good(self, api: str, actor: str, given: Raw) -> bool:
        """Whether the target takes the credential elsewhere: then a 401 was not for its age."""
        probe = _PROBES.get(api)
        if probe is None:
            return False
        return not _refused(self._send(probe, self._apis[api], actor, given))


def _refused(exchange: Exchange) -> bool:
    return exchange.response is not None and exchange.response.status == 401
