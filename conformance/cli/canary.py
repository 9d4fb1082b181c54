"""Whether a secret got into a file: whoever knows all secrets of a pod can look for them."""

from __future__ import annotations

import html
import json
import mmap
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.target.redaction import SHORTEST, in_base64
from conformance.target.target import Access, Actor, ClientCertificate, Target

Wanted = Mapping[str, frozenset[bytes]]
"""What must not be found, by what it is: each secret in the spellings that a file may give it."""

# The last line of a key may be as short as a word.
_SHORTEST_LINE = 33


def new_canary() -> str:
    """A text that stands nowhere by chance, to be part of every token that a reference pod gives out."""
    return f"canary{secrets.token_hex(8)}"


def secrets_of(target: Target, canary: str) -> Wanted:
    """Everything secret that a target file gives, and the tokens with which a run signs in and gets in."""
    found = {"a token of the target": _spellings(canary)}
    known = set[str]()
    for name, secret in _secrets(target):
        # The actors of a reference pod share one key.
        fresh = [part for part in _parts(secret) if part not in known]
        known.update(fresh)
        if fresh:
            found[name] = frozenset[bytes]().union(*map(_spellings, fresh))
    return found


def leaks(folder: Path, wanted: Wanted) -> Iterator[str]:
    """Each file below the folder that holds any of these, in its name or its content, with what it is."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder)).encode("utf-8", "surrogateescape")
        yield from (f"{file}: is named with {what}" for what in leaks_in(name, wanted))
        if file.stat().st_size:
            with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield from (f"{file}: holds {what}" for what in leaks_in(data, wanted))


def leaks_in(data: bytes | mmap.mmap, wanted: Wanted) -> Iterator[str]:
    """What of these the data holds."""
    return (what for what, spellings in wanted.items() if any(data.find(each) >= 0 for each in spellings))


def search(folder: Path, wanted: Wanted) -> None:
    """Return when no file of the folder holds any of these; raises CommandError that names the first."""
    for leak in leaks(folder, wanted):
        raise CommandError(
            f"{leak}, which no report may; delete the folder and report this", ExitCode.SUITE_TROUBLE
        )


def _secrets(target: Target) -> Iterator[tuple[str, str]]:
    """What the target file gives, by its place there; what a run makes of it is named after that."""
    for name, actor in target.actors.items():
        place = f"actors.{name}"
        if actor.private_key:
            yield f"{place}.private_key", actor.private_key
            yield f"a signed JWT of {place}", _claims(actor)
        yield f"{place}.session_token", actor.session_token or ""
        yield f"{place}.common_jwt", actor.common_jwt or ""
        yield f"{place}.community_connect_token", actor.community_connect_token or ""
        yield from _of_certificate(place, actor.certificate)
    yield from _of_access("target", target.access)
    for url, access in target.accesses.items():
        yield from _of_access(url, access)
    for name, token in target.foreign.items():
        yield f"foreign.{name}", token


def _of_access(place: str, access: Access) -> Iterator[tuple[str, str]]:
    yield from _of_certificate(place, access.certificate)
    if access.proxy is not None:
        yield f"{place}.proxy.password", access.proxy.password or ""
    for name, value in access.headers:
        if name.lower() in access.secret_headers:
            yield f"{place}.headers.{name}", value


def _of_certificate(place: str, certificate: ClientCertificate | None) -> Iterator[tuple[str, str]]:
    if certificate is not None:
        yield f"{place}.client_key_password", certificate.password or ""
        yield f"{place}.client_key", certificate.key_file.read_text(encoding="utf-8", errors="replace")


def _claims(actor: Actor) -> str:
    """How the claims of every JWT begin that the actor's key signs: what follows is the time."""
    claims = json.dumps({"sub": actor.username, "exp": 0}, separators=(",", ":")).removesuffix("0}")
    # The last characters also hold bits of what follows.
    return urlsafe_b64encode(claims.encode()).decode("ascii").rstrip("=")[:-2]


def _parts(secret: str) -> list[str]:
    """The texts that each tell something of a secret: the lines of its keys, the segments of a JWT."""
    if "-----BEGIN " in secret:
        return [line for key in _keys(secret) for line in key.split() if len(line) >= _SHORTEST_LINE]
    segments = secret.split(".")
    if len(segments) == 3 and secret.startswith("eyJ"):
        return segments[1:]
    return [secret] if len(secret) >= SHORTEST else []


def _keys(text: str) -> Iterator[str]:
    """What stands between the marks of the private keys of a PEM text; its certificates are no secret."""
    for block in text.split("-----BEGIN ")[1:]:
        kind, _, rest = block.partition("-----")
        if kind.endswith("PRIVATE KEY"):
            yield rest.partition("-----END ")[0]


def _spellings(secret: str) -> frozenset[bytes]:
    """The text itself, in other cases, escaped for JSON, URLs and HTML, in base64 (reports embed files so),
    and that once more.
    """
    once = in_base64(secret.encode())
    twice = {again for spelling in once for again in in_base64(spelling.encode())}
    escaped = {json.dumps(secret)[1:-1], quote(secret, safe=""), html.escape(secret)}
    plain = {secret, secret.upper(), secret.encode().hex()}
    return frozenset(text.encode() for text in plain | escaped | once | twice)
