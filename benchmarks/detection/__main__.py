"""What the suite finds, and what a user would find with other tools, on the same defects and the same pod.

    python -m benchmarks.detection --specmatic node_modules/specmatic/specmatic.jar

Writes each run to a file of results, and of these the page README.md beside this module. The same command
goes on where an interrupted one ended; with `--page-only` nothing is run. Specmatic takes part when its jar
is named: `npm install specmatic` brings it, and it needs Java.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.detection.access import sign_in
from benchmarks.detection.known import known_values
from benchmarks.detection.ours import Ours
from benchmarks.detection.results import (
    About,
    OtherResults,
    Results,
    Run,
    Tried,
    add_run,
    add_tolerated,
    begin_results,
    missing,
    planned,
    read_results,
)
from benchmarks.detection.sampling import areas_of_at_most, choose, choose_variants, operations_of_area
from benchmarks.detection.schemathesis_cli import Schemathesis
from benchmarks.detection.scores import broken_off
from benchmarks.detection.specmatic_cli import Specmatic
from benchmarks.detection.table import page
from benchmarks.detection.tool import Tool, ToolError
from conformance.proof.cases import Case, catalogued_cases, derived_cases
from conformance.proof.pod import served_pod
from conformance.proof.running import prove_defect

FOLDER = Path(__file__).parent
PROFILE_OF_THE_PROOF = "smoke"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the page; 2 when a run is missing or did not end, 5 for wrong usage."""
    options = _options(arguments)
    if options.page_only:
        return _write_page(options)
    if options.specmatic is not None and not options.specmatic.is_file():
        print(f"--specmatic {options.specmatic}: there is no such file", file=sys.stderr)
        return 5
    tools: list[Tool] = [Ours(), Schemathesis(published=False), Schemathesis(published=True)]
    if options.specmatic is not None:
        tools.append(Specmatic(options.specmatic))
    try:
        results = begin_results(options.results, _about(options, tools))
    except OtherResults as error:
        print(error, file=sys.stderr)
        return 5
    _ask_the_proof(options.results, results, options.seed)
    known_values("")  # looked up once, before threads ask for them
    _run_all(options.results, results, tools, options.workers)
    return _write_page(options)


def _write_page(options: argparse.Namespace) -> int:
    """Write the page, unless runs are missing."""
    try:
        results = read_results(options.results)
    except (OSError, OtherResults) as error:
        print(error, file=sys.stderr)
        return 5
    # What was not run would look as if it had not been found.
    left = missing(results, planned(results.about))
    if left:
        what = f"{len(left)} runs are missing; the command that began it makes them"
        print(f"{options.results}: {what}", file=sys.stderr)
        return 2
    options.output.write_text(page(results), encoding="utf-8")
    print(f"written {options.output}")
    return 2 if any(broken_off(results)) else 0


def _about(options: argparse.Namespace, tools: Sequence[Tool]) -> About:
    cases = tuple(choose(options.defects, options.derived, options.seed, areas_of_at_most(options.largest)))
    areas = list(dict.fromkeys(case.area for case in cases))
    return About(
        command=_command(options),
        cases=cases,
        variants=choose_variants(options.variants, options.seed, areas),
        versions={tool.name: tool.version() for tool in tools},
        settings={tool.name: tool.settings for tool in tools},
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.0f}.",
    )


def _ask_the_proof(path: Path, results: Results, seed: int) -> None:
    """Find out which of the defects the suite's own proof finds by a warning only."""
    known: dict[str, Case] = {case.id: case for case in (*derived_cases(), *catalogued_cases())}
    for case in results.about.cases:
        if case.defect not in results.tolerated:
            proved = prove_defect(known[case.defect], PROFILE_OF_THE_PROOF, seed)
            add_tolerated(path, case.defect, proved.warned)


def _run_all(path: Path, results: Results, tools: Sequence[Tool], workers: int) -> None:
    by_name = {tool.name: tool for tool in tools}
    left = missing(results, planned(results.about))
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(_run, by_name[tried.tool], tried) for tried in left]
        for number, done in enumerate(as_completed(running), 1):
            run = done.result()
            add_run(path, run)
            what = run.tried.defect or run.tried.variant or "right pod"
            said = run.error or f"{len(run.alarms)} alarms"
            print(f"{number} of {len(left)}: {run.tried.tool}, {run.tried.area}, {what}: {said}", flush=True)


def _run(tool: Tool, tried: Tried) -> Run:
    """One run of a tool against a fresh pod."""
    defects = [tried.defect] if tried.defect else []
    variants = [tried.variant] if tried.variant else []
    with served_pod(defects, variants) as pod, tempfile.TemporaryDirectory() as folder:
        access = sign_in(pod.file)
        pod.calls.clear()
        start = time.perf_counter()
        try:
            found = tool.run(access, operations_of_area(tried.area), Path(folder))
        except ToolError as error:
            return Run(tried, error=str(error))
        return Run(tried, found, pod.calls.total(), time.perf_counter() - start)


def _command(options: argparse.Namespace) -> str:
    """The command that gives the same page on any machine."""
    words = ["python", "-m", "benchmarks.detection"]
    for name in ("defects", "derived", "variants", "largest", "seed"):
        words += [f"--{name}", str(getattr(options, name))]
    return shlex.join([*words, *(["--specmatic", options.specmatic.name] if options.specmatic else ())])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--defects", type=int, default=43, help="hand-written ones (default 43)")
    parser.add_argument("--derived", type=int, default=21, help="derived ones (default 21)")
    parser.add_argument("--variants", type=int, default=8, help="conforming variants (default 8)")
    parser.add_argument("--largest", type=int, default=7, help="operations of an area at most (default 7)")
    parser.add_argument("--seed", type=int, default=1, help="of the samples (default 1)")
    parser.add_argument("--workers", type=int, default=2, help="runs at the same time (default 2)")
    parser.add_argument("--specmatic", type=Path, metavar="JAR", help="specmatic.jar of the npm package")
    parser.add_argument("--page-only", action="store_true", help="run nothing, write the page")
    parser.add_argument("--results", type=Path, default=FOLDER / "results.jsonl", help="file of the runs")
    parser.add_argument("--output", type=Path, default=FOLDER / "README.md", help="where the page goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
