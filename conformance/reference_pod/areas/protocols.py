"""URI protocols: which schemes become links in the company's messages."""

from __future__ import annotations

import re

from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.paging import window
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.protocols import PROTOCOLS, Protocol
from conformance.reference_pod.records.users import TENANTS

DEFAULT_LIMIT, MAXIMUM = 100, 1000
SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,255}", re.IGNORECASE | re.ASCII)


def list_protocols_as_admin(call: Call) -> Answer:
    """All schemes of the company, alphabetically."""
    return Answer([p.scheme for p in call.store[PROTOCOLS].find("tenant", call.caller.tenant)])


def list_protocols(call: Call) -> Answer:
    """One page of the company's schemes, alphabetically."""
    skip, limit = window(call, DEFAULT_LIMIT, MAXIMUM)
    found = call.store[PROTOCOLS].page(skip, limit, index="tenant", value=call.caller.tenant)
    return Answer([p.scheme for p in found])


def create_protocol(call: Call) -> Answer:
    """Support one more scheme; 400 when it is no scheme or is supported already."""
    scheme = call.body["scheme"]
    if not SCHEME.fullmatch(scheme):
        raise bad_request("A scheme starts with a letter and holds up to 256 letters, digits, -, . and +")
    # Schemes are the same in any case (RFC 3986, 3.1), so only one of "FTP" and "ftp" is kept.
    protocol = Protocol(call.caller.tenant, scheme.lower())
    if (protocol.tenant, protocol.scheme) in call.store[PROTOCOLS]:
        # The documents do not say what a second creation does; that it creates nothing is the plain reading.
        raise bad_request(f"The scheme {protocol.scheme} is supported already")
    call.store[PROTOCOLS].put(protocol)
    return Answer({"scheme": protocol.scheme})


def delete_protocol(call: Call) -> Answer:
    """No longer support a scheme; 400 when it was not supported."""
    scheme = call.path["scheme"].lower()
    if call.store[PROTOCOLS].delete((call.caller.tenant, scheme)) is None:
        raise bad_request(f"The scheme {scheme} is not supported")
    return Answer(status=204)


def seed(pod: Pod) -> None:
    """Every company starts with the usual schemes."""
    for tenant in pod.store[TENANTS]:
        for scheme in ("ftp", "mailto", "sip", "skype", "tel"):
            pod.store[PROTOCOLS].put(Protocol(tenant.id, scheme))
