"""Two partners of Community Connect, for the tests of its areas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Answer, Refusal
from conformance.reference_pod.records.sessions import PARTNERS, Partner
from conformance.reference_pod.records.users import TENANTS, User
from conformance.reference_pod.tokens import ONBOARD
from tests.reference_pod.kit import HOME, SmallPod

DOMAIN = "new-client.example"


class Community:
    """A small pod with two partners: `ours` acts as alice, `theirs` as bob."""

    def __init__(self) -> None:
        self.small = SmallPod()
        self.ours, self.theirs = self.small.people.alice, self.small.people.bob
        for name, user in (("ours", self.ours), ("theirs", self.theirs)):
            partner = Partner(name, "secret", user.id, frozenset({ONBOARD}))
            self.small.pod.store[PARTNERS].put(partner)
        home = self.small.pod.store[TENANTS].get(HOME)
        assert home is not None
        self.small.pod.store[TENANTS].put(replace(home, domains=frozenset({"189.example"})))

    def create(self, *people: dict[str, Any], name: str = "New Client", by: User | None = None) -> Any:
        """Create accounts and give the answer's body."""
        body = {"companyName": name, "users": list(people)}
        answer = self.small.call("createUser", by or self.ours, body=body)
        assert answer.status == 201
        return answer.body

    def account(self, email: str = f"ann@{DOMAIN}") -> dict[str, Any]:
        """The path of a fresh account."""
        created = self.create(person(email))
        return {"companyId": created["companyId"], "userId": created["success"][0]["userId"]}

    def call(self, operation_id: str, path: dict[str, Any] | None = None, **request: Any) -> Answer:
        """Call as our partner."""
        return self.small.call(operation_id, self.ours, path=path, **request)

    def refuses(
        self, status: int, code: str, operation_id: str, by: User | None = None, **request: Any
    ) -> Refusal:
        """Assert that the call is refused with this status and code."""
        refusal = self.small.refuses(status, operation_id, by or self.ours, **request)
        assert refusal.code == code
        return refusal


def person(email: str = f"ann@{DOMAIN}", **more: Any) -> dict[str, Any]:
    """Somebody to make an account for."""
    return {"email": email, "firstName": "Ann", "lastName": "Berg", **more}
