"""When a plan breaks: the worst times of a target, the order of all of them, and a plan that holds but not always."""

from __future__ import annotations

import pandas as pd
import pytest

from ccsim.report import answer, answer_when
from ccsim.report.at_risk import broken
from ccsim.report.words import said
from ccsim.sentences import Sentence, spoken

DAY = "2026-03-02"
FIXED = "\u00a0"

# interval: offered, service level, abandonment, ASA (seconds); half-widths are nil but at 10:30
FLOOR = {
    "09:00": (100.0, 0.50, 0.20, 30.0),
    "09:30": (10.0, 0.30, 0.30, 300.0),
    "10:00": (50.0, 0.95, 0.01, 10.0),
    "10:30": (5.0, 0.10, 0.40, 10.0),
}
MEASURES = ("offered", "service_level", "abandonment_rate", "asa")


@pytest.fixture
def measures():
    rows = [
        ("contact", "calls", DAY, f"{DAY} {time}", measure, value, half)
        for time, values in FLOOR.items()
        for measure, value in zip(MEASURES, values, strict=True)
        for half in [1.0 if time == "10:30" else 0.0]
    ]
    table = pd.DataFrame(rows, columns=["scope", "name", "date", "interval", "measure", "mean", "half"])
    return table.assign(low=table["mean"] - table["half"], high=table["mean"] + table["half"])


def target(measure, bound, at_least, verdict, each=None):
    estimate = None if each else {"mean": bound, "low": bound, "high": bound}
    asked = {"per": "interval", "share": 0.9} if each else {"per": "horizon"}
    return {
        **{"name": f"{measure}_{bound}", "measure": measure, "scope": "contact", "scope_name": "calls", "bound": bound},
        **{"at_least": at_least, "verdict": verdict, "estimate": estimate, "asked": asked, "each": each, "detail": ""},
    }


def summary(*targets, warnings=()):
    center = {
        **{"days": 1, "first_day": DAY, "last_day": DAY, "interval": 1800.0, "timezone": "UTC"},
        "contacts": [{"name": "calls", "channel": "voice", "answer_within": 20.0}],
    }
    return {
        **{"targets": list(targets), "currency": "USD", "confidence": 0.95, "center": center},
        **{"provenance": {"replications": 20}, "warnings": list(warnings), "sentences": spoken(warnings)},
    }


def english(told):
    return [one("en").replace(FIXED, " ") for one in told]


def test_the_worst_is_the_furthest_off_of_those_counted(measures):
    """Not the one in which most contacts fall short (09:00), nor one that chance may explain (10:30)."""
    told = summary(target("service_level", 0.8, True, "missed"), target("service_level", 0.75, True, "missed"))
    for line in english(answer_when.risks(broken(measures, told), told)):
        assert "in 2 of 4 half-hours" in line and "Worst Mon 2 Mar 09:30: 30.0 %." in line, line
    waits = summary(target("asa", 20.0, False, "missed"))
    assert "Worst Mon 2 Mar 09:30: 5 min." in english(answer_when.risks(broken(measures, waits), waits))[0]


def test_the_worst_times_stand_by_contacts_whatever_the_measure(measures):
    """An abandonment of 20 % against 5 % is 15 of 100 contacts, a service level of 50 % against 80 % 30 of them, and of
    a wait of 300 s against 60 s four fifths are too long: 8 of 10."""
    told = summary(
        target("abandonment_rate", 0.05, False, "missed"),
        target("asa", 60.0, False, "uncertain"),
        target("service_level", 0.8, True, "missed"),
    )
    rows = answer_when.worst_intervals(broken(measures, told), "USD")
    found = [(row[0]("en")[-5:], row[2]("en"), row[-1]) for row in rows]
    wait = said("m_asa")("en")
    assert found == [
        ("09:00", "service level", "30"),
        ("09:00", "abandonment", "15"),
        ("09:30", wait, "8"),
        ("09:30", "service level", "5"),
        ("09:30", "abandonment", "2.5"),
    ]


def test_a_plan_that_holds_says_when_it_falls_short(measures):
    told = summary(target("abandonment_rate", 0.05, False, "met"), target("asa", 600.0, False, "met"))
    found = broken(measures, told)
    kind, sentence = answer.verdict(told)
    first = answer_when.holds(kind, sentence, found, told)
    assert "holds over the whole time, yet falls short at times" in first("en")
    assert "falla en algunas franjas" in first("es")
    assert first("en").replace(FIXED, " ").endswith("most of all Mon 2 Mar 09:30 (calls).")
    assert english(answer_when.risks(found, told))[0].endswith("; at some times they do not.")
    assert len(answer_when.weak(found, told)) == 1

    always = summary(target("asa", 600.0, False, "met"))
    found = broken(measures, always)
    assert answer_when.holds("met", sentence, found, always) is sentence
    assert english(answer_when.risks(found, always))[0].startswith("It does not:")

    shows = {**target("no_show_rate", 0.15, False, "missed"), "scope": "appointment", "scope_name": "visits"}
    missed = summary(*told["targets"], shows)
    lines = english(answer_when.risks(broken(measures, missed), missed))
    assert lines[0] == "What is missed does not depend on the hour: visits: no-show rate at most 15 %."
    assert lines[1].startswith("Over the whole time service level") and len(lines) == 2
    kept = summary(always["targets"][0], {**shows, "verdict": "uncertain"})
    lines = english(answer_when.risks(broken(measures, kept), kept))
    assert lines[0].startswith("What is uncertain does not depend on the hour: visits:")
    assert lines[1].endswith("waits keep their targets.") and len(lines) == 2


def test_of_targets_on_the_same_measure_the_most_often_broken_is_told(measures):
    """The contact's own threshold is 20 s: whether a target names it or not, it asks about the same."""
    own, named = (f"service_level{suffix}" for suffix in ("", "_within_20"))
    also = measures[measures["measure"] == own].assign(measure=named)
    both = pd.concat([measures, also], ignore_index=True)
    told = summary(
        target(named, 0.4, True, "met"),
        target(own, 0.8, True, "met"),
        target("abandonment_rate", 0.25, False, "met"),
    )
    found = broken(both, told)
    assert sum(len(one.rows) > 0 for one in found) == 3
    lines = english(answer_when.weak(found, told))
    assert [line.partition(" in ")[0] for line in lines] == [
        "calls: service level within 20 s below 80 %",
        "calls: abandonment above 25 %",
    ]


def test_what_a_target_allows_is_no_fault(measures):
    """Of a target for a share of the intervals: said apart, after what is a fault, and it never opens the answer."""
    floor = target("service_level", 0.6, True, "met", each=[128, 2, 0])
    only = summary(floor, target("asa", 600.0, False, "met"))
    found = broken(measures, only)
    assert answer_when.holds("met", sentence := answer.verdict(only)[1], found, only) is sentence
    assert answer_when.weak(found, only) == [] and english(answer_when.risks(found, only))[0].startswith("It does not:")
    (line,) = answer_when.allowed(found, only)
    assert "in 2 of 4 half-hours. The target allows that in 10 % of them." in line("en").replace(FIXED, " ")
    assert "El objetivo lo permite en el 10 %." in line("es").replace(FIXED, " ")

    both = summary(floor, target("abandonment_rate", 0.05, False, "met"))
    found = broken(measures, both)
    assert [one.target["measure"] for one in found] == ["abandonment_rate", "service_level"]
    assert "falls short at times" in answer_when.holds("met", sentence, found, both)("en")
    assert len(answer_when.weak(found, both)) == len(answer_when.allowed(found, both)) == 1

    missed = summary({**floor, "verdict": "missed"})
    (line,) = english(answer_when.risks(broken(measures, missed), missed))
    assert "The target allows that in 10 % of them." in line
    assert answer_when.allowed(broken(measures, missed), missed) == []


def test_uncertain_targets_are_named_in_the_pills_word():
    each = target("service_level", 0.6, True, "uncertain", each=[104, 1, 25])
    told = summary(target("asa", 20.0, False, "missed"), each)
    assert english([answer.counts(told)]) == ["1 of 2 targets missed, 1 uncertain"]
    missed, uncertain = english(answer.not_met(answer.target_rows(told)))
    word = said("verdict_uncertain")("en")
    assert missed.startswith("calls: mean wait") and uncertain.startswith(f"{word}: calls: service level")
    assert uncertain.endswith("104 of 130 half-hours meet it, 1 miss it, 25 uncertain")
    (means,) = english(answer.uncertain_means(told))
    assert "share of intervals" in means
    told["targets"].append(target("asa", 30.0, False, "uncertain"))
    assert len(answer.uncertain_means(told)) == 2
    told["provenance"]["replications"] = 1
    assert english(answer.uncertain_means(told))[0].startswith("One replication")


def test_not_met_beyond_those_told_are_counted():
    told = summary(*(target("asa", float(bound), False, "missed") for bound in range(1, 8)))
    assert english(answer.not_met(answer.target_rows(told)))[-1] == "and 2 more, in the table of targets"


def test_why_stands_beside_the_line_where_a_warning_tells(measures):
    few = Sentence("contacts", n="1.5")
    start = Sentence("moment", day=Sentence("weekday_0"), time="09:30")
    stretch = Sentence("stretch_with", start=start, end="10:00", amount=few)
    unstaffed = Sentence("expected_unstaffed", name="calls", contacts=few, where=[stretch])
    other = Sentence("expected_unstaffed", name="mail", contacts=few, where=[stretch])
    told = summary(target("asa", 60.0, False, "missed"), warnings=[other, unstaffed])
    (line,) = answer_when.risks(broken(measures, told), told)
    assert english([line])[0].endswith("5 min. Nobody who may take them is on duty: Mon 09:30 to 10:00 (1.5 contacts).")
    assert line("es").endswith("No hay agentes presentes que puedan atenderlos: lun 09:30 a 10:00 (1.5 contactos).")
    never = Sentence("nobody_on_duty", name="calls")
    told = summary(target("asa", 60.0, False, "missed"), warnings=[never])
    assert english(answer_when.risks(broken(measures, told), told))[0].endswith(f"{never}.")
