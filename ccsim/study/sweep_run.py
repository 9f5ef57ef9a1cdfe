"""Points of a sweep simulated, each by one process, as they finish."""

from __future__ import annotations

import math
import os
import pickle
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.errors import CcsimError
from ccsim.estimation.paired import paired_values
from ccsim.measures.catalogue import find
from ccsim.scenario.change import Change
from ccsim.scenario.load import Source, fingerprint
from ccsim.sentences import Sentence
from ccsim.study.compared import Compared, thresholds
from ccsim.study.parallel import AHEAD, ONE_THREAD, undisturbed
from ccsim.study.simulate import EngineName, Progress, simulate

if TYPE_CHECKING:
    from concurrent.futures import Future

    from joblib.externals.loky import ProcessPoolExecutor

    from ccsim.scenario.schema import Scenario
    from ccsim.study.result import Result

KILLED = Sentence("point_killed")
LEAST = 2  # replications of which a spread can be told
LOOK = 1.0  # seconds between looks at whether the process that started this one is still there
FIELDS = (
    *("target", "scope", "name", "measure", "unit", "estimate", "half_width", "low", "high"),
    *("replications", "verdict"),
)
Outcome = dict[str, Any]
"""`rows` of FIELDS, `by_replication` of each measure (see there), `costs`; or `fault`: why there are none
(`sentence`: what says it in other languages)."""
COSTS = ("cost", "paid_hours")
"""What a point costs, whatever is measured: money, and hours where nothing costs any."""
BATCHES = 64
"""Values of a measure that are kept of a point at most; more replications are averaged in as many batches."""


class Stale(CcsimError):
    """A table of the scenario was changed while its points were simulated."""


@dataclass(frozen=True)
class Terms:
    """How every point is simulated."""

    replications: int | None
    measures: tuple[Compared, ...]
    engine: EngineName | None


@dataclass(frozen=True)
class Shared:
    """What all points have in common; travels to worker processes."""

    source: Source
    terms: Terms


@dataclass(frozen=True)
class Run:
    """A scenario to be simulated, by its fingerprint."""

    run: str
    changes: tuple[Change, ...]


def outcomes(shared: Shared, runs: Sequence[Run], jobs: int) -> Generator[tuple[str, Outcome], None, None]:
    """What each run comes to, by its fingerprint, in the order in which they finish."""
    if jobs == 1 or len(runs) == 1:
        for run in runs:
            yield run.run, outcome(shared, run)
        return
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    parcel = pickle.dumps(shared)
    waiting = deque(runs)
    while waiting:
        given: dict[str, Run] = {}
        try:
            yield from _pooled(parcel, waiting, given, jobs)
        except TerminatedWorkerError:
            for suspect in list(given.values()):  # one of these was its death: each in a process of its own
                yield suspect.run, _alone(parcel, suspect)


def _pooled(
    parcel: bytes, waiting: deque[Run], given: dict[str, Run], jobs: int
) -> Generator[tuple[str, Outcome], None, None]:
    """Takes runs from `waiting`; `given` are those that are not back yet."""
    from concurrent.futures import FIRST_COMPLETED, wait

    pool = _pool(min(jobs, len(waiting)))
    futures: dict[Future[Outcome], Run] = {}
    try:
        while waiting or futures:
            while waiting and len(futures) < AHEAD * jobs:
                run = waiting.popleft()
                given[run.run] = run
                futures[pool.submit(outcome_of_parcel, parcel, run)] = run
            finished, _ = wait(futures, return_when=FIRST_COMPLETED)
            for future in finished:
                run = futures.pop(future)
                found = future.result()
                del given[run.run]
                yield run.run, found
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _alone(parcel: bytes, run: Run) -> Outcome:
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    pool = _pool(1)
    try:
        found: Outcome = pool.submit(outcome_of_parcel, parcel, run).result()
        return found
    except TerminatedWorkerError:
        return failed(KILLED)
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    from joblib.externals.loky import ProcessPoolExecutor

    return ProcessPoolExecutor(processes, initializer=attended, initargs=(os.getpid(),), env=ONE_THREAD)


def attended(parent: int) -> None:
    """In a worker: Ctrl-C is not for it, and it ends when the process that started it has been killed."""
    undisturbed()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def outcome_of_parcel(parcel: bytes, run: Run) -> Outcome:
    return outcome(opened(parcel), run)


@lru_cache(maxsize=1)
def opened(parcel: bytes) -> Shared:
    shared: Shared = pickle.loads(parcel)
    return shared


def outcome(shared: Shared, run: Run) -> Outcome:
    """One run; what fails is told and costs no other.

    Raises
    ------
    Stale
        What is read is not what was planned.
    KeyboardInterrupt
        Ctrl-C before it was finished.
    """
    try:
        return simulated(scenario_of(shared, run), shared.terms)
    except Exception as error:
        return fault_of(error)


def scenario_of(shared: Shared, run: Run) -> Scenario:
    """The scenario of a run; raises Stale, and what reading a scenario may raise."""
    scenario = shared.source.scenario(run.changes, idle=True)
    if fingerprint(scenario) != run.run:
        raise Stale(f"a file that the scenario reads was changed meanwhile ({', '.join(scenario.tables)})")
    return scenario


def simulated(scenario: Scenario, terms: Terms, progress: Progress | None = None) -> Outcome:
    """What a scenario comes to; raises whatever the simulation does."""
    result = simulate(
        scenario,
        replications=terms.replications,
        engine=terms.engine,
        within=thresholds(terms.measures),
        progress=progress,
    )
    if result.interrupted:
        raise KeyboardInterrupt
    return failed(result.lost) if result.lost else comes_to(result, terms.measures)


def failed(why: str) -> Outcome:
    """Of a point that has no results."""
    return {"fault": str(why), **({"sentence": why.plain()} if isinstance(why, Sentence) else {})}


def fault_of(error: Exception) -> Outcome:
    """What to tell of a point that failed; Stale is one of the whole sweep, and raised again."""
    if isinstance(error, Stale):
        raise error
    if isinstance(error, MemoryError):
        return failed(Sentence("no_memory"))
    if not isinstance(error, CcsimError):
        return failed(f"{type(error).__name__}: {error}")
    return failed(error.args[0] if error.args and isinstance(error.args[0], Sentence) else str(error))


def comes_to(result: Result, measures: Sequence[Compared]) -> Outcome:
    return {
        "rows": rows(result, measures),
        "by_replication": [by_replication(result, one) for one in measures],
        "costs": {name: cost(result, name) for name in COSTS},
    }


def cost(result: Result, name: str) -> dict[str, Any]:
    """Of all together, with what each replication has to do with it."""
    estimate = result.estimates.get("all", "all", name)
    band = (estimate.mean, estimate.low, estimate.high)
    moved = by_replication(result, Compared("all", "all", find(name)))
    return {"band": [None if math.isnan(value) else float(value) for value in band], "by_replication": moved}


def by_replication(result: Result, one: Compared) -> list[float]:
    """How much each replication, or batch of them, moves a measure: its spread is that of the estimate.

    The same replications of two points had the same customers, so what differs between points is known from these.
    Empty where there is no telling, and of wait quantiles.
    """
    if one.lacking(result.model) or one.measure.quantile is not None or result.replications < LEAST:
        return []
    y, x = result.per_replication(one.scope, one.name, one.measure.name)
    values = paired_values((np.zeros_like(y), np.ones_like(x)), (y, x))
    if not np.isfinite(values).all():
        return []
    if len(values) > BATCHES:
        values = np.array([batch.mean() for batch in np.array_split(values, BATCHES)])
    return [float(value) for value in values]


def rows(result: Result, measures: Sequence[Compared]) -> list[list[Any]]:
    """A row for each measure, NaN for what this scenario has not, then one for each target, with its verdict."""
    found: list[list[Any]] = []
    for one in measures:
        values: list[Any] = [float("nan")] * 4
        if not one.lacking(result.model):
            with suppress(KeyError):
                estimate = result.estimates.get(one.scope, one.name, one.measure.name)
                values = [estimate.mean, estimate.half_width, estimate.low, estimate.high]
        place = [one.scope, one.name, one.measure.name, one.measure.unit]
        found.append(["", *place, *map(float, values), result.replications, ""])
    for target in result.targets:
        judged = target.estimate
        values = [float("nan")] * 4
        if judged is not None:
            values = [judged.mean, judged.half_width, judged.low, judged.high]
        place = [target.scope, target.scope_name, target.measure, find(target.measure).unit]
        found.append([target.name, *place, *map(float, values), result.replications, target.verdict])
    return found
