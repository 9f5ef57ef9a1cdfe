"""A center with everything and its logs, written by hand, for the tests of measures of customers and appointments.

Two days of 48 half-hours. Contact types: calls (voice), chats (chat, a bot before them), video (kept appointments),
mail and confirm (calls that agents make), both deferred. One host among the advisers, one agent in the team.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from measures_by_hand import NAN, C, Ch, Team, Type, center, history
from plain_logs import empty

from ccsim.engine.logs import (
    BookingLog,
    BookingOutcome,
    BotResult,
    CancelledBy,
    ContactLog,
    CustomerLog,
    HoldLog,
    Logs,
    Missed,
    Origin,
    Outcome,
    ReminderLog,
    Then,
)
from ccsim.model.behaviour import Behaviour, Experience, Proactive, Rule, Score, SelfService
from ccsim.model.bookings import Appointment, Reminder
from ccsim.model.center import CenterModel, LawByTime
from ccsim.workload.workload import Prevented, Workload

CALLS, CHATS, VIDEO, MAIL, CONFIRM = range(5)
HOUR, DAY = 3600.0, 86_400.0
ALL_DAY = ((0.0, 2 * DAY),)
NO_LAW = LawByTime(np.zeros(1), ())

EXPERIENCE = Experience(
    csat=Score(4.6, -0.12, -0.4, -0.3, abandoned=-2.5, unresolved=-1.2, no_answer=-2.0, no_show=-0.5),
    ces=Score(6.2, -0.1, -1.0, -0.8, abandoned=-0.7),
    promoter_from=4.5,
    detractor_to=3.4,
    churn_csat=np.array([1.0, 3.0, 5.0]),
    churn_probability=np.array([0.12, 0.03, 0.01]),
    first_contact_window=HOUR,
    segment_value=np.array([100.0, 1000.0]),
)
BOT = SelfService(
    name="assistant",
    fronts=(CHATS,),
    fronts_appointments=(0,),
    time=NO_LAW,
    containment=np.zeros(2),
    gives_up=np.zeros(2),
    false_containment=np.zeros(2),
    returns_to=CALLS,
    returns_after=None,
    cost=0.25,
    keeps_context=True,
    hand_over_aht=1.0,
    easy_factor=np.ones(2),
    capacity=None,
    outages=np.zeros((0, 2)),
)
SLOTS = np.array([-HOUR, 10 * HOUR, 11 * HOUR, DAY + 10 * HOUR, 2 * DAY + HOUR])
ADVICE = Appointment(
    name="advice",
    contact=VIDEO,
    group=1,
    length=1800.0,
    slots=SLOTS,
    places=np.array([9, 2, 1, 3, 9]),
    slot_day=np.zeros(5, dtype=np.int64),
    requests=None,
    lead_time=None,
    horizon=14 * DAY,
    segment_share=np.array([0.5, 0.5]),
    diary=(),
    no_show=None,
    cancellation=None,
    punctuality=None,
    grace=600.0,
    protect_before=0.0,
    standby=True,
    reminders=(0, 1),
    due=np.zeros((5, 2)),
    unconfirmed=None,
)
REMINDERS = tuple(
    Reminder(name, name, HOUR, 1.0, 1.0, 0.0, 0.0, cost, False, 0.0, 0.0)
    for name, cost in (("sms", 0.5), ("chat", 2.0))
)


def rule(**said) -> Rule:
    """A live rule of the calls that does nothing but what is said."""
    nothing = {
        **dict.fromkeys(("expected_wait", "waiting", "idle", "between", "until")),
        **dict.fromkeys(("divert_type", "divert_bot", "add_group", "close_group"), -1),
        **{"name": "rule", "contact": CALLS, "predictor": "head", "callback": False, "accepted": np.ones(2)},
        **{"reach": 1.0, "ring": 10.0, "attempts": 2, "retry_after": 60.0},
    }
    return Rule(**{**nothing, **said})


RULES = (rule(callback=True), rule(divert_type=CHATS))


def everything(**behaviour) -> CenterModel:
    """The center; `behaviour` replaces parts of its behaviour."""
    live = {"windows": ALL_DAY, "cost_per_second": 0.01, "cost_per_contact": 0.5}
    model = center(
        channels=(Ch(**live), Ch(windows=ALL_DAY), Ch(windows=ALL_DAY), Ch(live=False, windows=ALL_DAY)),
        types=(
            Type("calls", lost_value=10.0),
            Type("chats", 1, lost_value=5.0),
            Type("video", 2, lost_value=50.0),
            Type("mail", 3, answer_within=4 * HOUR),
            Type("confirm", 3, answer_within=4 * HOUR),
        ),
        teams=(
            Team("team", cost_per_hour=36.0, plan=((0.0, 1), (2 * DAY, 0))),
            Team("advisers", cost_per_hour=72.0, plan=((0.0, 1), (2 * DAY, 0))),
        ),
        intervals=48,
        days=2,
        segments=("new", "old"),
    )
    parts = {"bots": (BOT,), "rules": RULES, "experience": EXPERIENCE, **behaviour}
    return replace(model, appointments=(ADVICE,), reminders=REMINDERS, behaviour=Behaviour(**parts))


@dataclass(frozen=True)
class K:
    """A customer's contact."""

    customer: int
    at: float
    outcome: Outcome = Outcome.ANSWERED
    answered: float = NAN
    talk_end: float = NAN
    left: float = NAN
    resolved: bool = False
    type: int = CALLS
    attempt: int = 0
    leg: int = 0
    origin: Origin = Origin.FIRST
    then: Then = Then.ENDED
    joined: float | None = None
    waited: bool = False
    bot: int = -1
    bot_end: float = NAN
    bot_result: BotResult = BotResult.NONE
    accepted: float = NAN
    dialled: float = NAN


@dataclass(frozen=True)
class B:
    """A customer's booking or request."""

    customer: int
    requested: float
    slot: float = NAN
    outcome: BookingOutcome = BookingOutcome.KEPT
    attempt: int = 0
    reason: Missed = Missed.NONE
    cancelled_by: CancelledBy = CancelledBy.NONE
    settled: float = NAN
    came: float = NAN
    contact: int = -1
    standby: bool = False
    refilled: bool = False
    sent: int = 0
    then: Then = Then.ENDED
    bot: int = -1
    bot_end: float = NAN
    bot_result: BotResult = BotResult.NONE


def served(customer: int, at: float, answered: float, talk_end: float, **said) -> K:
    """An answered contact, resolved unless said otherwise."""
    return K(
        customer, at, **{"answered": answered, "talk_end": talk_end, "waited": answered > at, "resolved": True} | said
    )


def day(
    model: CenterModel,
    contacts: list[K] = (),
    bookings: list[B] = (),
    *,
    segments: tuple[int, ...] = (),
    reminders: list[tuple[int, int, bool]] = (),
    holds: list[tuple[float, float, bool]] = (),
    prevented: list[int] = (),
) -> tuple[Workload, Logs]:
    """Workload and logs.

    `segments` of the customers, all `new` without. `reminders`: (booking, reminder, skipped). `holds`: (start, end,
    showed) of the one adviser. `prevented`: intervals. Each answered contact is one piece of work, handled at the end
    of talk; the advisers take the appointments, the team all else.
    """
    plain = [
        C(k.at, k.outcome, k.answered, k.talk_end, k.talk_end, k.left, k.waited, k.resolved, k.type) for k in contacts
    ]
    work = [
        (int(k.origin == Origin.APPOINTMENT), row, k.answered, k.talk_end)
        for row, k in enumerate(contacts)
        if not np.isnan(k.talk_end)
    ]
    _, logs = history(model, plain, work=work)
    firsts = [k for k in contacts if k.origin == Origin.FIRST]
    workload, _ = history(model, [C(k.at, type=k.type) for k in firsts])
    people = 1 + max((step.customer for step in (*contacts, *bookings)), default=-1)
    segment = np.array([*segments, *[0] * (people - len(segments))], dtype=np.int64)
    begins = {k.customer: (k.at, k.type) for k in firsts}
    begins |= {
        b.customer: (b.requested, len(model.types)) for b in bookings if b.attempt == 0 and b.customer not in begins
    }
    first, source = (np.array([begins[c][i] for c in range(people)], dtype=kind) for i, kind in ((0, float), (1, int)))
    log = replace(
        logs.contacts,
        **{name: _column(contacts, name) for name in _SHARED},
        joined=np.array([k.at if k.joined is None else k.joined for k in contacts], dtype=float),
    )
    log = replace(log, segment=segment[log.customer])
    whose = _column(bookings, "customer")
    slot = np.array([b.slot for b in bookings], dtype=float)
    inside = (slot >= 0) & (slot < model.timeline.horizon)
    columns = {name: _column(bookings, name) for name in _COLUMNS_OF_BOOKINGS}
    booked = replace(
        empty(BookingLog),
        **columns,
        appointment=np.zeros(len(bookings), dtype=np.int64),
        segment=segment[whose],
        booked=np.where(np.isnan(slot), np.nan, columns["requested"]),
        interval=np.where(inside, np.searchsorted(model.timeline.edges, slot, side="right") - 1, -1),
    )
    return replace(
        workload,
        segment=segment[np.array([k.customer for k in firsts], dtype=np.int64)],
        prevented=_prevented(prevented),
    ), replace(
        logs,
        contacts=log,
        customers=CustomerLog(
            source, np.searchsorted(model.timeline.edges, first, side="right") - 1, np.zeros(people), segment, first
        ),
        bookings=booked,
        reminders=_reminders(reminders),
        holds=_holds(holds),
    )


_OF_CONTACTS = {column.name for column in fields(ContactLog)}
_SHARED = [column.name for column in fields(K) if column.name in _OF_CONTACTS - {"joined"}]
_COLUMNS_OF_BOOKINGS = [column.name for column in fields(B)]
_TIMES = ("answered", "talk_end", "left", "bot_end", "accepted", "dialled", "requested", "slot", "settled", "came")
_FLAGS = ("resolved", "waited", "standby", "refilled")


def _column(rows: list[K] | list[B], name: str) -> np.ndarray:
    kind = float if name in _TIMES else bool if name in _FLAGS else np.int64
    return np.array([getattr(row, name) for row in rows], dtype=kind)


def _reminders(rows: list[tuple[int, int, bool]]) -> ReminderLog:
    booking, reminder, skipped = (np.array([row[i] for row in rows]) for i in range(3))
    return replace(
        empty(ReminderLog),
        time=np.zeros(len(rows)),
        booking=booking.astype(np.int64),
        reminder=reminder.astype(np.int64),
        skipped=skipped.astype(bool),
    )


def _holds(rows: list[tuple[float, float, bool]]) -> HoldLog:
    start, end, showed = (np.array([row[i] for row in rows]) for i in range(3))
    none = np.zeros(len(rows), dtype=np.int64)
    return HoldLog(none + 1, none, start.astype(float), end.astype(float), showed.astype(bool))


def _prevented(intervals: list[int]) -> Prevented:
    none = np.zeros(len(intervals), dtype=np.int64)
    return Prevented(none, none, none, np.array(intervals, dtype=np.int64))


PROACTIVE = (Proactive("renewal", CALLS, 0.1, 0.75),)
