"""Records of one replication's appointments, of the reminders before them, and of hosts held for those expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import BookingOutcome, BotResult, CancelledBy, Logs, Missed, ReminderEffect, Then
from ccsim.model.center import CenterModel
from ccsim.study.contact_id import LogNames
from ccsim.study.record_columns import coded, group_of, named, picked, times
from ccsim.study.records import wait

if TYPE_CHECKING:
    import pandas as pd


def appointment_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per booking, or request that got no place, by appointment, customer and attempt.

    Bookings of the warm-up and those made before the start are among them; their customers have no row in
    `customer_records`.

    Columns: `replication`; `booking` (its name), `customer`, `attempt` (from 1), `appointment`, `segment`; with local
    time and seconds `requested`, `wish` (the slot he asked for), `booked` (when he got a place), `slot` (the one he had
    last), `settled` (when the outcome came about), `came` (of those who came, late or not); `interval` of the slot;
    `lead_s` (booking to slot); `outcome` (`ccsim.engine.logs.BookingOutcome`); `reason` (why he did not come);
    `cancelled_by`; `contact` (name of a kept appointment's contact), its `wait_s` and `host`; `standby` (got the place
    from the standby list), `refilled` (the place had been freed by somebody else), `freed` (he gave it back in time);
    `reminders_sent, reminders_reached, reminders_opened`, `reminders_skipped` (due before it was booked), `confirmed`;
    `bot` before the booking, `bot_result`, `bot_s` (length of the session); `then` (what the customer did next).
    """
    import pandas as pd

    log, names = logs.bookings, LogNames.of(model, logs)
    kept = log.contact >= 0
    waited, host = np.full(log.rows, np.nan), np.full(log.rows, -1, dtype=np.int64)
    waited[kept], host[kept] = wait(logs.contacts)[log.contact[kept]], logs.contacts.agent[log.contact[kept]]
    return pd.DataFrame(
        {
            "replication": np.full(log.rows, logs.replication),
            "booking": names.bookings,
            "customer": picked(names.customers, log.customer),
            "attempt": log.attempt + 1,
            "appointment": coded(log.appointment, [one.name for one in model.appointments]),
            "segment": coded(log.segment, list(model.segments)),
            **times(model.timeline, requested=log.requested, wish=log.wish, booked=log.booked, slot=log.slot),
            "interval": coded(log.interval, list(model.timeline.interval_start)),
            "lead_s": log.slot - log.booked,
            "outcome": named(log.outcome, BookingOutcome),
            "reason": named(log.reason, Missed),
            "cancelled_by": named(log.cancelled_by, CancelledBy),
            **times(model.timeline, settled=log.settled, came=log.came),
            "contact": picked(names.contacts, log.contact),
            "wait_s": waited,
            "host": coded(host, [agent.name for agent in model.agents]),
            "standby": log.standby,
            "refilled": log.refilled,
            "freed": log.freed,
            "reminders_sent": log.sent,
            "reminders_reached": log.reached,
            "reminders_opened": log.opened,
            "reminders_skipped": log.skipped,
            "confirmed": log.confirmed,
            "bot": coded(log.bot, [bot.name for bot in model.behaviour.bots]),
            "bot_result": named(log.bot_result, BotResult),
            "bot_s": log.bot_end - log.requested,
            "then": named(log.then, Then),
        }
    )


def reminder_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per reminder that was sent, or skipped because it was due before the booking, in time order;
    those of the warm-up, and about bookings made before the start, too.

    Columns: `replication`; `time, time_s`; `booking, customer` (names), `appointment`; `reminder`, its `channel` and
    `cost` (0 for the skipped); `skipped, reached, opened`; `effect` (`ccsim.engine.logs.ReminderEffect`).
    """
    import pandas as pd

    log, names, bookings = logs.reminders, LogNames.of(model, logs), logs.bookings
    cost = np.array([one.cost for one in model.reminders], dtype=np.float64)
    channels = list(dict.fromkeys(one.channel for one in model.reminders))
    channel = np.array([channels.index(one.channel) for one in model.reminders], dtype=np.int64)
    return pd.DataFrame(
        {
            "replication": np.full(len(log.time), logs.replication),
            **times(model.timeline, time=log.time),
            "booking": picked(names.bookings, log.booking),
            "customer": picked(names.customers, bookings.customer[log.booking]),
            "appointment": coded(bookings.appointment[log.booking], [one.name for one in model.appointments]),
            "reminder": coded(log.reminder, [one.name for one in model.reminders]),
            "channel": coded(channel[log.reminder], channels),
            "cost": np.where(log.skipped, 0.0, cost[log.reminder]),
            "skipped": log.skipped,
            "reached": log.reached,
            "opened": log.opened,
            "effect": named(log.effect, ReminderEffect),
        }
    )


def hold_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per stretch in which a host was kept free for a customer who was expected, by agent and start;
    those of the warm-up too.

    Columns: `replication, agent, group, appointment`; `start, start_s, end, end_s`; `kind` (late_wait where the
    customer came in the end, else no_show_wait).
    """
    import pandas as pd

    log = logs.holds
    return pd.DataFrame(
        {
            "replication": np.full(len(log.agent), logs.replication),
            "agent": coded(log.agent, [one.name for one in model.agents]),
            "group": coded(group_of(model, log.agent), [one.name for one in model.groups]),
            "appointment": coded(log.appointment, [one.name for one in model.appointments]),
            **times(model.timeline, start=log.start, end=log.end),
            "kind": coded(log.showed.astype(np.int64), ["no_show_wait", "late_wait"]),
        }
    )
