"""Measure: `python -m tests.benchmarks PART`; each part has its own `--help`.

With `--json` its figures are added to a file, from which `readme` writes the README's own.
"""

import argparse
from pathlib import Path

from tests.benchmarks import (
    compression,
    cores,
    fairness,
    files,
    growth,
    http,
    ink,
    kernel,
    memory,
    stall,
    startup,
)
from tests.benchmarks.result import save

PARTS = {
    part.__name__.rpartition(".")[2]: part
    for part in (
        kernel,
        files,
        cores,
        http,
        growth,
        fairness,
        compression,
        startup,
        memory,
        stall,
        ink,
    )
}

parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
parts = parser.add_subparsers(dest="part", required=True)
for name, part in PARTS.items():
    told = (part.__doc__ or "").partition("\n")[0]
    choices = parts.add_parser(name, help=told, description=part.__doc__)
    choices.add_argument("--json", type=Path, help="file that the figures are added to")
    part.options(choices)
chosen = parser.parse_args()
result = PARTS[chosen.part].run(chosen)
if result:
    print("\n".join(result.lines()))
    if chosen.json:
        save(result, chosen.json)
