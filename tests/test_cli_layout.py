"""Numbers, columns and the table of `ccsim run`."""

from __future__ import annotations

import math
import re

import pytest

from ccsim.cli.layout import count, duration, grid, percent, shortened, told_apart, with_half_width
from ccsim.cli.table import table
from ccsim.scenario import from_dict, load
from ccsim.study.simulate import simulate

NONE = math.nan


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (4.24, "4.2 s"),
        (38.4, "38 s"),
        (299, "299 s"),
        (600, "10 min"),
        (750, "12.5 min"),
        (4 * 3600, "4 h"),
        (11160, "3.1 h"),
        (NONE, "-"),
    ],
)
def test_durations(seconds, shown):
    assert duration(seconds) == shown


@pytest.mark.parametrize(
    ("mean", "half", "unit", "shown"),
    [
        (0.8123, 0.0091, "share", "81.2 ± 0.9"),
        (1.0, 0.0, "share", "100.0 ± 0.0"),
        (0.8123, NONE, "share", "81.2"),
        (14.04, 1.23, "s", "14.0 ± 1.2 s"),
        (28.8, 15.7, "s", "29 ± 16 s"),
        (28.8, NONE, "s", "28.8 s"),
        (136.0, 13.0, "s", "136 ± 13 s"),
        (306.0, 60.0, "s", "5.1 ± 1.0 min"),
        (11160.0, 360.0, "s", "3.1 ± 0.1 h"),
        (4812.4, 21.2, "contacts", "4,812 ± 21"),
        (86.4, 15.4, "contacts", "86 ± 15"),
        (7.25, 0.31, "contacts", "7.2 ± 0.3"),
        (480.0, 0.0, "money", "480"),
        (4.1304, 0.0328, "money", "4.13 ± 0.03"),
        (4.1304, NONE, "money", "4.13"),
        (83.2, 3.1, "money", "83 ± 3"),
        (45412.0, 19.0, "money", "45,412 ± 19"),
        (NONE, NONE, "s", "-"),
    ],
)
def test_estimates(mean, half, unit, shown):
    assert with_half_width(mean, half, unit) == shown


def test_counts_and_shares():
    assert [count(n) for n in (4812.4, 7.0, 7.25, NONE)] == ["4,812", "7", "7.2", "-"]
    assert [percent(x) for x in (0.5, NONE)] == ["50.0", "-"]


def test_columns_are_aligned():
    assert grid(["NAME", "offered"], [["calls", "1"], ["e", "12,345"]]) == [
        "NAME   offered",
        "calls        1",
        "e       12,345",
    ]
    assert shortened("a_name_too_long", 7) == "a_name…" and shortened("short", 7) == "short"


def test_names_are_cut_where_they_can_be_told_apart():
    path = "agents.back_office.shifts."
    long = [f"{path}manha.agents+=1", f"{path}tarde.agents+=1"]
    assert told_apart(["base", *long], 60) == ["base", *long]
    assert told_apart(["base", *long], 24) == ["base", "…manha.agents+=1", "…tarde.agents+=1"]
    assert told_apart(["a rather long name", "another name that is long"], 10) == ["a rather …", "another n…"]
    alike = ["a" * 30 + end for end in ("b", "c")]
    assert told_apart(alike, 10) == alike
    assert told_apart(["x.aaaa.bbbb.1", "x.aaaa.bbbb.2", "x.aaaa.cccc.1"], 8) == ["…bbbb.1", "…bbbb.2", "…cccc.1"]


TWO_KINDS = {
    "name": "Two kinds",
    "calendar": {"start": "2026-03-02", "days": 2},
    "opening": {"mon-fri": "08:00-12:00"},
    "simulation": {"replications": 3},
    "channels": {"voice": {"kind": "live"}, "email": {"kind": "deferred"}},
    "contacts": {
        "calls": {"channel": "voice", "arrivals": {"rate": "40 per h"}, "patience": "3 min", "handle_time": "3 min"},
        "mails": {"channel": "email", "arrivals": {"rate": "4 per h"}, "handle_time": "5 min", "answer_within": "2 h"},
    },
    "agents": {
        "callers": {"skills": ["calls"], "staffing": 3, "cost_per_hour": 15},
        "a_team_of_generalists_with_a_name": {"skills": ["calls", "mails"], "staffing": 1},
    },
    "targets": {
        "most_half_hours": {
            "contact": "calls",
            "measure": "service_level",
            "at_least": "70%",
            "per": "interval",
            "in": "75%",
            "ignore_below": "10 contacts",
        },
        "two_days_in_three": {
            "contact": "calls",
            "measure": "service_level",
            "at_least": "70%",
            "per": "day",
            "probability": "66%",
        },
        "quick": {"contact": "calls", "measure": "asa", "at_most": "30 min"},
    },
}


@pytest.fixture(scope="module")
def lines():
    return table(simulate(from_dict(TWO_KINDS)))


def test_every_line_fits(lines):
    assert max(map(len, lines)) <= 100


def test_seconds_of_calls_and_hours_of_mails_are_not_averaged(lines):
    everything = next(line for line in lines if line.startswith("all "))
    assert re.search(r"  -  +-  +[0-9]+ ± [0-9]+ s$", everything)
    days = lines[next(i for i, line in enumerate(lines) if line.startswith("DAYS")) :]
    assert days[0].split() == ["DAYS", "offered", "SL", "%", "abandoned", "%"]
    assert days[1].startswith("Mon 02 Mar") and days[2].startswith("Tue 03 Mar")


def test_thresholds_stand_by_each_contact(lines):
    calls, mails = (next(line for line in lines if line.startswith(name)) for name in ("calls", "mails"))
    assert "  20 s  " in calls and "  2 h  " in mails


def test_targets_by_interval_and_day_say_what_they_rest_on(lines):
    shown = lines[next(i for i, line in enumerate(lines) if line.startswith("TARGETS")) :]
    text = " ".join(" ".join(shown).split())
    assert re.search(r"\d+ of \d+ intervals surely met", text)
    assert re.search(r"\d+ of 6 simulated days meet it", text)
    assert next(line for line in shown if line.startswith("quick")).split()[-1] == "met"


def test_costs_only_where_there_are_any(lines):
    heading = next(line for line in lines if line.startswith("AGENTS"))
    assert heading.rstrip().endswith("cost")  # TWO_KINDS names no currency
    free = from_dict({**TWO_KINDS, "agents": {"team": {"skills": ["calls", "mails"], "staffing": 4}}})
    assert "cost" not in "\n".join(table(simulate(free, replications=1)))


def test_deferred_contacts_say_on_which_clock_they_are_judged(lines):
    text = " ".join(" ".join(lines).split())
    assert (
        "mails: SL counts the time to the end of the reply, in opening hours, and leaves out what is not yet due "
        "at the end; ASA and waits are elapsed time to the start of the reply" in text
    )
    started = {**TWO_KINDS, "contacts": {**TWO_KINDS["contacts"], "mails": {**TWO_KINDS["contacts"]["mails"]}}}
    started["contacts"]["mails"] |= {"clock": "elapsed", "sla_at": "start"}
    text = " ".join(" ".join(table(simulate(from_dict(started), replications=1))).split())
    assert "mails: SL counts the time to the start of the reply, elapsed, and leaves out" in text


def test_only_live_contacts_need_no_word_on_clocks(small_file):
    assert "SL counts" not in "\n".join(table(simulate(load(small_file), replications=1)))


def test_who_is_served_by_no_column_is_told(small_file):
    crowded = small_file.read_text().replace("voice: {kind: live}", "voice: {kind: live, lines: 3}")
    small_file.write_text(crowded.replace('"08:00-12:00"}', '"08:00-12:00", at_close: drop}'))
    result = simulate(load(small_file))
    text = "\n".join(table(result))
    blocked, dropped = (result.estimates.get("contact", "calls", measure) for measure in ("blocked", "dropped"))
    assert blocked.mean > 0 and dropped.mean >= 0
    assert f"blocked (found no line, or too many waiting): calls {blocked.mean:.0f} ± {blocked.half_width:.0f}" in text
    assert ("dropped (still waiting when the channel closed)" in text) == (dropped.mean > 0)
    assert "backlog" not in text


def test_mails_never_answered_are_told():
    few = {**TWO_KINDS, "contacts": {**TWO_KINDS["contacts"]}}
    few["contacts"]["mails"] = {**few["contacts"]["mails"], "arrivals": {"rate": "60 per h"}}
    result = simulate(from_dict(few), replications=2)
    backlog = result.estimates.get("contact", "mails", "backlog")
    assert backlog.mean > 50
    told = f"backlog (deferred, unanswered at the end): mails {backlog.mean:.0f}"
    assert any(line.startswith(told) for line in table(result))


def test_handle_times_stand_in_seconds_as_in_reports(lines):
    calls, mails = (next(line for line in lines if line.startswith(name)) for name in ("calls", "mails"))
    assert lines[4].endswith("AHT") and calls.endswith("180 ± 0 s") and mails.endswith("300 ± 0 s")


def test_several_at_once_show_the_use_of_slots():
    chat = {**TWO_KINDS, "channels": {**TWO_KINDS["channels"], "voice": {"kind": "live", "concurrency": 3}}}
    result = simulate(from_dict(chat), replications=2)
    lines = table(result)
    heading = next(i for i, line in enumerate(lines) if line.startswith("AGENTS"))
    assert "slots used %" in lines[heading] and max(map(len, lines)) <= 100
    use = result.estimates.get("agents", "callers", "slot_use").mean
    assert 0 < use < result.estimates.get("agents", "callers", "occupancy").mean
    assert f"{100 * use:.1f} ±" in lines[heading + 1]
    assert any(line.startswith("occupancy: time with at least one contact") for line in lines)


def test_full_time_equivalents_where_there_is_room(lines, small_file):
    assert "FTE of 40 h" in next(line for line in lines if line.startswith("AGENTS"))
    result = simulate(load(small_file, ["full_time_week=37.5 h"]), replications=1)
    assert "FTE of 37 h 30 min" in next(line for line in table(result) if line.startswith("AGENTS"))
    assert result.summary()["full_time_week_h"] == 37.5
    days = len(result.model.timeline.dates)
    paid, fte = (result.estimates.get("all", "all", measure).mean for measure in ("paid_hours", "fte"))
    assert days <= 5 and fte == pytest.approx(paid / (7.5 * days))


def test_an_overlay_is_told_from_its_base_by_its_file(small_file):
    overlay = small_file.with_name("one_more.yaml")
    overlay.write_text("extends: small.yaml\nagents: {team: {staffing: 5}}\n")
    result = simulate(load(overlay), replications=1)
    assert table(result, str(overlay))[0] == "Small team (one_more.yaml)"
    assert table(result, "scenarios/bank")[0] == table(result, "bank/scenario.yaml")[0] == "Small team"


def test_one_replication_is_uncertain_for_want_of_an_interval(small_file):
    lines = table(simulate(load(small_file), replications=1))
    assert lines[-1] == "uncertain: one replication has no interval to judge by; more would tell"
