"""One replication, from the model to its measures: what a process does on its own."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccsim.engine.logs import Logs
from ccsim.model.center import CenterModel
from ccsim.workload.workload import Workload

if TYPE_CHECKING:
    from ccsim.measures import Measures, Meter

Engine = Callable[[CenterModel, Workload, Any], Logs]


@dataclass(frozen=True)
class Job:
    """All that every replication shares; travels to worker processes."""

    model: CenterModel
    meter: Meter
    seed: int
    engine: Engine
    policy: Any = None


@dataclass(frozen=True)
class Replication:
    """What one replication hands back; `workload` and `logs` only where they were asked for."""

    number: int
    measures: Measures
    workload: Workload | None = None
    logs: Logs | None = None


def replicate(job: Job, number: int, keep_logs: bool = False) -> Replication:
    """Draw, simulate and measure replication `number` (from 1)."""
    from ccsim.workload import draw

    workload = draw(job.model, job.seed, number)
    policy = copy.deepcopy(job.policy)  # what a policy remembers must not pass from one replication to the next
    logs = job.engine(job.model, workload, policy)
    measures = job.meter.read(workload, logs)
    return Replication(number, measures, workload if keep_logs else None, logs if keep_logs else None)
