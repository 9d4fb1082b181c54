"""The command `prove`: the kill matrix of defects and the false alarms on variants."""

from __future__ import annotations

import json
import shlex
import signal
import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.cli.folder import check_output, make_folder
from conformance.cli.prove_display import Tally, display_for
from conformance.proof.docs import page as docs_page
from conformance.proof.page import kill_matrix_page
from conformance.proof.report import Conduct, document
from conformance.proof.selection import NothingMatches, Selection, Wishes, select
from conformance.proof.survivors import read_survivors
from conformance.proof.verdict import Result, VariantResult
from conformance.proof.workers import prove as proved
from conformance.reference_pod.defects.catalogued import CatalogueError
from conformance.reference_pod.defects.reasons import ReasonsError

SHOWN_TROUBLES = 20
WORKERS = 2
"""Processes of a proof when nothing is said."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command."""

    wishes: Wishes
    workers: int
    output: Path | None
    docs: Path | None


def prove(options: Options) -> int:
    """Prove what is asked for and write the folder; 0 when all defects are killed and nothing alarms, else 1.

    Raises CommandError for a pattern that fits nothing, and for a catalogue or list that cannot be read.
    """
    if options.output is not None:
        check_output(options.output)
    if options.docs is not None and not options.docs.absolute().parent.is_dir():
        raise CommandError(f"--docs {options.docs}: there is no such folder")
    try:
        selection, survivors = select(options.wishes), read_survivors()
    except (NothingMatches, CatalogueError, ReasonsError) as error:
        raise CommandError(str(error)) from None
    started = datetime.now(UTC)
    folder = make_folder(options.output, f"{started:%Y%m%dT%H%M%SZ}-proof")
    results, variants, seconds = _run(selection, options)
    wishes = options.wishes
    conduct = Conduct(
        command=_command(wishes, options.workers),
        started=started.isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        seed=wishes.seed,
        profile=wishes.profile,
        workers=options.workers,
    )
    proof = document(conduct, selection, results, variants, survivors)
    (folder / "proof.json").write_text(json.dumps(proof, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "kill-matrix.html").write_text(kill_matrix_page(proof), "utf-8")
    if options.docs is not None:
        options.docs.write_text(docs_page(proof), "utf-8")
    for line in summary(proof):
        print(line)
    print(f"written: {folder / 'proof.json'}, {folder / 'kill-matrix.html'}")
    return ExitCode.NOT_CONFORMANT if proof["troubles"] else ExitCode.CONFORMANT


def _run(selection: Selection, options: Options) -> tuple[list[Result], list[VariantResult], float]:
    on_sigterm()
    results: list[Result] = []
    variants: list[VariantResult] = []
    tally = Tally(defects=len(selection.cases), variants=len(selection.variants))
    wishes = options.wishes
    began = time.monotonic()
    try:
        with display_for(tally) as display:
            for result in proved(
                selection,
                profile=wishes.profile,
                seed=wishes.seed,
                workers=options.workers,
                all_tests=wishes.all_tests,
            ):
                if isinstance(result, Result):
                    results.append(result)
                else:
                    variants.append(result)
                tally.feed(result)
                display.update()
    except BrokenProcessPool:
        raise CommandError(
            "a process of the proof ended without saying why", ExitCode.SUITE_TROUBLE
        ) from None
    return results, variants, time.monotonic() - began


def on_sigterm() -> None:
    """End like Ctrl-C: without a handler SIGTERM would leave the processes of the proof behind."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _command(wishes: Wishes, workers: int) -> str:
    """The command that makes the same proof anywhere: where its folder lies is no part of it."""
    usual, said = Wishes(), ["symphony-conformance", "prove"]
    for option, value, default in (
        ("--defect", wishes.defects, usual.defects),
        ("--variant", wishes.variants, usual.variants),
        ("--sample", wishes.sample, usual.sample),
        ("--profile", wishes.profile, usual.profile),
        ("--seed", wishes.seed, usual.seed),
        ("--workers", workers, WORKERS),
    ):
        if value != default:
            said += [option, str(value)]
    return shlex.join([*said, *(["--all-tests"] if wishes.all_tests else [])])


def summary(proof: dict[str, Any]) -> list[str]:
    """What a person reads at the end."""
    lines = []
    for origin, numbers in proof["counts"]["origin"].items():
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in numbers.items() if count)
        lines.append(f"{origin} defects: {verdicts}")
    if proof["variants"]:
        alarms = sum(len(row["alarms"]) for row in proof["variants"])
        lines.append(f"variants: {len(proof['variants'])} with {alarms} false alarms")
    troubles = proof["troubles"]
    lines += [f"TROUBLE {line}" for line in troubles[:SHOWN_TROUBLES]]
    if len(troubles) > SHOWN_TROUBLES:
        lines.append(f"and {len(troubles) - SHOWN_TROUBLES} more in proof.json")
    return lines
