"""docs/safety.md out of the table of behaviours; `python -m tests.hostile.safety` writes it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from conformance.target import waits
from conformance.target.json_text import DEEPEST, MOST_VALUES
from conformance.target.recorder import LONGEST_BODY
from conformance.target.target import Target
from tests.hostile.behaviours import SECTIONS
from tests.hostile.kit import MEANING, TABLE, Behaviour
from tests.hostile.whole_runs import RUNS

PAGE = Path(__file__).parents[2] / "docs" / "safety.md"
INTRODUCTION = """# What a target cannot do to the suite

Made of the tests in `tests/hostile/` by `python -m tests.hostile.safety`: each row is a small server that
does this, and a test that the suite does what the row says, in time, with the exchange recorded and no secret
in the record.
"""


def page() -> str:
    """The page as it has to be."""
    parts = [INTRODUCTION, _meanings(), _limits(), "## Behaviours\n"]
    for title, rows in SECTIONS.items():
        parts.append(f"### {title}\n\n" + _table(rows))
    runs = "\n".join(f"| {row.what} | {row.comes_of_it} |" for row in RUNS.values())
    parts.append(
        "## Whole runs\n\nRuns of the command against a reference pod that misbehaves; verdict, JUnit file, "
        "Allure results and records stand in each.\n\n"
        f"| a target that | what comes of it |\n| --- | --- |\n{runs}\n"
    )
    return "\n".join(parts)


def _meanings() -> str:
    counts = Counter(row.does for row in TABLE.values())
    lines = "\n".join(f"| {does} | {counts[does]} | {meaning} |" for does, meaning in MEANING.items())
    return (
        f"The suite meets {len(TABLE)} behaviours, and does one of these:\n\n"
        f"| | rows | that is |\n| --- | --- | --- |\n{lines}\n"
    )


def _limits() -> str:
    defaults = {
        name: Target.__dataclass_fields__[name].default for name in ("timeout_seconds", "max_body_bytes")
    }
    rows = (
        (
            "one answer, from the first byte sent to the last received",
            f"{defaults['timeout_seconds']:g} s",
            "timeout_seconds",
        ),
        ("bytes of a body, unpacked", f"{defaults['max_body_bytes']:,}", "max_body_bytes"),
        ("arrays and objects inside one another", str(DEEPEST), ""),
        ("values of one JSON body", f"{MOST_VALUES:,}", ""),
        (
            "bytes of a body in `run.jsonl`, which has the length and the SHA-256 of a longer one",
            f"{LONGEST_BODY:,}",
            "",
        ),
        (
            "requests a second to a target that is not disposable",
            f"{waits.SHARED_RATE_PER_SECOND:g}",
            "rate_limit_per_second",
        ),
        ("requests at once to such a target", str(waits.SHARED_PARALLEL_REQUESTS), "parallel_requests"),
        (
            "the longest `Retry-After` that is kept (429, and 503 that names one)",
            f"{waits.LONGEST_RETRY_AFTER:g} s",
            "",
        ),
        (
            "requests in a row without an answer of use, until the target is asked whether it lives",
            str(waits.FAILURES_IN_A_ROW),
            "",
        ),
        ("how long it is asked, until the run ends", f"{waits.PATIENCE:g} s", "patience_seconds"),
    )
    lines = "\n".join(f"| {what} | {most} | {f'`target.{key}`' if key else ''} |" for what, most, key in rows)
    return f"## Limits\n\n| what | limit | key of the target file |\n| --- | --- | --- |\n{lines}\n"


def _table(rows: list[Behaviour]) -> str:
    lines = "\n".join(f"| {row.what} | {row.does} | {row.why} |" for row in rows)
    return f"| a target that | the suite | why |\n| --- | --- | --- |\n{lines}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
