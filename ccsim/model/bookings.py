"""Appointments and reminders as numbers and indices; part of `CenterModel`.

Times are elapsed seconds on the grid, negative before the scenario's start: requests and reminders run from
-`horizon`, so that the diary is warm when the first day begins. Slots reach `horizon` past the last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccsim.arrays import FloatArray, IntArray

if TYPE_CHECKING:
    from ccsim.distributions import Law
    from ccsim.model.center import LawByTime


@dataclass(frozen=True)
class RequestStream:
    """Expected booking requests, as `ArrivalStream`, on intervals that begin before the scenario does.

    Interval i of the stream is interval `first_interval` + i of the scenario (negative: before its start). The
    variation is the stream's own; the one that all contact types share does not move bookings (semantics.md).
    """

    first_interval: int
    edges: FloatArray  # (intervals + 1,)
    labels: tuple[str, ...]  # (intervals,) local start, as `Timeline.interval_start`
    time_of_day: FloatArray  # (intervals,)
    day: IntArray  # (intervals,) ordinal of the local date
    rate_edges: FloatArray  # holds every edge of an interval
    rate: FloatArray  # requests per second
    day_variation_cv: float
    interval_cv: float
    interval_correlation: float


@dataclass(frozen=True)
class DiaryEntry:
    """Places booked before the horizon; lead NaN and segment -1: drawn."""

    slot: int  # index into Appointment.slots
    places: int
    lead: float
    segment: int


@dataclass(frozen=True)
class NoShow:
    leads: FloatArray  # ascending
    probability: FloatArray  # linear between the leads, flat beyond
    reasons: FloatArray  # (3,) forgot, emergency, solved_elsewhere; sums to 1
    segment_odds: FloatArray  # (segments,)
    missed_before: float
    day_cv: float


@dataclass(frozen=True)
class Cancellation:
    share: FloatArray  # (segments,)
    before: Law


@dataclass(frozen=True)
class Unconfirmed:
    """`call` is the contact type of the agents' call, -1: the place is released."""

    at: float
    call: int
    remembers: float
    cancels: float


@dataclass(frozen=True)
class Reminder:
    """`answers` 0 without a request to confirm; `asks` says whether there is one."""

    name: str
    channel: str
    before: float
    reach: float
    open: float
    remembers: float
    cancels: float
    cost: float
    asks: bool
    answers: float
    rebooks: float


@dataclass(frozen=True)
class Appointment:
    """One diary: its slots in time order, who hosts, who books and who comes."""

    name: str
    contact: int  # type of a kept appointment
    group: int  # of the hosts
    length: float  # of a slot
    slots: FloatArray  # (slots,) starts, ascending, distinct
    places: IntArray  # (slots,) that can be booked, overbooking included; 0 where only the diary has one
    slot_day: IntArray  # (slots,) ordinal of the local date
    requests: RequestStream | None
    lead_time: LawByTime | None  # wished, by the time of the request; None: only a diary that states its leads
    horizon: float
    segment_share: FloatArray  # (segments,)
    diary: tuple[DiaryEntry, ...]
    no_show: NoShow | None
    cancellation: Cancellation | None
    punctuality: Law | None  # may be negative; None: on the dot
    grace: float
    protect_before: float
    standby: bool
    reminders: tuple[int, ...]  # indices into CenterModel.reminders, in the order of the file
    due: FloatArray  # (slots, reminders) when each reminder of a slot goes out, `send_between` respected
    unconfirmed: Unconfirmed | None
