"""The answer first: whether the plan holds and what it costs, in sentences of every language (when it breaks:
`ccsim.report.answer_when`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import SERVICE_LEVELS, WITHIN, find, threshold_of
from ccsim.report.numbers import FIXED, bound, number, pair, shown
from ccsim.report.series import over_horizon
from ccsim.report.slots import slots
from ccsim.report.words import Said, and_more, as_is, capital, joined, measure_name, said

if TYPE_CHECKING:
    import pandas as pd

MARKS = {"met": "✔", "missed": "✖", "uncertain": "?"}
FAILED = 5  # targets told in the verdict: missed ones, and as many uncertain ones


@dataclass(frozen=True)
class TargetRow:
    """A target as a reader takes it in; `mark` tells the verdict without its colour."""

    name: str
    sentence: Said
    found: Said
    interval: str
    verdict: str
    mark: str


def verdict(summary: dict[str, Any]) -> tuple[str, Said]:
    """What the targets say together, as a verdict (empty: there are none) and as a sentence."""
    verdicts = [one["verdict"] for one in summary["targets"]]
    if not verdicts:
        return "", said("no_targets")
    if "missed" in verdicts:
        return "missed", said("fails")
    if "uncertain" in verdicts:
        return "uncertain", said("open")
    return "met", said("holds" if len(verdicts) > 1 else "holds_one")


def counts(summary: dict[str, Any]) -> Said:
    """How many targets are missed, uncertain and met."""
    verdicts = [one["verdict"] for one in summary["targets"]]
    missed, uncertain, met = (verdicts.count(one) for one in ("missed", "uncertain", "met"))
    if not missed and not met:
        return said("count_all_uncertain" if uncertain > 1 else "count_one_uncertain", uncertain=uncertain)
    parts = [said("count_missed", missed=missed, all=len(verdicts))] if missed else []
    parts += [said("count_met", met=met) if missed else said("count_met_of", met=met, all=len(verdicts))] if met else []
    return joined([*parts, *([said("count_uncertain", uncertain=uncertain)] if uncertain else [])])


def not_met(rows: list[TargetRow]) -> list[Said]:
    """The targets that keep the plan from holding, the missed first: what is asked and what is found."""
    missed, uncertain = ([row for row in rows if row.verdict == verdict] for verdict in ("missed", "uncertain"))
    key = "instead_uncertain" if missed else "instead"
    found = [said("instead", asked=row.sentence, found=row.found) for row in missed[:FAILED]]
    found += [said(key, asked=row.sentence, found=row.found) for row in uncertain[:FAILED]]
    return [*found, *and_more(len(missed) + len(uncertain) - len(found), "targets_more")]


def uncertain_means(summary: dict[str, Any]) -> list[Said]:
    """What `uncertain` means of targets that are: of a value with an interval, of intervals or days one by one."""
    uncertain = [one for one in summary["targets"] if one["verdict"] == "uncertain"]
    if uncertain and summary["provenance"]["replications"] == 1:
        return [said("one_replication")]
    of_value = any(not one.get("each") for one in uncertain)
    of_each = any(one.get("each") for one in uncertain)
    return [*([said("uncertain_means")] if of_value else []), *([said("uncertain_each")] if of_each else [])]


def target_rows(summary: dict[str, Any]) -> list[TargetRow]:
    currency = summary["currency"]
    rows = []
    for one in summary["targets"]:
        asked = one.get("asked", {})
        unit = "share" if asked.get("probability") is not None else find(one["measure"]).unit
        estimate, interval = one["estimate"], ""
        if estimate is None:
            found = _each(one, summary.get("center", {}))
        else:
            by_day = asked.get("probability")
            limit = one["bound"] if by_day is None else by_day
            value, interval = pair(estimate["mean"], estimate["low"], estimate["high"], unit, currency, limit)
            found = as_is(value) if by_day is None else said("days_that_meet", found=value)
        rows.append(
            TargetRow(
                one["name"],
                sentence(one, currency, summary.get("center", {})),
                found,
                interval,
                one["verdict"],
                MARKS[one["verdict"]],
            )
        )
    return rows


def _each(target: dict[str, Any], center: dict[str, Any]) -> Said:
    """How many intervals or days met the bound."""
    if not target.get("each"):
        return as_is(target["detail"])
    met, missed, uncertain = target["each"]
    called = said("whole_days") if target["asked"]["per"] == "day" else slots(center.get("interval"))
    parts = [said("each_meets", met=met, all=met + missed + uncertain, slots=called)]
    parts += [said("each_misses", missed=missed)] if missed else []
    return joined([*parts, *([said("count_uncertain", uncertain=uncertain)] if uncertain else [])])


def within(target: dict[str, Any], center: dict[str, Any]) -> Said:
    """The threshold of a service level, of contacts that have the same: its own or that of the target."""
    seconds = threshold_of(target["measure"])
    own = {
        one["answer_within"]
        for one in center.get("contacts", [])
        if target["scope"] not in ("contact", "channel")
        or target["scope_name"] == one["name" if target["scope"] == "contact" else "channel"]
    }
    if seconds is None and len(own) != 1:
        return said("within_own")
    return said("within", seconds=bound(own.pop() if seconds is None else seconds, "s"))


def sentence(target: dict[str, Any], currency: str, center: dict[str, Any]) -> Said:
    """What a target asks: `voice: service level within 20 s at least 80 %`."""
    asked = target.get("asked", {})
    words = [measured(target, center)]
    limit = bound(float(target["bound"]), find(target["measure"]).unit, currency)
    words.append(said("at_least" if target["at_least"] else "at_most", bound=limit))
    if asked.get("probability") is not None:
        words.append(said("per_day", share=bound(asked["probability"], "share")))
    elif asked.get("per", "horizon") != "horizon":
        called = slots(center.get("interval"), article=True)
        words.append(said(f"per_{asked['per']}", share=bound(asked["share"], "share"), slots=called))
    if asked.get("ignore_below", 0) > 0:
        words.append(said("with_volume", n=f"{asked['ignore_below']:g}"))
    return about(target, joined(words, " "))


def measured(target: dict[str, Any], center: dict[str, Any]) -> Said:
    """The measure that a target is about: `service level within 20 s`."""
    words = [measure_name(target["measure"])]
    if target["measure"].partition(WITHIN)[0] in SERVICE_LEVELS:
        words.append(within(target, center))
    return joined(words, " ")


def about(target: dict[str, Any], whole: Said) -> Said:
    """What is said of the contacts, agents, ... that a target is about: `voice: service level`; of all contacts where
    it is how they are served, and of the whole center just what is said: `Whole cost`."""
    if target["scope"] == "all" and not _of_each_contact(target["measure"]):
        return capital(whole)
    return joined([who(target), whole], ": ")


def _of_each_contact(measure: str) -> bool:
    """Whether a measure is a time or share of contacts, which may be of some or of all of them."""
    known = find(measure)
    return known.table == "contacts" and known.unit in ("share", "s")


def days_of(days: int) -> Said:
    return said("day" if days == 1 else "days", n=days)


def place(center: dict[str, Any]) -> Said:
    """Days and where."""
    return joined([period(center), as_is(center["timezone"])])


def costs(measures: pd.DataFrame, summary: dict[str, Any]) -> list[Said]:
    """What it costs, for each need settled, and what lost contacts are worth; of people without a price their hours."""
    wanted = ("cost", "cost_per_resolved", "lost_value", "paid_hours")
    table = over_horizon(measures, wanted)
    return costs_of(dict(zip(table["measure"], table["mean"], strict=True)), summary)


def costs_of(table: Mapping[str, float], summary: dict[str, Any]) -> list[Said]:
    """The same from means by measure."""
    currency, days = summary["currency"], summary.get("center", {}).get("days", 1)
    time = days_of(days)
    found = []
    if table.get("cost", 0.0) > 0:
        found.append(said("cost_is", cost=shown(table["cost"], "money", currency), days=time))
        if table.get("cost_per_resolved", 0.0) > 0:
            found.append(said("cost_each", cost=shown(table["cost_per_resolved"], "money", currency)))
    else:
        if table.get("paid_hours", 0.0) > 0:
            found.append(said("hours_are", hours=number(table["paid_hours"]), days=time))
        found.append(said("cost_none"))
    if table.get("lost_value", 0.0) > 0:
        found.append(said("lost_is", lost=shown(table["lost_value"], "money", currency)))
    return found


def who(target: dict[str, Any]) -> Said:
    return said("all") if target["scope"] == "all" else as_is(target["scope_name"])


def moment(interval: str) -> Said:
    """`Mon 2026-03-02 16:30`."""
    day = date.fromisoformat(interval[:10])
    return lambda language: f"{said(f'day_{day.weekday()}')(language)} {interval}".replace(" ", FIXED)


def spoken_moment(interval: str, center: dict[str, Any]) -> Said:
    """`Mon 2 Mar 16:30`, as it is said in sentences; with the year where the days lie in two."""
    day = date.fromisoformat(interval[:10])
    year = "" if center.get("first_day", "")[:4] == center.get("last_day", "")[:4] else f" {day.year}"
    names = (said(f"day_{day.weekday()}"), said(f"month_{day.month}"))

    def speak(language: str) -> str:
        weekday, month = (name(language) for name in names)
        return f"{weekday} {day.day} {month}{year} {interval[11:]}".rstrip().replace(" ", FIXED)

    return speak


def period(center: dict[str, Any]) -> Said:
    first, last = (moment(center[key]) for key in ("first_day", "last_day"))
    return said("period_one", first=first) if center["days"] == 1 else said("period", first=first, last=last)
