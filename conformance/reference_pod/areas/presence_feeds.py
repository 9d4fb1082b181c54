"""Presence feeds: each tells its owner whose presence has changed since the last read."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from conformance.reference_pod.call import Answer, Call, bad_request, forbidden
from conformance.reference_pod.records.presence import PRESENCE_FEEDS, PRESENCES, PresenceFeed, bring_online

MOST_READ = 500
"""How many presences one read returns."""


def create_presence_feed(call: Call) -> Answer:
    """A feed of all changes from now on."""
    feed = PresenceFeed(call.pod.ids.uuid(), call.caller.id, position=call.pod.ids.number())
    call.store[PRESENCE_FEEDS].put(feed)
    return Answer({"id": feed.id})


def read_presence_feed(call: Call) -> Answer:
    """The current presence of the colleagues for whom it changed since the last read, oldest change first."""
    feed = _own_feed(call)
    bring_online(call.store, call.caller.tenant, call.pod.ids.number)
    changed = call.store[PRESENCES].after(
        (feed.position, inf), MOST_READ, index="tenant", value=call.caller.tenant
    )
    if changed:
        call.store[PRESENCE_FEEDS].put(replace(feed, position=changed[-1].change))
    return Answer([presence.wire(call.now) for presence in changed])


def delete_presence_feed(call: Call) -> Answer:
    """End the feed."""
    feed = _own_feed(call)
    call.store[PRESENCE_FEEDS].delete(feed.id)
    return Answer({"id": feed.id})


def _own_feed(call: Call) -> PresenceFeed:
    feed = call.store[PRESENCE_FEEDS].get(call.path["feedId"])
    if feed is None:
        raise bad_request("Presence feed cannot be found")
    if feed.owner != call.caller.id:
        raise forbidden("Only the user who created a presence feed can use it")
    return feed
