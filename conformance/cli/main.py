"""The command line: options, and which function a command calls.

Every command imports what it needs when it is called, so that `--help` and usage errors are instant.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from conformance.cli.exit_codes import CommandError, ExitCode

PROGRAM = "symphony-conformance"
PROFILES = ("smoke", "gate", "nightly", "read-only")
SUBJECTS = ("operations", "checks", "requirements", "defects", "variants")


class Parser(argparse.ArgumentParser):
    """An argument parser whose usage errors are one line and exit code 5."""

    def error(self, message: str) -> NoReturn:
        """Print the error and where help is, and exit."""
        self.exit(ExitCode.USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(_dispatch(options))
    except CommandError as error:
        from conformance.plain_text import printable

        # The message may quote what a target answered.
        print(f"{PROGRAM}: {printable(str(error))}", file=sys.stderr)
        return error.code
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        sys.stderr.close()
        return ExitCode.CONFORMANT
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return ExitCode.INCOMPLETE


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = Parser(prog=PROGRAM, description="Conformance tests for the Symphony APIs.")
    top.add_argument("--version", action="store_true", help="print the version and exit")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    run = commands.add_parser("run", help="one conformance run", description=RUN)
    run.add_argument("--target", type=Path, metavar="FILE", help="target file; without it: the reference pod")
    run.add_argument("--profile", choices=PROFILES, default="gate", help="how much is tested (default: gate)")
    run.add_argument("--output", type=Path, metavar="DIR", help="run folder (default: reports/<run id>)")
    run.add_argument(
        "--seed", type=_natural, default=1, metavar="N", help="seed of the generated data (default: 1)"
    )
    run.add_argument(
        "--workers", type=_positive, default=1, metavar="N", help="parallel processes (default: 1)"
    )
    run.add_argument("--select", metavar="EXPR", help="only tests whose names match, as pytest's -k")

    mock = commands.add_parser("mock", help="serve the reference pod on 127.0.0.1 until stopped")
    mock.add_argument(
        "--port", type=_port, default=8080, metavar="N", help="port, 0 for a free one (default: 8080)"
    )
    mock.add_argument("--target-file", type=Path, metavar="FILE", help="write a target file for run --target")
    mock.add_argument("--defect", action="append", default=[], metavar="ID", help="misbehave in this way")
    mock.add_argument(
        "--variant", action="append", default=[], metavar="ID", help="differ in this way, conforming"
    )
    mock.add_argument(
        "--seed", type=_natural, default=1, metavar="N", help="seed of ids and keys (default: 1)"
    )
    mock.add_argument(
        "--populate",
        type=_natural,
        default=0,
        metavar="N",
        help="fill it with N users, N groups, N rooms and N connections (default: 0)",
    )
    mock.add_argument(
        "--start",
        type=_instant,
        metavar="TIME",
        help="begin its time there (ISO 8601), a millisecond later at each look, so that a seed repeats it",
    )
    mock.add_argument(
        "--canary", default="", metavar="TEXT", help="part of every token that it gives out (default: none)"
    )
    for name, what in (("session", "a session"), ("jwt", "a common JWT")):
        mock.add_argument(f"--{name}-seconds", type=_natural, metavar="N", help=f"how long {what} lives")

    target = commands.add_parser("target", help="check a target file, or write one to start from")
    actions = target.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)
    checking = actions.add_parser(
        "check", help="sign every actor in and say what the target can do; sends nothing but reads"
    )
    checking.add_argument("file", type=Path, metavar="FILE")
    init = actions.add_parser("init", help="write a commented target file")
    init.add_argument(
        "file", type=Path, nargs="?", default=Path("target.toml"), metavar="FILE", help="default: target.toml"
    )

    specs = commands.add_parser("specs", help="build, check and compare the specification documents")
    actions = specs.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)
    for name, words in (
        ("build", "write the normalised copies"),
        ("check", "prove they are current and valid"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("--root", type=Path, metavar="DIR", help="specs folder (default: the one in use)")
    diff = actions.add_parser(
        "diff", help="say what changed between two versions; exit 1 when it breaks clients"
    )
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")
    diff.add_argument("--json", action="store_true", help="machine-readable output")

    listing = commands.add_parser("list", help="say what there is")
    listing.add_argument("subject", choices=SUBJECTS, metavar="|".join(SUBJECTS))
    listing.add_argument("--json", action="store_true", help="machine-readable output")

    prove = commands.add_parser(
        "prove", help="show that the suite finds defects, and only those", description=PROVE
    )
    prove.add_argument("--defect", metavar="GLOB", help="only defects of such a name, and no variants")
    prove.add_argument(
        "--variant",
        metavar="GLOB",
        help="only variants, or deviations that conform, of such a name; A+B for one pod that is both",
    )
    prove.add_argument(
        "--workers", type=_positive, default=2, metavar="N", help="parallel processes (default: 2)"
    )
    prove.add_argument(
        "--seed", type=_natural, default=1, metavar="N", help="seed of requests and samples (default: 1)"
    )
    prove.add_argument(
        "--sample", type=_count, metavar="N", help="N defects, and each variant with a part of the suite"
    )
    prove.add_argument(
        "--all-tests",
        action="store_true",
        help="every test that calls a defect's operation, not only the stated",
    )
    prove.add_argument(
        "--profile",
        choices=PROFILES[:3],
        default="smoke",
        help="how deep variants are tested (default: smoke)",
    )
    prove.add_argument("--output", type=Path, metavar="DIR", help="folder (default: reports/<time>-proof)")
    prove.add_argument("--docs", type=Path, metavar="FILE", help="write the result as a page in Markdown too")

    sweep = commands.add_parser("sweep", help="remove what a run left; exit 1 when something stays")
    sweep.add_argument(
        "--ledger", type=Path, required=True, metavar="FILE", help="ledger.jsonl of the run folder"
    )
    sweep.add_argument("--target", type=Path, metavar="FILE", help="target file (default: the run's)")

    for name in ("compare",):
        later = commands.add_parser(name, help="not there yet", prefix_chars="\0", add_help=False)
        later.add_argument("rest", nargs="*")
    return top


RUN = """Exit codes: 0 the target conforms; 1 it does not; 2 incomplete: something required was not tested;
3 the target could not be reached or used; 4 trouble in the suite itself; 5 wrong usage or configuration."""

PROVE = """Exit codes: 0 every defect is killed for the stated reason and no variant alarms; 1 otherwise;
4 trouble in the suite itself; 5 wrong usage."""


def _dispatch(options: argparse.Namespace) -> int:
    match options.command:
        case "run":
            from conformance.cli.run import Options, run

            return run(
                Options(
                    target=options.target,
                    profile=options.profile,
                    output=options.output,
                    seed=options.seed,
                    workers=options.workers,
                    select=options.select,
                )
            )
        case "mock":
            from conformance.cli.mock import mock

            return mock(
                options.port,
                options.target_file,
                options.defect,
                options.variant,
                options.seed,
                options.populate,
                options.start,
                options.session_seconds,
                options.jwt_seconds,
                options.canary,
            )
        case "target":
            from conformance.cli.target import target

            return target(options.action, options.file)
        case "specs":
            from conformance.cli.specs import specs

            return specs(options)
        case "list":
            from conformance.cli.listing import list_

            return list_(options.subject, as_json=options.json)
        case "prove":
            from conformance.cli.prove import Options as ProveOptions
            from conformance.cli.prove import prove
            from conformance.proof.selection import Wishes

            return prove(
                ProveOptions(
                    wishes=Wishes(
                        defects=options.defect,
                        variants=options.variant,
                        sample=options.sample,
                        all_tests=options.all_tests,
                        profile=options.profile,
                        seed=options.seed,
                    ),
                    workers=options.workers,
                    output=options.output,
                    docs=options.docs,
                )
            )
        case "sweep":
            from conformance.cli.sweep import sweep

            return sweep(options.ledger, options.target)
        case "compare":
            raise CommandError(f"{options.command} is not there yet")
        case _ if options.version:
            from conformance.version import version

            print(f"{PROGRAM} {version()}")
            return ExitCode.CONFORMANT
        case _:
            raise CommandError(f"no command given (see {PROGRAM} --help)")


def _natural(text: str) -> int:
    return _bounded(text, 0, None)


def _positive(text: str) -> int:
    return _bounded(text, 1, 64)


def _count(text: str) -> int:
    return _bounded(text, 1, None)


def _instant(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 2026-01-01T00:00:00Z") from None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _port(text: str) -> int:
    return _bounded(text, 0, 65535)


def _bounded(text: str, least: int, most: int | None) -> int:
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if value < least or (most is not None and value > most):
        raise argparse.ArgumentTypeError(f"{value} is not in {least}..{'' if most is None else most}")
    return value
