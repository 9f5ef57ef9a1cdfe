"""A long horizon through the command line: how long, and how much memory.

    python -m experiments.benchmarks.long_run [--days 365] [--per-day 35000] [--replications 30] [--jobs 2]

The day is that of J2, as often as asked, with so many contacts and agents in proportion.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from experiments.benchmarks.jobs import job_case, write
from experiments.benchmarks.watched import Use, watched
from experiments.validation.case import Case
from experiments.validation.days import forecast
from experiments.validation.published import J2_STAFF, J2_TYPES, j2_scenario

A_DAY = 10_000.0  # contacts of J2


def long_case(days: int, per_day: float) -> Case:
    scale = per_day / A_DAY
    scenario, _ = j2_scenario("named", days)
    for group, staff in J2_STAFF.items():
        scenario["agents"][group]["staffing"] = [math.ceil(scale * agents) for agents in staff]
    files = {
        f"{name}.csv": forecast([scale * rate * 30 for rate in kind["per_min"]], 8, 30, days)
        for name, kind in J2_TYPES.items()
    }
    return replace(job_case("J2"), scenario=scenario, files=files)


def long_run(case: Case, replications: int, jobs: int, engine: str) -> Use:
    with tempfile.TemporaryDirectory() as folder:
        write(case, Path(folder))
        line = [sys.executable, "-m", "ccsim", "run", folder, "--engine", engine, "--out", f"{folder}/out"]
        return watched([*line, "--jobs", str(jobs), "--replications", str(replications)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--per-day", type=float, default=35_000.0)
    parser.add_argument("--replications", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", default="auto")
    args = parser.parse_args()
    use = long_run(long_case(args.days, args.per_day), args.replications, args.jobs, args.engine)
    print(f"{args.days} days of {args.per_day:,.0f} contacts, {args.replications} replications")
    print("\n".join(use.printed.splitlines()[2:4]))
    print(f"{use.wall:,.0f} s, {use.user:,.0f} s of user CPU in {use.processes} processes")
    print(f"memory: {use.largest:,.0f} MB in the largest process, {use.together:,.0f} MB in all together")
    print(use.said, end="", file=sys.stderr)


if __name__ == "__main__":
    main()
