"""`risk`: what may happen when inputs are not known exactly, apart from what chance does even where they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ccsim.errors import CcsimError, Fault, ScenarioError
from ccsim.estimation.horizons import HORIZON, Kept, watch
from ccsim.estimation.response import FEWEST
from ccsim.estimation.target_questions import Spot
from ccsim.scenario.exact import Quantity
from ccsim.scenario.load import Source
from ccsim.study.beside import opened
from ccsim.study.compare import within
from ccsim.study.compared import Compared, chosen
from ccsim.study.comparisons import resolved
from ccsim.study.ending import Ending
from ccsim.study.interruption import uninterrupted
from ccsim.study.result import Result
from ccsim.study.risk_findings import Drawn
from ccsim.study.risk_inputs import SHOWN, Uncertainty, drawn, inputs_of, seed_of
from ccsim.study.risk_result import Risk
from ccsim.study.simulate import Announce, EngineName, Progress, too_large
from ccsim.study.systems import System, largest_of, other_days, workers_of
from ccsim.study.systems import chosen as engines

if TYPE_CHECKING:
    from ccsim.measures import Measures

DRAWS, REPLICATIONS, CENTRAL = 100, 4, 0.9
LONG = 5.0  # seconds of reading that are told beforehand
A_TERM = 4  # draws for each input, at least
LEAST = 20  # draws: below them nothing is said of which input matters
NO_INPUTS = (
    "the scenario says no `uncertainty`: name what is not known exactly, each with what it changes and how far it may "
    "be off, like\n  uncertainty:\n    forecast: {change: volume, lognormal: {mean: 100%, cv: 8%}}"
)


def risk(
    scenario: str | Path | Source,
    *,
    changes: Sequence[str] = (),
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
    measures: Sequence[str] | None = None,
    central: float = CENTRAL,
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    confidence: float | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Risk:
    """Propagate the scenario's uncertain inputs (`uncertainty`) apart from simulation noise.

    Inputs are drawn together `draws` times (a Latin hypercube), each draw is simulated on customers of its own. From
    these come, for every measure, the distribution of its long-run value and of one horizon; for every target the
    probability that it is met; and how much of it all each input carries.

    Parameters
    ----------
    scenario : path, or what `ccsim.scenario.source` read
    changes : made beforehand, as in `ccsim.load`; also of the uncertainty: `uncertainty.forecast.lognormal.cv=12%`.
    draws : of the inputs, at least 20.
    replications : of each draw, at least 2. More draws tell more than more replications.
    measures : as in `compare`.
    central : share of what may happen that ranges hold, in the middle.
    seed : of draws and customers, instead of the scenario's. A changed scenario has the same draws with the same seed.
    jobs, engine, progress, announce : as in `simulate`.
    confidence : of the interval of each probability and share, instead of the scenario's.

    Returns
    -------
    Risk
        After Ctrl-C that of the draws that were finished.

    Raises
    ------
    CcsimError
        As `simulate`; no uncertain inputs, values that a scenario refuses (all of them, before anything is simulated).
    KeyboardInterrupt
        Ctrl-C before there were enough draws to say anything.
    """
    for what, value, least in (("draws", draws, LEAST), ("replications", replications, 2)):
        if value < least:
            raise CcsimError(f"{what} must be at least {least}, got {value}")
    if not 0 < central < 1:
        raise CcsimError(f"central must be between 0 and 1, got {central:g}")
    source = opened(scenario, changes) if isinstance(scenario, str | Path) else scenario
    uncertainty = inputs_of(source, changes)
    base = uncertainty.base
    settings = base.simulation
    joint = settings.confidence if confidence is None else confidence
    if not 0 < joint < 1:
        raise CcsimError(f"confidence must be between 0 and 1, got {joint:g}")
    if not uncertainty.inputs:
        raise CcsimError(NO_INPUTS)
    least = A_TERM * (len(uncertainty.inputs) + 1)
    if draws < least:
        raise CcsimError(f"{len(uncertainty.inputs)} inputs take at least {least} draws to be told apart, got {draws}")
    own_seed = settings.seed if seed is None else seed
    cube = drawn(uncertainty.inputs, draws, own_seed)
    values = [[one.value(float(share)) for one, share in zip(uncertainty.inputs, row, strict=True)] for row in cube]
    systems = systems_of(uncertainty, values, announce)
    compared = chosen(measures, systems[:1])
    run = _Run(systems, compared, own_seed, replications, joint, jobs, engine, progress, announce)
    run.all()
    return Risk(
        as_it_is=run.base,
        uncertainty=uncertainty,
        draws=tuple(
            Drawn(number, seed_of(own_seed, number), tuple(row), *found)
            for number, (row, found) in enumerate(zip(values, run.found, strict=False), 1)
        ),
        cube=cube[: len(run.found)],
        compared=tuple(compared),
        targets=resolved(systems[0]),
        seed=own_seed,
        asked=draws,
        measures_asked=measures is not None,
        replications=replications,
        central=central,
        confidence=joint,
    )


def systems_of(
    uncertainty: Uncertainty, values: Sequence[Sequence[Quantity]], announce: Announce | None = None
) -> list[System]:
    """The scenario as it is, then one for each draw: every one is read beforehand, so that none is refused half-way.

    Raises
    ------
    ScenarioError
        With all that is refused, for which values of which inputs.
    """
    from ccsim.model import build

    found = [System(uncertainty.base.name, uncertainty.base, build(uncertainty.base))]
    faults: list[Fault] = []
    began = time.monotonic()
    for number, row in enumerate(values, 1):
        left = (time.monotonic() - began) * (len(values) - 1)
        if number == 2 and left > LONG and announce is not None:
            announce(f"reads the scenario for each of {len(values)} draws first, which takes about {left:.0f} s")
        try:
            scenario = uncertainty.scenario(row)
            found.append(System(f"draw {number}", scenario, build(scenario)))
        except ScenarioError as error:
            faults += error.faults
            continue
        moved = other_days(uncertainty.base, scenario, f"draw {number}")
        faults += [] if moved is None else [moved]
        if len(faults) > SHOWN:
            break
    if faults:
        raise ScenarioError(faults[:SHOWN])
    return found


class _Run:
    """Simulates the scenario as it is, then the draws one after the other."""

    def __init__(
        self,
        systems: Sequence[System],
        compared: Sequence[Compared],
        seed: int,
        replications: int,
        confidence: float,
        jobs: int,
        engine: EngineName | None,
        progress: Progress | None,
        announce: Announce | None,
    ) -> None:
        from ccsim.estimation.accumulator import Accumulator

        self._systems, self._compared = systems, compared
        self._replications = replications
        self._choices = engines(systems, engine, replications, jobs, announce)
        seeds = [seed, *(seed_of(seed, number) for number in range(1, len(systems)))]
        self._workers = workers_of(
            systems, self._choices, seeds, within(compared, systems[:1]), replications, jobs, announce
        )
        base = systems[0]
        self._base_replications = base.scenario.simulation.replications
        self._gathered = Accumulator(base.model, base.scenario.targets, confidence)
        self._progress = progress
        self._ending = Ending()
        self.found: list[tuple[list[tuple[np.ndarray, np.ndarray]], list[Kept]]] = []

    def all(self) -> None:
        done = 0
        draws = range(1, len(self._systems))
        goal = self._base_replications + len(draws) * self._replications
        horizons: list[Measures] = []

        def enough() -> int:
            return len(self.found) if len(self.found) >= FEWEST else 0

        with closing(self._workers), self._ending.kept(enough, too_large(largest_of(self._systems))):
            for numbers, among in (
                (range(1, self._base_replications + 1), (0,)),
                (range(1, self._replications + 1), draws),
            ):
                with closing(self._workers.in_turn(numbers, among)) as finished:
                    for system, replication in finished:
                        with uninterrupted():
                            done += 1
                            if system == 0:
                                self._gathered.add(replication.measures)
                            else:
                                horizons.append(replication.measures)
                            if len(horizons) == self._replications:
                                self.found.append(self._read(self._systems[system], horizons))
                                horizons = []
                        if self._progress is not None:
                            self._progress(done, goal)

    def _read(
        self, system: System, horizons: Sequence[Measures]
    ) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[Kept]]:
        """Of each measure numerators and denominators, of each target what each horizon says."""
        from ccsim.measures.cells import Cells

        cells = Cells.of(system.model)
        fractions = []
        for one in self._compared:
            spot = Spot(one.measure, one.scope, one.name, 0.0, cells, HORIZON)
            y, x = (np.concatenate(part) for part in zip(*map(spot.read, horizons), strict=True))
            fractions.append((y, x))
        return fractions, [watch(target, system.model).read(horizons) for target in resolved(system)]

    @property
    def base(self) -> Result:
        choice = self._choices[0]
        return Result(
            scenario=self._systems[0].scenario,
            job=self._workers.systems[0],
            gathered=self._gathered,
            engine=choice.name,
            engine_reason=choice.reason,
            engine_limit=choice.limit,
            interrupted=self._ending.interrupted,
            lost=self._ending.lost,
        )
