"""Which streams a caller knows, may look into and may administer, and whom it may bring in."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.reference_pod.call import Call, Refusal, bad_request, forbidden
from conformance.reference_pod.records.barriers import BARRIER_MEMBERS, separated
from conformance.reference_pod.records.connections import CONNECTIONS
from conformance.reference_pod.records.messages import MESSAGES
from conformance.reference_pod.records.streams import STREAMS, Stream
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.rights import ANY_ROOM, ANY_STREAM, PROVISIONING, allows
from conformance.reference_pod.store import Store


def known_stream(call: Call, stream_id: str, *types: str) -> Stream:
    """The stream under this id, of one of these types when some are given.

    No operation on streams documents a 404: unknown ids, and those of other companies, are answered with 400.
    """
    stream = call.store[STREAMS].get(stream_id)
    if stream is None or call.caller.tenant not in stream.tenants or (types and stream.type not in types):
        raise bad_request("Stream cannot be found")
    return stream


def readable_stream(call: Call, stream_id: str, *types: str) -> Stream:
    """The stream under this id, if the caller is a member or may see the details of any stream."""
    stream = known_stream(call, stream_id, *types)
    if stream.member(call.caller.id) is None and not allows(call.caller, ANY_STREAM):
        raise forbidden("Only members may see this stream")
    return stream


def administers(call: Call, stream: Stream) -> bool:
    """Whether the caller administers the stream without owning it.

    That is a user provisioning account, member or not, or a compliance officer who is not a member,
    of the company that created the stream.
    """
    if stream.tenant != call.caller.tenant:
        return False
    outsider = stream.member(call.caller.id) is None
    return allows(call.caller, PROVISIONING) or (outsider and allows(call.caller, ANY_ROOM))


def participant(call: Call, user_id: int | None) -> User:
    """The active user under this id, whom the caller wants to bring into a conversation."""
    if user_id is None:
        raise bad_request("The id of the user is missing")
    user = call.store[USERS].get(user_id)
    if user is None or not user.active:
        raise bad_request(f"There is no active user {user_id}")
    return user


def connected(store: Store, one: User, other: User) -> bool:
    """Whether two users may talk: colleagues always, others after an accepted connection request."""
    if one.tenant == other.tenant:
        return True
    connection = store[CONNECTIONS].get(frozenset((one.id, other.id)))
    return connection is not None and connection.status == "ACCEPTED"


def walled_off(store: Store, user_id: int, others: Iterable[int]) -> bool:
    """Whether an information barrier stands between the user and any of the others."""
    if not store[BARRIER_MEMBERS].count("user", user_id):
        return False
    return any(separated(store, (user_id, other)) for other in others if other != user_id)


def check_pin(call: Call, stream: Stream, message_id: str) -> None:
    """Only a message of the stream can be pinned, and none that compliance has withdrawn; "" unpins."""
    if not message_id:
        return
    message = call.store[MESSAGES].get(message_id)
    if message is None or message.stream != stream.id:
        raise bad_request("The message to pin cannot be found in this stream")
    if message.suppressed is not None:
        raise compliance_issue("A suppressed message cannot be pinned")


def compliance_issue(message: str) -> Refusal:
    """What the request asks for is not available for legal reasons."""
    return Refusal(451, message)
