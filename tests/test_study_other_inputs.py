"""Inputs that systems do not say alike: a row for what a planner changed, however the file is written."""

from __future__ import annotations

import pytest

import ccsim
from ccsim.study.other_inputs import other_inputs

TEAM = "team: {skills: [calls, sales], staffing: 4, cost_per_hour: 15}"
WITH_SHIFTS = """team:
    skills: [calls, sales]
    shifts:
      early: {agents: 2, days: mon-fri, from: "08:00", to: "12:00",
              breaks: {tea: {for: 15 min, between: "09:00-09:45", at_most_out: 50%}}}
      late: {agents: 3, days: mon-fri, from: "10:00", to: "12:00"}"""


@pytest.fixture
def changed(small_file):
    small_file.write_text(small_file.read_text().replace(TEAM, WITH_SHIFTS))

    def rows(*changes, base=()):
        own = ccsim.load(small_file, changes=[*base])
        other = ccsim.load(small_file, changes=[*base, *changes])
        found = ccsim.compare(own, other, names=["other"], measures=["asa"], replications=2)
        assert found.summary()["inputs"] == other_inputs(found.results)
        return [
            (one["input"], one["base"], one["others"]["other"], one["where"]) for one in other_inputs(found.results)
        ]

    return rows


@pytest.mark.parametrize("shift", ["early", "late"])
def test_one_more_in_a_shift_is_one_row(changed, shift):
    """Whether the shift stands on one line of the file or on two."""
    before = {"early": "2", "late": "3"}[shift]
    path = f"agents.team.shifts.{shift}.agents"
    assert changed(f"{path}+=1") == [(path, before, str(int(before) + 1), [])]


def test_the_same_change_of_several_is_one_row(changed):
    assert changed("contacts.*.patience=4 min") == [("contacts.*.patience", "3 min", "4 min", [])]
    both = changed("agents.team.shifts.early.to=11:00", "agents.team.shifts.late.to=11:00")
    assert both == [("agents.team.shifts.*.to", "12:00", "11:00", [])]


def test_where_it_is_not_all_it_says_where(changed):
    lunch = "agents.team.shifts.noon={agents: 1, days: mon-fri, from: 10:00, to: 12:00}"
    rows = changed("agents.team.shifts.early.to=11:00", "agents.team.shifts.late.to=11:00", base=[lunch])
    assert rows == [("agents.team.shifts.*.to", "12:00", "11:00", ["early", "late"])]


def test_what_is_new_or_gone_or_another_is_one_row(changed):
    ((path, before, after, _),) = changed("agents.team.shifts.noon={agents: 1, days: mon, from: 10:00, to: 12:00}")
    assert (path, before, after) == (
        "agents.team.shifts.noon",
        None,
        "{agents: 1, days: mon, from: 10:00, to: 12:00}",
    )
    ((path, before, after, _),) = changed("agents.team.shifts.early.breaks=null")
    assert path == "agents.team.shifts.early.breaks" and before.startswith("{tea: {for: 15 min") and after is None
    ((path, before, after, _),) = changed("contacts.calls.patience={weibull: {mean: 5 min, shape: 1.2}}")
    assert path == "contacts.calls.patience" and after == "{weibull: {mean: 5 min, shape: 1.2}}"


def test_what_is_taken_where_nothing_is_said(changed):
    assert changed("agents.team.absence=3%") == [("agents.team.absence", "nobody is absent", "3%", [])]


def test_what_asks_something_of_a_scenario_is_no_input(small_file):
    small_file.write_text(
        small_file.read_text() + "uncertainty:\n  demand: {change: volume, lognormal: {mean: 100%, cv: 8%}}\n"
    )
    rows = ccsim.stress(small_file, replications=2).summary()["comparison"]["inputs"]
    assert not [one for one in rows if one["input"].startswith("uncertainty")]
