"""One contestant on one job, in a process of its own: prints its work and its user CPU seconds as JSON.

    python -m experiments.benchmarks.contestant NAME J1|J2 DAYS

A day is about 10,000 contacts. `reference` and `compiled` are an engine alone, on workloads drawn before, with all its
logs written; `intervals` adds every measure by interval of the day; `whole` is a run from the scenario to its
estimates, `command` the process `ccsim run` from its start to its table. The clock stands while anything is imported,
compiled or, for engines, drawn.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from experiments.benchmarks import tutorial_simpy
from experiments.benchmarks.jobs import job_case, user_seconds, write

CHUNK = 24  # workloads drawn and kept at once


def tutorial(job: str, days: int) -> dict[str, float]:
    began = user_seconds()
    counts = list(tutorial_simpy.run(job, days))
    return {
        "seconds": user_seconds() - began,
        "contacts": sum(c.calls for c in counts),
        "abandoned": sum(c.abandoned for c in counts),
    }


def alone(engine: str, job: str, days: int, measured: bool = False) -> dict[str, float]:
    """An engine on drawn workloads; `measured`: with every measure of its logs."""
    from ccsim.engine.choose import choose
    from ccsim.engine.logs import Outcome
    from ccsim.measures import Meter
    from ccsim.model import build
    from ccsim.study.effort import replication_seconds
    from ccsim.study.replication import keep_freed_memory, measured_together
    from ccsim.workload import draw

    model = build(job_case(job).load())
    chosen = choose(model, engine)
    run, meter = chosen.run, Meter(model, compiled=chosen.name == "compiled")
    together = measured_together(replication_seconds(model, engine))

    def simulated(workloads: list[Any]) -> list[Any]:
        """Measures, or logs: what is left of each day."""
        if not measured:
            return [run(model, workload) for workload in workloads]
        return meter.measures([meter.count(workload, run(model, workload)) for workload in workloads])

    def told(day: Any) -> tuple[int, int]:
        """Contacts and abandonments of a day."""
        if measured:
            return int(day.value("all", "all", "arrived")), int(day.value("all", "all", "abandoned"))
        return day.contacts.rows, int((day.contacts.outcome == Outcome.ABANDONED).sum())

    keep_freed_memory()
    simulated([draw(model, 1, 0)])  # what is made once: imports, tables
    seconds, contacts, abandoned = 0.0, 0, 0
    for first in range(1, days + 1, CHUNK):
        workloads = [draw(model, 1, number) for number in range(first, min(first + CHUNK, days + 1))]
        began = user_seconds()
        simulated_days = [
            day
            for begin in range(0, len(workloads), together)
            for day in simulated(workloads[begin : begin + together])
        ]
        seconds += user_seconds() - began
        for day in simulated_days:
            contacts, abandoned = contacts + told(day)[0], abandoned + told(day)[1]
    return {"seconds": seconds, "contacts": contacts, "abandoned": abandoned}


def whole(engine: str, job: str, days: int) -> dict[str, float]:
    import ccsim

    scenario = job_case(job).load()
    ccsim.simulate(scenario, replications=1, engine=engine)
    began = user_seconds()
    result = ccsim.simulate(scenario, replications=days, engine=engine)
    seconds = user_seconds() - began
    contacts, share = (result.estimates.get("all", "all", name).mean for name in ("arrived", "abandonment_rate"))
    return {"seconds": seconds, "contacts": contacts * days, "abandoned": contacts * days * share}


def command(engine: str, job: str, days: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        write(job_case(job), Path(folder))
        line = [sys.executable, "-m", "ccsim", "run", folder, "--engine", engine, "--jobs", "1", "--quiet", "--json"]
        before = user_seconds(resource.RUSAGE_CHILDREN)
        done = subprocess.run([*line, "--replications", str(days)], check=True, capture_output=True, text=True)
        seconds = user_seconds(resource.RUSAGE_CHILDREN) - before
    rows = json.loads(done.stdout)["estimates"]
    of_all = {row["measure"]: row["mean"] for row in rows if row["scope"] == "all"}
    contacts = of_all["arrived"] * days
    return {"seconds": seconds, "contacts": contacts, "abandoned": contacts * of_all["abandonment_rate"]}


def main() -> None:
    name, job, days = sys.argv[1], sys.argv[2], int(sys.argv[3])
    engine = sys.argv[4] if len(sys.argv) > 4 else "compiled"
    contestants = {
        "tutorial": lambda: tutorial(job, days),
        "reference": lambda: alone("reference", job, days),
        "compiled": lambda: alone(engine, job, days),
        "intervals": lambda: alone(engine, job, days, measured=True),
        "whole": lambda: whole(engine, job, days),
        "command": lambda: command(engine, job, days),
    }
    print(json.dumps(contestants[name]()))


if __name__ == "__main__":
    main()
