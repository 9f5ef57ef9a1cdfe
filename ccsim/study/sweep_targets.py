"""What a sweep's manifest keeps of the scenario for its report: days, contact types, and what targets ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ccsim.study.assumptions import asked
from ccsim.study.compared import of_target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccsim.scenario.schema import Scenario
    from ccsim.study.systems import System


def kept(systems: Sequence[System], fixed: Iterable[str]) -> dict[str, Any]:
    """`center` and `targets` of a sweep whose first and some other points are `systems`.

    Targets that are not `fixed`, as a factor changes them, have verdicts only: their bound is another at every point.
    """
    first = systems[0]
    return {
        "center": _center(first),
        "targets": [_target(name, systems) for name in first.scenario.targets if name in set(fixed)],
    }


def _center(system: System) -> dict[str, Any]:
    """Days, and by which threshold each contact type is judged."""
    dates, channels = system.model.timeline.dates, system.model.channels
    return {
        "first_day": dates[0].isoformat(),
        "last_day": dates[-1].isoformat(),
        "days": len(dates),
        "timezone": system.scenario.calendar.timezone,
        "contacts": [
            {"name": kind.name, "channel": channels[kind.channel].name, "answer_within": kind.answer_within}
            for kind in system.model.types
        ],
    }


def fixed_targets(first: Scenario | None, other: Scenario) -> set[str]:
    """Names of targets that ask the same in both."""
    return {
        name
        for name, target in other.targets.items()
        if first is None or (name in first.targets and first.targets[name] == target)
    }


def _target(name: str, systems: Sequence[System]) -> dict[str, Any]:
    """A target as a run's summary has it, without its verdict; `compared` is the plainest name of its measure."""
    from ccsim.estimation.targets import resolve
    from ccsim.measures.cells import Cells

    first = systems[0]
    target = first.scenario.targets[name]
    (one,) = resolve({name: target}, first.model, Cells.of(first.model))
    about = of_target(target, [system.model for system in systems])
    return {
        "name": name,
        "sentence": one.sentence,
        "measure": one.measure.name,
        "scope": one.scope,
        "scope_name": one.scope_name,
        "bound": one.bound,
        "at_least": one.at_least,
        "asked": asked(first.scenario, name),
        "compared": [about.scope, about.name, about.measure.name],
    }
