"""What counts as found and as a false alarm, and the page that shows it."""

from __future__ import annotations

from benchmarks.detection.ours import UNJUDGED
from benchmarks.detection.results import Run
from benchmarks.detection.scores import Row, rows_of, score
from benchmarks.detection.table import page
from tests.benchmarks.build import (
    ABOUT,
    CUT,
    LOST,
    OURS,
    THEIRS,
    TOLERATED,
    VARIANT,
    alarm,
    results,
    run,
)

OWN, QUIET = Row(OURS, OURS), Row(THEIRS, "quiet", ("ST201", "ST202"))


def test_a_defect_is_found_by_an_alarm_that_the_right_pod_does_not_raise() -> None:
    old, new = alarm("ST202 400"), alarm("ST109 200")
    there = score(results(run(THEIRS, old), run(THEIRS, old, new, defect=LOST)), theirs())
    assert there.found == there.there == {LOST.defect}


def test_an_alarm_that_the_right_pod_raises_too_finds_nothing() -> None:
    old = alarm("ST202 400")
    assert found(run(THEIRS, old), run(THEIRS, old, defect=LOST)) == frozenset()


def test_an_alarm_on_another_operation_is_found_elsewhere() -> None:
    other = score(
        results(run(THEIRS), run(THEIRS, alarm("ST101 500", "listFollowers"), defect=LOST)), theirs()
    )
    assert other.found == {LOST.defect}
    assert other.there == frozenset()


def test_a_quiet_row_has_no_alarms_of_the_checks_that_it_leaves_out() -> None:
    measured = results(run(THEIRS, alarm("ST202 400")), run(THEIRS, alarm("ST201 200"), defect=LOST))
    loud, quiet = score(measured, theirs()), score(measured, QUIET)
    assert loud.found == {LOST.defect}
    assert quiet.found == frozenset()
    assert (loud.right, quiet.right) == (1, 0)


def test_a_test_that_could_not_judge_finds_nothing_and_is_a_false_alarm_where_the_pod_is_right() -> None:
    blocked = alarm(f"{UNJUDGED}lifecycle.follow: blocked")
    assert score(results(run(OURS), run(OURS, blocked, defect=LOST)), OWN).found == frozenset()
    assert score(results(run(OURS, blocked)), OWN).right == 1


def test_nothing_is_found_where_the_right_pod_could_not_be_run() -> None:
    assert found(run(THEIRS, error="no memory"), run(THEIRS, alarm("x"), defect=LOST)) == frozenset()


def test_alarms_on_a_variant_are_counted_and_those_that_it_brings_about_apart() -> None:
    old, new = alarm("ST202 400"), alarm("ST109 200")
    counted = score(results(run(THEIRS, old), run(THEIRS, old, new, variant=VARIANT)), theirs())
    assert (counted.right, counted.varied, counted.varied_anew) == (1, 2, 1)


def test_requests_and_seconds_are_means_of_the_runs_that_ended() -> None:
    measured = score(results(run(THEIRS), run(THEIRS, defect=LOST, error="no memory")), theirs())
    assert (measured.requests, measured.seconds) == (10, 2.0)


def test_tools_with_checks_that_one_would_switch_off_have_two_rows() -> None:
    assert [row.name for row in rows_of(results())] == [OURS, THEIRS, f"{THEIRS}, quiet"]


def test_what_is_only_warned_of_counts_in_its_own_column_for_every_tool() -> None:
    runs = [run(OURS), run(OURS, alarm("a"), defect=LOST)]
    runs += [run(THEIRS), run(THEIRS, alarm("b"), defect=TOLERATED)]
    text = page(results(*runs, tolerated=[TOLERATED]))
    assert "| tool | found of 2 | there | hand-written, 1 | derived, 1 | warned, 1 |" in text
    assert line(text, OURS) == [OURS, "1", "1", "1", "0", "0", "0", "0 (0)", "10", "2.0"]
    assert line(text, THEIRS) == [THEIRS, "0", "0", "0", "0", "1", "0", "0 (0)", "10", "2.0"]


def test_the_page_names_who_found_each_defect_and_where() -> None:
    text = page(results(run(OURS), run(OURS, alarm("a"), defect=CUT), run(OURS, alarm("b"), defect=LOST)))
    assert f"| `{LOST.defect}` | lifecycle | there | - | - |" in text
    assert f"| `{CUT.defect}` | contract | elsewhere | - | - |" in text


def test_the_page_has_versions_settings_command_and_machine() -> None:
    text = page(results())
    assert f"- {THEIRS} 4.32.5: `schemathesis run`" in text
    assert f"    {ABOUT.command}\n" in text
    assert "on 2026-11-29; Python 3.11, 2 cores, load 1." in text


def test_a_run_that_did_not_end_is_told_with_what_was_said() -> None:
    text = page(results(run(THEIRS, defect=LOST, error="no memory")))
    assert f"- {THEIRS}: Followers, {LOST.defect}: no memory" in text


def theirs() -> Row:
    return Row(THEIRS, THEIRS)


def found(*runs: Run) -> frozenset[str]:
    return score(results(*runs), theirs()).found


def line(text: str, name: str) -> list[str]:
    """The cells of the first line of a table that begins with a name."""
    row = next(row for row in text.splitlines() if row.startswith(f"| {name} |"))
    return row.strip("| ").split(" | ")
