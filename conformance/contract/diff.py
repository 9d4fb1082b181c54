"""What changed from one version of an API document to another, and which changes break a client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.contract.bundle import bundle
from conformance.contract.convert import to_openapi_31
from conformance.contract.diff_schema import Change, SchemaDiff, change
from conformance.contract.errors import SpecError
from conformance.contract.parse import METHODS
from conformance.contract.pointer import dereference
from conformance.contract.yamlio import read_document

Json = Mapping[str, Any]


def diff_documents(old: Path, new: Path) -> list[Change]:
    """The changes between two documents, published or normalised; raises SpecError for an unusable file."""
    documents = [_read(path) for path in (old, new)]
    try:
        return list(_changes(*documents))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SpecError(f"{old}, {new}: not shaped like OpenAPI documents: {error!r}") from error


def _read(path: Path) -> Json:
    document = bundle(read_document(path), path.parent)
    try:
        return to_openapi_31(document, str(path))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SpecError(f"{path}: not shaped like an OpenAPI document: {error!r}") from error


def _changes(old: Json, new: Json) -> Iterator[Change]:
    schemas = SchemaDiff(old, new)
    before, after = _operations(old), _operations(new)
    for name in before:
        if name not in after:
            yield change(name, "operation", name, None, breaking=True)
    for name, operation in after.items():
        if name not in before:
            yield change(name, "operation", None, name, breaking=False)
        else:
            yield from _Operation(name, old, new, schemas).changes(before[name], operation)


def _operations(document: Json) -> dict[str, Json]:
    """The operations by `METHOD /path`, with the parameters of the path and the security of the document."""
    found: dict[str, Json] = {}
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                shared = {"security": document.get("security", [])}
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                found[f"{method.upper()} {path}"] = {**shared, **item[method], "parameters": parameters}
    return found


class _Operation:
    """Compares one operation of two documents."""

    def __init__(self, name: str, old: Json, new: Json, schemas: SchemaDiff) -> None:
        self._name = name
        self._old = old
        self._new = new
        self._schemas = schemas

    def changes(self, old: Json, new: Json) -> Iterator[Change]:
        """All changes, in the order in which a reader meets them in the document."""
        if old.get("operationId") != new.get("operationId"):
            ids = (old.get("operationId"), new.get("operationId"))
            yield change(self._name, "operationId", *ids, breaking=False)
        yield from self._security(old, new)
        yield from self._parameters(old, new)
        yield from self._request_body(old, new)
        yield from self._responses(old, new)

    def _security(self, old: Json, new: Json) -> Iterator[Change]:
        before, after = ({name for entry in side["security"] for name in entry} for side in (old, new))
        if before != after:
            breaking = bool(after) and not (before & after)
            yield change(self._name, "security", sorted(before), sorted(after), breaking=breaking)

    def _parameters(self, old: Json, new: Json) -> Iterator[Change]:
        before, after = self._named(self._old, old), self._named(self._new, new)
        for name in before:
            if name not in after:
                yield change(self._name, "parameter", name, None, breaking=True)
        for name, parameter in after.items():
            if name not in before:
                breaking = parameter.get("required", False)
                yield change(self._name, "parameter", None, name, breaking=breaking)
                continue
            place = f"{self._name}: {name}"
            yield from _required(place, before[name], parameter)
            schemas = (before[name].get("schema", {}), parameter.get("schema", {}))
            yield from self._schemas.changes(place, "request", *schemas)

    def _named(self, document: Json, operation: Json) -> dict[str, Json]:
        parameters = [dereference(document, parameter) for parameter in operation["parameters"]]
        return {f"{parameter['in']} {parameter['name']}": parameter for parameter in parameters}

    def _request_body(self, old: Json, new: Json) -> Iterator[Change]:
        before = dereference(self._old, old.get("requestBody"))
        after = dereference(self._new, new.get("requestBody"))
        if before is None and after is None:
            return
        if before is None:
            yield change(self._name, "request body", None, "", breaking=after.get("required", False))
        elif after is None:
            yield change(self._name, "request body", "", None, breaking=True)
        else:
            place = f"{self._name}: request body"
            yield from _required(place, before, after)
            yield from self._content(place, "request", before, after)

    def _responses(self, old: Json, new: Json) -> Iterator[Change]:
        before, after = old.get("responses", {}), new.get("responses", {})
        for status in before:
            if status not in after:
                yield change(self._name, "status", status, None, breaking=status.startswith("2"))
        for status, response in after.items():
            if status not in before:
                yield change(self._name, "status", None, status, breaking=False)
                continue
            place = f"{self._name}: {status}"
            pair = (dereference(self._old, before[status]), dereference(self._new, response))
            yield from self._content(place, "response", *pair)
            yield from self._headers(place, *pair)

    def _content(self, place: str, direction: Any, old: Json, new: Json) -> Iterator[Change]:
        before, after = old.get("content", {}), new.get("content", {})
        for media_type in before:
            if media_type not in after:
                yield change(place, "media type", media_type, None, breaking=True)
        for media_type, value in after.items():
            if media_type not in before:
                yield change(place, "media type", None, media_type, breaking=False)
            else:
                schemas = (before[media_type].get("schema", {}), value.get("schema", {}))
                yield from self._schemas.changes(place, direction, *schemas)

    def _headers(self, place: str, old: Json, new: Json) -> Iterator[Change]:
        before, after = old.get("headers", {}), new.get("headers", {})
        for name in before:
            if name not in after:
                yield change(place, "header", name, None, breaking=True)
        for name in after:
            if name not in before:
                yield change(place, "header", None, name, breaking=False)
            else:
                sides = (dereference(self._old, before[name]), dereference(self._new, after[name]))
                schemas = [side.get("schema", {}) for side in sides]
                yield from self._schemas.changes(f"{place} header {name}", "response", *schemas)


def _required(place: str, old: Json, new: Json) -> Iterator[Change]:
    before, after = old.get("required", False), new.get("required", False)
    if before != after:
        yield change(place, "required", before, after, breaking=after)
