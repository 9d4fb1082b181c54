"""The behaviours by what they abuse; importing this package fills the table."""

from __future__ import annotations

from importlib import import_module

from tests.hostile.kit import TABLE, Behaviour

TITLES = {
    "connections": "Connections",
    "framing": "Answers that are not HTTP",
    "bodies": "Bodies without end, and packed ones",
    "json_texts": "Bodies that are JSON only to some",
    "headers": "Headers",
    "redirects": "Redirects",
    "tls": "Certificates and TLS",
    "waiting": "Waits, outages and echoes",
    "signing_in": "Sign-in",
}


def _sections() -> dict[str, list[Behaviour]]:
    found = {}
    for module, title in TITLES.items():
        before = set(TABLE)
        import_module(f"{__name__}.{module}")
        found[title] = [row for name, row in TABLE.items() if name not in before]
    return found


SECTIONS = _sections()
"""The rows by the titles of what they abuse."""
