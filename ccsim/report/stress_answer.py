"""The answer of a stress test: whether the plan holds, what breaks or repairs a target, what an agent more brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ccsim.report.answer import MARKS
from ccsim.report.comparison_answer import Answer, named
from ccsim.report.differences import digits_of, ends, figure
from ccsim.report.plans import Plan, apart, asked_of, brief, in_words
from ccsim.report.side_tables import Badge
from ccsim.report.words import Said, and_more, joined, said

Json = dict[str, Any]
DECIDED = ("better", "worse", "higher", "lower")
TOLD = 6  # targets told in the answer, and lines that do something to one of them
VERDICTS = ("missed", "uncertain", "met")
NOW = {("met", "missed"): "breaks", ("missed", "met"): "repairs"}
"""What a line does to a target that is one thing as it is and another then; else it is called by its verdict."""


def verdict(summary: Json, plans: list[Plan], lines: dict[str, Json]) -> Answer:
    """Whether the plan holds as it is, what breaks next, what was missed and may be repaired; at last, and apart from
    targets, where one agent more brings most."""
    base, center = plans[0], summary["comparison"]["center"]
    happen = {name for name, row in lines.items() if not row["group"]}
    breaking = [plan for plan in plans[1:] if "missed" in then(base, plan)]
    told = _targets(plans, center) + _helped(summary, plans[0], lines) + _most(summary, lines)
    if not base.holds:
        return Answer("", "", said("stress_no_targets"), told)
    if base.holds != "met":
        head = said("stress_fails" if base.holds == "missed" else "stress_open")
        return Answer(base.holds, base.mark, head, [said("stress_as_it_is", standing=in_words(base, center)), *told])
    by_chance = sum(plan.name in happen for plan in breaking)
    if by_chance:
        return Answer("uncertain", "!", said("stress_breaks_plan", n=by_chance, all=len(happen)), told)
    return Answer("met", "✔", said("stress_robust_happen" if breaking else "stress_robust"), told)


def then(base: Plan, plan: Plan) -> dict[str, list[Json]]:
    """Targets by their verdict, of those that have another one than as it is."""
    was = {one["name"]: one["verdict"] for one in base.record["targets"]}
    found: dict[str, list[Json]] = {}
    for one in plan.record["targets"]:
        if one["verdict"] != was.get(one["name"]):
            found.setdefault(one["verdict"], []).append(one)
    return found


def by(row: Json, currency: str) -> Said:
    """By how much a target moves: `2.1 to 3.4 points`."""
    least, most = sorted((abs(row["low"]), abs(row["high"])))
    return ends(least, most, row["unit"], currency)


def changed(base: Plan, plan: Plan, moved: Sequence[Json] = ()) -> list[Badge]:
    """What becomes of targets with a line, against as it is: `breaks few_hang_up`; where verdicts are the same, whether
    what is missed has `moved`, or anything else surely differs, or nothing does."""
    was = {one["name"]: one["verdict"] for one in base.record["targets"]}
    named_by: dict[tuple[str, str], list[str]] = {}
    for now, targets in then(base, plan).items():
        for one in targets:
            key = NOW.get((was.get(one["name"], ""), now), now)
            named_by.setdefault((now, key), []).append(one["name"])
    found = [
        Badge(now, MARKS[now], said(f"then_{key}", names=", ".join(names)))
        for (now, key), names in sorted(named_by.items(), key=lambda item: VERDICTS.index(item[0][0]))
    ]
    return found or _same(plan, moved)


def _same(plan: Plan, moved: Sequence[Json]) -> list[Badge]:
    currency = plan.record["currency"]
    told = {way: [row for row in moved if row["surely"] == way] for way in ("worse", "better")}
    found = [
        Badge("missed", MARKS["missed"], said("stress_missed_more", target=row["target"], ends=by(row, currency)))
        for row in told["worse"]
    ]
    found += [
        Badge("same", "=", said("stress_missed_less", target=row["target"], ends=by(row, currency)))
        for row in told["better"]
    ]
    if found or not plan.verdicts:
        return found
    decided = any(row["verdict"] in DECIDED for row in plan.record.get("differences", ()))
    return [Badge("same", "=", said("stress_same_verdicts" if decided else "stress_same"))]


def _targets(plans: list[Plan], center: Json) -> list[Said]:
    """Of each target that breaks or changes, with what; of each that is missed in any case, that nothing repairs it."""
    base, *others = plans
    told = []
    for one in sorted(base.record["targets"], key=lambda one: VERDICTS.index(one["verdict"])):
        own = [(plan, target) for plan in others for target in plan.targets(one["name"])]
        with_verdict = {
            now: [plan for plan, target in own if target["verdict"] == now]
            for now in VERDICTS
            if now != one["verdict"] and any(target["verdict"] == now for _, target in own)
        }
        asked = asked_of(base, [one], center)
        if one["verdict"] == "missed" and not with_verdict:
            told.append(_never(base, one, own, asked, center))
        elif with_verdict:
            parts = [
                said(
                    "with_breaks" if NOW.get((one["verdict"], now)) == "breaks" else f"with_{now}", names=_called(which)
                )
                for now, which in with_verdict.items()
            ]
            told.append(said("of_target", target=asked, what=joined(parts, "; ")))
    return [*told[:TOLD], *and_more(len(told) - TOLD, "stress_targets_more")]


def _never(base: Plan, target: Json, own: list[tuple[Plan, Json]], asked: Said, center: Json) -> Said:
    """A target that is missed with every line: how near the nearest of them brings it."""
    plan, nearest = min([(base, target), *own], key=lambda pair: apart(pair[1]))
    key = "stress_never_as_it_is" if plan is base else "stress_never"
    return said(key, target=asked, found=brief(plan, nearest, center), name=plan.called)


def _called(plans: list[Plan]) -> Said:
    names = joined([plan.called for plan in plans[:TOLD]])
    return joined([names, *and_more(len(plans) - TOLD)], " ")


def _helped(summary: Json, base: Plan, lines: dict[str, Json]) -> list[Said]:
    """Of each target that is missed as it is, the group in which one agent more surely helps it most, as it is seen."""
    more = {name: row["group"] for name, row in lines.items() if row["kind"] == "one_more"}
    rows = [(more[name], row) for name, own in summary.get("moved", {}).items() if name in more for row in own]
    told = []
    for target in dict.fromkeys(row["target"] for _, row in rows):
        own = [(group, row) for group, row in rows if row["target"] == target]
        helps = [(group, row) for group, row in own if row["surely"] == "better"]
        asked = asked_of(base, base.targets(target), summary["comparison"]["center"])
        if not helps:
            told.append(said("stress_helps_none", target=asked))
            continue
        group, best = max(helps, key=lambda pair: abs(pair[1]["difference"]))
        told.append(said("stress_helps", target=asked, group=group, ends=by(best, base.record["currency"])))
    return told[:TOLD]


def _most(summary: Json, lines: dict[str, Json]) -> list[Said]:
    """The group in which one agent more surely brings something, and most as far as it is seen."""
    more = [row for row in lines.values() if row["kind"] == "one_more" and row["gain_low"] is not None]
    sure = [row for row in more if row["gain_low"] > 0]
    if not sure:
        return [said("stress_no_gain")] if more else []
    best = max(sure, key=lambda row: float(row["gain"]))
    gain, low, high = gained(best)
    told = said("stress_gain", group=best["group"], gain=gain, per=per(summary), low=low, high=high)
    close = [row["group"] for row in more if row is not best and row["gain_high"] >= best["gain_low"]]
    return [joined([told, *([said("stress_close", names=named(close))] if close else [])], " ")]


def gained(row: Json) -> list[str]:
    """The gain and both ends of its interval, with as many digits as tell these apart; without an interval, three."""
    gain, low, high = (row[key] for key in ("gain", "gain_low", "gain_high"))
    digits = digits_of(abs(gain) / 10) if low is None else digits_of(high - low, (low, high))
    return [figure(value, digits) for value in (gain, low, high) if value is not None]


def per(summary: Json) -> Said:
    """What a gain is counted by."""
    money = "1,000" in summary["gain_unit"]
    return said("per_money", currency=summary["currency"]) if money else said("per_fte")
