"""Measure: `python -m tests.benchmarks kernel|memory|stall|ink`; each has its own `--help`."""

import argparse

from tests.benchmarks import ink, kernel, memory, stall

PARTS = {"kernel": kernel, "memory": memory, "stall": stall, "ink": ink}

parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
parts = parser.add_subparsers(dest="part", required=True)
for name, part in PARTS.items():
    told = (part.__doc__ or "").partition("\n")[0]
    part.options(parts.add_parser(name, help=told, description=part.__doc__))
chosen = parser.parse_args()
PARTS[chosen.part].run(chosen)
