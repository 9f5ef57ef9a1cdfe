"""Several systems simulated on the same customers: the same replications, by number, of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError, Fault, ScenarioError
from ccsim.scenario.durations import duration_text
from ccsim.study.effort import replication_seconds, within_memory
from ccsim.study.ending import Ending
from ccsim.study.interruption import uninterrupted
from ccsim.study.parallel import Workers, worth_a_pool
from ccsim.study.replication import Job, fresh_policy, measured_together
from ccsim.study.result import Result
from ccsim.study.simulate import Announce, EngineName, Progress, too_large

if TYPE_CHECKING:
    from ccsim.engine.choose import Choice
    from ccsim.estimation.accumulator import OnDays
    from ccsim.measures import Measures
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Scenario

CALENDAR = ("start", "days", "interval", "timezone", "warm_up")
"""Keys that have to be the same for customers to be the same."""


@dataclass(frozen=True)
class System:
    """A scenario under the name that it has in a comparison; names differ."""

    name: str
    scenario: Scenario
    model: CenterModel


def systems_of(
    base: Scenario | str | Path, others: Sequence[Scenario | str | Path], names: Sequence[str]
) -> list[System]:
    """The base and the others, ready to be compared; `names` are those of the others, instead of their own.

    Raises
    ------
    ScenarioError
        Faults of a file; and where days are not those of the base, so that the customers are not either.
    CcsimError
        Nothing to compare with, or names that do not fit.
    """
    from ccsim.model import build

    scenarios = loaded([loader(one) for one in (base, *others)])
    if len(scenarios) < 2:
        raise CcsimError("nothing to compare: give at least one alternative to the base")
    if names and len(names) != len(others):
        raise CcsimError(f"{len(others)} alternatives and {len(names)} names")
    own = [", ".join(one.changes) or one.name for one in scenarios[1:]]
    called = distinct([scenarios[0].name, *(names or own)])
    told = [other_days(scenarios[0], one, name) for name, one in zip(called, scenarios, strict=True)]
    faults = [fault for fault in told if fault is not None]
    if faults:
        raise ScenarioError(faults)
    return [System(name, one, build(one)) for name, one in zip(called, scenarios, strict=True)]


def loader(scenario: Scenario | str | Path) -> Scenario | Callable[[], Scenario]:
    """A scenario, or what loads it from its path."""
    from ccsim.scenario import load

    return partial(load, scenario) if isinstance(scenario, str | Path) else scenario


def loaded(scenarios: Sequence[Scenario | Callable[[], Scenario]]) -> list[Scenario]:
    """Scenarios, of some what loads them.

    Raises
    ------
    ScenarioError
        With the faults of all.
    """
    found, faults = [], []
    for one in scenarios:
        try:
            found.append(one() if callable(one) else one)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    return found


def changed_alike(scenarios: Sequence[Scenario]) -> list[str]:
    """Changes that were made in all of them, as typed."""
    return [change for change in scenarios[0].changes if all(change in one.changes for one in scenarios[1:])]


def distinct(names: Sequence[str]) -> list[str]:
    """Names, the second of the same as `name (2)`."""
    found: list[str] = []
    for name in names:
        called, count = name, 1
        while called in found:
            count += 1
            called = f"{name} ({count})"
        found.append(called)
    return found


def other_days(base: Scenario, other: Scenario, name: str) -> Fault | None:
    """What keeps two scenarios from having the same customers."""

    def shown(value: Any) -> str:
        return duration_text(value) if isinstance(value, float) else str(value)

    said = [
        f"{key} is {shown(getattr(other.calendar, key))} (base: {shown(getattr(base.calendar, key))})"
        for key in CALENDAR
        if getattr(other.calendar, key) != getattr(base.calendar, key)
    ]
    if not said:
        return None
    why = "other days or intervals bring other customers, so a difference would not be that of the change"
    return Fault(name, 0, 0, "calendar", f"{', '.join(said)}: {why}")


class Together:
    """Runs the same replications of several systems, and gathers each of them.

    A replication counts when all systems that are asked for have it; what cuts a run short costs the others.

    Parameters
    ----------
    systems : the base first.
    seed : of the customers of all.
    within : thresholds at which service levels are tallied.
    confidence : of each system's own estimates.
    waits_of : scopes and names of which wait quantiles are to be compared.
    days_of : what is to be compared over some days only.
    most : replications of each that are expected, roughly.
    jobs, engine, progress, announce : as in `simulate`; progress counts the replications of all systems.
    """

    def __init__(
        self,
        systems: Sequence[System],
        *,
        seed: int,
        within: tuple[float, ...],
        confidence: float,
        most: int,
        waits_of: Collection[tuple[str, str]] = (),
        days_of: Collection[OnDays] = (),
        jobs: int = 1,
        engine: EngineName | None = None,
        progress: Progress | None = None,
        announce: Announce | None = None,
    ) -> None:
        from ccsim.estimation.accumulator import Accumulator

        self.systems = tuple(systems)
        self.gathered = [Accumulator(one.model, one.scenario.targets, confidence, waits_of, days_of) for one in systems]
        self.ending = Ending()
        self._choices = chosen(systems, engine, most, jobs, announce)
        self._workers = workers_of(systems, self._choices, [seed] * len(systems), within, most, jobs, announce)
        self._too_large = too_large(largest_of(systems))
        self._progress = progress
        self._done = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Around `run`: what is cut short here is in `ending`, and the worker processes end with it."""
        with closing(self._workers), self.ending.kept(lambda: self.gathered[0].replications, self._too_large):
            yield

    def run(self, numbers: range, among: Sequence[int], goal: int) -> None:
        """Replications `numbers` of the systems `among`; `goal` is what progress counts up to, of all systems."""
        arrived: dict[int, dict[int, Measures]] = {}
        with closing(self._workers.together(numbers, among)) as finished:
            for system, replication in finished:
                of_all = arrived.setdefault(replication.number, {})
                of_all[system] = replication.measures
                self._done += 1
                if len(of_all) == len(among):
                    with uninterrupted():
                        for one, measures in arrived.pop(replication.number).items():
                            self.gathered[one].add(measures)
                if self._progress is not None:
                    self._progress(self._done, goal)

    def results(self) -> list[Result]:
        """What each system turned out to be."""
        return [
            Result(
                scenario=one.scenario,
                job=job,
                gathered=gathered,
                engine=choice.name,
                engine_reason=choice.reason,
                engine_limit=choice.limit,
                interrupted=self.ending.interrupted,
                lost=self.ending.lost,
            )
            for one, job, gathered, choice in zip(
                self.systems, self._workers.systems, self.gathered, self._choices, strict=True
            )
        ]


def workers_of(
    systems: Sequence[System],
    choices: Sequence[Choice],
    seeds: Sequence[int],
    within: tuple[float, ...],
    most: int,
    jobs: int,
    announce: Announce | None,
) -> Workers:
    """Workers on the engines that were chosen, for `most` replications of each system, as many as memory carries.

    Each system has the customers of its own seed.
    """
    from ccsim.measures import Meter

    each = [replication_seconds(one.model, choice.name) for one, choice in zip(systems, choices, strict=True)]
    seconds = sum(each) / len(each)
    wanted = jobs if worth_a_pool(seconds, most * len(systems), jobs) else 1
    processes, short = within_memory(largest_of(systems), wanted)
    if short and announce is not None:
        announce(short)
    meters = [Meter(one.model, within, choice.name == "compiled") for one, choice in zip(systems, choices, strict=True)]
    of_systems = [
        Job(one.model, meter, seed, choice.run, together=measured_together(took))
        for one, meter, choice, seed, took in zip(systems, meters, choices, seeds, each, strict=True)
    ]
    return Workers(of_systems, processes, seconds)


def largest_of(systems: Sequence[System]) -> CenterModel:
    """The model of the one that takes most."""
    return max((one.model for one in systems), key=lambda model: replication_seconds(model, "reference"))


def chosen(
    systems: Sequence[System], engine: EngineName | None, most: int, jobs: int, announce: Announce | None
) -> list[Choice]:
    """The engine of each; `auto` is decided by what all take together.

    A policy that cannot be made is found before anything is simulated.
    """
    from ccsim.engine.choose import choose

    if jobs < 1:
        raise CcsimError(f"jobs must be at least 1, got {jobs}")
    for one in systems:
        fresh_policy(one.model.routing)

    by_reference = sum(replication_seconds(one.model, "reference") for one in systems) * most / min(jobs, most)
    wanted = engine or systems[0].scenario.simulation.engine
    return [choose(one.model, wanted, seconds=by_reference, announce=announce) for one in systems]
