"""File types: which extensions may be uploaded; the system's own ones can be changed, not made or deleted."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.paging import bounds, cursor_of, pagination, window
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.file_types import CUSTOMER, FILE_EXTENSIONS, SYSTEM, FileExtension
from conformance.reference_pod.records.users import TENANTS

LONGEST = 64
SERVICE_MAXIMUM = 100
"""The most extensions in one page: the document leaves the number to the service."""

SYSTEM_EXTENSIONS = (
    *(".bmp", ".csv", ".doc", ".docx", ".eml", ".gif", ".ics", ".jpeg", ".jpg", ".json", ".log", ".md"),
    *(".mov", ".mp3", ".mp4", ".msg", ".odt", ".pdf", ".png", ".ppt", ".pptx", ".rtf", ".svg", ".tiff"),
    *(".txt", ".wav", ".webm", ".xls", ".xlsm", ".xlsx", ".xml", ".yaml", ".zip"),
)


def list_allowed_file_types(call: Call) -> Answer:
    """The extensions that the company's users may upload somewhere, alphabetically."""
    found = call.store[FILE_EXTENSIONS].find("tenant", call.caller.tenant)
    return Answer([e.extension for e in found if e.internal or e.external])


def list_allowed_file_extensions(call: Call) -> Answer:
    """One page of the company's extensions, alphabetically, moved through with opaque cursors."""
    _, limit = window(call, SERVICE_MAXIMUM)
    size = min(limit, SERVICE_MAXIMUM)
    table, tenant = call.store[FILE_EXTENSIONS], call.caller.tenant
    asked = bounds(call)
    if asked.before is not None:
        page = table.before((asked.before, tenant), size, index="tenant", value=tenant)
    elif asked.after is not None:
        page = table.after((asked.after, tenant), size, index="tenant", value=tenant)
    else:
        page = table.page(0, size, index="tenant", value=tenant)
    body: dict[str, Any] = {"data": [_wire(e) for e in page]}
    if page:
        first, last = page[0].extension, page[-1].extension
        earlier = table.before((first, tenant), 1, index="tenant", value=tenant)
        later = table.after((last, tenant), 1, index="tenant", value=tenant)
        # The published schema requires "paging" and shows no such property: the name is its word.
        body["paging"] = pagination(
            call,
            cursor_of(call, first),
            cursor_of(call, last) if later else None,
            previous=bool(earlier),
        )
    return Answer(body)


def put_allowed_file_extension(call: Call) -> Answer:
    """Create a customer's extension, or replace what is set for one."""
    extension = call.path["extension"].lower()
    if len(extension) > LONGEST:
        raise bad_request(f"An extension has at most {LONGEST} characters")
    if call.body["extension"].lower() != extension:
        raise bad_request("The extension in the path is not the one in the body")
    old = call.store[FILE_EXTENSIONS].get((call.caller.tenant, extension))
    source = old.source if old else CUSTOMER
    if call.body.get("source", source) != source:
        raise bad_request(f"The source of {extension} is {source}")
    # To be in the list is to be allowed, so a scope that is not sent is open.
    new = FileExtension(
        tenant=call.caller.tenant,
        extension=extension,
        source=source,
        internal=call.body.get("scope_internal", True),
        external=call.body.get("scope_external", True),
        cross_pod=call.body.get("scope_xpod", True),
    )
    return Answer(_wire(call.store[FILE_EXTENSIONS].put(new)))


def delete_allowed_file_extension(call: Call) -> Answer:
    """Delete a customer's extension; 400 for an unknown one and for the system's own."""
    key = (call.caller.tenant, call.path["extension"].lower())
    old = call.store[FILE_EXTENSIONS].get(key)
    if old is None:
        raise bad_request("The file extension is not known")
    if old.source == SYSTEM:
        raise bad_request("A file extension of the system cannot be deleted")
    call.store[FILE_EXTENSIONS].delete(key)
    return Answer(status=204)


def seed(pod: Pod) -> None:
    """Every company starts with the system's extensions and one of its own."""
    for tenant in pod.store[TENANTS]:
        for extension in SYSTEM_EXTENSIONS:
            pod.store[FILE_EXTENSIONS].put(FileExtension(tenant.id, extension, SYSTEM))
        pod.store[FILE_EXTENSIONS].put(FileExtension(tenant.id, ".fix", CUSTOMER, external=False))


def _wire(extension: FileExtension) -> dict[str, Any]:
    return {
        "extension": extension.extension,
        "scope_internal": extension.internal,
        "scope_external": extension.external,
        "scope_xpod": extension.cross_pod,
        "source": extension.source,
    }
