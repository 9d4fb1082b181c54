"""A failing walk as a script that runs alone: `python FILE --target TARGET_FILE`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from conformance.contract import load_contract
from conformance.models.coverage import Coverage
from conformance.models.model import Step
from conformance.suite.outcomes import NotRun
from conformance.suite.scenario import Scenario
from conformance.suite.stateful.models import model_and_driver
from conformance.suite.stateful.walk import Broken, Walk
from conformance.suite.world import World
from conformance.target.errors import TargetError
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.redaction import Redactor
from conformance.target.target import Target
from conformance.target.target_file import load_target
from conformance.target.transport import Transport

SCRIPT = '''"""{title}

Run it with the suite installed: python {file} --target TARGET_FILE
It ends with 1 when the target still does this, with 0 when it does not, with 2 when it cannot be tried.
"""

from conformance.suite.stateful.reproduction import main

STEPS = [
{steps}
]

if __name__ == "__main__":
    raise SystemExit(main({model!r}, STEPS))
'''


def script(model: str, file: str, title: str, steps: Iterable[Step]) -> str:
    """The script of a walk; a step is (action, by, to, how)."""
    rows = "\n".join(f"    ({s.action!r}, {s.by!r}, {s.to!r}, {s.how!r})," for s in steps)
    return SCRIPT.format(
        title=title.replace('"""', "'''").replace("\\", "/"), file=file, model=model, steps=rows
    )


def main(
    model: str, steps: Sequence[tuple[str, str, str, str]], arguments: Sequence[str] | None = None
) -> int:
    """Do the steps on the target of --target, say what happens, and return the exit code."""
    parser = argparse.ArgumentParser(description=f"repeat a walk over the model {model!r}")
    parser.add_argument("--target", type=Path, required=True, metavar="FILE", help="target file of the pod")
    options = parser.parse_args(arguments)
    try:
        target = load_target(options.target)
    except TargetError as error:
        print(error)
        return 2
    return repeat(model, [Step(*step) for step in steps], target)


def repeat(name: str, steps: Iterable[Step], target: Target) -> int:
    """Do the steps on a target: 1 when it contradicts the model, 0 when not, 2 when they cannot be done."""
    profile = find_profile("gate")
    with Recorder(Path(os.devnull), Redactor()) as nowhere, Transport(target, profile) as transport:
        world = World(load_contract(), target, transport, f"r{os.getpid():x}")
        scenario = Scenario(f"stateful.{name}", f"a walk over {name}", {}, world, nowhere)
        try:
            model, driver = model_and_driver(name, scenario)
            walk = Walk(model, driver, scenario, Coverage(model))
            walk.begin()
            for step in steps:
                done = walk.take(step)
                print(f"{step}: {'as the model says' if done else 'does not apply'}")
            walk.finish()
            walk.leave()
        except Broken as broken:
            print(f"expected {broken.expected}\nobserved {broken.observed}")
            if broken.exchange is not None:
                print(broken.exchange.curl())
            return 1
        except NotRun as reason:
            print(f"{reason.outcome}: {reason}")
            return 2
        print("the target does what the model says")
        return 0
