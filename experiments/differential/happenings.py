"""What happened in a world, in words: so that a run can say what it has compared, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import numpy as np

from ccsim.engine.logs import (
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

CODED: tuple[tuple[str, str, type[IntEnum], str], ...] = (
    ("contacts", "outcome", Outcome, "contact"),
    ("contacts", "origin", Origin, "contact came: "),
    ("contacts", "bot_result", BotResult, "bot before contact: "),
    ("contacts", "then", Then, "after contact: "),
    ("decisions", "act", Act, "rule: "),
    ("agents", "state", Presence, "agent: "),
    ("bookings", "outcome", BookingOutcome, "booking"),
    ("bookings", "reason", Missed, "missed: "),
    ("bookings", "cancelled_by", CancelledBy, "cancelled by: "),
    ("bookings", "bot_result", BotResult, "bot before booking: "),
    ("bookings", "then", Then, "after booking: "),
    ("reminders", "effect", ReminderEffect, "reminder: "),
)
"""(table, column, its meaning, what is said before the word)."""


def happenings(model: CenterModel, logs: Logs) -> set[str]:
    """All that happened at least once."""
    return set(_coded(logs)) | {
        what for what, ever in (*_floor(model, logs), *_diary(model, logs), *_ties(logs)) if ever
    }


def known() -> list[str]:
    """All that can happen, in the order of tables."""
    raise NotImplementedError


def _coded(logs: Logs) -> Iterator[str]:
    for table, column, meaning, before in CODED:
        for code in np.unique(getattr(getattr(logs, table), column)).tolist():
            yield f"{before.rstrip()} {meaning(code).name.lower().replace('_', ' ')}"


Found = Iterator[tuple[str, Any]]


def _floor(model: CenterModel, logs: Logs) -> Found:
    contacts, agents = logs.contacts, logs.agents
    pieces = np.bincount(agents.work_contact, minlength=1)
    yield "interrupted", pieces.max() > 1
    loads = np.array([group.capacity for group in model.groups])[[agent.group for agent in model.agents]]
    yield "several contacts in hand", (agents.work_load < loads[agents.work_agent]).any()
    yield "called back after several dials", (contacts.dials > 1).any()
    yield "talk of no length", (contacts.talk_end == contacts.answered).any()


def _diary(model: CenterModel, logs: Logs) -> Found:
    bookings, reminders, holds = logs.bookings, logs.reminders, logs.holds
    grace = np.array([one.grace for one in model.appointments])
    kept = bookings.outcome == BookingOutcome.KEPT
    yield (
        "from the diary handed over",
        (bookings.requested == bookings.booked).any() and (logs.customers.interval < -(10**6)).any(),
    )
    yield "standby moved", bookings.standby.any()
    yield "place refilled", bookings.refilled.any()
    yield "place freed", bookings.freed.any()
    yield "confirmed", bookings.confirmed.any()
    yield "came early", (bookings.came < bookings.slot).any()
    yield "came on the dot", (bookings.came == bookings.slot).any()
    yield "came late", (bookings.came > bookings.slot).any()
    if bookings.rows:
        yield "came as grace ends", (kept & (bookings.came == bookings.slot + grace[bookings.appointment])).any()
    yield "booked again", (bookings.attempt > 0).any()
    yield "visitor waited", logs.contacts.waited[bookings.contact[bookings.contact >= 0]].any()
    yield (
        "visitor left or dropped",
        np.isin(
            logs.contacts.outcome[bookings.contact[bookings.contact >= 0]], [Outcome.ABANDONED, Outcome.DROPPED]
        ).any(),
    )
    yield "host held, customer came", holds.showed.any()
    yield "host held in vain", (~holds.showed).any()
    yield "hold of no length", (holds.end == holds.start).any()
    yield "reminder skipped", reminders.skipped.any()
    yield "reminder not reached", (~reminders.reached & ~reminders.skipped).any()
    yield "reminder not opened", (~reminders.opened & reminders.reached).any()
    for group in {one.group for one in model.appointments}:
        mine = [a for a, one in enumerate(model.appointments) if one.group == group]
        yield (
            "two diaries of one group, both kept",
            len(np.unique(bookings.appointment[kept & np.isin(bookings.appointment, mine)])) > 1,
        )


def _ties(logs: Logs) -> Found:
    contacts, agents, bookings = logs.contacts, logs.agents, logs.bookings
    arrived = contacts.arrived
    yield "tie: arrivals", len(np.unique(arrived)) < len(arrived)
    yield "tie: arrival and end of a talk", np.isin(arrived, contacts.talk_end).any()
    yield "tie: arrival and change of shift", np.isin(arrived, np.concatenate([agents.start, agents.end])).any()
    yield "tie: end of work and change of shift", np.isin(contacts.handled, agents.end).any()
    left = contacts.left[contacts.outcome == Outcome.ABANDONED]
    yield "tie: abandonment and end of work", np.isin(left, contacts.handled).any()
    both = bookings.slot[~np.isnan(bookings.slot)], bookings.appointment[~np.isnan(bookings.slot)]
    pairs = np.unique(np.stack(both), axis=1)
    yield "tie: slots of two diaries", pairs.shape[1] > len(np.unique(pairs[0]))
    yield "tie: slot and change of shift", np.isin(bookings.slot, np.concatenate([agents.start, agents.end])).any()
    yield (
        "tie: customers come",
        len(np.unique(bookings.came[~np.isnan(bookings.came)])) < (~np.isnan(bookings.came)).sum(),
    )
    yield "tie: slot and arrival", np.isin(bookings.slot, arrived[contacts.origin == Origin.FIRST]).any()
