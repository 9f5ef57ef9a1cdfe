"""What a check found, in sentences of every language: outcome, targets, differences, and what would decide the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ccsim.estimation.sequential import FIRST_LOOK
from ccsim.measures.catalogue import find
from ccsim.report.answer import MARKS, about, measured, sentence
from ccsim.report.durations import time_unit
from ccsim.report.numbers import FIXED, bound, duration, number, pair, shown
from ccsim.report.words import Said, joined, said, told

Json = dict[str, Any]
VERDICTS = {
    "passed": "met",
    "failed": "missed",
    "undecided": "uncertain",
    "met": "met",
    "no regression": "met",
    "missed": "missed",
    "regression": "missed",
}
"""How what was decided looks."""
FINE = ("score", "attempts", "changes")  # small numbers, of which small differences matter
HARDLY = 100  # times as many replications: more than anybody waits for
NOT_MET = 5  # told in the verdict


@dataclass(frozen=True)
class Line:
    """The value that decides a target: its bound, the side that is good, and the unit both are in."""

    value: float
    at_least: bool
    unit: str


@dataclass(frozen=True)
class Amount:
    """A number with its unit, which is a word of each language (`points`) or stands in it already."""

    n: str
    word: str = ""

    @property
    def said(self) -> Said | str:
        return said(self.word, n=self.n) if self.word else self.n


@dataclass(frozen=True)
class Row:
    """A target or a difference as the tables show it."""

    name: str
    asked: Said
    found: Said | str
    interval: str
    verdict: str
    decision: str
    after: Said
    where: str
    detail: Said | str
    base: str = ""
    now: str = ""
    tolerated: Said | str = ""

    @property
    def mark(self) -> str:
        return MARKS[self.verdict]


def outcome(summary: Json) -> Said:
    targets, pairs = summary["targets"], summary["comparisons"]
    if summary["outcome"] == "failed":
        missed = any(one["decision"] == "missed" for one in targets)
        worse = any(one["decision"] == "regression" for one in pairs)
        return said("check_failed_both" if missed and worse else "check_failed" if missed else "check_failed_worse")
    if summary["outcome"] == "undecided":
        return said("check_undecided")
    if not targets:
        return said("check_passed_same")
    return said("check_passed_and" if pairs else "check_passed" if len(targets) > 1 else "check_passed_one")


def counts(summary: Json) -> Said:
    """How many of the targets are met or missed, of the differences worse, and how much is open."""
    decisions = [one["decision"] for one in summary["targets"]]
    changes = [one["decision"] for one in summary["comparisons"]]
    missed, met, worse = decisions.count("missed"), decisions.count("met"), changes.count("regression")
    told = []
    if decisions and not (met or missed):  # none of them met would read as all of them missed
        told.append([said("count_one_undecided" if len(decisions) == 1 else "count_all_undecided", n=len(decisions))])
    elif decisions:
        parts = [said("count_met_of" if met else "count_missed", met=met, missed=missed, all=len(decisions))]
        if met and missed:
            parts.append(said("count_missed_too", n=missed))
        told.append([*parts, *_open(decisions)])
    if changes:
        told.append(
            [
                said("count_regressions" if worse else "count_no_regression", n=worse, all=len(changes)),
                *_open(changes),
            ]
        )
    return joined([joined(parts) for parts in told], "; ")


def _open(decisions: list[str]) -> list[Said]:
    undecided = decisions.count("undecided")
    return [said("count_undecided", n=undecided)] if undecided else []


def line(one: Json) -> Line:
    """Where its value, if it has one, has to be: a share of days or of waits where that is what was asked."""
    if one["asked"]["probability"] is not None:
        return Line(one["asked"]["probability"], True, "share")
    quantile = find(one["measure"]).quantile
    if quantile is not None:
        return Line(quantile, not one["at_least"], "share")
    return Line(one["bound"], one["at_least"], one["unit"])


def folder_of(summary: Json) -> str:
    """The folder, with a slash at its end, of all files that ask for something; empty: they lie in several, or here."""
    asking = (one["file"] for one in (*summary["targets"], *summary["comparisons"]) if one["file"])
    folders = {"".join(file.rpartition("/")[:2]) for file in asking}
    return folders.pop() if len(folders) == 1 else ""


def target_rows(summary: Json) -> list[Row]:
    currency = summary["currency"]
    rows = []
    for one in summary["targets"]:
        value, interval = with_interval(one, currency)
        rows.append(
            Row(
                name=one["name"],
                asked=sentence(one, currency, summary["center"]),
                found=_found(one, value),
                interval=interval,
                **_decided(one, summary),
            )
        )
    return rows


def with_interval(target: Json, currency: str) -> tuple[str, str]:
    """What was found, and its interval."""
    value, low, high = (target[key] for key in ("value", "low", "high"))
    return pair(value, low, high, target["unit"], currency, line(target).value)


def difference_rows(summary: Json) -> list[Row]:
    currency = summary["currency"]
    return [
        Row(
            name=one["name"],
            asked=subject(one, summary),
            found=change(one, currency).said,
            interval="",
            base=shown(one["base"], one["unit"], currency),
            now=shown(one["value"], one["unit"], currency),
            tolerated=amount(one["tolerance"], one["unit"], currency).said,
            **_decided(one, summary),
        )
        for one in summary["comparisons"]
    ]


def _decided(one: Json, summary: Json) -> Json:
    decision, file = one["decision"], one["file"].removeprefix(folder_of(summary))
    place = f"{file}:{one['line']}" if one["line"] else file
    return {
        "verdict": VERDICTS.get(decision, "uncertain"),
        "decision": f"decision_{decision.replace(' ', '_')}",
        "after": said("after_n", n=count(one["replications"])),
        "where": place,
        "detail": told(one["detail"], summary["sentences"]),
    }


def _found(one: Json, value: str) -> Said | str:
    if one["value"] is None:
        return ""
    if one["asked"]["probability"] is not None:
        return said("days_that_meet", found=value)
    if one["quantile"] is not None:
        return said("of_the_quantile", quantile=duration(one["quantile"]), share=value, bound=bound(one["bound"], "s"))
    return value


def subject(one: Json, summary: Json) -> Said:
    """What is compared: `voice: service level within 20 s`; of a wait quantile the share of waits up to the bound."""
    bounds = {target["name"]: target["bound"] for target in summary["targets"]}
    if find(one["measure"]).quantile is None or one["name"] not in bounds:
        return about(one, measured(one, summary["center"]))
    return about(one, said("share_up_to", bound=bound(bounds[one["name"]], "s")))


def change(one: Json, currency: str) -> Amount:
    """By how much more or less than the baseline, with its half width: `+4.2 ± 0.5 points`."""
    if one["worse_by"] is None:
        return Amount(shown(None, one["unit"]))
    by = one["worse_by"] if one["more_is_worse"] else -one["worse_by"]
    sign = "−" if by < 0 else "+"
    half = one["half_width"]
    if one["unit"] == "share":
        known = "" if half is None else f" ± {100 * half:.1f}"
        points = f"{100 * abs(by):.1f}"
        return Amount(f"{sign if float(points) else ''}{points}{known}", "points")
    if half and (one["unit"] in FINE or (one["unit"] == "s" and time_unit(abs(by) + half).size == 1.0)):
        digits = max(0, 1 - math.floor(math.log10(half)))  # two of the half width
        unit = f"{FIXED}s" if one["unit"] == "s" else ""
        return Amount(f"{sign}{abs(by):.{digits}f} ± {half:.{digits}f}{unit}")
    whole = shown(abs(by), one["unit"], currency)
    if not half or one["unit"] == "s":
        known = "" if half is None else f" ± {shown(half, one['unit'], currency)}"
        return Amount(f"{sign}{whole}{known}")
    digits = min(max(0, 1 - math.floor(math.log10(half))), 2)
    unit = f"{FIXED}{whole.partition(FIXED)[2]}".rstrip(FIXED)
    return Amount(f"{sign}{number(abs(by), digits)} ± {number(half, digits)}{unit}")


def amount(value: float | None, unit: str, currency: str) -> Amount:
    if unit != "share" or value is None:
        return Amount(shown(value, unit, currency))
    n = f"{100 * value:.3g}"
    return Amount(n, "point" if n == "1" else "points")


def not_met(summary: Json) -> list[Said]:
    """What keeps it from passing: what is asked and what was found, what became worse and by how much."""
    chosen = ("missed", "regression") if summary["outcome"] == "failed" else ("undecided",)
    told = [
        row.asked if one["value"] is None else said("instead", asked=row.asked, found=row.found)
        for row, one in zip(target_rows(summary), summary["targets"], strict=True)
        if one["decision"] in chosen
    ]
    told += [
        said("worse_by", asked=row.asked, change=row.found, base=row.base, now=row.now)
        for row, one in zip(difference_rows(summary), summary["comparisons"], strict=True)
        if one["decision"] in chosen
    ]
    return told[:NOT_MET]


def would_decide(summary: Json) -> list[Said]:
    """What more replications may do for each that is undecided; nothing where none can, which its detail says."""
    told = []
    for one in summary["targets"]:
        if one["decision"] == "undecided":
            half = None if one["low"] is None else (one["high"] - one["low"]) / 2
            off = None if one["value"] is None else abs(one["value"] - line(one).value)
            told.append(_more(one["name"], one["replications"], half, off))
    for one in summary["comparisons"]:
        if one["decision"] == "undecided":
            off = None if one["worse_by"] is None else abs(one["worse_by"] - one["tolerance"])
            told.append(_more(said("against", name=one["name"]), one["replications"], one["half_width"], off))
    return [one for one in told if one is not None]


def _more(name: Said | str, seen: int, half: float | None, off: float | None) -> Said | None:
    """A half width shrinks with the root of the replications: how many make it as small as what it has to tell."""
    if half is None or off is None:
        return said("more_perhaps", name=name)
    if half == 0.0:
        return None
    times = math.inf if off == 0.0 else (half / off) ** 2
    if times > HARDLY:
        return said("more_hardly", name=name, n=count(HARDLY * seen))
    return said("more_may", name=name, n=next_look(max(times, 1.0) * seen, seen))


def next_look(wanted: float, seen: int) -> int:
    """The first look (20, 40, 80 ...) that has so many, and more than were seen.

    >>> next_look(1281.0, 1280)
    2560
    """
    looks = FIRST_LOOK
    while looks < wanted or looks <= seen:
        looks *= 2
    return looks


def count(n: int) -> str:
    return number(float(n))
