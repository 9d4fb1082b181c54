"""The client's connection service: implicit connections, requests to another pod, and their answers."""

from __future__ import annotations

import pytest
from symphony.bdk.core.service.connection.model.connection_status import ConnectionStatus
from symphony.bdk.gen.exceptions import NotFoundException

from tests.client.kit import Bots

pytestmark = pytest.mark.anyio


async def test_users_of_one_pod_are_connected_already(bots: Bots) -> None:
    created = await bots.user.connections.create_connection(bots.colleague.id)
    assert (created.user_id, created.status) == (bots.colleague.id, "ACCEPTED")
    assert (await bots.colleague.connections.get_connection(bots.user.id)).status == "ACCEPTED"
    assert (await bots.user.connections.accept_connection(bots.colleague.id)).status == "ACCEPTED"
    assert await bots.user.connections.list_connections() == []
    (listed,) = await bots.user.connections.list_connections(ConnectionStatus.ACCEPTED, [bots.colleague.id])
    assert listed.user_id == bots.colleague.id


async def test_a_request_to_another_pod_waits_for_its_answer(bots: Bots) -> None:
    requested = await bots.user.connections.create_connection(bots.stranger.id)
    assert (requested.status, requested.request_counter) == ("PENDING_OUTGOING", 1)
    assert requested.first_requested_at == requested.updated_at
    (incoming,) = await bots.stranger.connections.list_connections(ConnectionStatus.PENDING_INCOMING)
    assert incoming.user_id == bots.user.id

    accepted = await bots.stranger.connections.accept_connection(bots.user.id)
    assert (accepted.user_id, accepted.status) == (bots.user.id, "ACCEPTED")
    assert (await bots.user.connections.get_connection(bots.stranger.id)).status == "ACCEPTED"


async def test_a_rejected_request_can_be_made_again(bots: Bots) -> None:
    first = await bots.user.connections.create_connection(bots.stranger.id)
    assert (await bots.stranger.connections.reject_connection(bots.user.id)).status == "REJECTED"
    again = await bots.user.connections.create_connection(bots.stranger.id)
    assert (again.status, again.request_counter) == ("PENDING_OUTGOING", 2)
    assert again.first_requested_at == first.first_requested_at


async def test_a_removed_connection_does_not_exist_any_more(bots: Bots) -> None:
    await bots.user.connections.create_connection(bots.stranger.id)
    await bots.stranger.connections.accept_connection(bots.user.id)
    await bots.user.connections.remove_connection(bots.stranger.id)
    for one, other in ((bots.user, bots.stranger), (bots.stranger, bots.user)):
        with pytest.raises(NotFoundException):
            await one.connections.get_connection(other.id)
    assert await bots.user.connections.list_connections(ConnectionStatus.ALL) == []
