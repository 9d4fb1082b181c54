"""The secrets that a target file gives, so that they are redacted from the first request on."""

from __future__ import annotations

from conformance.target.redaction import Redactor
from conformance.target.target import Target


def add_given_secrets(target: Target, redact: Redactor) -> None:
    """Have everything secret that a target file holds redacted."""
    for actor in target.actors.values():
        redact.add(actor.private_key or "", "PRIVATE_KEY")
        redact.add(actor.session_token or "", "SESSION_TOKEN")
        redact.add(actor.common_jwt or "", "COMMON_JWT")
        redact.add(actor.community_connect_token or "", "COMMUNITY_CONNECT_TOKEN")
        redact.add((actor.certificate and actor.certificate.password) or "", "CREDENTIAL")
    for access in (target.access, *target.accesses.values()):
        redact.add((access.certificate and access.certificate.password) or "", "CREDENTIAL")
        redact.add((access.proxy and access.proxy.password) or "", "CREDENTIAL")
        for name, value in access.headers:
            if name.lower() in access.secret_headers:
                redact.add_header(name, value)
    for name, token in target.foreign.items():
        redact.add(token, name.upper())
