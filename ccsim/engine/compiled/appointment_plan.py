"""Appointments as tables: what is the same for every replication, and what one brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.compiled.attempts import PURPOSES
from ccsim.engine.compiled.diary import BLOCK
from ccsim.engine.compiled.kernel import Tables, records, unwritten
from ccsim.engine.compiled.memory import NOBODY
from ccsim.engine.compiled.reminding import ANSWERS, CANCELS, OPENS, REBOOKS, REMEMBERS
from ccsim.workload.busyness import gamma_factor

if TYPE_CHECKING:
    from ccsim.engine.compiled.law_book import LawBook
    from ccsim.model.bookings import Appointment, Reminder
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload

CHANGED = ("appointments", "slots", "slot_blocks")
"""Tables that a day leaves changed."""

_OF_REMINDER = {OPENS: "open", REMEMBERS: "remembers", CANCELS: "cancels", ANSWERS: "answers", REBOOKS: "rebooks"}


def purposes_of(model: CenterModel) -> tuple[str, ...]:
    """All that customers draw random numbers for: those of reminders that are sent, one after another; addresses."""
    of_reminders = [f"{_OF_REMINDER[i]}:{one.name}" for one in _sent(model).values() for i in range(len(_OF_REMINDER))]
    return (*PURPOSES, *of_reminders, *_addresses(model))


def _sent(model: CenterModel) -> dict[int, Reminder]:
    """Reminders that some appointment sends, by their index: nobody draws a number for others."""
    return {r: model.reminders[r] for r in sorted({r for one in model.appointments for r in one.reminders})}


def _addresses(model: CenterModel) -> dict[str, int]:
    """Purposes by channel of reminders, and their number."""
    sent = _sent(model)
    channels = dict.fromkeys(f"address:{one.channel}" for one in sent.values())
    first = len(PURPOSES) + len(_OF_REMINDER) * len(sent)
    return {purpose: first + i for i, purpose in enumerate(channels)}


class AppointmentPlan:
    """`tables`, what of them a day changes included; laws and shares go into a book."""

    def __init__(self, model: CenterModel, tables: Tables, book: LawBook) -> None:
        self._book = book
        self._first_slot = _firsts([len(one.slots) for one in model.appointments])
        self._first_block = _firsts([-(-len(one.slots) // BLOCK) for one in model.appointments])
        self.tables: Tables = {
            **self._appointments(model),
            **self._diaries(model),
            **_reminders(model),
            **_hosts(model, tables["groups"]),
        }
        floor = tables["floor"][0]
        floor.appointments, floor.purposes = len(model.appointments), len(purposes_of(model))

    def _appointments(self, model: CenterModel) -> Tables:
        rows = records("appointments", len(model.appointments))
        curves: list[tuple[float, float]] = []
        reminders: list[int] = []
        first_due = 0
        for p, (row, one) in enumerate(zip(rows, model.appointments, strict=True)):
            row.kind, row.group = one.contact, one.group
            row.bot = next((b for b, bot in enumerate(model.behaviour.bots) if p in bot.fronts_appointments), NOBODY)
            row.first_slot, row.slots, row.first_block = self._first_slot[p], len(one.slots), self._first_block[p]
            row.length, row.horizon, row.grace = one.length, one.horizon, one.grace
            row.protect_before, row.standby = one.protect_before, one.standby
            row.lead, row.punctuality = self._book.by_time(one.lead_time), self._book.whole(one.punctuality)
            row.first_lead = len(curves)
            curves += self._no_show(row, one)
            row.leads = len(curves) - row.first_lead
            self._ways_out(row, one)
            row.first_reminder, row.reminders, row.first_due = len(reminders), len(one.reminders), first_due
            reminders += one.reminders
            first_due += one.due.size
            row.first_claimed = row.first_held = row.last_held = NOBODY
            row.first_standby = row.last_standby = NOBODY
        leads, probabilities = np.array(curves, np.float64).reshape(-1, 2).T
        return {
            "appointments": rows,
            "missing_leads": leads,
            "missing_probabilities": probabilities,
            "appointment_reminders": np.array(reminders, np.int64),
            "due_times": np.concatenate([one.due.ravel() for one in model.appointments]).astype(np.float64),
        }

    def _no_show(self, row: Any, one: Appointment) -> list[tuple[float, float]]:
        """Sets what concerns it; the points of its curve."""
        terms = one.no_show
        if terms is None:
            return []
        row.first_odds, row.missed_before = self._book.share(terms.segment_odds), terms.missed_before
        row.by_day = terms.day_cv > 0.0
        row.forgot_below, row.emergency_below = np.cumsum(terms.reasons)[:-1]
        return list(zip(terms.leads.tolist(), terms.probability.tolist(), strict=True))

    def _ways_out(self, row: Any, one: Appointment) -> None:
        """Cancellation by the customer, and places that are not confirmed."""
        row.first_cancelling = row.cancels_before = row.call = NOBODY
        if one.cancellation is not None:
            row.first_cancelling = self._book.share(one.cancellation.share)
            row.cancels_before = self._book.whole(one.cancellation.before)
        terms = one.unconfirmed
        if terms is not None:
            row.asks_back, row.is_released, row.call = True, terms.call < 0, terms.call
            row.confirmed_before = terms.at
            row.call_remembers, row.call_cancels = terms.remembers, terms.cancels

    def _diaries(self, model: CenterModel) -> Tables:
        slots = records("slots", self._first_slot[-1])
        blocks = records("slot_blocks", self._first_block[-1])
        for p, one in enumerate(model.appointments):
            mine = slots[self._first_slot[p] : self._first_slot[p + 1]]
            mine.begins, mine.free, mine.appointment, mine.day_factor = one.slots, one.places, p, 1.0
            block = self._first_block[p] + np.arange(len(one.slots)) // BLOCK
            blocks.with_room += np.bincount(block, one.places > 0, len(blocks)).astype(np.int32)
        return {"slots": slots, "slot_blocks": blocks}


def _reminders(model: CenterModel) -> Tables:
    rows = records("reminders", len(model.reminders))
    addresses = _addresses(model)
    for place, (r, one) in enumerate(_sent(model).items()):
        row = rows[r]
        row.reach, row.open, row.remembers, row.cancels = one.reach, one.open, one.remembers, one.cancels
        row.answers, row.rebooks, row.asks = one.answers, one.rebooks, one.asks
        row.address = addresses[f"address:{one.channel}"]
        row.first_purpose = len(PURPOSES) + len(_OF_REMINDER) * place
    return {"reminders": rows}


def _hosts(model: CenterModel, groups: Any) -> Tables:
    hosted: list[int] = []
    for g, row in enumerate(groups):
        mine = [p for p, one in enumerate(model.appointments) if one.group == g]
        row.first_hosted, row.hosted = len(hosted), len(mine)
        hosted += mine
    return {"hosts": records("hosts", len(model.agents)), "hosted_appointments": np.array(hosted, np.int64)}


def _firsts(counts: list[int]) -> IntArray:
    """Where each begins of so many in a row, and where the last ends."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))


class DayOfBookings:
    """What replications bring to appointments; what is the same for all of them is worked out once."""

    def __init__(self, model: CenterModel) -> None:
        self._appointments = np.arange(len(model.appointments))
        first = _firsts([len(one.slots) for one in model.appointments]).tolist()
        self._by_day = [
            (slice(begin, end), one.name, one.no_show.day_cv, *np.unique(one.slot_day, return_inverse=True))
            for one, begin, end in zip(model.appointments, first[:-1], first[1:], strict=True)
            if one.no_show is not None and one.no_show.day_cv
        ]

    def tables(self, workload: Workload, staying: Tables, room: dict[str, int]) -> Tables:
        """What customers ask for, and room for what becomes of it; `staying` are those of the day so far."""
        requests, appointments, floor = workload.requests, staying["appointments"], staying["floor"]
        self._set_day_factors(workload, staying["slots"])
        asking = np.searchsorted(requests.slot, 0)  # the diary's come after them
        ends = np.searchsorted(requests.appointment[:asking], self._appointments, "right")
        appointments["next_request"][0], appointments["next_request"][1:] = 0, ends[:-1]
        appointments["end_request"] = ends
        slot = requests.slot.copy()
        slot[asking:] += appointments["first_slot"].take(requests.appointment[asking:])
        floor["requests"] = requests.rows
        most = {name: requests.rows + room[name] for name in ("bookings", "reminder_rows", "hold_rows")}
        for name, rows in most.items():
            floor[f"most_{name}"] = rows
        return {name: unwritten(name, rows) for name, rows in most.items()} | {
            "request_order": np.lexsort((requests.time[:asking], requests.appointment[:asking])),
            "request_appointments": requests.appointment,
            "request_times": requests.time,
            "request_leads": requests.lead,
            "request_slots": slot,
        }

    def _set_day_factors(self, workload: Workload, slots: Any) -> None:
        """Of each slot, that of its local date."""
        attempts = workload.attempts
        assert attempts is not None, "the workload cannot draw what follows a first contact"
        for its, name, cv, days, day in self._by_day:
            factor = gamma_factor(cv, attempts.day_uniforms(name, "no_show_day", days))
            slots["day_factor"][its] = factor.take(day)
