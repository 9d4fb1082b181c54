"""File extensions that a company allows for uploads."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec

SYSTEM, CUSTOMER = "SYSTEM", "CUSTOMER"


@dataclass(frozen=True, slots=True)
class FileExtension:
    """One extension, in lower case, and where files with it may go. `source` is SYSTEM or CUSTOMER."""

    tenant: int
    extension: str
    source: str
    internal: bool = True
    external: bool = True
    cross_pod: bool = True


FILE_EXTENSIONS: TableSpec[FileExtension] = TableSpec(
    "file-extensions",
    key=lambda e: (e.tenant, e.extension),
    order=lambda e: (e.extension, e.tenant),
    indexes={"tenant": lambda e: (e.tenant,)},
)
