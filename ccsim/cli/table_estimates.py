"""Tables of a result's estimates: a row for each scope, a column for each measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ccsim.cli.layout import EMPTY, cell, shortened, with_half_width
from ccsim.cli.strokes import BAR, bar, ending, legend, scale
from ccsim.cli.table_columns import NAME_LEAST, Column
from ccsim.measures.catalogue import SERVICE_LEVELS, at_threshold, find

if TYPE_CHECKING:
    from ccsim.study.result import Result

NAME_WIDTH = 22
NOT_KNOWN = float("nan")
Scopes = Sequence[tuple[str, str]]


def names(title: str, scopes: Scopes) -> Column:
    """The column that says which row it is."""
    own = [shortened(name, NAME_WIDTH) for _, name in scopes]
    return Column(title, own, left=True, least=NAME_LEAST)


def estimates(
    result: Result,
    scopes: Scopes,
    heading: str,
    measure: str,
    write: Callable[[float], str] | None = None,
    halves: int = 0,
    goes: int = 0,
    barred: int = 0,
) -> Column:
    """A measure as a column: `halves` with half widths until this turn, else by `write` or in the measure's unit.

    `barred`: with bars beside it until this turn, at which targets are marked. `goes`: see `Column`.
    """
    values = [mean(result, scope, name, measure) for scope, name in scopes]
    if not measured(result, measure):
        return Column(heading, [EMPTY] * len(values), goes=goes)
    unit = find(measure).unit
    brief = [write(value) if write else with_half_width(value, NOT_KNOWN, unit) for value in values]
    full = [cell(result, scope, name, measure) for scope, name in scopes] if halves else brief
    column = Column(heading, full, brief=brief, briefly=halves, goes=goes)
    return with_bars(result, column, scopes, measure, barred) if barred else column


def with_bars(result: Result, column: Column, scopes: Scopes, measure: str, until: int) -> Column:
    """The column with bars until this turn; what is asked over the horizon is marked at its days too."""
    values = [mean(result, scope, name, measure) for scope, name in scopes]
    bounds = [asked(result, *(("all", "all") if scope == "day" else (scope, name)), measure) for scope, name in scopes]
    full = scale([*values, *(bound for bound, _ in bounds)]) if find(measure).better == "less" else 1.0
    bars = [bar(value, *bound, full) for value, bound in zip(values, bounds, strict=True)]
    over = ending(full) if full < 1 else ""
    return replace(column, bars=bars, unbarred=until, over=f"{over:>{BAR}}", legend=legend(full))


def asked(result: Result, scope: str, name: str, measure: str) -> tuple[float, bool]:
    """The bound of the first target that asks this over the horizon, and whether it is a least; NaN where none does."""
    same = _same(result, scope, name)
    for one in result.targets:
        wanted = result.scenario.targets[one.name]
        over_all = wanted.per == "horizon" and wanted.probability is None
        if (
            over_all
            and (one.scope, one.scope_name) in same
            and one.measure in (measure, _at_own(result, same, measure))
        ):
            return one.bound, one.at_least
    return math.nan, True


def _same(result: Result, scope: str, name: str) -> set[tuple[str, str]]:
    """Scopes of the same contacts: all are those of the only channel, and of the only contact type."""
    model = result.model
    only = {
        (kind, own[0].name)
        for kind, own in (("contact", model.types), ("channel", model.channels), ("agents", model.groups))
        if len(own) == 1
    }
    return {(scope, name), ("all", "all"), *only} if (scope, name) in {("all", "all"), *only} else {(scope, name)}


def _at_own(result: Result, same: set[tuple[str, str]], measure: str) -> str:
    """The service level by the threshold in its name, where all of these contacts have the same of their own."""
    if measure not in SERVICE_LEVELS:
        return measure
    channels = result.model.channels
    thresholds = {
        kind.answer_within
        for kind in result.model.types
        if {("all", "all"), ("contact", kind.name), ("channel", channels[kind.channel].name)} & same
    }
    return at_threshold(measure, thresholds.pop()) if len(thresholds) == 1 else measure


def measured(result: Result, measure: str) -> bool:
    """Whether the center has what the measure needs."""
    return any(measure == one.name for one in result.estimates.measures)


def mean(result: Result, scope: str, name: str, measure: str) -> float:
    """An estimate's mean; NaN where it is not measured."""
    return result.estimates.get(scope, name, measure).mean if measured(result, measure) else NOT_KNOWN
