"""What each factor does to each measure, as one figure a factor with its interval, and as values at its levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ccsim.estimation.over_points import mean_band, rank_band
from ccsim.report.sweep_points import Measured, Points
from ccsim.study.sweep_effects import with_interval

if TYPE_CHECKING:
    import pandas as pd

BINS = 10  # stretches of a range that is sampled, with as many points in each
FEW = 12  # values of a factor that are shown one by one
SAMPLED = 0.95  # confidence of sensitivity indices, whatever the scenario's


class Level(NamedTuple):
    """A measure at a value of a factor, or over a stretch of them from `low_end` to `high_end`."""

    text: str
    low_end: float
    high_end: float
    mean: float
    low: float
    high: float
    points: int


class Influence(NamedTuple):
    """How much a factor matters to a measure, with an interval.

    `size` is, by design: the largest difference between levels (grid, one at a time), |rank correlation|, mu*, or the
    total index; `also` is the correlation with its sign, sigma, or the first-order index; `lowest`, `highest` are the
    values farthest apart.
    """

    factor: int
    size: float
    low: float
    high: float
    also: float = np.nan
    also_low: float = np.nan
    also_high: float = np.nan
    lowest: Level | None = None
    highest: Level | None = None


class Interaction(NamedTuple):
    """Share of a measure's variation that two factors make only together (second-order index), with its interval.

    It is at least 0; an estimate from few samples may be below.
    """

    factors: tuple[int, int]
    size: float
    low: float
    high: float


@dataclass(frozen=True)
class Influences:
    points: Points
    _levels: dict[tuple[int, int], list[Level]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def confidence(self) -> float:
        return float(self.points.manifest["confidence"])

    def of(self, measured: Measured) -> list[Influence]:
        """Of all factors on a measure, the largest first; those of which nothing is known are left out."""
        which = {"morris": self._indices, "sobol_indices": self._indices, "one_at_a_time": self._between_levels}
        how = which.get(self.points.kind, self._between_levels if self.points.kind == "grid" else self._ranks)
        return sorted((one for one in how(measured) if not np.isnan(one.size)), key=lambda one: (-one.size, one.factor))

    def interactions(self, measured: Measured) -> list[Interaction]:
        """Of all pairs of factors, the largest first; none where the design was not asked for them."""
        design = self.points.manifest["design"]
        if self.points.kind != "sobol_indices" or not design["second_order"]:
            return []
        rows = self._own(measured)[["second_order", "second_order_half_width"]].to_dict("index")
        names = [factor["name"] for factor in self.points.factors]
        found = []
        for one, other in combinations(range(len(names)), 2):
            value, half = map(float, rows[f"{names[one]} x {names[other]}"].values())
            if not np.isnan(value):
                found.append(Interaction((one, other), value, value - half, value + half))
        return sorted(found, key=lambda pair: (-pair.size, pair.factors))

    def levels(self, measured: Measured, factor: int) -> list[Level]:
        """The measure along a factor: mean over the other factors, or with them at their base (one at a time)."""
        which = measured.place, factor
        if which not in self._levels:
            self._levels[which] = self._found_levels(measured, factor)
        return self._levels[which]

    def _found_levels(self, measured: Measured, factor: int) -> list[Level]:
        if self.points.kind == "one_at_a_time":
            return [self._point(measured, factor, at, text) for text, at in self._around(factor)]
        if self.points.kind == "grid":
            return self._grid_levels(measured, factor)
        texts = self.points.levels(factor)
        if self.points.numeric(factor) and len(texts) > FEW:
            return self._stretches(measured, factor)
        settings, found = self._settings(factor), []
        for text in texts:
            there = (settings == text) & ~np.isnan(measured.estimate)
            band = mean_band(measured.estimate[there], SAMPLED)
            number = self._number(factor, text)
            found.append(Level(text, number, number, *band, int(there.sum())))
        return found

    def _grid_levels(self, measured: Measured, factor: int) -> list[Level]:
        moved, settings = self.points.moved(measured), self._settings(factor)
        found = []
        for text in self.points.levels(factor):
            there = (settings == text) & ~np.isnan(measured.estimate)
            mean = float(measured.estimate[there].mean()) if there.any() else np.nan
            own = moved[there].mean(axis=0) if there.any() else np.full(moved.shape[1], np.nan)
            band = with_interval(mean, own, self.confidence)
            number = self._number(factor, text)
            found.append(Level(text, number, number, mean, band["low"], band["high"], int(there.sum())))
        return found

    def _stretches(self, measured: Measured, factor: int) -> list[Level]:
        numbers = np.array(self.points.column(factor), dtype=np.float64)
        order = np.argsort(numbers, kind="stable")
        order = order[~np.isnan(measured.estimate[order])]
        found = []
        for part in np.array_split(order, min(BINS, max(len(order) // 4, 1))):
            if len(part):
                ends = float(numbers[part].min()), float(numbers[part].max())
                found.append(Level("", *ends, *mean_band(measured.estimate[part], SAMPLED), len(part)))
        return found

    def _around(self, factor: int) -> list[tuple[str, int]]:
        """Values of a factor one at a time, the base among them, with the place of the point of each."""
        at = 1 + sum(len(one["levels"]) for one in self.points.factors[:factor])
        base = self.points.points[0]["settings"][factor]
        own = list(enumerate(self.points.factors[factor]["levels"], start=at))
        found = [(text, place) for place, text in own if text != base] + [(base, 0)]
        if self.points.numeric(factor):
            found.sort(key=lambda one: float(self.points.points[one[1]]["numbers"][factor]))
        return found

    def _point(self, measured: Measured, factor: int, at: int, text: str) -> Level:
        value, low, high = (float(one[at]) for one in (measured.estimate, measured.low, measured.high))
        number = float(self.points.points[at]["numbers"][factor]) if self.points.numeric(factor) else np.nan
        return Level(text, number, number, value, low, high, int(not np.isnan(value)))

    def _number(self, factor: int, text: str) -> float:
        if not self.points.numeric(factor):
            return np.nan
        return float(self._numbers[factor].get(text, np.nan))

    @cached_property
    def _numbers(self) -> list[dict[str, float]]:
        return [
            {point["settings"][place]: point["numbers"][place] for point in self.points.points}
            for place in range(len(self.points.factors))
        ]

    def _settings(self, factor: int) -> np.ndarray:
        return np.array([point["settings"][factor] for point in self.points.points])

    def _between_levels(self, measured: Measured) -> list[Influence]:
        """The largest difference between values of a factor, on the same customers."""
        moved = self.points.moved(measured)
        found = []
        for factor in range(len(self.points.factors)):
            if self.points.kind == "grid":
                settings = self._settings(factor)
                places = [np.flatnonzero(settings == text) for text in self.points.levels(factor)]
            else:
                places = [np.array([at]) for _, at in self._around(factor)]
            levels = self.levels(measured, factor)
            known = [index for index, level in enumerate(levels) if not np.isnan(level.mean)]
            if len(known) < 2:
                continue
            least, most = (pick(known, key=lambda index: levels[index].mean) for pick in (min, max))
            own = [
                moved[[at for at in places[index] if not np.isnan(measured.estimate[at])]].mean(axis=0)
                for index in (least, most)
            ]
            size = levels[most].mean - levels[least].mean
            band = with_interval(size, own[1] - own[0], self.confidence)
            found.append(Influence(factor, size, band["low"], band["high"], lowest=levels[least], highest=levels[most]))
        return found

    def change(self, measured: Measured, factor: int, level: Level) -> tuple[float, float]:
        """Interval of the difference to the base (one at a time); of the base itself there is none."""
        own = self._own(measured)
        row = own[(own["level"] == level.text) & (own.index == self.points.factors[factor]["name"])]
        return (float(row["low"].iloc[0]), float(row["high"].iloc[0])) if len(row) else (0.0, 0.0)

    @cached_property
    def _effects(self) -> pd.DataFrame:
        return self.points.sweep.effects

    def _own(self, measured: Measured) -> pd.DataFrame:
        table = self._effects
        own = (table["scope"] == measured.scope) & (table["name"] == measured.name)
        found: pd.DataFrame = table[own & (table["measure"] == measured.measure)].set_index("factor")
        return found

    def _indices(self, measured: Measured) -> list[Influence]:
        table = self._own(measured)
        size, also = ("mu_star", "sigma") if self.points.kind == "morris" else ("total", "first_order")
        found = []
        for place, factor in enumerate(self.points.factors):
            row = table.loc[factor["name"]]
            value, half = float(row[size]), float(row[f"{size}_half_width"])
            other, reach = float(row[also]), float(row.get(f"{also}_half_width", np.nan))
            found.append(
                Influence(place, value, max(value - half, 0.0), value + half, other, other - reach, other + reach)
            )
        return found

    def _ranks(self, measured: Measured) -> list[Influence]:
        table = self._own(measured)
        count = int((~np.isnan(measured.estimate)).sum())
        found = []
        for place, factor in enumerate(self.points.factors):
            if factor["name"] not in table.index:
                continue
            value = float(table.loc[factor["name"]]["rank_correlation"])
            low, high = rank_band(value, count, SAMPLED)
            ends = (low, high) if value >= 0 else (-high, -low)
            found.append(Influence(place, abs(value), *ends, value, low, high))
        return found
