"""A crowd of workers, each in a thread with a client of its own, that work on a pod together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from conformance.contract import load_contract
from conformance.reference_pod.keys import private_pem
from conformance.reference_pod.records.messages import MESSAGES
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.seed import HOME, PARTNER
from tests.reference_pod.served import Client, ServedPod
from tests.reference_pod.traffic import accounts, company, conversations
from tests.reference_pod.traffic.engine import ACTIONS, Report, Shared, Worker

__all__ = ["ACTIONS", "AREAS", "Crowd", "crowd_of"]

AREAS = (accounts, company, conversations)
"""The modules whose functions are the actions."""


@dataclass(frozen=True)
class Crowd:
    """Where the crowd works, whom and what it knows from the start, and the key (PEM) to sign in with."""

    origin: str
    key: str
    home: Mapping[str, int]
    partner: Mapping[str, int]
    messages: list[str]

    def work(self, workers: int, seed: int, task: Callable[[Worker], None]) -> Report:
        """Let this many workers do the task at the same time; raises what one of them raised."""
        operations = load_contract().operations
        key = load_pem_private_key(self.key.encode(), None)
        assert isinstance(key, RSAPrivateKey)
        shared = Shared(self.home, self.partner, messages=list(self.messages))
        report = Report()

        def work(number: int) -> Report:
            client = Client(self.origin, key, operations)
            with client.http:
                worker = Worker(client, shared, seed * 1000 + number)
                task(worker)
                return worker.report

        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(work, range(workers)):
                report.add(done)
        return report


def crowd_of(served: ServedPod) -> Crowd:
    """The crowd for a served pod: the people of both companies who have a role and no rights over others."""
    people: dict[int, dict[str, int]] = {HOME: {}, PARTNER: {}}
    for tenant, found in people.items():
        for user in served.pod.store[USERS].find("tenant", tenant):
            if user.roles == ("INDIVIDUAL",):
                found[user.username] = user.id
    messages = [message.id for message in served.pod.store[MESSAGES]]
    return Crowd(served.origin, private_pem(served.key), people[HOME], people[PARTNER], messages)
