"""Disclaimers, information barriers, protocols, file types, and what the whole pod shares."""

from __future__ import annotations

from conformance.suite import found, things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


def _disclaimer(world: World) -> str:
    return str(things.first(world, "listDisclaimers", "id"))


def _barrier_group(world: World) -> str:
    return str(things.first(world, "listBarrierGroups", "id"))


def _with_disclaimer(world: World, purpose: str) -> dict[str, int]:
    if world.reads_only:
        holder = found.user_with_disclaimer(world, things.admin(world))
        return {"uid": holder or things.user_id(world, things.user(world))}
    path = {"uid": things.account(world, purpose)}
    world.get("assignUserDisclaimer", things.admin(world), path=path, body={"id": _disclaimer(world)})
    return path


def _scheme(world: World) -> str:
    return world.name("proto").lower()


def _protocol(world: World) -> str:
    scheme = _scheme(world)
    world.get("createProtocol", things.admin(world), body={"scheme": scheme})
    return scheme


def _extension(world: World) -> str:
    return "." + world.name("ext").replace("-", "")


def _put_extension(world: World) -> str:
    extension = _extension(world)
    body = {"extension": extension, "scope_internal": True, "scope_external": False}
    world.get("putAllowedFileExtension", things.admin(world), path={"extension": extension}, body=body)
    return extension


@recipe("getDisclaimer")
def _get_disclaimer(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"did": _disclaimer(world)})


@recipe("listDisclaimers")
def _disclaimers(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("listDisclaimerUsers")
def _disclaimer_users(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"did": _disclaimer(world)})


@recipe("getUserDisclaimer")
def _user_disclaimer(world: World) -> Recipe:
    return Recipe(things.admin(world), path=_with_disclaimer(world, "disclaimer"))


@recipe("removeUserDisclaimer")
def _remove_disclaimer(world: World) -> Recipe:
    return Recipe(things.admin(world), path=_with_disclaimer(world, "disclaimer removed"))


@recipe("assignUserDisclaimer")
def _assign_disclaimer(world: World) -> Recipe:
    path = {"uid": things.account(world, "disclaimer")}
    return Recipe(things.admin(world), path=path, body={"id": _disclaimer(world)}, keep=("id",))


@recipe("listBarrierGroups")
def _barrier_groups(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("listBarrierGroupMembers")
def _barrier_members(world: World) -> Recipe:
    path = {"gid": _barrier_group(world)}
    return Recipe(things.admin(world), path=path, query={"skip": 0, "limit": 10}, found=True)


@recipe("addBarrierGroupMembers")
def _add_to_barrier(world: World) -> Recipe:
    body = [things.account(world, "barrier")]
    return Recipe(things.admin(world), path={"gid": _barrier_group(world)}, body=body, keep=("*",))


@recipe("removeBarrierGroupMembers")
def _remove_from_barrier(world: World) -> Recipe:
    path, body = {"gid": _barrier_group(world)}, [things.account(world, "barrier")]
    world.get("addBarrierGroupMembers", things.admin(world), path=path, body=body)
    return Recipe(things.admin(world), path=path, body=body, keep=("*",))


@recipe("listBarrierPolicies")
def _policies(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("listProtocolsAsAdmin")
def _protocols_as_admin(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("listProtocols")
def _protocols(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10})


@recipe("createProtocol")
def _create_protocol(world: World) -> Recipe:
    return Recipe(things.admin(world), body={"scheme": _scheme(world)}, vary=world.target.disposable)


@recipe("deleteProtocol")
def _delete_protocol(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"scheme": _protocol(world)})


@recipe("listAllowedFileTypes")
def _file_types(world: World) -> Recipe:
    return Recipe(things.user(world))


@recipe("listAllowedFileExtensions")
def _extensions(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"limit": 10})


@recipe("putAllowedFileExtension")
def _put(world: World) -> Recipe:
    extension = _extension(world)
    body = {"extension": extension, "scope_internal": True, "scope_external": False}
    keep = ("extension", "source")
    return Recipe(things.admin(world), path={"extension": extension}, body=body, keep=keep)


@recipe("deleteAllowedFileExtension")
def _delete_extension(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"extension": _put_extension(world)})


@recipe("listSystemFeatures")
def _features(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("listSystemRoles")
def _roles(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("listLanguages")
def _languages(world: World) -> Recipe:
    return Recipe(things.user(world))
