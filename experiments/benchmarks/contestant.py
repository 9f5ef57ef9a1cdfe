"""One contestant on one job, in a process of its own: prints its work and its user CPU seconds as JSON.

    python -m experiments.benchmarks.contestant tutorial|engine|whole J1|J2 DAYS

A day is about 10,000 contacts. `engine` counts the engine alone on workloads drawn before; `whole` counts drawing,
engine and measures, as `ccsim run` does.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from experiments.benchmarks import tutorial_simpy
from experiments.validation.case import Case
from experiments.validation.one_skill import handled, single
from experiments.validation.published import j2


def job_case(job: str) -> Case:
    if job == "J2":
        return j2("named")
    patience = {"exponential": {"mean": "120 s"}}
    return single("J1", 50, 10.0, handled(5.0), patience=patience, warm_up_min=0.0, contacts=9_600.0)


def user_seconds() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def tutorial(job: str, days: int) -> dict[str, float]:
    began = user_seconds()
    counts = list(tutorial_simpy.run(job, days))
    return {
        "seconds": user_seconds() - began,
        "contacts": sum(c.calls for c in counts),
        "abandoned": sum(c.abandoned for c in counts),
    }


def ours(job: str, days: int, whole: bool) -> dict[str, float]:
    import ccsim.model
    import ccsim.workload
    from ccsim.engine.logs import Outcome
    from ccsim.engine.simpy_engine import run
    from ccsim.measures import Meter

    model = ccsim.model.build(job_case(job).load())
    meter = Meter(model)
    seconds, contacts, abandoned = 0.0, 0, 0
    run(model, ccsim.workload.draw(model, 1, 0))  # what is made once: imports, tables
    for day in range(1, days + 1):
        began = user_seconds()
        workload: Any = ccsim.workload.draw(model, 1, day)
        if not whole:
            began = user_seconds()
        logs = run(model, workload)
        if whole:
            meter.read(workload, logs)
        seconds += user_seconds() - began
        contacts += workload.rows
        abandoned += int((logs.contacts.outcome == Outcome.ABANDONED).sum())
    return {"seconds": seconds, "contacts": contacts, "abandoned": abandoned}


def main() -> None:
    name, job, days = sys.argv[1], sys.argv[2], int(sys.argv[3])
    found = tutorial(job, days) if name == "tutorial" else ours(job, days, whole=name == "whole")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
