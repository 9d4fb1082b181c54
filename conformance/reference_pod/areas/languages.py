"""The languages in which the pod's clients can be used."""

from __future__ import annotations

from conformance.reference_pod.call import Answer, Call

LANGUAGES = ("en-US", "fr-FR", "ja-JP")
"""What the software ships with; no operation changes it, so it is the same for every company."""


def list_languages(call: Call) -> Answer:
    """All languages; the list is open to everybody."""
    return Answer({"languages": list(LANGUAGES)})
