"""What of a scenario is compared with its baseline, and by how much it may get worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ccsim.errors import Fault, ScenarioError
from ccsim.estimation.regressions import Regression, Tolerance, usual_tolerance
from ccsim.estimation.targets import ResolvedTarget, resolve
from ccsim.measures.cells import Cells
from ccsim.measures.definition import Measure
from ccsim.scenario import fingerprint
from ccsim.scenario.schema import Target
from ccsim.sentences import Sentence
from ccsim.study.compare import why_not
from ccsim.study.compared import Compared, of_target, understood
from ccsim.study.margins import margin

if TYPE_CHECKING:
    from ccsim.study.systems import System


def of_tolerances(tolerances: Mapping[str, str | float], system: System) -> dict[str, Tolerance]:
    """Tolerances by what they are of, as typed: `asa`, `asa of sales`.

    Raises
    ------
    ScenarioError
        Every one that cannot be meant.
    """
    found: dict[str, Tolerance] = {}
    faults = []
    by_name = {text: one for one in resolved(system) for text in names(one, system)}
    for text, said in tolerances.items():
        name = " ".join(text.split())
        try:
            asked = by_name.get(name) or beside_targets(name, system)
            measure = in_pairs(asked.measure)
            amount = margin(said, measure, system.scenario.currency)
            found[name] = Tolerance(amount.amount / 100 if amount.relative else amount.amount, amount.relative)
        except ValueError as fault:
            faults.append(Fault("--tolerance", 0, 0, name, str(fault)))
    if faults:
        raise ScenarioError(faults)
    return found


def comparisons(
    system: System, baseline: System, tolerances: Mapping[str, Tolerance]
) -> tuple[list[Regression], list[str]]:
    """What the targets are about, then what only a tolerance names; and what there is to say about it."""
    targets = resolved(system)
    about = {text for one in targets for text in names(one, system)}
    more = [beside_targets(text, system) for text in tolerances if text not in about]
    found: dict[tuple[object, ...], Regression] = {}
    notes = list(changed_targets(system, baseline))
    for target in (*targets, *more):
        compared, measure = as_compared(target), target.measure
        if why := why_not(compared, system, baseline):
            notes.append(Sentence("not_compared", name=target.name, why=why))
            continue
        bound = target.bound if measure.quantile is not None else None
        own = names(target, system)
        said = [tolerances[text] for text in own if text in tolerances]
        tolerance = said[0] if said else usual_tolerance(measure)
        found.setdefault((own[1], target.at_least, bound), Regression(target, tolerance))
    return list(found.values()), notes


def resolved(system: System) -> tuple[ResolvedTarget, ...]:
    return resolve(system.scenario.targets, system.model, Cells.of(system.model))


def names(target: ResolvedTarget, system: System) -> tuple[str, ...]:
    """What a target is about, as it may be typed: of one thing, then of all that it is measured of.

    The second of each is the plainest: `service_level` is that at a target's threshold where contacts have the same.
    """
    exact, plain = as_compared(target), of_target(target.asked, [system.model])
    return exact.text, plain.text, exact.measure.name, plain.measure.name


def as_compared(target: ResolvedTarget) -> Compared:
    return Compared(target.scope, target.scope_name, target.measure)


def in_pairs(measure: Measure) -> Measure:
    """As it is compared: of a wait quantile the share of waits up to the target's bound."""
    return measure if measure.quantile is None else replace(measure, unit="share")


def beside_targets(text: str, system: System) -> ResolvedTarget:
    """A measure that no target is about, worse in the direction in which everybody finds it worse.

    Raises
    ------
    ValueError
        There is no such measure here, or nobody knows which direction that is.
    """
    compared = understood(text, [system])
    better = compared.measure.better
    if better is None:
        raise ValueError("whether more or less of it is better only a target can say, and none is about it")
    about = {} if compared.scope == "all" else {compared.scope: compared.name}
    bound = {"at_least": 0.0} if better == "more" else {"at_most": 0.0}
    target = Target(measure=compared.measure.name, **about, **bound)
    return resolve({text: target}, system.model, Cells.of(system.model))[0]


def changed_targets(system: System, baseline: System) -> Iterator[str]:
    """Targets that are no longer what they were: a check that asks for less fails less."""
    if fingerprint(system.scenario) == fingerprint(baseline.scenario):
        yield Sentence("same_scenario")
    now = {target.name: target.sentence for target in resolved(system)}
    for was in resolved(baseline):
        if was.name not in now:
            yield Sentence("target_dropped", name=was.name, sentence=was.sentence)
        elif was.sentence != now[was.name]:
            yield Sentence("target_changed", name=was.name, sentence=was.sentence)
