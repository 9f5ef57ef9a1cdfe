"""What happened in a world, so that a run can say what it has compared and how often."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Any, get_args

import numpy as np

from ccsim.engine.compiled.lean import is_lean
from ccsim.engine.compiled.plan import Plan
from ccsim.engine.logs import (
    DIARY,
    Act,
    BookingOutcome,
    BotResult,
    CancelledBy,
    Logs,
    Missed,
    Origin,
    Outcome,
    Presence,
    ReminderEffect,
    Then,
)
from ccsim.model.center import CenterModel
from ccsim.scenario.schema import AgentRule, ContactRule

CODED: tuple[tuple[str, str, type[IntEnum], str], ...] = (
    ("contacts", "outcome", Outcome, "contact"),
    ("contacts", "origin", Origin, "contact came by"),
    ("contacts", "bot_result", BotResult, "bot before contact:"),
    ("contacts", "then", Then, "after contact:"),
    ("decisions", "act", Act, "rule:"),
    ("agents", "state", Presence, "agent:"),
    ("bookings", "outcome", BookingOutcome, "booking"),
    ("bookings", "reason", Missed, "missed:"),
    ("bookings", "cancelled_by", CancelledBy, "cancelled by"),
    ("bookings", "bot_result", BotResult, "bot before booking:"),
    ("bookings", "then", Then, "after booking:"),
    ("reminders", "effect", ReminderEffect, "reminder:"),
)
"""(table, column, meaning of its numbers, what is said before their words)"""
Found = Iterator[tuple[str, Any]]


def happenings(model: CenterModel, logs: Logs) -> dict[str, bool]:
    """By what may happen, whether it did; in the order of the tables that show it."""
    parts = (_coded(logs), _work(model, logs), _routing(model), _diaries(model, logs), _messages(logs), _ties(logs))
    return {what: bool(ever) for part in parts for what, ever in part}


def _coded(logs: Logs) -> Found:
    for table, column, meaning, before in CODED:
        codes = getattr(getattr(logs, table), column)
        for code in meaning:
            if code.name != "NONE":
                yield f"{before} {code.name.lower().replace('_', ' ')}", (codes == code).any()


def _work(model: CenterModel, logs: Logs) -> Found:
    contacts, work = logs.contacts, logs.agents
    soft = np.array([model.channels[one.channel].interruptible for one in model.types])
    pieces = np.bincount(work.work_contact, minlength=contacts.rows)
    yield "work interrupted and resumed", (soft[contacts.type] & (pieces > 1)).any()
    yield "talk of no length", (contacts.talk_end == contacts.answered).any()
    yield "dialled more than once", (contacts.dials > 1).any()
    order = np.lexsort((work.work_start, work.work_agent))
    begins, ends, who = work.work_start[order], work.work_end[order], work.work_agent[order]
    yield "several contacts in hand", ((begins[1:] < ends[:-1]) & (who[1:] == who[:-1])).any()
    yield "agents with absence", any(agent.absence for agent in model.agents)
    yield "agents with late logins", any(agent.late_login for agent in model.agents)


def _routing(model: CenterModel) -> Found:
    plan = Plan(model)
    yield "center is lean", is_lean(plan.fresh | plan.fixed)
    routing, counted = model.routing, [group.counted for group in model.groups]
    for rule in get_args(AgentRule):
        yield f"agent rule {rule}", routing.agent_rule == rule
    for rule in get_args(ContactRule):
        yield f"contact rule {rule}", routing.contact_rule == rule
    yield "staff falls by count", any(counted)
    yield "staff falls by name", not all(counted)
    yield "group after a delay", any(one.delay for ranks in routing.preferences for one in ranks)
    yield "agents reserved", any(any(group.reserve) for group in model.groups)
    yield "clocks change", len(set(np.diff(model.timeline.day_edges))) > 1


def _diaries(model: CenterModel, logs: Logs) -> Found:
    bookings, holds, contacts = logs.bookings, logs.holds, logs.contacts
    kept = bookings.outcome == BookingOutcome.KEPT
    outcomes = contacts.outcome[bookings.contact[kept]]
    yield "diary handed over", (logs.customers.interval == DIARY).any()
    yield "booked again", (bookings.attempt > 0).any()
    yield "moved up from standby", bookings.standby.any()
    yield "place freed", bookings.freed.any()
    yield "place refilled", bookings.refilled.any()
    yield "came early", (bookings.came < bookings.slot).any()
    yield "came late", (kept & (bookings.came > bookings.slot)).any()
    graces = np.array([one.grace for one in model.appointments] or [0.0])[bookings.appointment]
    yield "came as grace ends", (kept & (graces > 0) & (bookings.came == bookings.slot + graces)).any()
    yield "visitor waited", contacts.waited[bookings.contact[kept]].any()
    yield "visitor abandoned", (outcomes == Outcome.ABANDONED).any()
    yield "visitor dropped", (outcomes == Outcome.DROPPED).any()
    yield "host held, customer came", holds.showed.any()
    yield "host held in vain", (~holds.showed).any()
    groups = np.array([one.group for one in model.appointments] or [0])
    met = np.unique(np.stack([groups[bookings.appointment[kept]], bookings.appointment[kept]]), axis=1)
    yield "appointments of one group, several kept", len(np.unique(met[0])) < met.shape[1]


def _messages(logs: Logs) -> Found:
    reminders, bookings = logs.reminders, logs.bookings
    yield "reminder: skipped", reminders.skipped.any()
    yield "reminder: not reached", (~reminders.reached & ~reminders.skipped).any()
    yield "reminder: not opened", (reminders.reached & ~reminders.opened).any()
    confirms = np.bincount(reminders.booking[reminders.effect == ReminderEffect.CONFIRMED], minlength=bookings.rows)
    yield "confirmed on a call", (bookings.confirmed & (confirms == 0)).any()


def _ties(logs: Logs) -> Found:
    contacts, agents, bookings = logs.contacts, logs.agents, logs.bookings
    first = contacts.arrived[contacts.origin == Origin.FIRST]
    shifts = np.concatenate([agents.start, agents.end])
    left = contacts.left[contacts.outcome == Outcome.ABANDONED]
    slots = np.unique(np.stack([bookings.slot, bookings.appointment])[:, ~np.isnan(bookings.slot)], axis=1)
    came = bookings.came[~np.isnan(bookings.came)]
    yield "tie of arrivals", len(np.unique(first)) < len(first)
    yield "tie of an arrival and the end of a talk", np.isin(first, contacts.talk_end).any()
    yield "tie of an arrival and a change of shift", np.isin(first, shifts).any()
    yield "tie of an end of work and a change of shift", np.isin(contacts.handled, shifts).any()
    yield "tie of an abandonment and an end of work", np.isin(left, contacts.handled).any()
    yield "tie of slots of two diaries", len(np.unique(slots[0])) < slots.shape[1]
    yield "tie of a slot and a change of shift", np.isin(slots[0], shifts).any()
    yield "tie of a slot and an arrival", np.isin(slots[0], first).any()
    yield "tie of customers who come", len(np.unique(came)) < len(came)
