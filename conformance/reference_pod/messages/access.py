"""Which messages a company knows."""

from __future__ import annotations

from conformance.reference_pod.call import Call
from conformance.reference_pod.records.messages import MESSAGES, Message
from conformance.reference_pod.records.streams import STREAMS, Stream


def known_message(call: Call, message_id: str) -> tuple[Message, Stream] | None:
    """The message with its stream; None when no user of the caller's company ever took part in the stream."""
    message = call.store[MESSAGES].get(message_id)
    if message is None:
        return None
    stream = call.store[STREAMS].get(message.stream)
    return (message, stream) if stream is not None and call.caller.tenant in stream.tenants else None
