"""Appointments and the reminders that go before them, as a scenario file says them."""

from __future__ import annotations

from typing import Literal

from ccsim.scenario.record import DAY, Distribution, Law, Record, ShareBySegment
from ccsim.scenario.schema_arrivals import Arrivals

MissReason = Literal["forgot", "emergency", "solved_elsewhere"]


class DiaryRow(Record):
    """Places of a slot that are booked already; `slot` is elapsed seconds from the scenario's start."""

    slot: float
    places: int
    lead_time: float | None = None  # between booking and slot; None: drawn from the appointment's lead_time
    segment: str | None = None  # None: drawn


class NoShow(Record):
    """Who does not come when nobody reminds him, and why."""

    by_lead: tuple[tuple[float, float], ...]  # (lead in seconds, probability), ascending; linear between, flat beyond
    reasons: dict[MissReason, float] = {"forgot": 0.45, "emergency": 0.30, "solved_elsewhere": 0.25}  # sum to 1
    segments: dict[str, float] = {}  # odds against those of by_lead; segments not named: 1
    missed_before: float = 1.0  # odds of a customer who has missed one before
    day_cv: float = 0.0  # Gamma factor on the odds of all appointments of a day, mean 1


class Cancellation(Record):
    """Customers who cancel of their own accord, `before` the slot (when that is after the booking)."""

    share: ShareBySegment
    before: Distribution


class Unconfirmed(Record):
    """What becomes of a place whose customer was asked to confirm and has not: released, or called by an agent.

    Exactly one of `release` and `call`. `at` is how long before the slot. The call is a contact of type `call` (on a
    deferred channel); its `resolution` is the share of customers that are reached. Who is reached remembers with
    `remembers` if he would have forgotten, and cancels with `cancels` if he cannot come.
    """

    at: float
    release: bool = False
    call: str | None = None
    remembers: float = 0.9
    cancels: float = 0.6


class Appointment(Record):
    contact: str  # the contact type that a kept appointment becomes; its channel is of kind appointment
    agents: str  # the group that hosts
    slot: float
    diary: tuple[DiaryRow, ...] = ()
    requests: Arrivals | None = None  # by rate, or per_day with or without profile
    lead_time: Law | None = None  # wished
    horizon: float = 14 * DAY  # how far ahead can be booked
    no_show: NoShow | None = None  # None: everybody comes
    cancellation: Cancellation | None = None
    punctuality: Distribution | None = None  # against the slot, may be negative (constant, normal); None: on the dot
    grace: float = 600.0
    protect_before: float = 0.0
    overbooking: float = 0.0
    standby: bool = False
    reminders: tuple[str, ...] = ()
    unconfirmed: Unconfirmed | None = None


class Confirm(Record):
    """A reminder that asks for an answer by a tap."""

    answers: float = 0.6  # of those who open it and will come, or would cancel
    rebooks: float = 0.0  # of those who would cancel: they book anew instead


class Reminder(Record):
    """Defaults cut no-shows by about a third together with the default reasons: Hasvold & Wootton 2011 (34 %), Robotham
    et al. 2016 (25 %). "98 % opened" is a vendor's claim; measured read rates lie between 38 and 90 %."""

    channel: str  # whatsapp, sms, e-mail, phone ...: names the address, a wrong one stays wrong
    before: float
    reach: float = 0.95
    open: float = 0.80
    remembers: float = 0.60
    cancels: float = 0.30
    cost: float = 0.0
    send_between: tuple[float, float] | None = None  # local time of day, seconds after midnight
    confirm: Confirm | None = None
