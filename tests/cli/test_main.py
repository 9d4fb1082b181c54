"""The command line: usage errors in one line with exit code 5, and what is quick stays quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "conformance", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no command given"),
        (["rum"], "invalid choice: 'rum'"),
        (["run", "--tagret", "x"], "unrecognized arguments: --tagret x"),
        (["run", "--profile", "deep"], "argument --profile: invalid choice: 'deep'"),
        (["run", "--seed", "many"], "argument --seed: 'many' is not a whole number"),
        (["run", "--seed", "-1"], "argument --seed: -1 is not in 0.."),
        (["run", "--workers", "0"], "argument --workers: 0 is not in 1..64"),
        (["run", "--target", "nowhere.toml"], "nowhere.toml: no such file"),
        (["mock", "--port", "70000"], "argument --port: 70000 is not in 0..65535"),
        (["mock", "--populate", "-1"], "argument --populate: -1 is not in 0.."),
        (["specs"], "the following arguments are required: ACTION"),
        (["specs", "diff", "old.yaml"], "the following arguments are required: NEW"),
        (["list", "planets"], "invalid choice: 'planets'"),
        (["compare", "base", "new"], "compare is not there yet"),
        (["prove", "--defect", "keeps-etag@updateGrop"], "near are keeps-etag@updateGroup"),
        (["prove", "--variant", "null-for-abscent"], "near are null-for-absent"),
        (["prove", "--sample", "0"], "argument --sample: 0 is not in 1.."),
        (["sweep", "--ledger", "x"], "--ledger: x: cannot be read (No such file or directory)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_line_and_exit_code_5(arguments: list[str], words: str) -> None:
    done = call(*arguments)
    assert (done.returncode, done.stdout) == (5, ""), done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_help_names_every_command() -> None:
    done = call("--help")
    commands = ("run", "mock", "specs", "list", "compare", "prove", "sweep")
    assert (done.returncode, [name for name in commands if f"    {name} " not in done.stdout]) == (0, [])


def test_the_version_is_printed() -> None:
    assert call("--version").stdout.startswith("symphony-conformance ")


def test_help_and_usage_errors_load_no_part_of_the_suite() -> None:
    code = (
        "import sys; from conformance.cli.main import parser; parser(); "
        "print(sorted(name for name in sys.modules if name.startswith('conformance')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    own = ["conformance", "conformance.cli", "conformance.cli.exit_codes", "conformance.cli.main"]
    assert done.stdout.strip() == str(own)


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    command = [sys.executable, "-m", "conformance", "list", "requirements"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
