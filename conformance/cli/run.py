"""The command `run`: one conformance run from the target file to the verdict."""

from __future__ import annotations

import os
import signal
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import conformance
from conformance.cli.canary import new_canary, search, secrets_of
from conformance.cli.children import reference_pod
from conformance.cli.cleaning import cleaner
from conformance.cli.conduct import conduct
from conformance.cli.exit_codes import CommandError
from conformance.cli.folder import check_output, make_folder, run_id
from conformance.cli.reaching import reach
from conformance.target import ProfileError, Target, TargetError, find_profile, load_target

PLUGINS = ("conformance.suite.plugin", "allure_pytest.plugin", "xdist.plugin")
"""The plugins that take part in a run; any other that is installed stays out."""


ONE_SESSION = "the target ends a user's session when the user signs in again, and each worker signs in"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command."""

    target: Path | None
    profile: str
    output: Path | None
    seed: int
    workers: int
    select: str | None


def run(options: Options) -> int:
    """Run the suite and return the exit code of its verdict; raises CommandError when there can be none."""
    try:
        find_profile(options.profile)
    except ProfileError as error:
        raise CommandError(f"--profile: {error}") from None
    if options.output is not None:
        check_output(options.output)
    signal.signal(signal.SIGTERM, _as_keyboard_interrupt)
    name = run_id(datetime.now(UTC), options.seed)
    canary: str | None = None
    with ExitStack() as stack:
        target_file = options.target
        if target_file is None:
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="symphony-conformance-"))
            canary = new_canary()
            target_file = stack.enter_context(reference_pod(Path(scratch), options.seed, canary))
        target = read_target(target_file)
        asked = reach(target, "preflight", options.workers)
        if asked.one_session:
            print(f"one worker instead of {options.workers}: {ONE_SESSION}", flush=True)
            options = replace(options, workers=1)
        folder = make_folder(options.output, name)
        asked.keep(folder)
        # A pod of our own ends with the run, and with it all that was made.
        clean = cleaner(target_file) if options.target is not None else None
        code = conduct(pytest_arguments(options, target_file, folder), folder, clean=clean)
        if canary is not None:
            search(folder, secrets_of(target, canary))
        return code


def _as_keyboard_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def read_target(target_file: Path) -> Target:
    """The target of a file; raises CommandError when the file cannot be used."""
    try:
        return load_target(target_file)
    except TargetError as error:
        raise CommandError(str(error)) from None


def pytest_arguments(options: Options, target_file: Path, folder: Path) -> list[str]:
    """The arguments of pytest; no configuration file where the user happens to stand takes part."""
    root = Path(conformance.__file__).resolve().parent.parent
    arguments = ["--pyargs", "conformance.suite"]
    for plugin in (*PLUGINS, "no:cacheprovider"):
        arguments += ["-p", plugin]
    arguments += ["-c", os.devnull, "--rootdir", str(root)]
    arguments += ["--target", str(target_file.resolve()), "--profile", options.profile]
    arguments += ["--seed", str(options.seed), "--output", str(folder.resolve())]
    arguments += ["--alluredir", str(folder.resolve() / "allure-results")]
    if options.workers > 1:
        arguments += ["-n", str(options.workers)]
    if options.target is None:
        # Nothing else is on a pod of our own, so names repeat with the seed, and with them all requests.
        arguments += ["--label", f"s{options.seed}"]
    if options.select is not None:
        arguments += ["-k", options.select]
    return arguments
