"""Lines of `ccsim stress` that cannot be made, or not for all: each says why in plain words."""

from __future__ import annotations

import re
from pathlib import Path

from test_cli_stress import ccsim, lines, stressed
from variation_base import TEXT, write


def test_net_counts_have_no_absence(small_file: Path) -> None:
    row = lines(small_file)["absence +3 points"]
    why = "all groups are planned by counts: staffing counts are net, absence is off already"
    assert row["why_not"] == why and row["service_level"] is None and row["met"] == ""
    assert f"left out: absence +3 points: {why}" in " ".join(ccsim("stress", small_file).stdout.split())


def test_net_counts_beside_shifts_are_said(tmp_path: Path) -> None:
    said = "not of tabled, listed, plain: staffing counts are net, absence is off already"
    assert lines(write(tmp_path), "--replications", 2)["absence +3 points"]["said"] == said


def test_recorded_arrivals_stay_as_they_were(tmp_path: Path) -> None:
    row = lines(write(tmp_path), "--replications", 2)["volume +10 %"]
    assert "not of recorded: recorded arrivals are replayed as they were and cannot be changed" in row["said"]
    assert "contacts.rated.arrivals*=110%; contacts.hourly" in row["changes"] and "recorded" not in row["changes"]
    assert "appointments.session.requests*=110%" in row["changes"]


def test_nothing_but_recorded_arrivals(small_file: Path) -> None:
    (small_file.parent / "calls.csv").write_text("date,start\n2026-03-02,09:00\n2026-03-03,10:00\n")
    text = re.sub(r"arrivals: \{rate: \d+ per h\}", "arrivals: {trace: calls.csv}", small_file.read_text())
    small_file.write_text(text)
    found = lines(small_file)
    assert found["volume -10 %"]["why_not"].startswith("calls, sales: recorded arrivals are replayed as they were")
    assert found["AHT +15 s"]["why_not"] == ""


def test_times_too_short_to_be_shortened(small_file: Path) -> None:
    small_file.write_text(small_file.read_text().replace("handle_time: 5 min", "handle_time: 12 s"))
    found = lines(small_file)
    assert found["AHT -15 s"]["said"] == "not of sales: the mean is 12 s: '15 s' less would leave nothing"
    assert found["AHT -15 s"]["changes"] == "contacts.calls.handle_time-=15 s"
    assert found["AHT +15 s"]["said"] == ""


def test_a_group_with_its_own_times(small_file: Path) -> None:
    small_file.write_text(
        small_file.read_text().replace("[calls, sales]", "{calls: {handle_time: 3 min}, sales: 100%}")
    )
    changes = lines(small_file)["AHT +15 s"]["changes"]
    assert changes == "contacts.*.handle_time+=15 s; agents.*.skills.*.handle_time+=15 s"


def test_a_reminder_that_confirming_needs(tmp_path: Path) -> None:
    text = TEXT.replace("before: 24 h}", "before: 24 h, confirm: true}")
    text = text.replace(
        "reminders: [day_before, two_hours]", "reminders: [day_before], unconfirmed: {at: 4 h, release: true}"
    )
    text = text.replace(", unconfirmed:", "\n    unconfirmed:")
    found = lines(write(tmp_path, text), "--replications", 2)
    why = found["without reminder day_before"]["why_not"]
    assert why.startswith("session needs it: no other reminder asks to confirm")
    assert found["without reminder two_hours"]["why_not"] == "no appointment sends it"


def test_other_people_on_some_days_are_said(tmp_path: Path) -> None:
    """One more is one more on each day, those with other people among them."""
    early = "agents.shifted.shifts.early.agents"
    changes = ["--set", f"{early}[mon]-=2", "--replications", 2]
    row = lines(write(tmp_path), *changes)["one more in shifted"]
    assert row["said"] == "shift early (5 people, mon-fri 08:00-12:00, 3 on Mon 2026-03-02)"
    row = lines(write(tmp_path), "--set", f"{early}[tue-fri]+=1", "--replications", 2)["one more in shifted"]
    assert row["said"].endswith("6 on Tue 2026-03-03, 6 on Wed 2026-03-04, others on 2 more days)")


def test_nobody_to_take_away(small_file: Path) -> None:
    text = small_file.read_text().replace("  team:", "  idle: {skills: [sales], staffing: 0}\n  team:")
    small_file.write_text(text)
    found = lines(small_file)
    assert found["one less in idle"]["why_not"] == "0 agents are planned, 1 less would be below 0"
    assert found["one more in idle"]["why_not"] == ""


def test_nothing_costs_money(small_file: Path) -> None:
    small_file.write_text(small_file.read_text().replace(", cost_per_hour: 15", ""))
    found = stressed(small_file)
    assert found["gain_unit"] == "points per FTE of 40 h" and "cost" not in found["lines"][0]
    assert found["lines"][-2]["gain"] > 0
    assert "SL per FTE of 40 h" in ccsim("stress", small_file).stdout


def test_no_targets(small_file: Path) -> None:
    small_file.write_text(small_file.read_text().split("targets:")[0])
    done = ccsim("stress", small_file)
    assert done.exit_code == 0 and "targets" not in done.stdout.lower()
    assert "+1 team" in done.stdout
