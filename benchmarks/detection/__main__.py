"""What the suite finds, and what a user would find with other tools, on the same defects and the same pod.

    python -m benchmarks.detection [--defects 10] [--derived 5] [--variants 3] [--specmatic JAR]

Writes benchmarks/detection/README.md. Specmatic takes part when its jar is named: `npm install specmatic`
brings it, and it needs Java. One tool takes 10 to 60 seconds for one defect.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.detection.access import sign_in
from benchmarks.detection.ours import Ours
from benchmarks.detection.sampling import Case, choose, operations_of_area
from benchmarks.detection.schemathesis_cli import ACCUSE_DOCUMENTED, Schemathesis
from benchmarks.detection.specmatic_cli import Specmatic
from benchmarks.detection.table import Score, page
from benchmarks.detection.tool import Alarm, Tool, ToolError
from conformance.contract import load_contract
from conformance.proof.pod import served_pod
from conformance.reference_pod.variants import list_variants

README = Path(__file__).with_name("README.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the table; 2 when a tool did not run to its end somewhere."""
    options = _options(arguments)
    tools: list[Tool] = [Ours(), Schemathesis(published=False), Schemathesis(published=True)]
    if options.specmatic is not None:
        tools.append(Specmatic(options.specmatic))
    cases = choose(options.defects, options.derived, options.seed, options.area)
    known = [variant.name for variant in list_variants()]
    variants = random.Random(options.seed).sample(known, min(options.variants, len(known)))
    scores: list[Score] = []
    for tool in tools:
        scores += _measured(tool, cases, variants)
    facts = {
        "command": _command(options),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": (
            f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.0f}."
        ),
    }
    options.output.write_text(page(scores, cases, variants, facts), encoding="utf-8")
    print(f"written {options.output}")
    return 2 if any(score.failed for score in scores) else 0


def _measured(tool: Tool, cases: list[Case], variants: list[str]) -> list[Score]:
    """All runs of one tool: the areas without a defect, the variants, and the defects."""
    scores = [Score(tool, tool.version(), tool.name)]
    if isinstance(tool, Schemathesis):
        scores.append(Score(tool, tool.version(), f"{tool.name}, quiet", ACCUSE_DOCUMENTED))
    areas = list(dict.fromkeys(load_contract().operations[case.operation].area for case in cases))
    clean = {area: _run(scores, area) for area in areas}
    varied = {
        variant: _run(scores, areas[number % len(areas)], variants=[variant])
        for number, variant in enumerate(variants)
    }
    for score in scores:
        for what, found in [*clean.items(), *varied.items()]:
            kind = "area" if what in clean else "variant"
            score.false_alarms[f"{kind} {what}"] = score.counted(found or frozenset())
    for case in cases:
        area = load_contract().operations[case.operation].area
        before, found = clean[area], _run(scores, area, defects=[case.defect])
        for score in scores:
            if before is not None and found is not None:
                score.judge(case, before, found)
    return scores


def _run(
    scores: list[Score], area: str, *, defects: Sequence[str] = (), variants: Sequence[str] = ()
) -> frozenset[Alarm] | None:
    """One run of the scores' tool against a fresh pod; None when the tool did not run to its end."""
    what, tool = ", ".join((*defects, *variants)) or "no defect", scores[0].tool
    with served_pod(defects, variants) as pod, tempfile.TemporaryDirectory() as folder:
        access = sign_in(pod.file)
        pod.calls.clear()
        start = time.perf_counter()
        try:
            found = tool.run(access, operations_of_area(area), Path(folder))
        except ToolError as error:
            scores[0].failed.append(f"{area}, {what}: {error}")
            return None
        seconds = time.perf_counter() - start
        for score in scores:
            score.runs += 1
            score.seconds += seconds
            score.requests += pod.calls.total()
    print(f"{tool.name}: {area}, {what}: {len(found)} alarms, {seconds:.0f} s", flush=True)
    return found


def _command(options: argparse.Namespace) -> str:
    """The command that gives the same page on any machine."""
    words = ["python", "-m", "benchmarks.detection"]
    for name in ("defects", "derived", "variants", "seed"):
        words += [f"--{name}", str(getattr(options, name))]
    for area in options.area or ():
        words += ["--area", area]
    return shlex.join([*words, *(["--specmatic", options.specmatic.name] if options.specmatic else ())])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--defects", type=int, default=10, help="hand-written ones (default 10)")
    parser.add_argument("--derived", type=int, default=5, help="derived ones (default 5)")
    parser.add_argument("--variants", type=int, default=3, help="conforming variants (default 3)")
    parser.add_argument("--area", action="append", help="only defects of this area; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="of the samples (default 1)")
    parser.add_argument("--specmatic", type=Path, metavar="JAR", help="specmatic.jar of the npm package")
    parser.add_argument("--output", type=Path, default=README, help="where the page goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
