"""Customers, appointments and bots of whole simulated days, against a plain reading of the same logs, step by step."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest

from ccsim.engine.logs import BookingOutcome, BotResult, Origin, Outcome, Then
from ccsim.engine.simpy_engine import run
from ccsim.measures import Meter, conserved
from ccsim.measures.customers import CustomerTable
from ccsim.model import build
from ccsim.scenario import from_dict
from ccsim.workload import draw

MAIL = 2
SCENARIO = {
    "name": "two days of everything",
    "calendar": {"start": "2026-03-02", "days": 2, "interval": "30 min", "warm_up": "1 h"},
    "opening": {"mon-fri": "00:00-06:00"},
    "segments": {"new": {"share": "40%", "value": 200}, "old": {"share": "60%", "value": 900}},
    "channels": {
        "voice": {"kind": "live", "lines": 8, "cost": "0.02 per min"},
        "chat": {"kind": "live", "concurrency": 2},
        "video": {"kind": "appointment"},
        "email": {"kind": "deferred"},
    },
    "contacts": {
        "calls": {
            "channel": "voice", "arrivals": {"rate": "60 per h"}, "patience": "2 min", "talk_time": "4 min",
            "wrap_up": "20 s", "lost_value": 5, "resolution": "70%",
        },
        "chats": {
            "channel": "chat", "arrivals": {"rate": "40 per h"}, "patience": "3 min", "handle_time": "6 min",
            "lost_value": 3,
        },
        "mail": {"channel": "email", "arrivals": {"rate": "6 per h"}, "handle_time": "5 min"},
        "advice_video": {"channel": "video", "handle_time": "20 min", "lost_value": 40},
    },
    "agents": {
        "phones": {"skills": ["calls", "chats", "mail"], "staffing": 6, "cost_per_hour": 20},
        "advisers": {"skills": ["advice_video", "calls"], "staffing": 3, "cost_per_hour": 40},
    },
    "self_service": {
        "assistant": {
            "fronts": ["chats"], "time": "1 min", "containment": "30%", "gives_up": "10%", "false_containment": "30%",
            "returns": {"to": "calls", "after": "30 min"}, "cost": 0.1,
        }
    },
    "appointments": {
        "advice": {
            "contact": "advice_video", "agents": "advisers", "slot": "30 min", "requests": {"rate": "8 per h"},
            "lead_time": "3 h", "horizon": "2 d", "no_show": {"by_lead": {"0 d": "30%"}}, "grace": "5 min",
            "punctuality": {"normal": {"mean": "1 min", "sd": "3 min"}}, "protect_before": "2 min",
            "reminders": ["sms"], "standby": True,
        }
    },
    "reminders": {"sms": {"channel": "sms", "before": "1 h", "cost": 0.2}},
    "journeys": {
        "calls": {
            "abandoned": [
                {"to": "calls", "probability": "60%", "after": "5 min"}, {"to": "chats", "probability": "20%"},
            ],
            "blocked": [{"to": "calls", "probability": "80%", "after": "3 min"}],
            "unresolved": [
                {"to": "calls", "probability": "50%", "after": "1 h"}, {"book": "advice", "probability": "30%"},
            ],
        },
        "advice_video": {"no_show": [{"book": "advice", "probability": "60%", "after": "10 min"}]},
        "most_attempts": 4,
    },
    "orchestration": {
        "call_back": {
            "when": {"contact": "calls", "expected_wait": "> 40 s"}, "offer": "callback", "accepted": "50%",
            "callback": {"reach": "70%", "ring": "15 s", "attempts": 2, "retry_after": "5 min"},
        },
        "to_chat": {"when": {"contact": "calls", "waiting": "> 3"}, "divert_to": "chats", "share": "50%"},
    },
    "experience": {"first_contact_window": "2 h"},
}  # fmt: skip


@pytest.fixture(scope="module")
def model():
    return build(from_dict(SCENARIO))


@pytest.fixture(scope="module")
def days(model):
    workloads = [draw(model, 11, number) for number in (1, 2)]
    return [(workload, run(model, workload)) for workload in workloads]


@pytest.fixture(scope="module")
def readings(model, days):
    meter = Meter(model)
    return [meter.read(workload, logs) for workload, logs in days]


def test_the_scenario_reaches_everything(days):
    contacts = [logs.contacts for _, logs in days]
    assert set(np.concatenate([log.outcome for log in contacts])) >= set(Outcome) - {
        Outcome.BALKED,
        Outcome.DROPPED,
        Outcome.BACKLOG,
    }
    assert set(np.concatenate([log.origin for log in contacts])) == set(Origin) - {Origin.OUTBOUND}
    assert set(np.concatenate([log.then for log in contacts])) == set(Then)


def test_the_laws_in_every_cell(readings):
    for reading in readings:
        conserved(reading)


def steps_of(model, logs):
    """Steps (attempt, leg, start, end, channel, settled, what it ended with, then) by customer, in his order."""
    contacts, bookings, steps = logs.contacts, logs.bookings, defaultdict(list)
    for r in range(contacts.rows):
        outcome, result = Outcome(contacts.outcome[r]), BotResult(contacts.bot_result[r])
        over = next((t for t in (contacts.talk_end[r], contacts.left[r]) if not math.isnan(t)), contacts.joined[r])
        settled = bool(contacts.resolved[r]) or (outcome == Outcome.CONTAINED and result == BotResult.CONTAINED)
        step = (
            contacts.arrived[r],
            over,
            model.types[contacts.type[r]].channel,
            settled,
            outcome.name,
            contacts.then[r],
        )
        steps[contacts.customer[r]].append((contacts.attempt[r], contacts.leg[r], *step, r))
    for r in range(bookings.rows):
        channel = model.types[model.appointments[bookings.appointment[r]].contact].channel
        step = (bookings.requested[r], bookings.settled[r], channel, False, BookingOutcome(bookings.outcome[r]).name)
        steps[bookings.customer[r]].append((bookings.attempt[r], -1, *step, bookings.then[r], r))
    return {customer: sorted(own) for customer, own in steps.items()}


def counted(model, logs):
    customers = logs.customers
    return [c for c in range(len(customers.first)) if customers.first[c] >= max(model.timeline.warm_up, 0.0)]


NO_ANSWER = ("BLOCKED", "DROPPED", "NOT_REACHED", "NOT_BOOKED")
GONE = ("ABANDONED", "BALKED")
OPEN = ("BACKLOG", "PENDING", "REQUESTED")
MISSED = ("NO_SHOW", "LATE_NO_SHOW")
IN_LINE = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.CALLED_BACK, Outcome.NOT_REACHED)


def test_customers_against_a_plain_reading(model, days, readings):
    lost_values = [kind.lost_value for kind in model.types] + [40]
    said = model.behaviour.experience.csat
    for (_, logs), reading in zip(days, readings, strict=True):
        steps, contacts = steps_of(model, logs), logs.contacts
        own = counted(model, logs)
        tally = defaultdict(float)
        for c in own:
            path = steps[c]
            _, _, _, end, _, settled, how, then, _ = path[-1]
            calls = [step for step in path if step[1] >= 0]
            attempts = len({step[0] for step in path})
            tally["attempts"] += attempts
            switches = sum(a[4] != b[4] for a, b in pairwise(path))
            tally["switches"] += switches
            tally["cut"] += then == Then.CUT
            pending = then == Then.PENDING or how in OPEN
            if not pending:
                tally["ended"] += 1
                tally["settled"] += settled
                tally["to_resolution"] += end - logs.customers.first[c] if settled else 0.0
                tally["lost_value"] += lost_values[logs.customers.source[c]] * (not settled and how in NO_ANSWER + GONE)
                waited = 0.0
                for *_, row in calls:
                    if (
                        contacts.outcome[row]
                        in (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.CALLED_BACK, Outcome.NOT_REACHED)
                        and contacts.type[row] != 2
                    ):
                        until = next(
                            column[row]
                            for column in (contacts.accepted, contacts.answered, contacts.left)
                            if not math.isnan(column[row])
                        )
                        waited += until - contacts.joined[row]
                score = said.base + said.wait_per_min * waited / 60 + said.switch * switches
                score += said.repeat * (attempts - 1)
                if not settled:
                    score += (
                        said.abandoned
                        if how in GONE
                        else said.no_answer
                        if how in (*NO_ANSWER, "LATE_NO_SHOW")
                        else 0.0
                    )
                    if how in ("ANSWERED", "CALLED_BACK", "CONTAINED"):
                        score += said.unresolved
                services = [step[5] for step in path if step[6] in ("ANSWERED", "CALLED_BACK") or step[5]]
                by_himself = how in ("NO_SHOW", "CANCELLED")
                score += said.unresolved if by_himself and services and not services[-1] else 0.0
                asked = bool(services) or not by_himself
                tally["not asked"] += not asked
                tally["asked"] += asked
                tally["csat"] += min(max(score, 1.0), 5.0) * asked
            first = [step for step in path if step[0] == 0]
            closes = first[-1][3] + 7200.0
            if first[-1][6] not in OPEN and closes <= model.timeline.horizon:
                tally["judged"] += 1
                later = [step for step in path if step[0] > 0 and step[2] <= closes]
                tally["at_first"] += first[-1][5] and not later
        expected = {
            "customers": len(own),
            "contacts_per_customer": tally["attempts"] / len(own),
            "channel_switches": tally["switches"] / len(own),
            "customer_resolution": tally["settled"] / tally["ended"],
            "lost_rate": 1 - tally["settled"] / tally["ended"],
            "time_to_resolution": tally["to_resolution"] / tally["settled"],
            "first_contact_resolution": tally["at_first"] / tally["judged"],
            "attempts_cut": tally["cut"],
            "lost_value": tally["lost_value"],
            "csat": tally["csat"] / tally["asked"],
        }
        found = {name: reading.value("all", "all", name) for name in expected}
        assert found == pytest.approx(expected)
        assert tally["not asked"] > 0
        assert tally["judged"] > 50 and tally["cut"] > 0 and tally["lost_value"] > 0


def test_appointments_and_bots_against_a_plain_reading(model, days, readings):
    horizon, warm_up = model.timeline.horizon, model.timeline.warm_up
    for (_, logs), reading in zip(days, readings, strict=True):
        bookings = logs.bookings
        inside = [r for r in range(bookings.rows) if warm_up <= bookings.slot[r] < horizon]
        of = {outcome.name: [r for r in inside if bookings.outcome[r] == outcome] for outcome in BookingOutcome}
        due = sum(len(of[how]) for how in ("KEPT", *MISSED))
        assert reading.value("appointment", "advice", "no_show_rate") == len(of["NO_SHOW"]) / due
        talks = {bookings.contact[r] for r in of["KEPT"]}
        agents, holds = logs.agents, logs.holds
        host = sum(
            (agents.work_end[w] - agents.work_start[w])
            * model.groups[model.agents[agents.work_agent[w]].group].cost_per_hour
            for w in range(len(agents.work_agent))
            if agents.work_contact[w] in talks
        )
        held = sum(max(e - max(s, warm_up), 0.0) for s, e in zip(holds.start, holds.end, strict=True))
        sent = sum(0.2 * bookings.sent[r] for r in inside)
        per_kept = (host / 3600 + held * 40 / 3600 + sent) / len(of["KEPT"])
        assert reading.value("appointment", "advice", "cost_per_kept") == pytest.approx(per_kept)
        spent = reading.value("all", "all", "late_wait") + reading.value("all", "all", "no_show_wait")
        assert spent == pytest.approx(held)
        results = [
            BotResult(r)
            for r, start in zip(logs.contacts.bot_result, logs.contacts.arrived, strict=True)
            if r != BotResult.NONE and start >= warm_up
        ]
        served = sum(r in (BotResult.CONTAINED, BotResult.FALSELY_CONTAINED) for r in results)
        assert reading.value("self_service", "assistant", "containment") == served / len(results)
        assert reading.value("all", "all", "cost_self_service") == pytest.approx(0.1 * len(results))


def test_money_of_customers_adds_up(model, days):
    """What customers cost one by one is what their contacts, sessions and reminders cost together."""
    for _, logs in days:
        table = CustomerTable.of(model, logs)
        theirs = set(table.customer.tolist())
        contacts, agents, bookings = logs.contacts, logs.agents, logs.bookings
        cost = 0.0
        for w, row in enumerate(agents.work_contact):
            if contacts.customer[row] in theirs:
                rate = model.groups[model.agents[agents.work_agent[w]].group].cost_per_hour
                cost += (agents.work_end[w] - agents.work_start[w]) * rate / 3600
        for r in range(contacts.rows):
            if contacts.customer[r] not in theirs:
                continue
            cost += 0.1 * (contacts.bot[r] >= 0)
            if model.types[contacts.type[r]].channel == 0 and contacts.outcome[r] != Outcome.BLOCKED:
                on_the_line = (
                    next(t for t in (contacts.accepted[r], contacts.talk_end[r], contacts.left[r]) if not math.isnan(t))
                    - contacts.arrived[r]
                )
                if contacts.outcome[r] == Outcome.CALLED_BACK:
                    on_the_line += contacts.talk_end[r] - contacts.answered[r]
                cost += 0.02 / 60 * on_the_line
        cost += sum(0.2 * bookings.sent[r] for r in range(bookings.rows) if bookings.customer[r] in theirs)
        assert table.cost.sum() == pytest.approx(cost)
