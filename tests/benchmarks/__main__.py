"""Measure: `python -m tests.benchmarks PART`; each part has its own `--help`.

With `--json` its figures are added to a file; `readme` and `plot` publish such a file.
"""

import argparse
from pathlib import Path

from tests.benchmarks import plot, readme
from tests.benchmarks.parts import PARTS
from tests.benchmarks.result import save

PUBLISHERS = {"readme": readme, "plot": plot}

parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
commands = parser.add_subparsers(dest="command", required=True)
for name, module in (PARTS | PUBLISHERS).items():
    summary = (module.__doc__ or "").partition("\n")[0]
    choices = commands.add_parser(name, help=summary, description=module.__doc__)
    module.options(choices)
    if name in PARTS:
        choices.add_argument("--json", type=Path, help="file that the figures are added to")

chosen = parser.parse_args()
if chosen.command in PUBLISHERS:
    PUBLISHERS[chosen.command].run(chosen)
else:
    result = PARTS[chosen.command].run(chosen)
    print("\n".join(result.lines()))
    if chosen.json:
        save(result, chosen.json)
