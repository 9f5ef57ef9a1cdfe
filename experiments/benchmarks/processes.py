"""Whether memory stays where it is as replications and contacts grow, and what a second core brings."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from experiments.benchmarks.jobs import job_case, write
from experiments.benchmarks.long_run import long_case
from experiments.benchmarks.watched import watched
from experiments.validation.case import Case


def memory(engine: str, replications: tuple[int, ...], per_day: tuple[float, ...]) -> list[str]:
    """Peak memory of `ccsim run` in one process: J2 with ever more replications, then with ever more contacts."""
    cases = [(job_case("J2"), "J2", count) for count in replications]
    cases += [(long_case(1, contacts), f"J2 with {contacts:,.0f} contacts", 3) for contacts in per_day]
    rows = ["| case | replications | peak memory, MB |", "| --- | ---: | ---: |"]
    for case, label, count in cases:
        with tempfile.TemporaryDirectory() as folder:
            use = watched([*command(case, folder, engine), "--jobs", "1", "--replications", str(count)])
        rows.append(f"| {label} | {count:,} | {use.largest:,.0f} |")
    return rows


def command(case: Case, folder: str, engine: str) -> list[str]:
    write(case, Path(folder))
    return [sys.executable, "-m", "ccsim", "run", folder, "--engine", engine, "--quiet"]


def cores(engine: str, rounds: int, replications: int) -> Iterator[list[str]]:
    """Wall clock of J2 on one and on two processes, their start included; the table after each round."""
    import ccsim

    scenario = job_case("J2").load()
    walls: dict[int, list[float]] = {1: [], 2: []}
    ccsim.simulate(scenario, replications=1, engine=engine)
    for _ in range(rounds):
        for jobs, seconds in walls.items():
            began = time.perf_counter()
            ccsim.simulate(scenario, replications=replications, engine=engine, jobs=jobs)
            seconds.append(time.perf_counter() - began)
        faster = median(one / two for one, two in zip(walls[1], walls[2], strict=True))
        yield [
            "| replications of J2 | one process, s | two processes, s | times as fast |",
            "| ---: | ---: | ---: | ---: |",
            f"| {replications:,} | {median(walls[1]):.2f} | {median(walls[2]):.2f} | {faster:.2f} |",
        ]
