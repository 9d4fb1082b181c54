"""Spreads a proof over processes."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any

from conformance.proof.running import prove_defect, prove_variant, reached_operations
from conformance.proof.selection import Selection, that_may_differ, with_all_tests
from conformance.proof.tests import suite_tests
from conformance.proof.verdict import Result, VariantResult

DEFECT_PROFILE = "gate"
"""How deep the tests that concern a defect go."""

SLICES = 16
"""In how many parts the suite is run to see what each test calls."""


def prove(
    selection: Selection, *, profile: str, seed: int, workers: int, all_tests: bool = False
) -> Iterator[Result | VariantResult]:
    """The results as they come; the longest work is begun first."""
    with _pool(workers) as pool:
        cases, variants = selection.cases, selection.variants
        if all_tests:
            cases = with_all_tests(cases, _reached(pool, suite_tests(), DEFECT_PROFILE, seed))
        elif selection.scope != "sample" and variants:
            tests = {test for chosen in variants.values() for test in chosen}
            variants = that_may_differ(variants, _reached(pool, tests, profile, seed))
        futures: list[Future[Any]] = [
            pool.submit(prove_variant, name, tests, profile, seed) for name, tests in variants.items()
        ]
        futures += [pool.submit(prove_defect, case, DEFECT_PROFILE, seed) for case in cases]
        for future in as_completed(futures):
            result: Result | VariantResult = future.result()
            yield result


def _reached(
    pool: ProcessPoolExecutor, tests: Iterable[str], profile: str, seed: int
) -> dict[str, frozenset[str]]:
    names = sorted(tests)
    parts = [names[number::SLICES] for number in range(SLICES)]
    found: dict[str, frozenset[str]] = {}
    for part in [pool.submit(reached_operations, part, profile, seed) for part in parts]:
        found |= part.result()
    return found


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Forked copies of a process with threads can hang: new ones read the contract once and keep it.
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare)
    try:
        yield pool
    except BaseException:
        # Whoever interrupts does not want to wait for the tests that are running.
        for process in set(active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare() -> None:
    """Make a new process ready; Ctrl-C is the parent's matter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    suite_tests()
