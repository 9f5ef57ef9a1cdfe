"""Measures of whole simulated days, against a plain reading of the same logs, contact by contact."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

from ccsim.engine.logs import Outcome, Presence
from ccsim.engine.simpy_engine import run
from ccsim.estimation import Accumulator
from ccsim.measures import Meter, conserved
from ccsim.model import build
from ccsim.scenario import from_dict
from ccsim.workload import draw

SCENARIO = {
    "name": "two days, three channels",
    "calendar": {"start": "2026-03-02", "days": 2, "interval": "30 min", "warm_up": "9 h"},
    "opening": {"mon-fri": "08:00-18:00"},
    "segments": {"new": {"share": "40%"}, "old": {"share": "60%"}},
    "channels": {
        "voice": {"kind": "live", "lines": 9, "cost": "0.02 per min"},
        "chat": {"kind": "live", "concurrency": 3, "pace": [1, 0.8, 0.65]},
        "email": {"kind": "deferred", "interruptible": True, "resume_cost": "20 s"},
    },
    "contacts": {
        "sales": {
            "channel": "voice",
            "arrivals": {"rate": "40 per h"},
            "patience": "2 min",
            "balking": "5%",
            "talk_time": {"exponential": {"mean": "4 min"}},
            "wrap_up": "30 s",
            "lost_value": 5,
            "resolution": "80%",
        },
        "help": {
            "channel": "voice",
            "arrivals": {"rate": "30 per h"},
            "patience": {"exponential": {"mean": "1 min"}},
            "short_abandon": "10 s",
            "handle_time": {"exponential": {"mean": "5 min"}},
        },
        "chats": {"channel": "chat", "arrivals": {"rate": "20 per h"}, "patience": "3 min", "handle_time": "8 min"},
        "mail": {"channel": "email", "arrivals": {"rate": "10 per h"}, "handle_time": "6 min", "answer_within": "1 h"},
    },
    "agents": {
        "phones": {"skills": ["sales", "help"], "staffing": 5, "cost_per_hour": 20},
        "all_round": {"skills": ["chats", "mail", "sales"], "staffing": 3, "cost_per_hour": 25, "shrinkage": "20%"},
    },
}


@pytest.fixture(scope="module")
def model():
    return build(from_dict(SCENARIO))


@pytest.fixture(scope="module")
def days(model):
    found = []
    for number in (1, 2, 3):
        workload = draw(model, 7, number)
        found.append((workload, run(model, workload)))
    return found


def test_the_scenario_reaches_every_outcome(days):
    reached = set(np.concatenate([logs.contacts.outcome for _, logs in days]).tolist())
    assert reached >= {Outcome.BLOCKED, Outcome.BALKED, Outcome.ANSWERED, Outcome.ABANDONED, Outcome.BACKLOG}


def test_both_laws_in_every_cell(model, days):
    meter = Meter(model, (60.0,))
    for workload, logs in days:
        conserved(meter.read(workload, logs))


def test_against_a_plain_reading_of_the_contacts(model, days):
    meter = Meter(model)
    for workload, logs in days:
        found, log = meter.read(workload, logs), logs.contacts
        for index, kind in enumerate(model.types):
            rows = [r for r in range(log.rows) if log.type[r] == index and log.arrived[r] >= model.timeline.warm_up]
            answered = [r for r in rows if log.outcome[r] == Outcome.ANSWERED]
            offered = [r for r in rows if log.outcome[r] != Outcome.BLOCKED]
            waits = [log.answered[r] - log.arrived[r] for r in answered]
            assert found.value("contact", kind.name, "asa") == pytest.approx(np.mean(waits))
            gone = [r for r in rows if log.outcome[r] in (Outcome.BALKED, Outcome.ABANDONED)]
            assert found.value("contact", kind.name, "abandonment_rate") == len(gone) / len(offered)
            if model.channels[kind.channel].live:
                prompt = sum(wait <= kind.answer_within for wait in waits)
                assert found.value("contact", kind.name, "service_level") == prompt / len(offered)
                short = sum(r in gone and not log.left[r] - log.arrived[r] > kind.short_abandon for r in rows)
                excluding = prompt / (len(offered) - short)
                assert found.value("contact", kind.name, "service_level_excluding_short") == excluding
            spent = dict.fromkeys(rows, 0.0)
            for row, start, end in zip(
                logs.agents.work_contact, logs.agents.work_start, logs.agents.work_end, strict=True
            ):
                if row in spent:
                    spent[row] += end - start
            done = [spent[r] for r in rows if not math.isnan(log.handled[r])]
            assert found.value("contact", kind.name, "aht") == pytest.approx(np.mean(done))


def test_busy_time_against_a_walk_along_the_clock(model, days):
    """Occupancy by group of one half-hour, second by second."""
    slot = 21  # 10:30 of the first day
    begin, end = model.timeline.edges[slot : slot + 2]
    instants = np.arange(begin, end, 0.5) + 0.25
    workload, logs = days[0]
    found, log = Meter(model).read(workload, logs), logs.agents
    for group in model.groups:
        busy = duty = load = 0.0
        for agent in group.agents:
            in_hand = np.zeros(len(instants))
            for row in np.flatnonzero(log.work_agent == agent):
                inside = (log.work_start[row] <= instants) & (instants < log.work_end[row])
                in_hand += inside * log.work_load[row]
            for row in np.flatnonzero((log.agent == agent) & (log.state != Presence.BREAK)):
                duty += ((log.start[row] <= instants) & (instants < log.end[row])).sum()
            busy += (in_hand > 0).sum()
            load += in_hand.sum() / group.capacity
        at = model.timeline.interval_start[slot]
        assert found.value("agents", group.name, "occupancy", at) == pytest.approx(busy / duty, abs=2e-3)
        assert found.value("agents", group.name, "slot_use", at) == pytest.approx(load / duty, abs=2e-3)


def test_queue_length_against_a_walk_along_the_clock(model, days):
    workload, logs = days[0]
    found, log = Meter(model).read(workload, logs), logs.contacts
    instants = np.arange(9 * 3600.0, 18 * 3600.0, 5.0) + 2.5  # of the first day, after the warm-up
    for index, kind in enumerate(model.types):
        waiting = 0
        for r in np.flatnonzero((log.type == index) & (log.arrived >= model.timeline.warm_up)):
            if log.outcome[r] in (Outcome.BLOCKED, Outcome.BALKED):
                continue
            until = next(t for t in (log.answered[r], log.left[r], math.inf) if not math.isnan(t))
            waiting += ((log.arrived[r] <= instants) & (instants < until)).sum()
        day = found.value("contact", kind.name, "queue_length", "2026-03-02")
        assert day == pytest.approx(waiting / len(instants), abs=0.01)


def test_measures_that_travelled_between_processes_give_the_same_bits(model, days):
    meter, here, there = Meter(model), Accumulator(model, {}), Accumulator(model, {})
    for workload, logs in days:
        measures = meter.read(workload, logs)
        here.add(measures)
        there.add(pickle.loads(pickle.dumps(measures)))
    for name, column in here.estimates().columns().items():
        np.testing.assert_array_equal(column, there.estimates().columns()[name])
