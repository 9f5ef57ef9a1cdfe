"""From an experiment to its points: every scenario read beforehand, so that no value is refused in mid-sweep."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError, Fault, ScenarioError
from ccsim.scenario.change import Change, path_text
from ccsim.scenario.load import fingerprint
from ccsim.study.compared import Compared, chosen
from ccsim.study.provenance import versions
from ccsim.study.sweep_designs import Combination, combinations
from ccsim.study.sweep_factors import Factor, Level
from ccsim.study.sweep_file import Experiment
from ccsim.study.sweep_levels import SHOWN
from ccsim.study.sweep_targets import fixed_targets, kept

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Scenario
    from ccsim.study.systems import System

MODELS = 20
"""Points, spread over all, whose center is built beforehand: for what is measured, how large they are."""


@dataclass(frozen=True)
class Point:
    """A combination of levels; `run` is its scenario's fingerprint: points with the same one are simulated once."""

    number: int
    levels: Combination
    changes: tuple[Change, ...]
    run: str


@dataclass(frozen=True)
class Plan:
    """All that a sweep will do."""

    experiment: Experiment
    scenario: Scenario
    points: tuple[Point, ...]
    cube: Any
    measures: tuple[Compared, ...]
    models: tuple[CenterModel, ...]
    kept: dict[str, Any]

    @cached_property
    def runs(self) -> dict[str, tuple[Change, ...]]:
        """What has to be simulated, by fingerprint, in the order of the points."""
        found: dict[str, tuple[Change, ...]] = {}
        for point in self.points:
            found.setdefault(point.run, point.changes)
        return found

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The plan as plain values: with results by run, all that tables are made of."""
        experiment, simulation = self.experiment, self.scenario.simulation
        said = {
            "design": experiment.design.plain(),
            "factors": [
                {
                    "name": one.name,
                    "unit": one.unit,
                    "numeric": one.numeric,
                    "levels": [level.text for level in one.levels],
                }
                for one in experiment.factors
            ],
            "measures": [[one.scope, one.name, one.measure.name] for one in self.measures],
            "replications": experiment.replications,
            "points": [
                {
                    "point": point.number,
                    "settings": [level.text for level in point.levels],
                    "numbers": [level.number for level in point.levels],
                    "changes": [change.text for change in point.changes],
                    "run": point.run,
                    **({"shares": self.cube[point.number - 1].tolist()} if self.cube is not None else {}),
                }
                for point in self.points
            ],
        }
        scenario = {"name": self.scenario.name, "fingerprint": fingerprint(self.scenario)}
        whole = json.dumps([said, scenario["fingerprint"]], sort_keys=True, ensure_ascii=False)
        return {
            "kind": "ccsim sweep",
            "experiment": experiment.name,
            "fingerprint": hashlib.sha256(whole.encode()).hexdigest(),
            "scenario": scenario,
            "seed": simulation.seed,
            "confidence": simulation.confidence,
            "currency": self.scenario.currency,
            "versions": versions(),
            **self.kept,
            **said,
        }


def planned(experiment: Experiment) -> Plan:
    """The plan of an experiment.

    Raises
    ------
    ScenarioError
        Values that do not go together, and measures that no point has.
    """
    scenario = experiment.scenario.scenario(experiment.base, idle=True)
    base = tuple(_base_level(experiment, factor) for factor in experiment.factors)
    found, cube = combinations(experiment.design, experiment.factors, base)
    known: dict[str, list[Fault]] = {}
    points: list[Point] = []
    sampled = {round(index * (len(found) - 1) / (MODELS - 1)) for index in range(MODELS)}
    systems: list[System] = []
    first: Scenario | None = None
    fixed: set[str] = set()
    for index, levels in enumerate(found):
        changes = (*experiment.base, *(change for level in levels for change in level.changes))
        try:
            varied = experiment.scenario.scenario(changes, idle=True)
            if index in sampled:
                systems.append(_system(varied))
        except ScenarioError as error:
            known.setdefault(str(error), _of_point(error, index + 1, experiment, levels))
            continue
        alike = fixed_targets(first, varied)
        first, fixed = first or varied, alike if first is None else fixed & alike
        points.append(Point(index + 1, levels, changes, fingerprint(varied)))
    if known:
        faults = [fault for of_point in known.values() for fault in of_point]
        raise ScenarioError(faults[:SHOWN])
    measures = _measures(experiment, systems)
    models = tuple(one.model for one in systems)
    return Plan(experiment, scenario, tuple(points), cube, measures, models, kept(systems, fixed))


def _of_point(error: ScenarioError, number: int, experiment: Experiment, levels: Combination) -> list[Fault]:
    """Faults of a combination of values, which says what is combined."""
    settings = ", ".join(f"{one.name} = {level.text}" for one, level in zip(experiment.factors, levels, strict=True))
    return [replace(fault, message=f"{fault.message} (point {number}: {settings})") for fault in error.faults]


def _base_level(experiment: Experiment, factor: Factor) -> Level:
    """A factor left as the scenario has it."""
    if not factor.heads:
        return Level("(base)", None, ())
    heads = factor.heads
    if len(heads) == 1 and heads[0].operator == "=" and heads[0].when is None:
        try:
            values = experiment.scenario.values(path_text(heads[0].path), experiment.base)
        except ScenarioError:  # of names that need quotes
            values = []
        texts = {(value.text, value.number) for value in values}
        if len(texts) == 1:
            return Level(*texts.pop(), ())
    operators = {head.operator for head in heads}
    neutral = {"+=": "0", "-=": "0", "*=": "1"}
    if operators <= {"+=", "-="}:
        return Level("0", 0.0, ())
    if operators == {"*="}:
        return Level(neutral["*="], 1.0, ())
    return Level("(base)", None, ())


def _system(scenario: Scenario) -> System:
    from ccsim.model import build
    from ccsim.study.systems import System

    return System(scenario.name, scenario, build(scenario))


def _measures(experiment: Experiment, systems: Sequence[System]) -> tuple[Compared, ...]:
    """The measures asked for, each where it is said in a fault; or the usual ones."""
    if experiment.measures is None:
        return tuple(chosen(None, systems, quantiles=True))
    found: dict[Compared, None] = {}
    faults: list[Fault] = []
    for index, (text, place) in enumerate(zip(experiment.measures, experiment.measure_places, strict=True)):
        try:
            found |= dict.fromkeys(chosen([text], systems, quantiles=True))
        except ScenarioError as error:
            said = [fault.message.removeprefix("nothing to compare: ") for fault in error.faults]
            faults += [Fault(place.file, place.line, place.column, f"measures[{index}]", one) for one in said]
    if faults:
        raise ScenarioError(faults)
    return tuple(found)


def share_of(runs: Sequence[str], shard: tuple[int, int] | None) -> list[str]:
    """The runs of a shard, of all in turn.

    Raises
    ------
    CcsimError
        There is no such shard.
    """
    if shard is None:
        return list(runs)
    number, shards = shard
    if not 1 <= number <= shards:
        raise CcsimError(f"shard must be 1/{shards} to {shards}/{shards}, got {number}/{shards}")
    return list(runs[number - 1 :: shards])
