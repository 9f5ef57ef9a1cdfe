"""A small scenario with a table, a list, a number and shifts of staffing, and every source of arrivals."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccsim.errors import ScenarioError
from ccsim.scenario import Scenario, load

TEXT = """\
name: Varied
calendar: {start: 2026-03-02, days: 6, interval: 60 min, timezone: America/Bogota}
opening: {mon-fri: "08:00-12:00"}
segments: {digital: {share: 50%}, other: {share: 50%}}
channels:
  voice: {kind: live}
  chat: {kind: live, concurrency: 3, pace: [1, 0.8, 0.65], cost: 0.05 per contact}
  video: {kind: appointment}
contacts:
  rated: {channel: voice, arrivals: {rate: 40 per h}, patience: {exponential: {mean: 4 min}}, handle_time: 4 min}
  hourly:
    channel: voice
    arrivals: {rate: {"08:00": 40 per h, "10:00": 20 per h}}
    patience: never
    handle_time: 5 min
  daily:
    channel: chat
    arrivals: {per_day: {mon-fri: 200, sat: 90}, day_variation: {cv: 0.1}}
    patience: {default: {exponential: {mean: 3 min}}, digital: 90 s}
    talk_time: {lognormal: {mean: 200 s, cv: 0.9}}
    wrap_up: {exponential: {mean: 40 s}}
    resolution: 80%
  forecast:
    channel: voice
    arrivals: {forecast: forecast.csv}
    handle_time: {gamma: {mean: 5 min, cv: 0.6}}
    priority: 2
  recorded: {channel: voice, arrivals: {trace: trace.csv}, handle_time: 3 min}
  advice: {channel: video, handle_time: 20 min}
agents:
  tabled: {skills: [rated, hourly], staffing: staffing.csv, cost_per_hour: 16}
  listed: {skills: {forecast: 100%, recorded: 110%}, staffing: [3, 4, 5, 4]}
  plain: {skills: {daily: 100%, advice: 100%}, staffing: 6}
  shifted:
    skills: [daily, rated]
    shifts: {early: {agents: 5, days: mon-fri, from: "08:00", to: "12:00", breaks: {tea: {at: "10:15", for: 15 min}}}}
    absence: 5%
    late_login: 3 min
routing: {contact_rule: priority, preferences: {rated: [tabled, {group: shifted, after: 45 s}]}}
appointments:
  session:
    contact: advice
    agents: plain
    slot: 30 min
    requests: {per_day: 10}
    lead_time: {gamma: {mean: 3 d, cv: 0.8}}
    no_show: {by_lead: {0 d: 5%, 1 d: 21%, 7 d: 27%}}
    punctuality: {normal: {mean: 2 min, sd: 4 min}}
    reminders: [day_before, two_hours]
reminders:
  day_before: {channel: whatsapp, before: 24 h}
  two_hours: {channel: sms, before: 2 h}
journeys:
  rated: {abandoned: [{to: rated, probability: 50%, after: {exponential: {mean: 15 min}}}]}
targets:
  voice: {contact: rated, measure: service_level, at_least: 80%}
  waits: {channel: voice, measure: asa, at_most: 30 s}
"""
STAFFING = """\
weekday,start,agents
mon,08:00,4
mon,10:00,6
mon,12:00,0
tue,08:00,5
tue,12:00,0
wed,08:00,5
wed,12:00,0
"""
FORECAST = "start,contacts,sd\n08:00,10,3\n09:00,20,5\n10:00,20,5\n11:00,10,3\n"
TRACE = "date,start\n2026-03-02,09:00\n2026-03-03,10:00\n"


def write(folder: Path, text: str = TEXT) -> Path:
    """The scenario's file, its tables beside it."""
    for name, table in (("staffing", STAFFING), ("forecast", FORECAST), ("trace", TRACE)):
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    file = folder / "s.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(file: Path, *changes: str) -> list[str]:
    """What is said against the changes, without the option's name."""
    with pytest.raises(ScenarioError) as caught:
        load(file, changes)
    return str(caught.value).replace("--set ", "").replace(f"{file.parent}/", "").split("\n")


def rows(scenario: Scenario, group: str) -> list[tuple[float, float, int]]:
    """Staffing in hours from the scenario's start."""
    staffing = scenario.agents[group].staffing
    assert isinstance(staffing, tuple)
    return [(row.start / 3600, row.end / 3600, row.agents) for row in staffing]
