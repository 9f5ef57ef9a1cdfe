"""Values of factors tried on the scenario one at a time: what is wrong with one is said once, not at every point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ccsim.errors import Fault, ScenarioError
from ccsim.scenario.change import Change
from ccsim.scenario.load import Source
from ccsim.study.sweep_factors import Factor, Level
from ccsim.study.sweep_hints import hint

SHOWN = 20  # faults of values, of which there may be one a point
WITHIN = 1 / 3  # share of a range at which it is tried, beside its ends: whole numbers only?


def level_faults(scenario: Source, base: Sequence[Change], factors: Sequence[Factor]) -> list[Fault]:
    """Faults of the scenario with the `base` changes, and with each value of each factor alone.

    A change that only another factor's makes possible cannot be a factor of its own.
    """
    faults = _faults(scenario, base)
    if faults:
        base = ()
        if _faults(scenario, ()):
            return faults
    for factor in factors:
        levels = factor.levels or tuple(factor.at(share) for share in (0.0, WITHIN, 1.0))
        first = len(faults)
        for level in levels:
            told = _faults(scenario, (*base, *level.changes))
            places = {(change.place.file, change.place.line) for change in level.changes}
            own = [fault for fault in told if (fault.file, fault.line) in places]
            faults += [_named(fault, factor) for fault in own] or [_because(fault, factor, level) for fault in told]
        if len(faults) > first and (meant := hint(scenario, base, factor)):
            faults[first] = replace(faults[first], message=f"{faults[first].message}; {meant}")
    return list(dict.fromkeys(faults))[:SHOWN]


def _faults(scenario: Source, changes: Sequence[Change]) -> list[Fault]:
    try:
        scenario.scenario(changes, idle=True)
    except ScenarioError as error:
        return error.faults
    return []


def _named(fault: Fault, factor: Factor) -> Fault:
    """A fault under the factor's name, beside the path that was changed."""
    hint = " (say step)" if "whole number" in fault.message and not factor.levels else ""
    path = f"factors.{factor.name}"
    return replace(fault, path=f"{path}: {fault.path}" if fault.path else path, message=f"{fault.message}{hint}")


def _because(fault: Fault, factor: Factor, level: Level) -> Fault:
    return replace(fault, message=f"{fault.message} ({factor.name} = {level.text})")
