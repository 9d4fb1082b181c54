"""The page of the comparison: a pure function of the results."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from benchmarks.detection.results import Results, Tried
from benchmarks.detection.sampling import Case
from benchmarks.detection.scores import Score, broken_off, judged, only_warned_of, rows_of, score
from conformance.contract import load_contract

INTRODUCTION = """# Detection

What the suite finds, and what a user would find with other tools, on the same defects and the same pod.
Written by

    {command}

on {date}; {machine}

A tool finds a defect when it raises an alarm (an operation with a kind of failure) that it does not raise on
the pod without the defect; `there` counts the defects with such an alarm on the defect's own operation. Each
tool tests all operations of the area that the defect is in, against a fresh pod each time. What it reports of
a pod without a defect, or of a conforming variant, is a false alarm; in brackets are those that only the
variant brings about. Requests and seconds are means of a run; the seconds hold the start of the tool's
process, and runs of two tools may share the machine.

The sample, the same for the same seed: {sizes}, and {variants} conforming
variants. The hand-written ones are taken from the oracle families in turn, the derived ones by chance, out of
the areas with few enough operations for the time, and of none too many; {areas} areas have some.

What is wrong by the documents' words and yet known of pods that nobody would call broken (the vendor's policy
allows it, a right stands in a guide only) is in the column `warned`, of every tool alike, and in no other.
This suite warns of it, which does not count as found. Which these are is not settled here: it is what
`symphony-conformance prove` says of each.

A caution: the project wrote both the defects and the suite, and mended the suite until it found them. So the
table does not say how good the suite is on defects of others. It says how much of what can be wrong with a
pod is left to write for a user of tools that know the documents and nothing else.
"""

SETTINGS = """## Settings

Each tool has the documented settings for finding most that leave it some seconds for an operation: all
phases, every failure and not the first one only, invalid requests too. All are signed in as the administrator
and know ids that the pod has from the start ([known.py](known.py)): Schemathesis as dictionaries that it uses
in four of five requests, Specmatic as its dictionary. The normalised document has the operations of the area
only; the published ones are read as they are, with a filter. Schemathesis makes 10 examples for an operation
instead of 100, which gives it about the time that this suite takes.

An alarm is as fine as a tool's report allows: for Schemathesis the code of the failure with the status of the
answer; for Specmatic what was sent and expected, the broken rules and the status; for this suite the check
with the requirement. The rows `quiet` leave out the two checks that call documented answers failures: a 400
for an id that is not there, a 2xx for a lenient reading. The requests of Schemathesis are made by the engine
that this suite uses too, which brings its own judgements, steps and models.

Specmatic reads OpenAPI 3 only, so it has no row for the published documents, the largest of which is Swagger
2.0. Without the limit on combinations it sends 12,500 requests to the 16 operations of user accounts alone.
"""

ORIGINS = ("hand-written", "derived")


def page(results: Results) -> str:
    """The whole page."""
    about = results.about
    scores = [score(results, row) for row in rows_of(results)]
    cases, warned = judged(results), only_warned_of(results)
    facts = {"command": about.command, "date": about.date, "machine": about.machine}
    areas = len({case.area for case in about.cases})
    introduction = INTRODUCTION.format(
        **facts, sizes=_sizes(cases, warned), variants=len(about.variants), areas=areas
    )
    lines = [introduction, *_main(scores, results), ""]
    lines += ["## By API", "", *_found_by(scores, cases, {case.defect: _api(case) for case in cases}), ""]
    lines += ["## By family", "", *_found_by(scores, cases, {case.defect: case.family for case in cases}), ""]
    lines += [SETTINGS, *_settings(results)]
    lines += ["", "## Defects", "", *_defects(scores, cases)]
    if warned:
        lines += ["", "## Defects that are only warned of", "", *_defects(scores, warned)]
    lines += ["", "## Variants", "", *_variants(results)]
    failed = [f"- {run.tried.tool}: {_what(run.tried)}: {run.error}" for run in broken_off(results)]
    if failed:
        lines += ["", "## Runs that did not end", "", "Nothing counts as found in these.", "", *failed]
    return "\n".join(lines) + "\n"


def _sizes(cases: Sequence[Case], warned: Sequence[Case]) -> str:
    hand, derived = (sum(case.origin == origin for case in cases) for origin in ORIGINS)
    return f"{hand} hand-written and {derived} derived defects, {len(warned)} that are warned of"


def _main(scores: Sequence[Score], results: Results) -> list[str]:
    cases, warned = judged(results), only_warned_of(results)
    areas = {case.area for case in results.about.cases}
    head = ["tool", f"found of {len(cases)}", "there"]
    head += [f"{origin}, {sum(case.origin == origin for case in cases)}" for origin in ORIGINS]
    head += [f"warned, {len(warned)}", f"false alarms, right pod, {len(areas)} areas"]
    head += [f"false alarms, {len(results.about.variants)} variants", "requests", "seconds"]
    rows = []
    for one in scores:
        numbers = [len(_of(one.found, cases)), len(_of(one.there, cases))]
        numbers += [len(_of(one.found, [c for c in cases if c.origin == origin])) for origin in ORIGINS]
        numbers += [len(_of(one.found, warned)), one.right]
        cells = [one.row.name, *map(str, numbers), f"{one.varied} ({one.varied_anew})"]
        rows.append([*cells, f"{one.requests:,.0f}", f"{one.seconds:.1f}"])
    return _table(head, rows)


def _found_by(scores: Sequence[Score], cases: Sequence[Case], groups: dict[str, str]) -> list[str]:
    """How many defects of each group were found by each row."""
    names = sorted(set(groups.values()))
    rows = []
    for name in names:
        members = [case for case in cases if groups[case.defect] == name]
        rows.append([name, str(len(members)), *(str(len(_of(one.found, members))) for one in scores)])
    return _table(["", "defects", *(one.row.name for one in scores)], rows)


def _settings(results: Results) -> list[str]:
    about = results.about
    return [f"- {tool} {version}: `{about.settings[tool]}`" for tool, version in about.versions.items()]


def _defects(scores: Sequence[Score], cases: Iterable[Case]) -> list[str]:
    rows = [[f"`{case.defect}`", case.family, *(_mark(one, case.defect) for one in scores)] for case in cases]
    return _table(["defect", "family", *(one.row.name for one in scores)], rows)


def _variants(results: Results) -> list[str]:
    return [f"- `{name}`, tried on {area}" for name, area in results.about.variants.items()]


def _mark(one: Score, defect: str) -> str:
    if defect in one.there:
        return "there"
    return "elsewhere" if defect in one.found else "-"


def _of(found: Collection[str], cases: Iterable[Case]) -> list[str]:
    return [case.defect for case in cases if case.defect in found]


def _api(case: Case) -> str:
    return load_contract().operations[case.operation].api


def _what(tried: Tried) -> str:
    return f"{tried.area}, {tried.defect or tried.variant or 'right pod'}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return [*lines, *("| " + " | ".join(cells) + " |" for cells in rows)]
