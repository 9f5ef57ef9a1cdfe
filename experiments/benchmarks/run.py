"""Speed on the benchmark jobs beside others in the same run, and what it does as days, teams, queues and cores grow.

    python -m experiments.benchmarks.run [PART ...] [--rounds 5] [--days 200] [--against NAME=COMMAND ...]

PART is race, scenarios, growth, memory, cores or sweeps; without one, all. Tables go to stdout as they become final;
with --readme FILE that of the race takes the place between its marks there, too.

An outside contestant is a command that is given the job (J1 or J2) and a number of days of 10,000 contacts; its user
CPU seconds, start-up included, are taken from the operating system. If it prints JSON with `contacts`, `seconds` or
`abandoned`, that is believed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from experiments.benchmarks.growth import LARGEST, WORK, growth, scenarios
from experiments.benchmarks.machine import machine
from experiments.benchmarks.processes import cores, memory
from experiments.benchmarks.race import contestants, race, table
from experiments.benchmarks.sweeps import sweeps

PARTS = ("race", "scenarios", "growth", "memory", "cores", "sweeps")
OPEN, CLOSE = "<!-- benchmark -->", "<!-- /benchmark -->"


def named_command(text: str) -> tuple[str, str]:
    name, separator, command = text.partition("=")
    if not (name and separator and command):
        raise argparse.ArgumentTypeError(f"expected NAME=COMMAND, got {text!r}")
    return name, command


def last(tables: Iterable[list[str]]) -> list[str]:
    """The last table, with a word on stderr for each round."""
    found: list[str] = []
    for number, rows in enumerate(tables, 1):
        found = rows
        print(f"round {number} done", file=sys.stderr)
    return found


def part(name: str, engine: str, args: argparse.Namespace) -> list[str]:
    reduced = 1 if engine == "compiled" else 50  # so much less work for an engine that is so much slower
    if name == "race":
        field = contestants(engine, args.days, dict(args.against))
        return last(table(field, speeds) for speeds in race(field, args.rounds))
    if name == "scenarios":
        return scenarios(engine, args.rounds, WORK / reduced)
    if name == "growth":
        return last(growth(engine, args.rounds, LARGEST / (10 if reduced > 1 else 1), WORK / reduced))
    if name == "memory":
        return memory(engine, (20, 200, 1_000 // reduced), (10_000.0, 100_000.0, 1_000_000.0 / reduced))
    if name == "cores":
        return last(cores(engine, args.rounds, 4_000 // reduced))
    return last(sweeps(engine, args.rounds, reduced))


def put(rows: list[str], file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition(OPEN)
    _, _, after = rest.partition(CLOSE)
    file.write_text("".join((before, OPEN, "\n\n", "\n".join(rows), "\n\n", CLOSE, after)), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all if none is named")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--days", type=int, default=200, help="days of about 10,000 contacts for the fast ones in the race"
    )
    parser.add_argument("--against", type=named_command, action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--engine", choices=("compiled", "reference"), default="compiled", help="the one looked at")
    parser.add_argument("--readme", type=Path, metavar="FILE")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    on = f"Measured on {machine()}; medians of {args.rounds} rounds."
    print(on)
    for name in args.parts or PARTS:
        rows = part(name, args.engine, args)
        print("\n".join(("", f"## {name}", "", *rows)), flush=True)
        if name == "race" and args.readme is not None:
            put([*rows, "", on], args.readme)


if __name__ == "__main__":
    main()
