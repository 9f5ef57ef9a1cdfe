"""Small diaries and their customers written down by hand, on top of `hand_built`: exact times in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from hand_built import DAY, NEVER, C, Live, Team, Type, center, customers, deferred
from stand_in_attempts import StandInAttempts

from ccsim.engine.logs import (
    BookingOutcome,
    CancelledBy,
    Logs,
    Missed,
    Outcome,
    ReminderEffect,
    Then,
)
from ccsim.engine.simpy_engine import Story, run
from ccsim.model.behaviour import Behaviour
from ccsim.model.bookings import Appointment, Cancellation, NoShow, Reminder, Unconfirmed
from ccsim.model.center import CenterModel
from ccsim.workload.workload import DIARY, Requests

VISIT, CALL, TASK = range(3)  # contact types: the appointment's, live calls, deferred work
ONE = np.ones(1)
MISSES = {"forgot": 0.1, "emergency": 0.5, "solved_elsewhere": 0.9}  # uniforms of the reason


class AsDrawn:
    """A law whose quantile is the uniform itself: what the test writes as a uniform are seconds."""

    def quantile(self, u: Any) -> Any:
        return u


@dataclass(frozen=True)
class B:
    """A request: when, the time wished (None: at once), and how it goes.

    `misses`: why he would not come; `late`: against the slot; `cancels`: how long before it, of his own accord; `u`:
    other uniforms by purpose, of the first booking. `slot`: already in the diary then, booked `at`.
    """

    at: float
    wish: float | None = None
    talk: float = 60.0
    misses: str | None = None
    late: float = 0.0
    cancels: float | None = None
    u: Mapping[str, float] = field(default_factory=dict)
    appointment: int = 0
    slot: int = -1
    patience: float = NEVER


def diary(slots: Sequence[float], places: int | Sequence[int] = 1, **terms: Any) -> Appointment:
    """An appointment; whoever `misses` does so at any lead, unless terms say otherwise."""
    known: dict[str, Any] = {
        "name": "visits",
        "contact": VISIT,
        "group": 0,
        "length": 600.0,
        "slots": np.array(slots, dtype=np.float64),
        "places": np.broadcast_to(places, len(slots)).astype(np.int64),
        "slot_day": np.array([date(2026, 3, 2).toordinal() + int(s // DAY) for s in slots]),
        "requests": None,
        "lead_time": 0.0,
        "horizon": 14 * DAY,
        "segment_share": ONE,
        "diary": (),
        "no_show": no_show(),
        "cancellation": None,
        "punctuality": AsDrawn(),
        "grace": 300.0,
        "protect_before": 0.0,
        "standby": False,
        "reminders": (),
        "due": np.zeros((len(slots), 0)),
        "unconfirmed": None,
    }
    return Appointment(**{**known, **terms})


def no_show(at_lead: Mapping[float, float] | None = None, **terms: Any) -> NoShow:
    known: dict[str, Any] = {
        "leads": np.array(list(at_lead or {0.0: 0.5})),
        "probability": np.array(list((at_lead or {0.0: 0.5}).values())),
        "reasons": np.array([0.4, 0.3, 0.3]),
        "segment_odds": ONE,
        "missed_before": 1.0,
        "day_cv": 0.0,
    }
    return NoShow(**{**known, **terms})


def cancellations() -> Cancellation:
    """Of those whose uniform "cancel" is below 0.2, so long before the slot as "cancel_before" says."""
    return Cancellation(share=ONE * 0.2, before=AsDrawn())


def reminder(before: float, name: str = "sms", **terms: Any) -> Reminder:
    known: dict[str, Any] = {
        "name": name,
        "channel": "sms",
        "before": before,
        "reach": 1.0,
        "open": 1.0,
        "remembers": 1.0,
        "cancels": 1.0,
        "cost": 1.0,
        "asks": False,
        "answers": 0.0,
        "rebooks": 0.0,
    }
    return Reminder(**{**known, **terms})


def reminded(appointment: Appointment, *reminders: Reminder) -> tuple[Appointment, tuple[Reminder, ...]]:
    due = np.array([[slot - one.before for one in reminders] for slot in appointment.slots.tolist()])
    return replace(appointment, reminders=tuple(range(len(reminders))), due=due), reminders


def released(at: float) -> Unconfirmed:
    return Unconfirmed(at=at, call=-1, remembers=1.0, cancels=1.0)


def clinic(
    *appointments: Appointment,
    hosts: Team,
    others: Sequence[Team] = (),
    visits: Live | None = None,
    calls: Live | None = None,
    priority: float = 1.0,
    contact_rule: str = "priority",
    agent_rule: str = "longest_idle",
    reminders: tuple[Reminder, ...] = (),
    behaviour: Behaviour | None = None,
    preferences: dict[int, Sequence[tuple[int, int, float]]] | None = None,
    days: int = 1,
) -> CenterModel:
    """Types VISIT, CALL and TASK, each on a channel of its own."""
    model = center(
        [visits or Live(), calls or Live(), deferred(interruptible=True)],
        [Type(0), Type(1, priority=priority), Type(2)],
        [hosts, *others],
        contact_rule=contact_rule,
        agent_rule=agent_rule,
        preferences=preferences,
        days=days,
    )
    return replace(
        model,
        channels=(replace(model.channels[0], appointment=True), *model.channels[1:]),
        appointments=appointments,
        reminders=reminders,
        behaviour=behaviour or Behaviour(),
    )


@dataclass(frozen=True)
class Became:
    """What became of one booking; times None where it never happened."""

    outcome: str
    booked: float | None
    slot: float | None
    settled: float | None
    came: float | None
    reason: str
    by: str
    then: str


class Sessions:
    """The logs of a hand-built diary: bookings as they were written down, later ones by (customer, attempt)."""

    def __init__(
        self,
        model: CenterModel,
        bookings: Sequence[B],
        contacts: Sequence[C] = (),
        u: Mapping[Any, float] | None = None,
        story_of: int | None = None,
        story_of_customer: int | None = None,
        **draws: Any,
    ) -> None:
        workload, self.contact_row = customers(model, contacts)
        order = sorted(
            range(len(bookings)),
            key=lambda i: (bookings[i].slot >= 0, bookings[i].appointment, bookings[i].slot, bookings[i].at, i),
        )
        rows = [bookings[i] for i in order]
        self.customer = {i: workload.rows + row for row, i in enumerate(order)}
        uniforms: dict[Any, float] = {"no_show": 0.99, "cancel": 0.99, "punctuality": 0.0, "cancel_before": 0.0}
        for i, one in enumerate(bookings):
            c = self.customer[i]
            mine = {**one.u, "punctuality": one.late}
            if one.misses is not None:
                mine |= {"no_show": 0.0, "reason": MISSES[one.misses]}
            if one.cancels is not None:
                mine |= {"cancel": 0.0, "cancel_before": one.cancels}
            uniforms |= {(c, purpose, 0): value for purpose, value in mine.items()}
        uniforms |= u or {}
        talk = {(self.customer[i], VISIT): one.talk for i, one in enumerate(bookings)}
        patience = {(self.customer[i], VISIT): one.patience for i, one in enumerate(bookings)}
        slots = [model.appointments[one.appointment].slots for one in rows]
        self.requests = Requests(
            appointment=np.array([one.appointment for one in rows], dtype=np.int64),
            interval=np.array([DIARY if one.slot >= 0 else int(one.at // 1800) for one in rows], dtype=np.int64),
            ordinal=np.arange(len(rows)),
            time=np.array([one.at for one in rows], dtype=np.float64),
            segment=np.zeros(len(rows), dtype=np.int64),
            lead=np.array(
                [
                    s[one.slot] - one.at if one.slot >= 0 else 0.0 if one.wish is None else one.wish - one.at
                    for one, s in zip(rows, slots, strict=True)
                ],
                dtype=np.float64,
            ),
            slot=np.array([one.slot for one in rows], dtype=np.int64),
        )
        attempts: Any = StandInAttempts(u=uniforms, talk=talk, patience=patience, **draws)
        story = None
        if story_of is not None:
            story_of_customer = self.customer[story_of]
        if story_of_customer is not None:
            story = Story(story_of_customer)
            labels = [str(datetime(2026, 3, 2) + timedelta(seconds=edge)) for edge in model.timeline.edges.tolist()]
            model = replace(model, timeline=replace(model.timeline, interval_start=tuple(labels[:-1])))
        self.logs: Logs = run(model, replace(workload, requests=self.requests, attempts=attempts), story=story)
        self.told = [] if story is None else [tuple(line.split("  ", 1)) for line in story.lines()]

    def row(self, booking: int, attempt: int = 0) -> int:
        log = self.logs.bookings
        return int(np.flatnonzero((log.customer == self.customer[booking]) & (log.attempt == attempt))[0])

    def value(self, name: str, booking: int, attempt: int = 0) -> Any:
        return getattr(self.logs.bookings, name)[self.row(booking, attempt)]

    def became(self, booking: int, attempt: int = 0) -> Became:
        log, row = self.logs.bookings, self.row(booking, attempt)

        def moment(column: Any) -> float | None:
            return None if np.isnan(column[row]) else float(column[row])

        return Became(
            outcome=BookingOutcome(int(log.outcome[row])).name.lower(),
            booked=moment(log.booked),
            slot=moment(log.slot),
            settled=moment(log.settled),
            came=moment(log.came),
            reason=Missed(int(log.reason[row])).name.lower(),
            by=CancelledBy(int(log.cancelled_by[row])).name.lower(),
            then=Then(int(log.then[row])).name.lower(),
        )

    def outcome(self, booking: int, attempt: int = 0) -> tuple[str, float | None]:
        """How it ended, and the slot it had last."""
        became = self.became(booking, attempt)
        return became.outcome, became.slot

    def visit(self, booking: int, attempt: int = 0) -> tuple[float, float, int]:
        """(arrived, answered, agent) of the contact that it became."""
        log, row = self.logs.contacts, int(self.logs.bookings.contact[self.row(booking, attempt)])
        assert row >= 0, "it became no contact"
        return float(log.arrived[row]), float(log.answered[row]), int(log.agent[row])

    def visit_outcome(self, booking: int, attempt: int = 0) -> str:
        row = int(self.logs.bookings.contact[self.row(booking, attempt)])
        return Outcome(int(self.logs.contacts.outcome[row])).name.lower()

    def served(self, contact: int) -> tuple[float, int]:
        """When a live contact was answered, and by whom."""
        log, row = self.logs.contacts, self.contact_row[contact]
        return float(log.answered[row]), int(log.agent[row])

    def holds(self) -> list[tuple[int, float, float, bool]]:
        """(agent, start, end, showed)."""
        log = self.logs.holds
        return list(zip(log.agent.tolist(), log.start.tolist(), log.end.tolist(), log.showed.tolist(), strict=True))

    def reminders(self) -> list[tuple[float, int, int, str]]:
        """(time, customer as written down, reminder, what it did), skipped ones left out."""
        log, known = self.logs.reminders, {c: i for i, c in self.customer.items()}
        return [
            (
                float(log.time[i]),
                known[int(self.logs.bookings.customer[log.booking[i]])],
                int(log.reminder[i]),
                ReminderEffect(int(log.effect[i])).name.lower(),
            )
            for i in np.flatnonzero(~log.skipped)
        ]
