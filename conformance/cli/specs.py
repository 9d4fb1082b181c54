"""The commands `specs build`, `specs check` and `specs diff`."""

from __future__ import annotations

import argparse

from conformance import cli_specs
from conformance.cli.exit_codes import CommandError
from conformance.contract.errors import SpecError
from conformance.contract.load import specs_root


def specs(options: argparse.Namespace) -> int:
    """Run one of the commands; the exit code."""
    if options.action == "diff":
        return cli_specs.diff(options.old, options.new, options.json)
    try:
        root = options.root or specs_root()
    except SpecError as error:
        raise CommandError(str(error)) from None
    return cli_specs.build(root) if options.action == "build" else cli_specs.check(root)
