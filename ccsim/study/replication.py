"""One replication, from the model to its measures: what a process does on its own."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ccsim.engine.logs import Logs
from ccsim.errors import PolicyError
from ccsim.model.center import CenterModel, Routing

if TYPE_CHECKING:
    from ccsim.measures import Measures, Meter
    from ccsim.workload import Sampler

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


def replicate(job: Job, number: int, keep_logs: bool = False) -> Replication:
    """Draw, simulate and measure replication `number` (from 1)."""
    workload = job.sampler.draw(job.seed, number)
    logs = job.engine(job.model, workload, policy=fresh_policy(job.model.routing, job.policy))
    return Replication(number, job.meter.read(workload, logs), logs if keep_logs else None)


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
