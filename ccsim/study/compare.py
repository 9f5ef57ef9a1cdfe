"""`compare`: how alternatives differ from a base, on the same customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from ccsim.errors import CcsimError
from ccsim.measures.meter import thresholds as of_targets
from ccsim.scenario.change_doubts import doubts
from ccsim.sentences import Sentence
from ccsim.study.cheapest import cheapest
from ccsim.study.compared import Compared, chosen, thresholds
from ccsim.study.comparison import Alternative, Comparison, Finding
from ccsim.study.idle_changes import why_idle
from ccsim.study.margins import Margin, margins_of
from ccsim.study.systems import Together, systems_of

if TYPE_CHECKING:
    from ccsim.scenario.schema import Scenario
    from ccsim.study.result import Result
    from ccsim.study.simulate import Announce, EngineName, Progress
    from ccsim.study.systems import System


def compare(
    base: Scenario | str | Path,
    *others: Scenario | str | Path,
    names: Sequence[str] = (),
    measures: Sequence[str] | None = None,
    margins: Mapping[str, str | float] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    confidence: float | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Comparison:
    """Simulate `base` and `others` on the same customers, and say what is different.

    Every system meets the customers of the base's seed, replication by replication (common random numbers), so that a
    difference is known far better than its two sides.

    Parameters
    ----------
    base, others : Scenario, or path of one
        With the same days, since other days have other customers. A variation: `ccsim.load(path, changes=[...])`.
    names : sequence of str, optional
        Of `others`, instead of their changes or, without any, the scenarios' own.
    measures : sequence of str, optional
        `"abandonment_rate"`, `"wait_p90 of sales"`, `"occupancy of agents team"`, `"asa of sales on mon"`. Without it
        those of all targets, and the headlines of a run.
    margins : mapping, optional
        Least difference that matters, by measure: `{"abandonment_rate": "0.3 points", "asa": "5 s", "cost": "2 %"}`,
        2 % of the base's value; a number is in the measure's unit. Otherwise 0.5 points of a share, 1 point of NPS and
        1 % of the base's value of anything else.
    replications, seed, engine : optional
        Instead of what the base's `simulation` says.
    jobs, progress, announce : see `simulate`; progress counts the replications of all systems.
    confidence : float, optional
        Of all intervals together, and of each target's verdict; instead of the base's.

    Returns
    -------
    Comparison
        After Ctrl-C, or when worker processes die repeatedly or memory is short, that of the replications that all
        systems had finished until then; `notes` says so.

    Raises
    ------
    CcsimError
        As `simulate`; also other days, a measure nobody has, a margin in another unit.
    KeyboardInterrupt
        Ctrl-C before all systems had finished the first replication.
    """
    systems = systems_of(base, others, names)
    simulation = systems[0].scenario.simulation
    count = simulation.replications if replications is None else replications
    if count < 2:
        raise CcsimError(f"a comparison takes at least 2 replications, got {count}")
    joint = simulation.confidence if confidence is None else confidence
    if not 0 < joint < 1:
        raise CcsimError(f"confidence must be between 0 and 1, got {joint:g}")
    compared = chosen(measures, systems, quantiles=True, days=True)
    currency = systems[0].scenario.currency
    matters = margins_of(margins, compared, currency)
    together = Together(
        systems,
        seed=simulation.seed if seed is None else seed,
        within=within(compared, systems),
        confidence=joint,
        most=count,
        waits_of={(one.scope, one.name) for one in compared if one.measure.quantile is not None},
        days_of={one.place for one in compared if one.dates},
        jobs=jobs,
        engine=engine,
        progress=progress,
        announce=announce,
    )
    with together.running():
        together.run(range(1, count + 1), range(len(systems)), count * len(systems))
    results = together.results()
    pairs = [[one for one in compared if not why_not(one, systems[0], other)] for other in systems[1:]]
    comparisons = max(sum(map(len, pairs)), 1)
    alternatives = tuple(
        Alternative(
            other.name,
            result,
            tuple(found(one, results[0], result, matters[one], joint, comparisons, currency) for one in pair),
            tuple(
                Sentence("measure_left_out", measure=one.text, why=why)
                for one in compared
                if (why := why_not(one, systems[0], other))
            ),
        )
        for other, result, pair in zip(systems[1:], results[1:], pairs, strict=True)
    )
    alternatives = tuple(
        replace(one, idle=why_idle(other.scenario, other.model, systems[0].scenario)) if one.identical else one
        for one, other in zip(alternatives, systems[1:], strict=True)
    )
    return Comparison(
        base=results[0],
        base_name=systems[0].name,
        alternatives=alternatives,
        confidence=joint,
        comparisons=comparisons,
        margins=tuple((text, str(value)) for text, value in (margins or {}).items()),
        choice=cheapest(
            {one.name: result for one, result in zip(systems, results, strict=True)},
            joint,
            next((matters[one] for one in compared if one.text == "cost"), None),
        ),
        remarks=tuple(remarks(systems, seed is None, replications is None)),
        asked=tuple(measures or ()),
    )


def within(compared: Sequence[Compared], systems: Sequence[System]) -> tuple[float, ...]:
    """Thresholds at which every system's service levels are tallied."""
    seconds = thresholds(compared)
    for one in systems:
        seconds |= set(of_targets(one.scenario.targets))
    return tuple(sorted(seconds))


def why_not(one: Compared, base: System, other: System) -> str:
    """Why a measure cannot be compared; empty where it can."""
    for system in (base, other):
        if lacking := one.lacking(system.model):
            return Sentence("has_no", name=system.name, what=lacking)
    if one.measure.unit == "money" and base.scenario.currency != other.scenario.currency:
        here, there = (each.scenario.currency or Sentence("no_currency") for each in (base, other))
        return Sentence("other_currency", here=here, there=there)
    return ""


def found(
    one: Compared, base: Result, other: Result, margin: Margin, confidence: float, comparisons: int, currency: str
) -> Finding:
    """A measure of both, and what its difference means."""
    from ccsim.estimation.comparison_verdicts import judge_difference
    from ccsim.estimation.paired import paired_differences

    pairs = product(base.gathered.fractions(*one.place), other.gathered.fractions(*one.place))
    difference = max(
        (paired_differences(*pair, confidence, comparisons).at() for pair in pairs), key=lambda found: found.half_width
    )
    matters = margin.of(difference.base)
    if not matters >= 0:  # the base is 0 / 0
        matters = 0.0
    judgement = judge_difference(
        difference,
        better=one.measure.better,
        margin=matters,
        what=one.words,
        unit=one.measure.unit,
        currency=currency,
    )
    return Finding(one, difference, matters, judgement)


def of_changes(base: System, other: System) -> list[str]:
    """Warnings that changes make; what of them may be a slip stands beside their name."""
    changes = other.scenario.changes
    known = {*base.scenario.warnings, *doubts(changes)}
    return [warning for warning in other.scenario.warnings if changes and warning not in known]


def remarks(systems: Sequence[System], own_seed: bool, own_count: bool) -> list[str]:
    """What is not the same in all systems and was made so, or is left as it is."""
    base = systems[0]
    said: list[str] = []
    if base.scenario.simulation.precision and own_count:
        said.append(Sentence("precision_not_looked_at"))
    for other in systems[1:]:
        simulation = other.scenario.simulation
        if own_seed and simulation.seed != base.scenario.simulation.seed:
            said.append(Sentence("other_seed", name=other.name, seed=simulation.seed))
        for what, here, there in (
            ("contacts", base.model.types, other.model.types),
            ("channels", base.model.channels, other.model.channels),
            ("groups", base.model.groups, other.model.groups),
            ("appointments", base.model.appointments, other.model.appointments),
        ):
            own, others = ([one.name for one in some] for some in (here, there))
            gone, new = [one for one in own if one not in others], [one for one in others if one not in own]
            if gone:
                said.append(Sentence("has_not", name=other.name, what=Sentence(f"kinds_{what}"), names=gone))
            if new:
                said.append(Sentence("has_besides", name=other.name, what=Sentence(f"kinds_{what}"), names=new))
        said += [Sentence("of_alternative", name=other.name, said=warning) for warning in of_changes(base, other)]
        if other.scenario.targets != base.scenario.targets:
            said.append(Sentence("other_targets", name=other.name))
    return said
