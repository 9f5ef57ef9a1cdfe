"""Figures along time, as the page's script draws them: values by interval, with bands, bounds and words to be chosen.

What is text of a scenario is `{"$name": name}`, a word of the page `{"$word": key}`, a colour of its theme
`{"$colour": name}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import SERVICE_LEVELS, WITHIN
from ccsim.report.answer import measured, within
from ccsim.report.at_risk import Broken, named_first
from ccsim.report.clocks import by_opening_hours, kinds_in
from ccsim.report.numbers import bound, compact
from ccsim.report.series import BAND, by_day, by_interval, names_of
from ccsim.report.words import as_is, joined, spoken

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
MOST_NUMBERS = 45_000  # of all figures by interval, some 230 kB
MOST_INTERVALS = 4_000  # beyond which days are drawn: 83 of half-hours
DAY = 86_400.0
WAITS = ("asa", "wait_p90")
DASHES = ("solid", "dot", "dashdot")
MOST_LINES = len(DASHES)


@dataclass
class Axis:
    """Intervals in order: `labels` as written, `at` where they stand; nights and other gaps are short."""

    labels: list[str]
    seconds: float
    at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        import numpy as np
        import pandas as pd

        starts = pd.to_datetime(pd.Series([label[:16] for label in self.labels], dtype=object)).to_numpy()
        gaps = np.diff(starts) / np.timedelta64(1, "s") > self.seconds if len(starts) > 1 else np.zeros(0, dtype=bool)
        self.at = list(map(int, np.arange(len(starts)) + np.concatenate([[0], np.cumsum(gaps)])[: len(starts)]))
        self.weekdays = [int(one) for one in pd.DatetimeIndex(starts).day_of_week]
        self.place = {label: place for place, label in enumerate(self.labels)}

    def runs(self, labels: Iterable[str]) -> list[list[int]]:
        """Places of labels, as the first and how many of each that follow one another."""
        found: list[list[int]] = []
        for place in (self.place[label] for label in labels):
            if found and place == sum(found[-1]):
                found[-1][1] += 1
            else:
                found.append([place, 1])
        return found

    @property
    def daily(self) -> bool:
        return bool(self.labels) and len(self.labels[0]) == len("2026-03-02")

    def json(self) -> Json:
        return {"labels": self.labels, "at": self.at, "weekdays": self.weekdays}


def axis(measures: pd.DataFrame, seconds: float) -> Axis:
    """All intervals in which something was offered or somebody on duty; days where those are too many to draw."""
    labels: dict[str, None] = {}
    for measure in ("offered", "agents_on_duty"):
        labels.update(dict.fromkeys(by_interval(measures, measure)["interval"]))
    if len(labels) > MOST_INTERVALS:
        return Axis(sorted({label[:10] for label in labels}), DAY)
    return Axis(sorted(labels), seconds)


def by_hours(measures: pd.DataFrame, summary: Json, along: Axis, found: list[Broken]) -> tuple[list[Json], Json]:
    """Service level, abandonment and waits by interval, each for every scope; and the scopes to choose from.

    `found`: the targets as `ccsim.report.at_risk.broken` orders them.
    """
    scopes, complete = _scopes(measures, summary, along)
    figures = []
    for key, wanted in (
        ("service_level", ("service_level",)),
        ("abandonment", ("abandonment_rate",)),
        ("waits", WAITS),
    ):
        variants = {
            f"{scope}/{name}": _variant(measures, summary, along, scope, name, wanted) for scope, name in scopes
        }
        noted = {"noted": True} if any(one.get("note") for one in variants.values()) else {}
        figures.append({"id": key, "kind": "series", "variants": variants, **noted})
    shown = [{"key": f"{scope}/{name}", "name": "" if scope == "all" else name} for scope, name in scopes]
    return figures, {"scopes": shown, "first": _first(scopes, summary, found), "complete": complete}


def _scopes(measures: pd.DataFrame, summary: Json, along: Axis) -> tuple[list[tuple[str, str]], bool]:
    """All, channels where there are several, contact types; as many as the page can carry."""
    channels = names_of(measures, "channel")
    found = [("all", "all")]
    found += [("channel", name) for name in channels if len(channels) > 1]
    found += [("contact", one["name"]) for one in summary["center"]["contacts"]] if "center" in summary else []
    if len(found) == 2:
        found = found[1:]  # one contact type is all there is
    each = 4 * len(BAND) * max(len(along.labels), 1)
    most = max(MOST_NUMBERS // each, 1)
    return found[:most], len(found) <= most


def _first(scopes: list[tuple[str, str]], summary: Json, found: list[Broken]) -> str:
    """What is shown first: what the answer names first as breaking; where nothing breaks, the first contact type."""
    for one in named_first(found):
        itself = (one.target["scope"], one.target["scope_name"])
        for scope, name in sorted(scopes, key=lambda shown: shown != itself):
            if one.target in asked(summary, scope, name):
                return f"{scope}/{name}"
    scope, name = next((one for one in scopes if one[0] == "contact"), scopes[0])
    return f"{scope}/{name}"


def asked(summary: Json, scope: str, name: str) -> list[Json]:
    """Targets about a scope, and about others that hold the same contact types: the only channel, or its only type."""
    center = summary.get("center", {})
    own = {one["name"] for one in kinds_in(center, scope, name)}

    def same(other: str, called: str) -> bool:
        return own == {one["name"] for one in kinds_in(center, other, called)} if own else False

    return [
        one
        for one in summary["targets"]
        if (one["scope"], one["scope_name"]) == (scope, name) or same(one["scope"], one["scope_name"])
    ]


def _variant(
    measures: pd.DataFrame, summary: Json, along: Axis, scope: str, name: str, wanted: tuple[str, ...]
) -> Json:
    targets = [one for one in asked(summary, scope, name) if _family(one["measure"]) in wanted]
    center, of_service = summary.get("center", {}), wanted == ("service_level",)
    drawn, called = list(wanted), {}
    if of_service and targets:  # the definitions and thresholds that are judged
        called = {one["measure"]: measured(one, center) for one in _each_once(targets, center)[:MOST_LINES]}
        drawn = list(called)
    unit = "s" if wanted == WAITS else "share"
    lines = []
    for place, measure in enumerate(drawn):
        if along.daily:
            table = by_day(measures, measure, scope, name).rename(columns={"day": "interval"})
        else:
            table = by_interval(measures, measure, scope, name)
        table = table[table["interval"].isin(along.place) & table["mean"].notna()]
        several = len(called) > 1
        line: Json = {
            "name": spoken(called[measure]) if several else {"$word": f"m_{measure.partition(WITHIN)[0]}"},
            "colour": f"c{place + 1}",
            "dash": DASHES[place],
            "x": along.runs(table["interval"]),
            "mean": compact(table["mean"]),
            **{column: compact(table[column], 3) for column in ("low", "high")},
        }
        lines.append(line)
    bounds = [
        {"value": float(one["bound"]), "text": _bound(one, unit, center, len(called) > 1)}
        for one in targets
        if one["measure"] in drawn
    ]
    told: Json = {"unit": unit, "lines": lines, "bounds": bounds, "title": ""}
    if of_service:
        clocks = by_opening_hours(center, scope, name)
        told["note"] = spoken(clocks) if clocks is not None else ""
    return told


def _each_once(targets: list[Json], center: Json) -> list[Json]:
    """Targets without those of the same definition at the same threshold, whichever way it is said."""
    found: dict[tuple[str, str], Json] = {}
    for one in targets:
        seen = (one["measure"].partition(WITHIN)[0], within(one, center)("en"))
        found.setdefault(seen, one)
    return list(found.values())


def _bound(target: Json, unit: str, center: Json, several: bool) -> Any:
    """The bound of a target; where service levels at several thresholds are drawn, with its own."""
    text = bound(float(target["bound"]), unit)
    return spoken(joined([as_is(text), within(target, center)], " ")) if several else text


def _family(measure: str) -> str:
    base = measure.partition(WITHIN)[0]
    return "service_level" if base in SERVICE_LEVELS else base
