"""One test of the suite while it runs: it sends, judges, remembers what it found, and reports at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conformance.checks.catalogue import BY_ID
from conformance.checks.judgement import Judgement, Outcome, failed
from conformance.checks.responses import judge_response
from conformance.checks.success import judge_usable
from conformance.contract import Operation
from conformance.contract.requirements import Family, Requirement, requirements_by_check
from conformance.suite.failure import Failure, Subject, check_record, subject_of
from conformance.suite.outcomes import Blocked, NotRun
from conformance.suite.recipes import Recipe, recipes
from conformance.suite.world import World
from conformance.target.exchange import AsActor, Credential, Exchange, Request, Response
from conformance.target.recorder import Recorder

SAYS: Mapping[Family, str] = {
    "contract": "answers valid requests as documented",
    "negative": "refuses invalid requests as documented",
    "sign-in": "refuses callers without credentials",
    "rights": "refuses callers without the entitlement",
}
"""What the test of each family says of an operation."""


@dataclass(frozen=True, slots=True)
class Found:
    """The simplest exchange for one kind of failure or warning."""

    judgement: Judgement
    exchange: Exchange


@dataclass(slots=True)
class Item:
    """One operation under one family of checks."""

    operation: Operation
    family: Family
    world: World
    recorder: Recorder
    exchanges: int = 0
    passes: dict[str, int] = field(default_factory=dict)
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    not_run: dict[str, NotRun] = field(default_factory=dict)

    def recipe(self) -> Recipe:
        """A valid request for the operation; raises NotRun when the target cannot be brought to have one."""
        self.world.demand(self.operation)
        self.world.check_allowed(self.operation.id)
        try:
            return recipes()[self.operation.id](self.world)
        except Blocked as blocked:
            if blocked.by == self.operation.id and self.family == "contract":
                self._judge_preparation()
            raise

    def _judge_preparation(self) -> None:
        """The operation's own fault kept its test from being prepared: that is a finding itself."""
        exchange = self.world.last.get(self.operation.id)
        if exchange is None or exchange.response is None:
            return
        self.judge(exchange, judge_response(self.operation, exchange.response))
        if not self.failures:
            self.judge(exchange, [judge_usable(self.operation, exchange.response)])

    def send(self, request: Request, credential: Credential | str) -> tuple[Exchange, Response | None]:
        """Send a request as an actor or with other credentials; raises NotAllowed when that is forbidden."""
        sender = AsActor(credential) if isinstance(credential, str) else credential
        exchange = self.world.exchange(request, sender)
        self.exchanges += 1
        if exchange.response is None:
            wish = "an answer"
            lost = failed(
                "contract.no-server-error", self.operation.id, wish, f"none: {exchange.error}", "no answer"
            )
            self.judge(exchange, [lost])
        return exchange, exchange.response

    def judge(self, exchange: Exchange, judgements: Iterable[Judgement]) -> None:
        """Remember judgements; of one kind a failure is kept before a warning, then the simplest exchange."""
        for judgement in judgements:
            if judgement.outcome == "passed":
                self.passes[judgement.check] = self.passes.get(judgement.check, 0) + 1
                continue
            if judgement.outcome == "failed":
                self.world.told.add((self.operation.id, judgement.check))
            key = (judgement.check, judgement.kind)
            known, new = self.found.get(key), Found(judgement, exchange)
            if known is None or _rank(new) < _rank(known):
                self.found[key] = new

    def stumble(self, error: Exception) -> Blocked | None:
        """What blocked a test that broke, if an answer of the target did; None for a fault of the test."""
        misfit = self.world.misfit()
        if misfit is None:
            return None
        if misfit.judgement.operation == self.operation.id:
            self.judge(misfit.exchange, [misfit.judgement])
        return misfit.blocks(error)

    def skip_check(self, check: str, reason: NotRun) -> None:
        """Remember that one check could not be made, and why."""
        self.not_run[check] = reason

    @property
    def judged(self) -> set[str]:
        """The checks that passed, failed or warned at least once."""
        return {*self.passes, *(check for check, _ in self.found)}

    @property
    def failures(self) -> list[Failure]:
        """What broke a requirement, in the order of the catalogue of checks."""
        return self._that("failed")

    @property
    def warnings(self) -> list[Failure]:
        """What is only worth a warning, in the same order."""
        return self._that("warned")

    def _that(self, outcome: Outcome) -> list[Failure]:
        order = list(BY_ID)
        chosen = [found for found in self.found.values() if found.judgement.outcome == outcome]
        chosen.sort(key=lambda found: (order.index(found.judgement.check), found.judgement.kind))
        return [self._failure(found) for found in chosen]

    @property
    def title(self) -> str:
        """What the test says of its operation."""
        return f"{self.operation.id} {SAYS[self.family]}"

    @property
    def operation_id(self) -> str:
        """The operation under test."""
        return self.operation.id

    @property
    def subjects(self) -> list[Subject]:
        """The requirements that this test is there to judge."""
        return [
            subject_of(row)
            for row in requirements_by_check(self.operation).values()
            if row.family == self.family and not BY_ID[row.check].conditional
        ]

    def report(self, test: str, ended: NotRun | None) -> str:
        """Write the records of all checks of this test; returns the test's outcome."""
        for row in requirements_by_check(self.operation).values():
            self._write(test, row, ended)
        if self.failures:
            return "failed"
        return ended.outcome if ended else "passed"

    def _write(self, test: str, row: Requirement, ended: NotRun | None) -> None:
        subject = subject_of(row)
        own = [found for (check, _), found in self.found.items() if check == row.check]
        for found in sorted(own, key=lambda found: found.judgement.kind):
            outcome = found.judgement.outcome
            failure = self._failure(found)
            self.recorder.write(check_record(test, self.family, subject, outcome, failure=failure))
        if row.check in self.passes and not any(found.judgement.outcome == "failed" for found in own):
            count = self.passes[row.check]
            self.recorder.write(check_record(test, self.family, subject, "passed", count=count))
        reason = self.not_run.get(row.check) or ended or self._hidden_by(row)
        if row.check not in self.judged and reason is not None and row.family == self.family:
            record = check_record(test, self.family, subject, reason.outcome, reason=str(reason))
            self.recorder.write(record)

    def _hidden_by(self, row: Requirement) -> NotRun | None:
        """A wrong status or content type leaves nothing for the checks of the body to judge."""
        failures = self.failures
        if not failures or BY_ID[row.check].conditional:
            return None
        why = f"fails {failures[0].subject.check}, which leaves nothing else to judge"
        return Blocked(self.operation.id, why)

    def _failure(self, found: Found) -> Failure:
        judgement = found.judgement
        row = requirements_by_check(self.operation)[judgement.check]
        return Failure(subject_of(row), judgement.expected, judgement.observed, found.exchange)


def _rank(found: Found) -> tuple[bool, int, str]:
    """Failures before warnings, and then the simpler request first."""
    request, url = found.exchange.request, found.exchange.url
    size = len(request.body or b"") + len(url) + 20 * len(request.headers)
    return found.judgement.outcome != "failed", size, url
