"""Replications, from the model to their measures: what a process does on its own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.errors import PolicyError
from ccsim.model.center import CenterModel, Routing

if TYPE_CHECKING:
    from ccsim.measures import Measures, Meter
    from ccsim.measures.meter import Counted
    from ccsim.workload import Sampler

TOGETHER = 0.15
"""Seconds of one core that replications measured together take: then each costs hardly more than its contacts do."""

KEPT = 31 << 20
"""Bytes: the C library of Linux treats blocks of up to 32 MB as it has last seen them treated."""

Engine = Callable[..., Logs]
"""`run(model, workload, policy=None) -> Logs`"""


@dataclass(frozen=True)
class Job:
    """All that every replication shares; travels to worker processes."""

    model: CenterModel
    meter: Meter
    seed: int
    engine: Engine
    policy: Any = None
    together: int = 1  # replications measured at once; no bit depends on it

    @cached_property
    def sampler(self) -> Sampler:
        """Made once in each process."""
        from ccsim.workload import Sampler

        return Sampler(self.model)


@dataclass(frozen=True)
class Replication:
    """What one replication hands back; `logs` only where they were asked for."""

    number: int
    measures: Measures
    logs: Logs | None = None


def replicate(job: Job, numbers: range, keep_logs: bool = False) -> Iterator[Replication]:
    """Draw, simulate and measure replications `numbers` (from 1), `together` at a time, in their order.

    What stops one, be it Ctrl-C, is raised after those before it were handed back.
    """
    keep_freed_memory()
    for first in range(0, len(numbers), job.together):
        counted: list[tuple[Counted, Logs | None]] = []
        stopped: BaseException | None = None
        try:
            # One kind of work after the other: each finds its code and tables in the processor's cache.
            workloads = [job.sampler.draw(job.seed, number) for number in numbers[first : first + job.together]]
            for workload in workloads:
                logs = job.engine(job.model, workload, policy=fresh_policy(job.model.routing, job.policy))
                counted.append((job.meter.count(workload, logs), logs if keep_logs else None))
        except BaseException as reason:
            stopped = reason
        measured = job.meter.measures([one for one, _ in counted]) if counted else []
        for (_, kept), measures in zip(counted, measured, strict=True):
            yield Replication(measures.replication, measures, kept)
        if stopped is not None:
            raise stopped


def keep_freed_memory() -> None:
    """Have the process keep what a replication frees for the next one.

    Otherwise glibc hands it back to the system, which clears every page of it before the next one gets it. Once a large
    block has been freed, it keeps up to twice as much (see M_TRIM_THRESHOLD of mallopt). The block itself is never
    touched and takes no memory; other C libraries do not mind.
    """
    np.empty(KEPT, dtype=np.uint8)


def measured_together(seconds: float) -> int:
    """How many replications that take so long are measured at once."""
    return max(1, int(TOGETHER / seconds))


def fresh_policy(routing: Routing, given: Any = None) -> Any:
    """The policy `given` from Python (an object, copied, or a class), else the scenario's, else None.

    New for each replication: what a policy remembers must not pass from one to the next, whichever process runs them.

    Raises
    ------
    PolicyError
        If there is no such module or class, or it cannot be made.
    """
    if given is None and routing.policy is not None:
        from ccsim.routing.policies import load_policy

        given = load_policy(routing.policy, routing.policy_folder)
    if not isinstance(given, type):
        return copy.deepcopy(given)
    try:
        return given()
    except Exception as error:
        raise PolicyError(f"routing policy {given.__name__}() raised {type(error).__name__}: {error}") from error
