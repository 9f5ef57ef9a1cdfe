"""One world in both engines: where their logs differ, or the measures that NumPy and kernels find in them."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field

from differ import logs_differ
from generated_worlds import World
from measures_differ import measures_differ

from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.compiled.support import why_not_compiled
from ccsim.engine.simpy_engine import run
from ccsim.measures import Meter
from experiments.differential.happenings import happenings
from experiments.differential.worlds import world

WITHIN = (0.0, 60.0)
"""Thresholds of service levels besides contacts' own."""


@dataclass(frozen=True)
class Comparison:
    """Of all replications of a world."""

    difference: str = ""  # the first, in words
    happened: dict[str, bool] = field(default_factory=dict)


def compare(drawn: World) -> Comparison:
    """An engine that fails, or does not know such a center, differs from the other."""
    try:
        return _compare(drawn)
    except Exception:
        return Comparison(difference=traceback.format_exc())


def agree(drawn: World) -> None:
    difference = compare(drawn).difference
    assert not difference, difference


def _compare(drawn: World) -> Comparison:
    model = drawn.model
    if limit := why_not_compiled(model):
        return Comparison(limit)
    compiled = CompiledEngine(model)
    by_numpy, by_kernels = Meter(model, WITHIN), Meter(model, WITHIN, compiled=True)
    happened: dict[str, bool] = {}
    for workload in drawn.workloads():
        logs = run(model, workload)
        happened = {what: ever or happened.get(what, False) for what, ever in happenings(model, logs).items()}
        if difference := logs_differ(logs, compiled(model, workload)):
            return Comparison(f"replication {workload.replication}, {difference}", happened=happened)
        if difference := measures_differ(by_numpy.read(workload, logs), by_kernels.read(workload, logs)):
            return Comparison(
                f"replication {workload.replication}, counted by kernels: {difference}", happened=happened
            )
    return Comparison(happened=happened)


def compare_some(numbers: range, features: str | None, seed: int) -> list[Comparison]:
    """What one process does at a time."""
    return [compare(world(number, features, seed)) for number in numbers]
