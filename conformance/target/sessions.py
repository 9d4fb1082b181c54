"""Whether a target keeps several sessions of one user, which processes that share a user need."""

from __future__ import annotations

from conformance.target.errors import SignInError, TargetGone
from conformance.target.exchange import Raw, Request
from conformance.target.profile import READS
from conformance.target.recorder import Recorder
from conformance.target.target import Target
from conformance.target.transport import Transport

_INFO = Request("getSessionInfo", "GET", "/v2/sessioninfo", purpose="does a second sign-in end a session?")


def keeps_one_session(target: Target, recorder: Recorder | None = None) -> bool:
    """Whether a second sign-in of an actor ends the session of the first one.

    One actor that signs in stands for all; a target without one, or that cannot be asked, is none that does.
    """
    actor = next((name for name, actor in target.actors.items() if actor.signs_in), None)
    if actor is None or "pod" not in target.apis:
        return False
    with Transport(target, READS, recorder) as first, Transport(target, READS, recorder) as second:
        try:
            before, after = (
                first.credential(actor, _INFO.operation),
                second.credential(actor, _INFO.operation),
            )
            return _refuses(first, before) and not _refuses(second, after)
        except (SignInError, TargetGone):
            return False


def _refuses(transport: Transport, session: Raw) -> bool:
    response = transport.send(_INFO, session).response
    return response is not None and response.status == 401
