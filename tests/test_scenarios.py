"""Every scenario that ships: it reads without a fault, it runs, and no contact gets lost."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import ccsim.scenario
from ccsim import model, workload
from ccsim.engine import simpy_engine
from ccsim.engine.logs import Outcome

SCENARIOS = Path(__file__).parents[1] / "scenarios"
BANK = SCENARIOS / "bank"
ALL = sorted([*SCENARIOS.glob("*.yaml"), *(path.parent for path in SCENARIOS.glob("*/scenario.yaml"))])


def name(path: Path) -> str:
    return path.stem


def contacts_of(path: Path) -> float:
    with path.open(newline="") as file:
        return sum(float(row["contacts"]) for row in csv.DictReader(file))


def test_the_three_scenarios_are_there():
    assert {name(path) for path in ALL} >= {"bank", "multichannel", "minimal"}


def test_minimal_has_fewer_than_twenty_lines():
    assert len((SCENARIOS / "minimal.yaml").read_text().splitlines()) < 20


@pytest.mark.parametrize("path", ALL, ids=name)
def test_reads_without_a_fault(path: Path):
    scenario = ccsim.scenario.load(path)
    assert scenario.targets, "a scenario to learn from asks for something"
    for contact, said in scenario.contacts.items():
        assert any(contact in group.skills for group in scenario.agents.values())
        if scenario.channels[said.channel].kind == "live":
            assert said.patience is not None, f"{contact} would wait for ever"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_one_replication_loses_nobody(path: Path):
    scenario = ccsim.scenario.load(path)
    center = model.build(scenario)
    drawn = workload.draw(center, scenario.simulation.seed, 0)
    log = simpy_engine.run(center, drawn).contacts

    assert log.rows == drawn.rows > 0
    np.testing.assert_array_equal(log.type, drawn.type)
    for kind, contact in enumerate(center.types):
        outcome = log.outcome[log.type == kind]
        assert len(outcome) > 0, contact.name
        counted = {end: int((outcome == end).sum()) for end in Outcome}
        offered = len(outcome) - counted[Outcome.BLOCKED]
        assert offered == sum(count for end, count in counted.items() if end != Outcome.BLOCKED)
        if center.channels[contact.channel].live:
            assert counted[Outcome.BACKLOG] == 0
        else:
            assert counted[Outcome.ABANDONED] == counted[Outcome.BALKED] == counted[Outcome.DROPPED] == 0
    answered = log.outcome == Outcome.ANSWERED
    assert np.isfinite(log.answered[answered]).all()
    assert (log.answered[answered] >= log.arrived[answered]).all()
    assert (log.handled[answered] >= log.talk_end[answered]).all()
    gone = log.outcome == Outcome.ABANDONED
    waited = log.left[gone] - log.arrived[gone]
    np.testing.assert_array_equal(waited, drawn.patience[gone])


def test_bank_forecasts_are_what_was_estimated():
    """The scenario's week and the figures written beside the estimation agree on contacts per day, within 2 %."""
    estimates = Path(__file__).parents[1] / "experiments" / "bank" / "results" / "estimates.csv"
    with estimates.open(newline="") as file:
        estimated = {(row["name"], row["figure"]): float(row["value"]) for row in csv.DictReader(file)}
    parts = {"ps": ["ps", "ps_priority"], "ne": ["ne", "ne_priority"], "nw": ["nw"], "in": ["in"]}
    for service, files in parts.items():
        week = sum(contacts_of(BANK / "forecasts" / f"{part}.csv") for part in files)
        assert week / 5 == pytest.approx(estimated[service, "contacts per day"], rel=0.02)


def test_bank_keeps_the_rules_of_the_record():
    """Head starts of 90 s, first come first served besides, open on the bank's five days from 07:00 to 24:00."""
    scenario = ccsim.scenario.load(BANK)
    ahead = {contact for contact, said in scenario.contacts.items() if said.head_start}
    assert ahead == {"ps_priority", "ne_priority"}
    assert {scenario.contacts[contact].head_start for contact in ahead} == {90.0}
    assert scenario.routing.contact_rule == "longest_wait"
    hours = scenario.opening.default
    assert hours is not None
    weekdays = {day for day, windows in hours.by_weekday.items() if windows}
    assert weekdays == {"sun", "mon", "tue", "wed", "thu"}
    assert {hours.by_weekday[day] for day in weekdays} == {((7 * 3600.0, 86400.0),)}


def test_bank_patience_is_not_exponential():
    """Brown et al. (2005): many leave within the first minute, the others stay long; cv of it is well above 1."""
    center = model.build(ccsim.scenario.load(BANK))
    kinds = {contact.name: contact for contact in center.types}
    for contact in ("ps", "nw"):
        patience = kinds[contact].patience
        assert patience is not None
        median, tail = patience[0].laws[0].quantile(np.array([0.5, 0.9]))
        assert tail / median > np.log(10) / np.log(2) * 1.3, "heavier than exponential"


def test_multichannel_day_has_the_size_it_claims():
    """2,000 to 4,000 contacts expected on each working day, on four channels."""
    scenario = ccsim.scenario.load(SCENARIOS / "multichannel")
    assert set(scenario.channels) == {"voice", "chat", "branch", "email"}
    center = model.build(scenario)
    drawn = workload.draw(center, scenario.simulation.seed, 0)
    per_day = np.bincount(center.timeline.interval_day[drawn.interval], minlength=7)
    working = [k for k, day in enumerate(center.timeline.dates) if day.weekday() < 5]
    assert len(working) == 5
    assert all(2000 <= per_day[k] <= 4000 for k in working)
