"""What a risk analysis is about: what each target asks, and each measure, with its distributions and what moves it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.arrays import BoolArray, FloatArray
from ccsim.measures.catalogue import find
from ccsim.report import differences
from ccsim.report.answer import about, measured
from ccsim.report.numbers import bound, duration
from ccsim.report.words import CODES, Said, as_is, joined, said

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
BINS = 36
WHAT = ("target", "scope", "name", "measure")


@dataclass(frozen=True)
class Bins:
    """Shares of the long run and of single horizons between edges, of which the bound is one; `good`: on its side."""

    edges: FloatArray
    long_run: FloatArray
    horizon: FloatArray
    good: list[bool]


@dataclass(frozen=True)
class Break:
    """A target is broken beyond a value of an input: `above` it or below, with this `chance`; `itself`: there, too."""

    value: float
    above: bool
    chance: float
    itself: bool


@dataclass(frozen=True)
class Outcome:
    """What a target is about, or a measure (`bound` None). Long run and horizon are quantiles at even probabilities.

    `called` is what it is about, `label` with the target's name.
    `target` and `measure` are their rows of `risk.json`; `shares` are rows of what each input carries, `along` rows of
    the value along each input.
    """

    key: str
    called: Said
    label: Said
    unit: str
    currency: str
    target: Json | None
    measure: Json | None
    long_run: FloatArray
    horizon: FloatArray
    shares: list[Json]
    along: pd.DataFrame

    @property
    def bound(self) -> float | None:
        return None if self.target is None else float(self.target["bound"])

    @property
    def bound_text(self) -> str:
        return "" if self.bound is None else bound(self.bound, self.unit, self.currency)

    @property
    def at_least(self) -> bool:
        return bool(self.target is None or self.target["at_least"])

    @cached_property
    def carried(self) -> list[Json]:
        """Inputs by what they carry, the most first; none where nothing varies with them."""
        known = [row for row in self.shares if row["first"] is not None]
        return sorted(known, key=lambda row: -float(row["first"]))

    @property
    def throughout(self) -> str:
        """Whether it is `met` or `missed` at all values of each input, on average over the others; empty: neither."""
        means = self.along["mean"].to_numpy(dtype=np.float64)
        if self.target is None or self.target["met_long_run"] is None or not np.isfinite(means).all() or not len(means):
            return ""
        kept = self.kept(means)
        return "met" if kept.all() else "" if kept.any() else "missed"

    def kept(self, values: FloatArray) -> BoolArray:
        """Which values are on the side of the bound that is asked for; the bound is."""
        assert self.bound is not None
        return (values >= self.bound) if self.at_least else (values <= self.bound)

    def of_input(self, name: str) -> pd.DataFrame:
        return self.along[self.along["input"] == name].drop_duplicates("value")

    def bins(self) -> Bins | None:
        """None: no horizon has a value."""
        ends = [] if self.bound is None else [self.bound]
        every = np.concatenate((self.long_run, self.horizon, ends))
        if not len(self.long_run) + len(self.horizon):
            return None
        width = (float(np.ptp(every)) or abs(float(every[0])) or 1.0) / BINS
        start = float(every.min()) if self.bound is None else self.bound
        if not self.at_least:
            start = float(np.nextafter(start, np.inf))  # the bound belongs to the good side
        first, last = (np.floor((end - start) / width + 1e-9) for end in (every.min(), every.max()))
        edges = start + width * np.arange(first, last + 2)
        middle = (edges[:-1] + edges[1:]) / 2
        good = (middle >= start) == self.at_least
        return Bins(edges, _shares(self.long_run, edges), _shares(self.horizon, edges), good.tolist())

    def breaks_at(self, name: str) -> Break | None:
        """Where along an input the long-run value, on average over the others, goes beyond the bound; None: nowhere
        within what was drawn, or more than once."""
        own, steps = self.of_input(name), self._steps(name)
        if self.bound is None or self.target is None or self.target["met_long_run"] is None or len(own) < 2:
            return None
        x, y = own["value"].to_numpy(dtype=np.float64), own["mean"].to_numpy(dtype=np.float64)
        kept = self.kept(y)
        turns = np.flatnonzero(kept[1:] != kept[:-1])
        if len(turns) != 1:
            return None
        at, above = int(turns[0]), bool(kept[0])
        below = own["below"].to_numpy(dtype=np.float64)
        if steps:
            value, there = float(x[at + 1] if above else x[at]), float(below[at])
        else:
            value = float(x[at] + (self.bound - y[at]) / (y[at + 1] - y[at]) * (x[at + 1] - x[at]))
            there = float(np.interp(value, x, below))
        return Break(value, above, 1 - there if above else there, steps)

    def _steps(self, name: str) -> bool:
        """Whether an input takes single values only."""
        return bool(self.along.loc[self.along["input"] == name, "value"].duplicated().any())


def outcomes(summary: Json, quantiles: pd.DataFrame, along: pd.DataFrame) -> list[Outcome]:
    """Of all targets, then of all measures, from what `ccsim.report.risk.RiskTables` hold."""
    currency, center = summary["currency"], summary["center"]
    its_quantiles, values_along = _by_what(quantiles), _by_what(along)

    def made(key: str, called: Said, label: Said, row: Json, asked: Json | None, measure: Json | None) -> Outcome:
        what = (asked["target"] if asked else "", row["scope"], row["name"], row["measure"])
        own = its_quantiles[what]
        return Outcome(
            key=key,
            called=called,
            label=label,
            unit=row["unit"],
            currency=currency if row["unit"] == "money" else "",
            target=asked,
            measure=measure,
            long_run=own["long_run"].dropna().to_numpy(dtype=np.float64),
            horizon=own["horizon"].dropna().to_numpy(dtype=np.float64),
            shares=[one for one in summary["shares"] if tuple(one[part] for part in WHAT) == what],
            along=values_along.get(what, along.iloc[:0]),
        )

    found = []
    whats = [_of_target(one, center) for one in summary["targets"]]
    same = Counter(what(CODES[0]) for what in whats)
    for place, (one, what) in enumerate(zip(summary["targets"], whats, strict=True)):
        label = joined([what, as_is(f"({one['target']})")], " ")
        called = what if same[what(CODES[0])] == 1 else label  # two targets may be about the same
        found.append(made(f"t{place}", called, label, one, one, _measure(summary, one)))
    labels = differences.labels(summary["measures"], center)
    for place, (row, label) in enumerate(zip(summary["measures"], labels, strict=True)):
        found.append(made(f"m{place}", label, label, row, None, row))
    return found


def shown(found: list[Outcome]) -> list[Outcome]:
    """Without measures that some target is about as they are: they would be drawn twice."""
    about_targets = {_named(one.measure) for one in found if one.target is not None and one.measure is not None}
    return [one for one in found if one.target is not None or _named(one.measure) not in about_targets]


def _by_what(table: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    return dict(iter(table.groupby(list(WHAT), sort=False)))


def _of_target(row: Json, center: Json) -> Said:
    """`calls: abandonment rate`; of a quantile or per day, the share that is judged."""
    stands = row["as_it_is"]
    what = about(stands, measured(stands, center))
    asked = stands["asked"]
    if asked["probability"] is not None or asked["per"] != "horizon":
        what = joined([what, said(f"kept_{asked['per']}")])
    elif find(row["measure"]).quantile is not None:
        what = about(stands, said("share_up_to", bound=duration(stands["bound"])))
    return what


def _measure(summary: Json, target: Json) -> Json | None:
    """The row of the measure that a target is about as it is, if there is one. Of what is alone of its kind that is the
    row over all: unless other measures were asked for, the study has one of every target (`study.compared`)."""
    stands = target["as_it_is"]
    plain = stands["asked"]["per"] == "horizon" and find(stands["measure"]).quantile is None
    rows = {_named(row): row for row in summary["measures"]} if plain else {}
    alone = None if summary["asked"] else rows.get(("all", "all", target["measure"]))
    return rows.get(_named(target), alone)


def _named(row: Json | None) -> tuple[str, str, str] | None:
    return None if row is None else (row["scope"], row["name"], row["measure"])


def _shares(quantiles: FloatArray, edges: FloatArray) -> FloatArray:
    heights, _ = np.histogram(quantiles, edges)
    return heights / max(len(quantiles), 1)
