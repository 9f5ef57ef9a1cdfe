"""A table of estimates that fits the line: what is least missed goes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ccsim.cli.layout import EMPTY, WIDTH, cell, grid, shortened, with_half_width
from ccsim.measures.catalogue import find

if TYPE_CHECKING:
    from ccsim.study.result import Result

NAME_WIDTH = 22
NOT_KNOWN = float("nan")


@dataclass(frozen=True)
class Column:
    """A measure as a column.

    `halves`: shown with its half widths, as long as the line holds them, those of the smallest number going first; else
    by `write`, or in the measure's unit. `spare`: left out where it is 0 everywhere, and where the line is too short.
    """

    heading: str
    measure: str
    write: Callable[[float], str] | None = None
    halves: int = 0
    spare: bool = False

    def shown(self, result: Result, scope: str, name: str) -> str:
        if not measured(result, self.measure):
            return EMPTY
        if self.halves:
            return cell(result, scope, name, self.measure)
        value = mean(result, scope, name, self.measure)
        return self.write(value) if self.write else with_half_width(value, NOT_KNOWN, find(self.measure).unit)


def table_of(result: Result, title: str, scopes: list[tuple[str, str]], columns: list[Column]) -> list[str]:
    """A heading, a row for each scope and, where there are several, one for all; at most `WIDTH` wide."""
    columns = [one for one in columns if not (one.spare and not mean(result, "all", "all", one.measure) > 0)]
    rows = [*scopes, ("all", "all")] if len(scopes) > 1 else scopes

    def lines() -> list[str]:
        cells = [
            [shortened(name, NAME_WIDTH), *(one.shown(result, scope, name) for one in columns)] for scope, name in rows
        ]
        return grid([title, *(one.heading for one in columns)], cells)

    while max(map(len, lines())) > WIDTH:
        halved = sorted((one.halves, place) for place, one in enumerate(columns) if one.halves)
        spare = [place for place, one in enumerate(columns) if one.spare]
        if halved:
            place = halved[0][1]
            columns[place] = replace(columns[place], halves=0)
        elif spare:
            del columns[spare[-1]]
        else:
            break
    return lines()


def measured(result: Result, measure: str) -> bool:
    """Whether the center has what the measure needs."""
    return any(measure == one.name for one in result.estimates.measures)


def mean(result: Result, scope: str, name: str, measure: str) -> float:
    """An estimate's mean; NaN where it is not measured."""
    return result.estimates.get(scope, name, measure).mean if measured(result, measure) else NOT_KNOWN
