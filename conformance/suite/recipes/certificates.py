"""Company certificates and the pod's own certificate."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


@recipe("listCompanyCertificates")
def _list(world: World) -> Recipe:
    things.certificate(world, "listed")
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10})


@recipe("createCompanyCertificate")
def _create(world: World) -> Recipe:
    return Recipe(things.admin(world), body=things.new_certificate(world), keep=("pem",))


@recipe("deleteCompanyCertificate")
def _delete(world: World) -> Recipe:
    fingerprint = things.certificate(world, world.name("deleted"))
    return Recipe(things.admin(world), body={"id": fingerprint}, keep=("id",))


@recipe("getCompanyCertificate")
def _get(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"fingerPrint": things.certificate(world, "listed")})


@recipe("updateCompanyCertificate")
def _update(world: World) -> Recipe:
    body = {"name": world.name("cert"), "type": {"type": "USER"}, "status": {"type": "KNOWN"}}
    return Recipe(things.admin(world), path={"fingerPrint": things.certificate(world, "updated")}, body=body)


@recipe("listCertificatesIssuedBy")
def _issued_by(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"fingerPrint": things.certificate(world, "listed")})


@recipe("listPodManagedCertificates")
def _pod_managed(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10})


@recipe("listCompanyCertificatesByType")
def _by_type(world: World) -> Recipe:
    things.certificate(world, "listed")
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10}, body=[{"type": "USER"}])


@recipe("getPodCertificate")
def _pod_certificate(world: World) -> Recipe:
    return Recipe(things.user(world))
