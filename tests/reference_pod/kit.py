"""A small pod for tests: partner tenants, a foreign one, a clock that stands still, and direct calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.contract import Operation, load_contract
from conformance.reference_pod.app import response_to
from conformance.reference_pod.audit import breaches_of
from conformance.reference_pod.call import Answer, Call, Refusal
from conformance.reference_pod.envelopes import refused
from conformance.reference_pod.pod import Ids, Pod
from conformance.reference_pod.records.users import TENANTS, USERS, Tenant, User
from conformance.reference_pod.registry import handler_name, handlers
from conformance.reference_pod.wire import Response

HOME, PARTNER, FOREIGN = 189, 190, 191


@dataclass
class FakeClock:
    """Time in epoch milliseconds that passes only when told to."""

    now: int = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now

    def advance(self, *, seconds: float) -> None:
        """Let time pass."""
        self.now += int(seconds * 1000)


class SmallPod:
    """A pod and its people: alice, bob, carol at home, paul at the partner's, frank with neither."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.pod = Pod(contract=load_contract(), clock=self.clock, ids=Ids(1))
        for number, name, partners in (
            (HOME, "Home", {PARTNER}),
            (PARTNER, "Partner", {HOME}),
            (FOREIGN, "Foreign", set()),
        ):
            self.pod.store[TENANTS].put(Tenant(number, name, f"{name.lower()}.example", frozenset(partners)))
        people = {"alice": HOME, "bob": HOME, "carol": HOME, "paul": PARTNER, "frank": FOREIGN}
        self.people = SimpleNamespace(
            **{name: self._user(name, tenant, i) for i, (name, tenant) in enumerate(people.items())}
        )

    def _user(self, name: str, tenant: int, number: int) -> User:
        user = User(
            id=(tenant << 36) + 1 + number,
            attributes={
                "userName": name,
                "displayName": name.title(),
                "firstName": name.title(),
                "lastName": "Test",
                "emailAddress": f"{name}@{tenant}.example",
                "accountType": "NORMAL",
            },
            created=self.clock.now,
            created_by=0,
            updated=self.clock.now,
        )
        return self.pod.store[USERS].put(user)

    def call(
        self,
        operation_id: str,
        by: User,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> Answer:
        """Call a handler as the given user, in a transaction, past sign-in, rights and validation.

        What it answers, success or refusal, must be what the contract allows.
        """
        call = Call(
            pod=self.pod,
            operation=self.pod.contract.operations[operation_id],
            caller=self.pod.store[USERS].get(by.id) or by,
            path=path or {},
            query=query or {},
            headers=headers or {},
            body=body,
        )
        try:
            with self.pod.store.transaction():
                answer = handlers()[handler_name(operation_id)](call)
        except Refusal as refusal:
            _audit(call.operation, refused(call.operation.api, refusal))
            raise
        _audit(call.operation, response_to(answer))
        return answer

    def refuses(self, status: int, operation_id: str, by: User, **request: Any) -> Refusal:
        """Assert that the call is refused with this status, and return the refusal."""
        with pytest.raises(Refusal) as refusal:
            self.call(operation_id, by, **request)
        assert refusal.value.status == status, (
            f"expected {status}, got {refusal.value.status}: {refusal.value.message}"
        )
        return refusal.value


def _audit(operation: Operation, response: Response) -> None:
    headers = {name.lower(): value for name, value in response.headers.items()}
    found = breaches_of(
        operation, response.status, {**headers, "content-type": response.media_type or ""}, response.body
    )
    assert found == [], f"{operation.id} answered {response.status}, which the contract does not allow so"
