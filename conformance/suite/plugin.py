"""The pytest plugin of the suite: its options, its fixtures, and the records of a run.

It is loaded by `-p conformance.suite.plugin`, and by itself wherever the distribution is installed, so that
tests of a vendor's own can use the same fixtures.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from conformance.contract import Contract, load_contract
from conformance.contract.capabilities import load_statements
from conformance.plain_text import plain
from conformance.suite.allure_labels import attach_findings, describe, label_severity
from conformance.suite.failure import ConformanceTest, failure_message
from conformance.suite.item import Item
from conformance.suite.outcomes import NotRun
from conformance.suite.records import plan_record, record_of, run_record, unjudged_records
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.errors import ProfileError, TargetError
from conformance.target.given_secrets import add_given_secrets
from conformance.target.ledger import FILE_NAME, Ledger
from conformance.target.profile import Profile, find_profile
from conformance.target.recorder import Recorder
from conformance.target.redaction import Redactor
from conformance.target.target import Target
from conformance.target.target_file import load_target
from conformance.target.transport import Transport

TARGET = pytest.StashKey[Target]()
PROFILE = pytest.StashKey[Profile]()
RECORDER = pytest.StashKey[Recorder]()
ORDER = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a conformance run; without --target the plugin does nothing."""
    group = parser.getgroup("symphony-conformance", "conformance tests of Symphony pods")
    group.addoption("--target", metavar="FILE", help="target file of the pod under test")
    group.addoption(
        "--profile", default="gate", metavar="NAME", help="how deep to test (default: %(default)s)"
    )
    group.addoption("--seed", type=int, default=1, metavar="N", help="seed of all generated requests")
    group.addoption(
        "--output", default="reports/pytest", metavar="DIR", help="run folder (default: %(default)s)"
    )
    group.addoption(
        "--label", metavar="TEXT", help="part of every name that the tests give; unique by default"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the target file and the profile; what is wrong with them is one line and a usage error."""
    config.addinivalue_line("markers", "family(name): the oracle family of a generated test")
    config.addinivalue_line("markers", "check(id, *requirements): the check that a hand-written test is")
    file = config.getoption("--target")
    if file is None:
        return
    try:
        config.stash[TARGET] = load_target(Path(file))
        config.stash[PROFILE] = find_profile(config.getoption("--profile"))
    except (TargetError, ProfileError) as error:
        raise pytest.UsageError(str(error)) from None
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    if worker == "main" and config.getoption("numprocesses", default=None):
        return
    path = Path(config.getoption("--output")) / "records" / f"{worker}.jsonl"
    recorder = config.stash[RECORDER] = Recorder(path, Redactor())
    add_given_secrets(config.stash[TARGET], recorder.redact)
    if worker in ("main", "gw0"):
        options = {"profile": config.stash[PROFILE].name, "seed": config.getoption("--seed")}
        workers = getattr(config, "workerinput", {}).get("workercount", 1)
        recorder.write(
            run_record(path.parent.parent.name, config.stash[TARGET], load_contract(), workers, **options)
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the records."""
    recorder = config.stash.get(RECORDER, None)
    if recorder is not None:
        recorder.close()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Record what this run is going to test: what is planned and never judged makes it incomplete."""
    for order, node in enumerate(session.items):
        node.stash[ORDER] = order
    recorder = session.config.stash.get(RECORDER, None)
    if recorder is not None and recorder.worker in ("main", "gw0"):
        nowhere = World(load_contract(), session.config.stash[TARGET], None, "")  # type: ignore[arg-type]
        recorder.write(
            plan_record([test for node in session.items if (test := _test_of(node, nowhere, recorder))])
        )


def _test_of(node: pytest.Item, world: World, recorder: Recorder) -> ConformanceTest | None:
    """The suite's view of a pytest item: generated tests have a family, hand-written ones a check."""
    family, check = node.get_closest_marker("family"), node.get_closest_marker("check")
    if check is not None:
        name, *requirements = check.args
        rows = {row: load_statements()[row] for row in requirements}
        title = (getattr(node, "obj", None).__doc__ or name).strip().splitlines()[0].rstrip(".")
        # One function can be the check of many operations: their tests need titles of their own.
        _, at, operation = name.partition("@")
        return Scenario(name, f"{operation}: {title}" if at else title, rows, world, recorder)
    callspec = getattr(node, "callspec", None)
    operation = callspec.params.get("operation") if callspec else None
    if family is None or operation is None:
        return None
    return Item(world.contract.operations[operation], family.args[0], world, recorder)


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract of the three APIs."""
    return load_contract()


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config) -> Target:
    """The target of `--target`."""
    if TARGET not in pytestconfig.stash:
        raise pytest.UsageError("no target: name the pod under test with --target FILE")
    return pytestconfig.stash[TARGET]


@pytest.fixture(scope="session")
def profile(pytestconfig: pytest.Config, target: Target) -> Profile:
    """The profile of `--profile`."""
    return pytestconfig.stash[PROFILE]


@pytest.fixture(scope="session")
def run_seed(pytestconfig: pytest.Config) -> int:
    """The seed of everything that is generated."""
    return int(pytestconfig.getoption("--seed"))


@pytest.fixture(scope="session")
def recorder(pytestconfig: pytest.Config, target: Target) -> Recorder:
    """The records of this process."""
    return pytestconfig.stash[RECORDER]


@pytest.fixture(scope="session")
def label(pytestconfig: pytest.Config) -> str:
    """Part of every name that the tests of this process give; unique unless the option sets it."""
    given = pytestconfig.getoption("--label") or f"{int(time.time()):x}{secrets.token_hex(2)}"
    return f"{given}{getattr(pytestconfig, 'workerinput', {}).get('workerid', '')}"


@pytest.fixture(scope="session")
def transport(
    pytestconfig: pytest.Config,
    target: Target,
    profile: Profile,
    recorder: Recorder,
    contract: Contract,
    label: str,
) -> Iterator[Transport]:
    """The one way to the target."""
    workers = int(getattr(pytestconfig, "workerinput", {}).get("workercount", 1))
    seed = int(pytestconfig.getoption("--seed"))
    path = Path(pytestconfig.getoption("--output")) / FILE_NAME
    worker = recorder.worker
    with (
        Ledger(
            path, recorder.redact, target, worker=worker, label=label, durable=not target.disposable
        ) as ledger,
        Transport(
            target, profile, recorder, contract=contract, ledger=ledger, seed=seed, workers=workers
        ) as opened,
    ):
        yield opened


@pytest.fixture(scope="session")
def world(
    pytestconfig: pytest.Config, contract: Contract, target: Target, transport: Transport, label: str
) -> World:
    """What the tests of this process find and make on the target."""
    records = Path(pytestconfig.getoption("--output")) / "records"
    alone = not hasattr(pytestconfig, "workerinput")
    turns = None if alone else FileLock(records / "turns.lock")
    return World(contract, target, transport, label, turns=turns)


@pytest.fixture
def item(request: pytest.FixtureRequest, operation: str, world: World, recorder: Recorder) -> Item:
    """A generated test: the operation of its parameter under the family of its marker."""
    test = _test_of(request.node, world, recorder)
    assert isinstance(test, Item), "a test with the fixture `item` needs the marker family and an operation"
    return test


@pytest.fixture
def scenario(request: pytest.FixtureRequest, world: World, recorder: Recorder) -> Scenario:
    """A hand-written test: the check and the requirements of its marker."""
    test = _test_of(request.node, world, recorder)
    assert isinstance(test, Scenario), "a test with the fixture `scenario` needs the marker check"
    return test


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a conformance test, record what it found, and give it the outcome that follows from that."""
    test = pyfuncitem.funcargs.get("item") or pyfuncitem.funcargs.get("scenario")
    if not isinstance(test, Item | Scenario):
        return (yield)
    name, recorder = pyfuncitem.nodeid, test.recorder
    describe(test, test.world.contract.operations[test.operation_id])
    recorder.test = name
    began = time.monotonic()
    ended: NotRun | None = None
    crashed: Exception | None = None
    try:
        yield
    except NotRun as reason:
        ended = reason
    except Exception as error:
        ended = test.stumble(error)
        crashed = None if ended else error
    finally:
        test.world.end_turn()
    outcome = test.report(name, ended)
    if crashed is not None:
        outcome = "error"
        for record in unjudged_records(test, name, crashed):
            recorder.write(record)
    order = pyfuncitem.stash.get(ORDER, 0)
    recorder.write(record_of(test, name, order, outcome, time.monotonic() - began, ended or crashed))
    recorder.test = None
    label_severity(test)
    attach_findings(test)
    if outcome == "failed":
        pytest.fail(plain(recorder.redact.text(failure_message(test.failures))), pytrace=False)
    if crashed is not None:
        raise crashed
    if ended is not None:
        pytest.skip(plain(recorder.redact.text(f"{ended.outcome}: {ended}")))
    return None


class BrokenTest(Exception):
    """A test of the suite broke instead of judging; the message names the exception, without secrets."""


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take the secrets out of exceptions, tracebacks and captured output before any report gets them."""
    recorder = item.config.stash.get(RECORDER, None)
    if recorder is not None and call.excinfo is not None:
        call.excinfo = _without_secrets(call.excinfo, recorder.redact)
    report = yield
    if recorder is not None:
        if report.failed and report.longrepr is not None:
            report.longrepr = plain(recorder.redact.text(report.longreprtext))
        report.sections = [(name, plain(recorder.redact.text(text))) for name, text in report.sections]
    return report


def _without_secrets(
    raised: pytest.ExceptionInfo[BaseException], redact: Redactor
) -> pytest.ExceptionInfo[BaseException]:
    """The exception, or one of the same weight and traceback when its message is not fit to keep."""
    said = raised.exconly()
    fit = plain(redact.text(said))
    if fit == said or raised.errisinstance(pytest.skip.Exception):
        return raised
    judged = raised.errisinstance((AssertionError, pytest.fail.Exception))
    kind = AssertionError if judged else BrokenTest
    return pytest.ExceptionInfo.from_exception(kind(fit).with_traceback(raised.tb))


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Name the target at the top of pytest's own output."""
    target = config.stash.get(TARGET, None)
    return [f"target: {target.name}, profile {config.stash[PROFILE].name}"] if target else []


def pytest_make_parametrize_id(config: pytest.Config, val: Any, argname: str) -> str | None:
    """Operations are shown by their ids."""
    return val if argname == "operation" and isinstance(val, str) else None
