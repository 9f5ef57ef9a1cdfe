"""When the plan breaks: at which times each target is missed, the worst of them, and why where a warning tells."""

from __future__ import annotations

from typing import Any

from ccsim.report.answer import about, measured, moment, sentence, spoken_moment, who
from ccsim.report.at_risk import WORST, Broken, about_contacts
from ccsim.report.numbers import bound, pair, shown
from ccsim.report.slots import slots
from ccsim.report.words import CODES, Said, as_is, joined, measure_name, said, told
from ccsim.sentences import say

RISKS = 4  # sentences read at a glance; the others open on demand
NOBODY = ("nobody_on_duty", "no_skill", "left_out_by_preferences")  # warnings: nobody ever answers a contact type


def holds(verdict: str, sentence: Said, found: list[Broken], summary: dict[str, Any]) -> Said:
    """The first sentence of the answer: a plan that holds over the whole time tells when it falls short."""
    most = next((one for one in found if len(one.rows) and not one.allowed), None)
    if verdict != "met" or most is None:
        return sentence
    when = spoken_moment(most.worst["interval"], summary.get("center", {}))
    return said("holds_not_always", when=when, who=who(most.target))


def weak(found: list[Broken], summary: dict[str, Any]) -> list[Said]:
    """Sentences on targets that are met over the whole time and broken in single intervals: of those that ask more and
    less of the same measure the one that is broken most often, as the others would only repeat it."""
    center = summary.get("center", {})
    broken_at_times = [one for one in found if len(one.rows) and one.met and not one.allowed]

    def about_the_same(one: Broken) -> list[Broken]:
        return [other for other in broken_at_times if _subject(other, center) == _subject(one, center)]

    told = [one for one in broken_at_times if one is max(about_the_same(one), key=lambda other: len(other.rows))]
    return [_risk(one, summary) for one in told]


def _subject(one: Broken, center: dict[str, Any]) -> tuple[Any, ...]:
    """Whose measure a target is about, in which direction; a threshold may be said in more than one way."""
    target = one.target
    return target["scope"], target["scope_name"], target["at_least"], measured(target, center)("en")


def allowed(found: list[Broken], summary: dict[str, Any]) -> list[Said]:
    """Sentences on targets that are broken in single intervals, no more often than they allow."""
    return [_risk(one, summary) for one in found if len(one.rows) and one.allowed]


def risks(found: list[Broken], summary: dict[str, Any]) -> list[Said]:
    """When it breaks: a sentence for each target that is not met and broken somewhere; where there is none, what is
    missed or uncertain whatever the hour, then how those about contacts stand."""
    if not any(about_contacts(one) for one in summary["targets"]):
        return [said("risk_no_target")]
    broken = [_risk(one, summary) for one in found if len(one.rows) and not one.met]
    if broken:
        return broken
    if not all(one.met for one in found):
        return [said("risk_unsure", slots=slots(summary.get("center", {}).get("interval"), article=True))]
    others = _whenever(summary)
    if any(len(one.rows) and not one.allowed for one in found):
        return [*others, said("risk_at_times")]
    return [*others, said("risk_otherwise")] if others else [said("risk_none")]


def _whenever(summary: dict[str, Any]) -> list[Said]:
    """What is missed, and what is uncertain, of a plan whose targets about contacts are all met."""
    found = []
    for verdict, key in (("missed", "risk_missed"), ("uncertain", "risk_uncertain")):
        those = [one for one in summary["targets"] if one["verdict"] == verdict]
        asked = [sentence(one, summary["currency"], summary.get("center", {})) for one in those]
        found += [said(key, asked=joined(asked, "; "))] if asked else []
    return found


def what_breaks(found: list[Broken], summary: dict[str, Any]) -> Said | None:
    """When an interval counts as one that breaks a target; nothing where none does, or intervals are unknown."""
    replications = summary["provenance"]["replications"]
    if replications == 1 or not any(len(one.rows) for one in found):
        return None
    these = slots(summary.get("center", {}).get("interval"), article=True)
    return said("breaks_where", slots=these, confidence=bound(summary["confidence"], "share"))


def worst_intervals(found: list[Broken], currency: str) -> list[list[Said | str]]:
    """When, who, what, value, interval, bound, contacts and how many of them fall short, of the worst intervals of all
    targets that are not met; most contacts first."""
    rows = [(row, one) for one in found if not one.met for row in one.rows.to_dict("records")]
    rows.sort(key=lambda entry: -entry[0]["short"])
    return [
        [
            moment(row["interval"]),
            who(one.target),
            measure_name(one.target["measure"]),
            *pair(row["value"], row["low"], row["high"], one.unit, currency),
            bound(float(one.target["bound"]), one.unit, currency),
            _contacts(row["offered"]),
            _contacts(row["short"]),
        ]
        for row, one in rows[:WORST]
    ]


def _contacts(count: float) -> str:
    return f"{count:.0f}" if count >= 10 else shown(count, "contacts")


def _risk(one: Broken, summary: dict[str, Any]) -> Said:
    target, worst, currency, center = one.target, one.worst, summary["currency"], summary.get("center", {})
    parts = [
        said(
            "risk_below" if target["at_least"] else "risk_above",
            what=about(target, measured(target, center)),
            bound=bound(float(target["bound"]), one.unit, currency),
            n=len(one.rows),
            all=one.intervals,
            slots=slots(summary.get("center", {}).get("interval")),
        )
    ]
    if one.allowance:
        parts.append(said("risk_allowance", share=bound(one.allowance, "share")))
    if one.stretches:
        key = "risk_times" if center.get("days") == 1 else "risk_times_of_days"
        parts.append(said(key, times=_times(one.stretches)))
    value = shown(worst["value"], one.unit, currency)
    parts.append(said("risk_worst", when=spoken_moment(worst["interval"], center), value=value))
    return joined([*parts, *_nobody(target, summary)], " ")


def _nobody(target: dict[str, Any], summary: dict[str, Any]) -> list[Said]:
    """What warnings tell of a target's contact type: when, or that never, somebody who may take it is on duty."""
    if target["scope"] != "contact":
        return []
    sentences = summary.get("sentences", {})
    found = []
    for text in summary.get("warnings", []):
        key, values = (sentences.get(text, {}).get(part) for part in ("key", "values"))
        if not values or values.get("name") != target["scope_name"]:
            continue
        if key == "expected_unstaffed":
            found += _unstaffed(values)
        elif key in NOBODY:
            warning = told(text, sentences)
            found.append(said("risk_warned", warning=as_is(warning) if isinstance(warning, str) else warning))
    return found


def _unstaffed(values: dict[str, Any]) -> list[Said]:
    try:
        spoken = {language: say("while_unstaffed", {"where": values["where"]}, language) for language in CODES}
    except LookupError:  # results of another version; the warning itself stands below
        return []
    return [lambda language: spoken[language]]


def _times(stretches: tuple[tuple[str, str], ...]) -> Said:
    parts = [said("every_day", from_=start, until=end) for start, end in stretches]
    if len(parts) == 1:
        return parts[0]
    most, last, together = joined(parts[:-1]), parts[-1], said("and")
    return lambda language: f"{most(language)} {together(language)} {last(language)}"
