"""Messages: their status, receipts, relationships, and their suppression."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.attachments import expendable_message
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


@recipe("suppressMessage")
def _suppress(world: World) -> Recipe:
    """A suppressed message cannot be brought back."""
    return Recipe(things.admin(world), path={"id": expendable_message(world)})


@recipe("getMessageStatus")
def _status(world: World) -> Recipe:
    return Recipe(things.user(world), path={"mid": things.message(world)})


@recipe("listMessageDetails")
def _details(world: World) -> Recipe:
    body = {"messageIds": [things.message(world)]}
    return Recipe(things.admin(world), body=body, keep=("messageIds",))


@recipe("listMessageReceipts")
def _receipts(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"messageId": things.message(world)})


@recipe("listMessageRelationships")
def _relationships(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"messageId": things.message(world)})
