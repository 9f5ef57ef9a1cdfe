"""From a scenario as a planner writes it: which changes of it leave the customers as they are."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from workload_models import columns

import ccsim.model
import ccsim.scenario
from ccsim.workload import draw

BANK = {
    "name": "Two skills",
    "calendar": {"start": "2026-03-27", "days": 4, "interval": "30 min", "timezone": "Europe/Madrid"},
    "opening": {"mon-fri": "08:15-20:00", "sat": "09:00-14:00", "sun": "00:00-24:00"},
    "demand": {"day_variation": {"cv": 0.1}, "intraday": {"cv": 0.08, "correlation": 0.6}},
    "segments": {"digital": {"share": "55%"}, "traditional": {"share": "45%"}},
    "channels": {"voice": {"kind": "live"}, "email": {"kind": "deferred"}},
    "contacts": {
        "calls": {
            "channel": "voice",
            "arrivals": {"rate": "60 per h", "day_variation": {"cv": 0.05}},
            "patience": {
                "default": {"exponential": {"mean": "4 min"}},
                "digital": {"weibull": {"mean": "90 s", "shape": 0.8}},
            },
            "talk_time": {"lognormal": {"mean": "270 s", "cv": 0.9}},
            "wrap_up": {"exponential": {"mean": "35 s"}},
        },
        "mail": {
            "channel": "email",
            "arrivals": {"per_day": 180},
            "handle_time": {"gamma": {"mean": "7 min", "cv": 0.6}},
        },
    },
    "agents": {
        "phone": {"skills": {"calls": "100%"}, "staffing": 6},
        "all": {
            "skills": {"calls": "115%", "mail": "100%"},
            "shifts": {"early": {"agents": 3, "days": "mon-fri", "from": "08:00", "to": "16:30"}},
            "absence": {"share": "10%", "day_cv": 0.5},
            "late_login": {"exponential": {"mean": "3 min"}},
        },
    },
}


def changed(change):
    scenario = copy.deepcopy(BANK)
    change(scenario)
    return scenario


def world(scenario, replication=2):
    model = ccsim.model.build(ccsim.scenario.from_dict(scenario))
    return model, draw(model, 11, replication)


def customers(scenario, name):
    model, workload = world(scenario)
    k = [one.name for one in model.types].index(name)
    rows = slice(workload.first_row[k], workload.first_row[k + 1])
    columns = ("interval", "ordinal", "arrival", "patience", "balking", "resolution", "routing")
    told = {column: getattr(workload, column)[rows] for column in columns}
    segment = np.array(model.segments)[workload.segment[rows]]
    return told | {"segment": segment, "talk": workload.talk[0, rows], "wrap_up": workload.wrap_up[0, rows]}


def one_more_agent(scenario):
    scenario["agents"]["phone"]["staffing"] = 7


def one_more_on_shift(scenario):
    scenario["agents"]["all"]["shifts"]["early"]["agents"] = 4


def other_routing(scenario):
    scenario["routing"] = {"agent_rule": "random", "preferences": {"calls": [{"group": "all", "after": "0 s"}]}}


def another_type(scenario):
    chats = {"channel": "voice", "arrivals": {"rate": "30 per h"}, "patience": "1 min", "handle_time": "3 min"}
    scenario["contacts"] = {"chats": chats, **scenario["contacts"]}
    scenario["agents"]["phone"]["skills"]["chats"] = "100%"


def another_order(scenario):
    for section in ("contacts", "agents", "channels", "segments"):
        scenario[section] = dict(reversed(scenario[section].items()))


@pytest.mark.parametrize("change", [one_more_agent, one_more_on_shift, other_routing])
def test_staff_and_routing_change_no_customer_by_a_single_bit(change):
    before, after = world(BANK)[1], world(changed(change))[1]
    other = columns(after)
    for name, column in columns(before).items():
        if name not in ("absent", "late_login"):
            assert np.array_equal(column, other[name]), name


@pytest.mark.parametrize("change", [another_type, another_order])
@pytest.mark.parametrize("name", ["calls", "mail"])
def test_other_types_and_the_order_of_the_file_change_nobody(change, name):
    before, after = customers(BANK, name), customers(changed(change), name)
    for column in before:
        assert np.array_equal(before[column], after[column]), column


def test_an_agent_more_leaves_the_others_absence_as_it_was():
    (old, before), (new, after) = world(BANK), world(changed(one_more_on_shift))
    place = {agent.name: a for a, agent in enumerate(new.agents)}
    same = [place[agent.name] for agent in old.agents]
    assert np.array_equal(before.absent, after.absent[same])
    assert np.array_equal(before.late_login, after.late_login[same])
    assert after.late_login.max() > 0.0


def test_live_contacts_come_only_while_open_also_when_clocks_change():
    """Doors open at a quarter past, inside an interval; Sunday 29 March has 23 hours."""
    model, workload = world(BANK)
    windows = model.channels[0].open_windows
    calls = workload.arrival[workload.type == 0]
    window = np.searchsorted(windows[:, 0], calls, "right") - 1
    assert (calls < windows[window, 1]).all() and (window >= 0).all()
    assert set(window) == set(range(len(windows)))
    hours = np.diff(windows, axis=1).ravel() / 3600
    assert hours.tolist() == pytest.approx([11.75, 5.0, 23.0, 11.75])
