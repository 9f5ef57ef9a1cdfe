"""What of a scenario is compared with its baseline, and by how much it may get worse."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ccsim.errors import Fault, ScenarioError
from ccsim.estimation.regressions import Regression, Tolerance, usual_tolerance
from ccsim.estimation.targets import ResolvedTarget, resolve
from ccsim.measures.catalogue import MEASURES, Measure, find
from ccsim.measures.definition import NEEDED
from ccsim.measures.features import features_of
from ccsim.scenario import fingerprint, units
from ccsim.scenario.node import near_to
from ccsim.scenario.schema import Target

if TYPE_CHECKING:
    from ccsim.scenario.schema import Scenario
    from ccsim.study.runs import Runs


def understood(tolerances: Mapping[str, str | float | Tolerance]) -> dict[str, Tolerance]:
    """Tolerances by measure: `1%`, `5 s`, a number.

    Raises
    ------
    ScenarioError
        With every one that cannot be meant.
    """
    found: dict[str, Tolerance] = {}
    faults = []
    for name, said in tolerances.items():
        try:
            found[name] = said if isinstance(said, Tolerance) else _tolerance(_measure(name), said)
        except ValueError as error:
            faults.append(Fault(f"--tolerance {name}={said}", 0, 0, "", str(error)))
    if faults:
        raise ScenarioError(faults)
    return found


def comparisons(
    targets: tuple[ResolvedTarget, ...],
    scenario: Scenario,
    runs: Runs,
    baseline: Scenario,
    base_runs: Runs,
    tolerances: Mapping[str, Tolerance],
) -> tuple[list[Regression], list[str]]:
    """What is compared: what the targets are about, then measures that only a tolerance names; and what to say of it.

    Raises
    ------
    ScenarioError
        A tolerance is for what cannot be compared.
    """
    about = {target.measure.name for target in targets}
    faults, more = [], []
    for name, tolerance in tolerances.items():
        if name in about:
            continue
        try:
            more.append(_over_all(name, runs))
        except ValueError as error:
            faults.append(Fault(f"--tolerance {name}={_shown(tolerance)}", 0, 0, "", str(error)))
    if faults:
        raise ScenarioError(faults)
    found: dict[tuple[object, ...], Regression] = {}
    notes = list(_notes(targets, scenario, runs, baseline, base_runs))
    for target in (*targets, *more):
        measure = target.measure
        if lacking := _lacking(target, base_runs):
            notes.append(f"{target.name} is not compared: the baseline has no {lacking}")
            continue
        bound = target.bound if measure.quantile is not None else None
        key = (measure.name, target.scope, target.scope_name, target.at_least, bound)
        tolerance = tolerances.get(measure.name) or usual_tolerance(measure)
        found.setdefault(key, Regression(target, tolerance))
    return list(found.values()), notes


def _measure(name: str) -> Measure:
    try:
        return find(name)
    except KeyError:
        near = near_to(name, list(MEASURES))
        raise ValueError(f"no measure {name!r}" + (f" (did you mean {near!r}?)" if near else "")) from None


def _tolerance(measure: Measure, said: str | float) -> Tolerance:
    if not isinstance(said, str):
        if not (said >= 0 and math.isfinite(said)):
            raise ValueError(f"must be a finite number of at least 0, got {said}")
        return Tolerance(float(said), False)
    if measure.unit == "share" or measure.quantile is not None:
        return Tolerance(units.share(said), False)
    if said.strip().endswith("%"):
        return Tolerance(units.share(said), True)
    if measure.unit in ("s", "h"):
        return Tolerance(units.duration(said) / (3600.0 if measure.unit == "h" else 1.0), False)
    return Tolerance(units.amount(said), False)


def _shown(tolerance: Tolerance) -> str:
    return f"{100 * tolerance.value:g}%" if tolerance.relative else f"{tolerance.value:g}"


def _over_all(name: str, runs: Runs) -> ResolvedTarget:
    """A measure that no target is about, of all together."""
    measure = _measure(name)
    if measure.needs is not None and measure.needs not in features_of(runs.model):
        raise ValueError(f"{name} needs {NEEDED[measure.needs]}, and the scenario has none")
    if measure.quantile is not None:
        raise ValueError(
            f"no target is about {name}, and without a target's bound a wait quantile cannot be compared in pairs: "
            "take mean_wait, or a service level within a time, such as service_level_within_60"
        )
    if measure.better is None:
        raise ValueError(f"whether more or less of {name} is better nobody knows: only a target can say it")
    direction = {"at_least": 0.0} if measure.better == "more" else {"at_most": 0.0}
    return resolve({name: Target(measure=name, **direction)}, runs.model, runs.meter.cells)[0]


def _lacking(target: ResolvedTarget, base_runs: Runs) -> str:
    """What the baseline would have to have; empty: nothing."""
    needs = target.measure.needs
    if needs is not None and needs not in features_of(base_runs.model):
        return NEEDED[needs]
    if (target.scope, target.scope_name) not in base_runs.meter.cells.scopes(target.measure.table):
        return f"{target.scope.replace('_', '-')} {target.scope_name}"
    return ""


def _notes(
    targets: tuple[ResolvedTarget, ...], scenario: Scenario, runs: Runs, baseline: Scenario, base_runs: Runs
) -> Iterator[str]:
    """What makes the two less alike than they should be, and targets that are no longer what they were."""
    if fingerprint(scenario) == fingerprint(baseline):
        yield "the baseline is the same scenario"
    if runs.model.timeline.dates != base_runs.model.timeline.dates:
        yield "the baseline is of other days: differences are not only those of the change"
    now = {target.name: target for target in targets}
    for was in resolve(baseline.targets, base_runs.model, base_runs.meter.cells):
        if was.name not in now:
            yield f"a target of the baseline is no longer asked: {was.name}, {was.sentence}"
        elif was.sentence != now[was.name].sentence:
            yield f"target {was.name} was otherwise in the baseline: {was.sentence}"
