"""A hand-written test while it runs: steps on the target, and checks of requirements of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.checks.judgement import described
from conformance.contract.catalogue import Statement
from conformance.suite.failure import Failure, Subject, check_record
from conformance.suite.misfits import Misfit, misfits_of
from conformance.suite.outcomes import Blocked, NotApplicable, NotRun
from conformance.suite.requests import NO_BODY, Call, build
from conformance.suite.world import World, success_of
from conformance.target.exchange import AsActor, Credential, Exchange, Response
from conformance.target.recorder import Recorder

UNUSABLE = frozenset({"contract.no-server-error", "contract.content-type", "empty", "not JSON"})
"""Checks, and kinds of failures of bodies, after which an answer says nothing of any requirement."""


@dataclass(slots=True)
class Scenario:
    """The steps and checks of one test. `check` is its id; it judges the requirements that it names."""

    check: str
    title: str
    requirements: Mapping[str, Statement]
    world: World
    recorder: Recorder
    exchanges: int = 0
    failures: list[Failure] = field(default_factory=list)
    warnings: list[Failure] = field(default_factory=list)
    passes: dict[str, int] = field(default_factory=dict)
    not_run: dict[str, NotRun] = field(default_factory=dict)
    last: Exchange | None = None
    misfits: dict[str, Misfit] = field(default_factory=dict)
    """The last answer of each operation that its document does not describe and the test went on with."""

    def send(
        self,
        operation_id: str,
        by: str | Credential,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
        why: str = "",
        any_answer: bool = False,
        documented: bool = False,
    ) -> Response:
        """One step and its answer. Raises Blocked when none comes, NotAllowed when it is forbidden.

        An answer of no use is a finding against its operation and blocks the test, unless the check is about
        `any_answer` to this request. So does any that is not as `documented`, where it has to be.
        """
        operation = self.world.contract.operations[operation_id]
        self.world.demand(operation)
        request = build(operation, Call(path or {}, query or {}, headers or {}, body), why or self.title)
        exchange = self.world.exchange(request, AsActor(by) if isinstance(by, str) else by)
        self.exchanges += 1
        self.last = exchange
        if exchange.response is None:
            raise Blocked(operation_id, f"got no answer: {exchange.error}")
        only = None if documented else frozenset() if any_answer else UNUSABLE
        self._demand_contract(exchange, only)
        return exchange.response

    def get(self, operation_id: str, by: str, **request: Any) -> Any:
        """The JSON of a step that has to succeed for the test to go on; raises Blocked when it does not."""
        return success_of(operation_id, self.send(operation_id, by, **request))

    def look(self, operation_id: str, by: str, **request: Any) -> Any:
        """The JSON of a step that a check is about to judge; None when the answer is a refusal, or empty."""
        response = self.send(operation_id, by, **request, documented=True)
        return response.json() if 200 <= response.status < 300 and response.body else None

    def _demand_contract(self, exchange: Exchange, only: frozenset[str] | None = None) -> None:
        """An answer that its own operation does not describe says nothing of what a check wants to see in it.

        It is a finding against that operation, told once; what it was to show is blocked by it.
        """
        for misfit in misfits_of(self.world.contract, exchange):
            if only is None or {misfit.judgement.check, misfit.judgement.kind} & only:
                self._tell(misfit)
                raise Blocked(exchange.operation, f"answered {described(misfit.response)}")
            self.misfits[exchange.operation] = misfit

    def _tell(self, misfit: Misfit) -> None:
        row = misfit.judgement.operation, misfit.judgement.check
        if row not in self.world.told:
            self.world.told.add(row)
            self.failures.append(misfit.failure(self.world.contract))

    def stumble(self, error: Exception) -> Blocked | None:
        """What blocked a test that broke, if an answer of the target did; None for a fault of the test."""
        misfit = next(reversed(self.misfits.values()), None) or self.world.misfit()
        if misfit is None:
            return None
        self._tell(misfit)
        return misfit.blocks(error)

    def expect(self, requirement: str, holds: bool, *, expected: str, observed: object) -> bool:
        """Judge a requirement by the last answer; returns whether it holds. The test goes on either way."""
        row = self.requirements[requirement]
        if holds:
            self.passes[requirement] = self.passes.get(requirement, 0) + 1
        else:
            if self.last is not None and self.last.operation != row.operation:
                self._demand_contract(self.last)
            self.failures.append(Failure(self._subject(row), expected, str(observed), self.last))
        return holds

    def equal(self, requirement: str, expected: object, observed: object, what: str) -> bool:
        """Judge a requirement by a value of the last answer."""
        return self.expect(
            requirement,
            expected == observed,
            expected=f"{what}: {expected!r}",
            observed=f"{what}: {observed!r}",
        )

    def equal_where_shown(self, requirement: str, expected: object, observed: object, what: str) -> None:
        """The same for what the target says of its own accord, and may leave out of either answer."""
        if expected is None or observed is None:
            self.left_out(requirement, what)
        else:
            self.equal(requirement, expected, observed, what)

    def same_where_shown(
        self, requirement: str, expected: Mapping[Any, Any], observed: Mapping[Any, Any], what: str
    ) -> None:
        """The same for each member of an object; one without any that was expected is wrong."""
        told = {name: value for name, value in expected.items() if value is not None}
        both = [name for name in told if observed.get(name) is not None]
        if both or (told and not observed):
            self.equal(
                requirement, {name: told[name] for name in both or told}, {n: observed[n] for n in both}, what
            )
        if missing := [str(name) for name in expected if name not in both]:
            self.left_out(requirement, f"{what}: {', '.join(missing)}")

    def left_out(self, requirement: str, what: str) -> None:
        """Warn that answers lack what a requirement is about: the vendor may leave out any optional property.

        A target that never shows it conforms. One that did before has lost something that people may need.
        """
        subject = self._subject(self.requirements[requirement])
        if all((subject, what) != (warning.subject, warning.expected) for warning in self.warnings):
            self.warnings.append(
                Failure(subject, what, f"{what}: left out, as the vendor's policy allows", self.last)
            )

    def status(self, requirement: str, response: Response, *allowed: int, what: str = "status") -> bool:
        """Judge a requirement by the status of an answer."""
        wish = " or ".join(str(status) for status in allowed)
        return self.expect(
            requirement,
            response.status in allowed,
            expected=f"{what}: {wish}",
            observed=f"{what}: {described(response)}",
        )

    def unless_refused(self, requirement: str, response: Response, success: int = 200, *, what: str) -> bool:
        """Judge that a step was refused, or done; returns whether it was done, and can be looked at."""
        if 400 <= response.status < 500:
            self.expect(requirement, True, expected=f"{what}: a refusal", observed=described(response))
            return False
        return self.status(requirement, response, success, what=what)

    def not_applicable(self, requirement: str, why: str) -> None:
        """Leave one requirement unjudged because the target lacks what it is about."""
        self.not_run[requirement] = NotApplicable(why)

    @property
    def family(self) -> str:
        """The oracle family that the check belongs to."""
        return self.check.split(".")[0]

    @property
    def operation_id(self) -> str:
        """The operation that the first requirement is about."""
        return next(iter(self.requirements.values())).operation

    @property
    def subjects(self) -> list[Subject]:
        """The requirements that this test is there to judge."""
        return [self._subject(row) for row in self.requirements.values()]

    @property
    def judged(self) -> set[str]:
        """The requirements that were judged at least once."""
        found = (*self.failures, *self.warnings)
        return {*self.passes, *(failure.subject.requirement for failure in found)}

    def report(self, test: str, ended: NotRun | None) -> str:
        """Write the records of all requirements of this test; returns the test's outcome."""
        for subject in self.subjects:
            name = subject.requirement
            own = [failure for failure in self.failures if failure.subject.requirement == name]
            for failure in own:
                self.recorder.write(check_record(test, self.family, subject, "failed", failure=failure))
            left_out = [warning for warning in self.warnings if warning.subject.requirement == name]
            for warning in left_out:
                self.recorder.write(check_record(test, self.family, subject, "warned", failure=warning))
            if name in self.passes and not own and not left_out:
                self.recorder.write(
                    check_record(test, self.family, subject, "passed", count=self.passes[name])
                )
            reason = self.not_run.get(name) or ended or self._hidden()
            if name not in self.judged and reason is not None:
                record = check_record(test, self.family, subject, reason.outcome, reason=str(reason))
                self.recorder.write(record)
        for failure in self.failures:
            if failure.subject.requirement not in self.requirements:
                record = check_record(test, self.family, failure.subject, "failed", failure=failure)
                self.recorder.write(record)
        if any(failure.subject.level != "advice" for failure in self.failures):
            return "failed"
        return ended.outcome if ended else "passed"

    def _hidden(self) -> NotRun | None:
        """A test that returns early after a broken requirement leaves the later ones to judge to nobody."""
        if not self.failures:
            return None
        first = self.failures[0].subject
        return Blocked(first.operation, f"breaks {first.requirement}, on which this stands")

    def _subject(self, row: Statement) -> Subject:
        return Subject(self.check, row.id, row.level, row.operation, row.means, row.words, row.at)
