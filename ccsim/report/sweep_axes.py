"""Axes and columns of a sweep's figures: measures and factors in the units that read best, each kept once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.measures.catalogue import find
from ccsim.report.durations import time_unit
from ccsim.report.numbers import compact
from ccsim.report.plot_parts import Json, spoken, text, word
from ccsim.report.sweep_points import Measured, Points
from ccsim.report.words import Said, as_is, capital, joined, measure_name, said

MOST_DRAWN = 1_000  # points of a cloud; more would say no more, and be slow to draw
MOST_MEASURES = 12


@dataclass(frozen=True)
class Axis:
    """Values are divided by `size`; `shows` is how one is shown under the mouse."""

    size: float
    label: Said
    layout: Json
    shows: str

    def on(self) -> Json:
        return {"title": {"text": spoken(self.label)}, **self.layout}


def axis(label: Said, unit: str, values: Any, currency: str = "") -> Axis:
    """For values in a unit of a measure or of a factor."""
    known = np.array([value for value in values if value is not None and not np.isnan(value)], dtype=np.float64)
    largest = float(np.abs(known).max(initial=0.0))
    if unit == "share":
        return Axis(1.0, label, {"tickformat": ".2~%"}, ":.1%")
    if unit == "s":
        own_unit = time_unit(largest)
        return Axis(own_unit.size, joined([label, said(own_unit.word)]), {}, ":.3~r")
    suffix = {"money": currency, "per h": "/ h"}.get(unit, "")
    own = joined([label, as_is(suffix)]) if suffix else label
    return Axis(1.0, own, {"tickformat": ",~g" if largest < 1e6 else ",.4~s"}, ":,.4~r")


class Axes:
    """Axes of a sweep, and the columns of the points that are drawn."""

    def __init__(self, points: Points) -> None:
        self.points = points
        self.measures = points.measures[:MOST_MEASURES]
        done = np.flatnonzero(points.finished)
        self.drawn = done[np.unique(np.linspace(0, len(done) - 1, min(len(done), MOST_DRAWN)).astype(int))]
        currency = points.currency
        self.of = {
            one.key: axis(capital(one.label), one.unit, one.estimate, currency if one.unit == "money" else "")
            for one in self.measures
        }
        self.factors = [self._factor(place) for place in range(len(points.factors))]
        cost = points.cost
        if cost is not None:
            unit = find(cost.measure).unit
            self.cost = axis(capital(measure_name(cost.measure)), unit, cost.estimate, currency)

    def _factor(self, place: int) -> Axis:
        factor = self.points.factors[place]
        name: str = factor["name"]
        values = self.points.column(place) if self.points.numeric(place) else []
        return axis(as_is(name), factor["unit"], values)

    def columns(self) -> Json:
        """Columns that figures name by `$column`, of the points that are drawn, in the units of their axes."""
        points, drawn = self.points, self.drawn
        found: Json = {
            "point": [str(points.points[at]["point"]) for at in drawn],
            "standing": [int(points.standing[at]) for at in drawn],
        }
        for place, own in enumerate(self.factors):
            column = points.column(place)
            if points.numeric(place):
                found[f"f{place}"] = compact([column[at] / own.size for at in drawn], 6)
            else:
                found[f"f{place}"] = [text(str(column[at])) for at in drawn]
        for one in self.measures:
            found |= _bands(one.key, (one.estimate, one.low, one.high), drawn, self.of[one.key].size)
        if points.cost is not None:
            cost = points.cost
            found |= _bands("cost", (cost.estimate, cost.low, cost.high), drawn, self.cost.size)
        return found

    def about(self) -> Json:
        """Units of the columns, and which of them are settings."""
        own = [self.measure_sheet(one) for one in self.measures]
        own += [self.cost_sheet()] if self.points.cost else []
        units = {one["column"]: {key: one[key] for key in ("unit", "size", "currency")} for one in own}
        return {"units": units, "settings": self.sheet(range(len(self.factors)), [])["sheet"][1:]}

    def measure_sheet(self, measured: Measured) -> Json:
        """A measure as a column of the table beside a figure."""
        currency = self.points.currency if measured.unit == "money" else ""
        size = self.of[measured.key].size
        return {
            "head": spoken(measured.label),
            "column": measured.key,
            "unit": measured.unit,
            "size": size,
            "currency": currency,
        }

    def cost_sheet(self) -> Json:
        cost = self.points.cost
        assert cost is not None
        unit = find(cost.measure).unit
        head = spoken(measure_name(cost.measure))
        return {"head": head, "column": "cost", "unit": unit, "size": self.cost.size, "currency": self.points.currency}

    def sheet(self, factors: Iterable[int], more: list[Json]) -> Json:
        """The table beside a figure of points, column by column: their numbers, some factors, and `more`."""
        own: list[Json] = [{"head": word("point_number"), "column": "point"}]
        for place in factors:
            factor = self.points.factors[place]
            one: Json = {"head": text(factor["name"]), "column": f"f{place}"}
            if self.points.numeric(place):
                one |= {"unit": factor["unit"], "size": self.factors[place].size}
            own.append(one)
        return {"sheet": [*own, *more]}

    def span(self, measured: Measured, *more: Any) -> list[float] | None:
        """From which to which value figures of a measure go, with some room, so that they can be set side by side."""
        values = np.concatenate([np.asarray(one, dtype=np.float64).ravel() for one in more])
        if measured.bound is not None:
            values = np.append(values, measured.bound)
        values = values[~np.isnan(values)]
        if not len(values):
            return None
        low, high = float(values.min()), float(values.max())
        room = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
        size = self.of[measured.key].size
        above = (
            room if measured.bound is None or high > measured.bound + 2 * room else 2.5 * room
        )  # its name stands there
        return [float(f"{end:.4g}") for end in ((low - room) / size, (high + above) / size)]


def _bands(key: str, band: tuple[FloatArray, FloatArray, FloatArray], drawn: Any, size: float) -> Json:
    return {f"{key}{end}": compact(one[drawn] / size, 5) for end, one in zip(("", ".low", ".high"), band, strict=True)}
