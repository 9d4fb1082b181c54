"""Defects of certificates: what an update must not change or must note, and lists that hear no question."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, after_success
from conformance.reference_pod.keys import Keys
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.certificates import CERTIFICATES, Certificate
from conformance.reference_pod.tokens import pod_certificate
from conformance.reference_pod.wire import Endpoint, Request, Response, json_response

TYPES = ("USER", "USERSIGNING", "OPERATIONSUSER", "OPERATIONSSIGNING")
DAY = 24 * 3600 * 1000


def _only(operation_id: str) -> Callable[[Pod, Operation], bool]:
    return lambda _pod, operation: operation.id == operation_id


def _after_update(
    change: Callable[[Certificate], Certificate],
) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """Change the certificate of the request once it was updated."""

    def spoil(pod: Pod, request: Request) -> None:
        table = pod.store[CERTIFICATES]
        for certificate in table:
            if certificate.fingerprint == request.path["fingerPrint"]:
                table.put(change(certificate))

    return after_success(spoil)


def _all_types(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    body = json.dumps([{"type": kind} for kind in TYPES]).encode()
    return lambda request: endpoint(replace(request, body=body))


def _another_key(pod: Pod, _operation: Operation, _endpoint: Endpoint) -> Endpoint:
    def respond(_request: Request) -> Response:
        return json_response(200, {"certificate": pod_certificate(replace(pod, keys=Keys()))})

    return respond


CERTIFICATE_DEFECTS = (
    Defect(
        "changes-certificate-expiry",
        "An update of the attributes moves the end of validity.",
        _after_update(lambda certificate: replace(certificate, expiry=certificate.expiry + DAY)),
        _only("updateCompanyCertificate"),
    ),
    Defect(
        "forgets-update-times",
        "An update is not noted with its time.",
        _after_update(lambda certificate: replace(certificate, updated=0)),
        _only("updateCompanyCertificate"),
    ),
    Defect(
        "ignores-certificate-types",
        "Certificates of all types are listed.",
        _all_types,
        _only("listCompanyCertificatesByType"),
    ),
    Defect(
        "changes-pod-key",
        "Each answer has the certificate of another key.",
        _another_key,
        _only("getPodCertificate"),
    ),
)
