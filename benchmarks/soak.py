"""Mixed concurrent traffic on a served reference pod: throughput, memory over time, and all invariants.

The pod runs in this process, so that its memory is what is measured; the traffic comes from other processes.
Exit code 0 when every invariant holds, no answer broke the contract and the memory is flat, else 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

from conformance.reference_pod.pod import Settings
from tests.reference_pod.invariants import INVARIANTS, etag_faults, faults
from tests.reference_pod.served import ServedPod, served_pod
from tests.reference_pod.traffic.crowd import Crowd, crowd_of
from tests.reference_pod.traffic.engine import ACTIONS, Report

SESSION_SECONDS = 20
"""Short, so that sessions expire all the time."""

WARM_UP = 0.2
"""The part of the run after which memory must no longer grow: until then all pools fill."""

MOST_GROWTH = 1.10
"""By how much the memory may have grown from the end of the warm-up to the end."""


def main() -> int:
    """Run the soak as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long (default 1)")
    parser.add_argument("--processes", type=int, default=2, help="processes that send requests (default 2)")
    parser.add_argument("--workers", type=int, default=4, help="clients in each process (default 4)")
    parser.add_argument("--seed", type=int, default=1, help="what the traffic does (default 1)")
    options = parser.parse_args()
    seconds = options.minutes * 60
    with served_pod(Settings(session_seconds=SESSION_SECONDS, jwt_seconds=SESSION_SECONDS)) as served:
        crowd = crowd_of(served)
        with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
            running = [
                pool.submit(drive, crowd, options.workers, options.seed + number, seconds)
                for number in range(options.processes)
            ]
            samples = list(_memory(served, running, every=max(1.0, seconds / 30)))
            report = Report()
            for done in running:
                report.add(done.result())
        return _verdict(served, report, samples, seconds)


def drive(crowd: Crowd, workers: int, seed: int, seconds: float) -> Report:
    """One process of the traffic."""
    deadline = time.monotonic() + seconds
    return crowd.work(workers, seed, lambda worker: worker.until(deadline))


def _memory(served: ServedPod, running: list[Future[Report]], every: float) -> Iterator[float]:
    """The resident memory in MiB, from time to time until all are done; each figure is printed."""
    start = time.monotonic()
    while True:
        mebibytes = _resident() / 2**20
        records = sum(len(table) for table in served.pod.store._tables.values())
        print(
            f"{time.monotonic() - start:7.0f} s  {mebibytes:7.1f} MiB  {records:6} records  "
            f"{served.audit.audited:9,} answers",
            flush=True,
        )
        yield mebibytes
        if not wait(running, timeout=every).not_done:
            return


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def _verdict(served: ServedPod, report: Report, samples: list[float], seconds: float) -> int:
    settled = samples[int(len(samples) * WARM_UP) :]
    growth = settled[-1] / settled[0]
    wrong = report.failures[:10] + [str(breach) for breach in served.audit.breaches[:10]]
    wrong += faults(served.pod) + etag_faults(report.writes, served.pod)
    if growth > MOST_GROWTH:
        wrong.append(f"the memory grew by {growth - 1:.0%} after the warm-up")
    print(
        f"{report.requests:,} requests in {seconds:.0f} s ({report.requests / seconds:.0f}/s), "
        f"{len(report.operations)} of {len(ACTIONS)} operations, {len(report.succeeded)} with a success, "
        f"{len(report.writes):,} writes of groups"
    )
    print(f"never with a success: {', '.join(sorted(set(ACTIONS) - report.succeeded)) or 'none'}")
    print(f"memory {settled[0]:.1f} -> {settled[-1]:.1f} MiB after the warm-up ({growth - 1:+.1%})")
    sizes = sorted(((len(table), name) for name, table in served.pod.store._tables.items()), reverse=True)
    print(f"largest tables: {', '.join(f'{name} {size}' for size, name in sizes[:8])}")
    print(f"{len(INVARIANTS) + 1} invariants, {len(wrong)} faults")
    for fault in wrong:
        print(f"  {fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
