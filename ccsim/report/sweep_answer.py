"""The answer of a sweep: which points meet all targets, the cheapest of them, and how it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ccsim.measures.catalogue import find
from ccsim.report.answer import MARKS, about, measured, sentence
from ccsim.report.numbers import between, number, shown, with_band
from ccsim.report.sweep_points import ESTIMATE, HIGH, LOW, MET, MISSED, TARGET, UNCERTAIN, Points, short
from ccsim.report.words import Said, and_more, as_is, joined, said
from ccsim.study.margins import PER_CENT
from ccsim.study.sweep_effects import with_interval

NAMED = 3  # points or faults that are named, of more
TOLD_APART = 4  # settings that are too many to tell points apart by
ALL_ALIKE = said("sweep_all_alike")
LISTED = 8  # targets and settings that are listed


@dataclass(frozen=True)
class Chosen:
    """A point that is told apart: its settings, what it costs, and what has to be known beside it."""

    heading: Said
    settings: list[tuple[str, str]]
    point: int
    cost: Said | None
    interval: str
    which: Said
    notes: list[Said] = field(default_factory=list)


def verdict(points: Points) -> tuple[str, str, Said]:
    """Verdict of the best points, its mark, and how many there are, as a sentence."""
    done = int(points.finished.sum())
    if not done:
        return "", "", said("sweep_nothing")
    if not points.judged:
        return "", "", said("sweep_no_targets", done=done)
    count = {kind: int((points.standing == kind).sum()) for kind in (MET, UNCERTAIN, MISSED)}
    if count[MET]:
        key = "sweep_one_met" if count[MET] == 1 else "sweep_all_met" if count[MET] == done else "sweep_met"
        return "met", MARKS["met"], said(key, met=count[MET], done=done)
    if count[UNCERTAIN]:
        return "uncertain", MARKS["uncertain"], said("sweep_perhaps", open=count[UNCERTAIN], done=done)
    return "missed", MARKS["missed"], said("sweep_none", done=done)


def beside(points: Points) -> list[Said]:
    """What has to be known with the verdict on all points."""
    met, open_ones = (int((points.standing == kind).sum()) for kind in (MET, UNCERTAIN))
    return beside_counts(points, met, open_ones)


def beside_counts(points: Points, met: int, open_ones: int, among: Sequence[int] | None = None) -> list[Said]:
    """What has to be known with the verdict on so many met and uncertain: that some are uncertain, and values, of
    factors at some places or of any, that always do."""
    found: list[Said] = []
    if open_ones and not met:
        found.append(said("one_replication" if points.replications == [1] else "uncertain_means"))
    elif open_ones:
        found.append(said("sweep_uncertain_one" if open_ones == 1 else "sweep_uncertain", n=open_ones))
    if met:
        found += always(points, among)
    return found


def always(points: Points, among: Sequence[int] | None = None) -> list[Said]:
    """Values of a factor, of those at some places or of any, at which all targets are met whatever the others are
    (grids)."""
    if points.kind != "grid" or len(points.factors) < 2:
        return []
    found = []
    for place, factor in enumerate(points.factors):
        if among is not None and place not in among:
            continue
        settings = [point["settings"][place] for point in points.points]
        levels = points.levels(place)
        sure = [
            text for text in levels if all(points.standing[at] == MET for at, own in enumerate(settings) if own == text)
        ]
        if sure and len(sure) < len(levels):
            names = [short(text) for text in sure]
            found.append(said("sweep_always", factor=factor["name"], levels=listing(names, "or")))
    return found


def what_a_point_is(points: Points) -> Said:
    """The scenario with values of its own for the factors."""
    names = [factor["name"] for factor in points.factors]
    if len(names) > TOLD_APART:
        return said("sweep_is_many", factors=", ".join(names[: TOLD_APART - 1]), n=len(names) - TOLD_APART + 1)
    return said("sweep_is", factors=listing(names, "and"))


def gaps(points: Points) -> list[Said]:
    """That points failed or are not there."""
    failed, missing, whole = len(points.sweep.faults), len(points.sweep.missing), len(points.points)
    found = []
    if failed:
        found.append(said("sweep_failed_one" if failed == 1 else "sweep_failed", n=failed, all=whole))
    if missing:
        found.append(said("sweep_missing_one" if missing == 1 else "sweep_missing", n=missing, all=whole))
    return found


def chosen(points: Points) -> Chosen | None:
    """The cheapest of the points that meet all targets, else the one that may, else the closest."""
    if not points.ranked:
        return None
    standing = points.standing[points.ranked[0]]
    best = _cheapest_of(points, [at for at in points.ranked if points.standing[at] == standing])
    notes: list[Said] = []
    if not points.judged:
        heading = said("sweep_cheapest_of_all")
        if points.cost is None:
            return None
        notes += not_dearer(points, best, [at for at in points.ranked if at != best])
    elif standing == MET:
        others = [at for at in points.ranked if points.standing[at] == MET and at != best]
        heading = said("sweep_cheapest" if others else "sweep_only")
        alike = not_dearer(points, best, others)
        if others and (points.cost is None or ALL_ALIKE in alike):
            heading = said("sweep_first_met")
        notes += alike + _cheaper(points, best)
    else:
        heading = said("sweep_closest")
        if standing == UNCERTAIN:
            heading = said("sweep_candidate" if points.cost else "sweep_may")
        notes += not_met(points, best)
    if points.cost is None:
        notes.append(said("sweep_no_cost"))
    settings = [
        (factor["name"], short(text))
        for factor, text in zip(points.factors, points.points[best]["settings"], strict=True)
    ]
    which = said("sweep_point", n=points.points[best]["point"])
    return Chosen(heading, settings, points.points[best]["point"], *price(points, best), which, notes)


def price(points: Points, at: int) -> tuple[Said | None, str]:
    """What a point costs, and its interval."""
    cost = points.cost
    if cost is None or np.isnan(cost.estimate[at]):
        return None, ""
    unit = find(cost.measure).unit
    interval = between(cost.low[at], cost.high[at], unit, points.currency) if cost.high[at] > cost.low[at] else ""
    return amount(cost.estimate[at], cost.measure, points.currency), interval


def _cheapest_of(points: Points, alike: list[int]) -> int:
    """Of points whose targets stand alike, best first; where they miss some, the closest."""
    if points.cost is None or points.standing[alike[0]] == MISSED:
        return alike[0]
    cost = points.cost.estimate
    return min(alike, key=lambda at: float(np.nan_to_num(cost[at], nan=np.inf)))


def amount(value: float, measure: str, currency: str) -> Said:
    """`45 549 USD`, `480 paid hours`."""
    if measure == "cost":
        return as_is(shown(value, "money", currency))
    return said("sweep_hours", hours=number(value))


def not_dearer(points: Points, best: int, others: list[int]) -> list[Said]:
    """Which of the others do not surely cost more."""
    cost = points.cost
    if cost is None or not others:
        return []
    margin = abs(cost.estimate[best]) * PER_CENT / 100
    alike, close = [], []
    for at in others:
        more = float(cost.estimate[at] - cost.estimate[best])
        band = with_interval(more, cost.moved[at] - cost.moved[best], float(points.manifest["confidence"]))
        if max(abs(band["low"]), abs(band["high"])) < margin:
            alike.append(at)
        elif not band["low"] > 0:
            close.append(at)
    found = []
    if alike and len(alike) == len(others):
        found.append(ALL_ALIKE)
    elif alike:
        found.append(_listed("sweep_alike", points, alike, best))
    if close:
        found.append(_listed("sweep_close", points, close, best))
    return found


def _cheaper(points: Points, best: int) -> list[Said]:
    """Points that are uncertain and cost less."""
    cost = points.cost
    if cost is None:
        return []
    found = [at for at in points.ranked if points.standing[at] == UNCERTAIN and cost.estimate[at] < cost.estimate[best]]
    return [_listed("sweep_cheaper", points, found, best)] if found else []


def _listed(key: str, points: Points, places: list[int], best: int) -> Said:
    """Points by their numbers, with what sets them apart from the one chosen, where that is little."""

    def named(at: int) -> str:
        number, unlike = points.points[at]["point"], points.unlike(at, best)
        return f"{number} ({', '.join(unlike)})" if len(unlike) < TOLD_APART else str(number)

    names = as_is(", ".join(named(at) for at in places[:NAMED]))
    return said(key, points=joined([names, *and_more(len(places) - NAMED)], " "))


def not_met(points: Points, at: int) -> list[Said]:
    """The targets that a point misses, else those that are uncertain: what is asked and what is found."""
    own = points.verdicts[at]
    wanted = "missed" if "missed" in own.values() else "uncertain"
    rows = {row[TARGET]: row for row in points.outcomes[at]["rows"][len(points.manifest["measures"]) :]}
    asked = {one["name"]: one for one in points.targets}
    found = []
    for name in [name for name, verdict in own.items() if verdict == wanted][:LISTED]:
        row = rows[name]
        value = _found(asked.get(name), row, points.currency)
        if name not in asked or not value:
            found.append(said("sweep_missed" if wanted == "missed" else "sweep_uncertain_target", target=name))
            continue
        asks = sentence(asked[name], points.currency, points.manifest["center"])
        found.append(joined([asks, said("sweep_found", found=value)], ": "))
    return found


def _found(target: dict[str, Any] | None, row: list[Any], currency: str) -> str:
    """What is found for a target, with its interval; empty where that is no single value."""
    estimate, low, high = row[ESTIMATE], row[LOW], row[HIGH]
    if target is None or np.isnan(estimate):
        return ""
    by_day = target["asked"]["probability"]
    unit, limit = (row[4], target["bound"]) if by_day is None else ("share", by_day)
    return with_band(estimate, low, high, unit, currency, limit)


def target_names(points: Points) -> dict[str, Said]:
    """What each target is about, in few words; where two are about the same, with what they ask."""
    center = points.manifest["center"]
    brief = {one["name"]: about(one, _by(one, measured(one, center))) for one in points.targets}
    texts = [one("en") for one in brief.values()]
    whole = {one["name"]: sentence(one, points.currency, center) for one in points.targets}
    return {name: whole[name] if texts.count(one("en")) > 1 else one for name, one in brief.items()}


def _by(target: dict[str, Any], told: Said) -> Said:
    """Of targets about intervals or days, which they are about."""
    asked = target["asked"]
    per = "day" if asked["probability"] is not None else asked["per"]
    by = {"day": "judged_by_day", "interval": "judged_by_interval"}.get(per)
    return joined([told, said(by)]) if by else told


def target_sentences(points: Points) -> list[tuple[str, Said]]:
    """Targets by name, with what they ask; of many the first, and how many more there are."""
    center = points.manifest["center"]
    told = [(one["name"], sentence(one, points.currency, center)) for one in points.targets[:LISTED]]
    return [*told, *(("", more) for more in and_more(len(points.targets) - LISTED))]


def listing(names: list[str], last: str) -> Said | str:
    """`team, patience and absence`."""
    if len(names) == 1:
        return names[0]
    word = said(last)
    return lambda language: f"{', '.join(names[:-1])} {word(language)} {names[-1]}"


def design_facts(points: Points) -> list[Said]:
    """How the points were chosen and simulated, in plain words."""
    design = points.manifest["design"]
    alone = len(points.factors) == 1 and not points.sampled
    count, runs = len(points.points), len({point["run"] for point in points.points})
    found = [
        said(
            f"design_{points.kind}{'_alone' if alone else ''}",
            points=count,
            factors=len(points.factors),
            size=design["size"],
            seed=design["seed"],
            levels=design["levels"],
        )
    ]
    if runs < count:
        found.append(said("design_same", runs=runs, points=count))
    return [*found, said("design_customers")]
