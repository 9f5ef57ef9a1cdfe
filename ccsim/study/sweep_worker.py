"""What a worker of a cluster does: one point, sent with all that it is made of, so that no file has to be there."""

from __future__ import annotations

import hashlib
import pickle
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import PolicyError
from ccsim.routing.policies import policy_file
from ccsim.study.provenance import others, versions
from ccsim.study.sweep_run import Outcome, Terms, fault_of, simulated

if TYPE_CHECKING:
    from ccsim.scenario.schema import Scenario
    from ccsim.study.simulate import Progress

OTHER = "versions"
"""Instead of an outcome: those of a worker on which results might differ."""


@dataclass(frozen=True)
class Parcel:
    """A point on its way: its scenario with what its tables say, and the file of its routing policy, if it has one.

    `seconds` is what the reference engine would take for all that one worker is going to get, roughly.
    """

    scenario: Scenario
    policy: bytes | None
    terms: Terms
    seconds: float


class Unwanted(Exception):
    """Nobody waits for this point any more."""


def parcel(scenario: Scenario, terms: Terms, seconds: float) -> bytes:
    named = scenario.routing.policy
    file = policy_file(named.partition(":")[0], Path(scenario.folder)) if named is not None else None
    return pickle.dumps(Parcel(scenario, None if file is None else file.read_bytes(), terms, seconds))


def outcome_there(wanted: dict[str, str], packed: bytes) -> Outcome:
    """What a point comes to, on a worker of the versions `wanted`."""
    own = own_versions()
    if others(own, wanted):  # before anything is unpickled: it may not even have the same shape
        return {OTHER: own}
    from distributed import get_worker

    sent: Parcel = pickle.loads(packed)
    try:
        scenario = _with_policy(sent.scenario, sent.policy)
        _compile_where_worth_it(scenario, sent)
        return simulated(scenario, sent.terms, _while_wanted())
    except Unwanted:
        raise
    except Exception as error:
        found = fault_of(error)
        if isinstance(error, PolicyError) and isinstance(error.__cause__, ModuleNotFoundError):
            found["fault"] += f" on worker {get_worker().address}: it is not beside the scenario, so install it there"
        return found


@cache
def own_versions() -> dict[str, str]:
    """Versions of this process, read once."""
    return versions()


def _with_policy(scenario: Scenario, policy: bytes | None) -> Scenario:
    """The scenario, its policy's file beside it: in the folder of its own that dask clears away with the worker."""
    if policy is None:
        return scenario
    from distributed import get_worker

    name = scenario.routing.policy
    assert name is not None
    folder = Path(get_worker().local_directory) / f"ccsim-{hashlib.sha256(policy).hexdigest()[:16]}"
    file = folder.joinpath(*name.partition(":")[0].split(".")).with_suffix(".py")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.with_suffix(f".{id(scenario)}")
        written.write_bytes(policy)
        written.replace(file)
    return scenario.model_copy(update={"folder": str(folder)})


def _compile_where_worth_it(scenario: Scenario, sent: Parcel) -> None:
    """Makes machine code once for all points to come, of which each alone may not be worth it."""
    from ccsim.engine.choose import choose
    from ccsim.engine.compiled.machine import is_ready
    from ccsim.model import build

    wanted = sent.terms.engine or scenario.simulation.engine
    with suppress(ImportError):  # no compiler: the reference it is
        if wanted == "auto" and not is_ready():
            choose(build(scenario), wanted, seconds=sent.seconds)


def _while_wanted() -> Progress:
    """Stops a simulation whose task was cancelled, or whose sweep is no more; asks nobody on the network."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def look(done: int, aimed_at: int) -> None:
        task: Any = worker.state.tasks.get(key)
        if task is None or task.state == "cancelled":
            raise Unwanted

    return look
