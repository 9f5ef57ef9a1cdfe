"""A center with everything, and logs of it written down row by row: no engine runs."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from hand_built import HOUR, Live, Team, Type, center, on_all_day

from ccsim.engine.logs import (
    AgentLog,
    BookingLog,
    BookingOutcome,
    BotResult,
    ContactLog,
    CustomerLog,
    DecisionLog,
    HoldLog,
    Logs,
    Origin,
    Outcome,
    ReminderLog,
    Then,
)
from ccsim.model.behaviour import Behaviour, Bound, Experience, Rule, Score, SelfService
from ccsim.model.bookings import Appointment, Reminder, RequestStream
from ccsim.model.center import CenterModel

CALL, CHAT, VIDEO = range(3)  # contact types
ADVICE = 3  # source of customers who begin with a booking
NINE = 9 * HOUR


def everything() -> CenterModel:
    """Two days from Monday 2 March 2026: calls, chats behind an assistant, advice by video with an SMS before."""
    teams = [Team(skills=(CALL, CHAT), duties=on_all_day(2)), Team(skills=(VIDEO,), duties=on_all_day(1))]
    model = center([Live(), Live(), Live()], [Type(0), Type(1), Type(2)], teams, days=2)
    starts = np.arange(-48, 96)
    hours = [_label(int(i)) for i in starts]
    stream = RequestStream(
        first_interval=-48,
        edges=np.arange(-48, 97) * 1800.0,
        labels=tuple(hours),
        time_of_day=(starts % 48) * 1800.0,
        day=np.full(len(starts), date(2026, 3, 2).toordinal()) + starts // 48,
        rate_edges=np.arange(-48, 97) * 1800.0,
        rate=np.zeros(len(starts)),
        day_variation_cv=0.0,
        interval_cv=0.0,
        interval_correlation=0.0,
    )
    advice = Appointment(
        name="advice",
        contact=VIDEO,
        group=1,
        length=1800.0,
        slots=np.array([NINE, NINE + 1800.0]),
        places=np.array([1, 1]),
        slot_day=np.full(2, date(2026, 3, 2).toordinal()),
        requests=stream,
        lead_time=None,
        horizon=86_400.0,
        segment_share=np.ones(1),
        diary=(),
        no_show=None,
        cancellation=None,
        punctuality=None,
        grace=600.0,
        protect_before=300.0,
        standby=False,
        reminders=(0,),
        due=np.array([[NINE - 7200.0], [NINE - 5400.0]]),
        unconfirmed=None,
    )
    names = ("account_call", "account_chat", "advice_video")
    channels = ("voice", "chat", "video")
    return replace(
        model,
        channels=tuple(replace(one, name=name) for one, name in zip(model.channels, channels, strict=True)),
        types=tuple(replace(kind, name=name, lost_value=12.0) for kind, name in zip(model.types, names, strict=True)),
        groups=tuple(replace(one, cost_per_hour=36.0) for one in model.groups),
        timeline=replace(model.timeline, interval_start=tuple(_label(i) for i in range(96))),
        appointments=(advice,),
        reminders=(Reminder("sms", "sms", 7200.0, 0.9, 0.8, 0.6, 0.3, 0.05, False, 0.0, 0.0),),
        behaviour=Behaviour(
            bots=(_assistant(),),
            rules=(rule("callback_when_long", callback=True, expected_wait=Bound(">", 180.0)),),
            experience=Experience(
                csat=Score(4.6, wait_per_min=-0.12, repeat=-0.4, switch=-0.3, abandoned=-2.5, unresolved=-1.2),
                ces=Score(6.2, repeat=-1.0),
                promoter_from=4.5,
                detractor_to=3.4,
                churn_csat=np.array([1.0, 5.0]),
                churn_probability=np.array([0.2, 0.0]),
                first_contact_window=HOUR,
                segment_value=np.array([100.0]),
            ),
        ),
    )


def rule(name: str, **given: Any) -> Rule:
    none: dict[str, Any] = dict.fromkeys(("expected_wait", "waiting", "idle", "between", "until"))
    numbers = dict.fromkeys(("divert_type", "divert_bot", "add_group", "close_group"), -1)
    rest = {"contact": CALL, "predictor": "head", "callback": False, "accepted": np.ones(1), "reach": 1.0, "ring": 20.0}
    return Rule(**{"name": name, "attempts": 1, "retry_after": 900.0, **none, **numbers, **rest, **given})


def _assistant() -> SelfService:
    law: Any = None
    return SelfService(
        name="assistant",
        fronts=(CHAT,),
        fronts_appointments=(0,),
        time=law,
        containment=np.ones(1),
        gives_up=np.zeros(1),
        false_containment=np.zeros(1),
        returns_to=CALL,
        returns_after=None,
        cost=0.08,
        keeps_context=True,
        hand_over_aht=1.0,
        easy_factor=np.ones(1),
        capacity=None,
        outages=np.zeros((0, 2)),
    )


def _label(interval: int) -> str:
    day, half_hour = divmod(interval, 48)
    return f"{date(2026, 3, 2) + timedelta(days=day)} {half_hour // 2:02d}:{30 * (half_hour % 2):02d}"


def log(kind: Any, rows: list[dict[str, Any]], **defaults: Any) -> Any:
    """A log of rows in which only what matters is said: NaN, -1 and False for the rest."""
    empty = {"FloatArray": np.nan, "IntArray": -1, "BoolArray": False}
    types = {"FloatArray": np.float64, "IntArray": np.int64, "BoolArray": np.bool_}
    return kind(
        **{
            column.name: np.array(
                [row.get(column.name, defaults.get(column.name, empty[str(column.type)])) for row in rows],
                dtype=types[str(column.type)],
            )
            for column in fields(kind)
        }
    )


def at(row: dict[str, Any]) -> dict[str, Any]:
    """A contact that joins when it arrives, in the interval in which it does."""
    arrived = row["arrived"]
    return {"joined": row.get("bot_end", arrived), "interval": int(arrived // 1800), **row}


def contact(
    type: int, customer: int, arrived: float, outcome: Outcome, attempt: int = 0, **more: Any
) -> dict[str, Any]:
    origin = Origin.MOVE if attempt else Origin.FIRST
    return at(
        {
            "type": type,
            "customer": customer,
            "arrived": arrived,
            "outcome": outcome,
            "attempt": attempt,
            "origin": origin,
            **more,
        }
    )


def answered(
    type: int,
    customer: int,
    arrived: float,
    attempt: int = 0,
    *,
    wait: float = 0.0,
    talk: float = 60.0,
    resolved: bool = True,
    **more: Any,
) -> dict[str, Any]:
    """Answered by agent 0 after `wait`, without wrap-up."""
    row = contact(type, customer, arrived, Outcome.ANSWERED, attempt, resolved=resolved, **more)
    start = row["joined"] + wait
    return {"agent": 0, "answered": start, "talk_end": start + talk, "handled": start + talk, "waited": wait > 0, **row}


def booking(customer: int, requested: float, outcome: BookingOutcome, attempt: int = 0, **more: Any) -> dict[str, Any]:
    return {"customer": customer, "requested": requested, "outcome": outcome, "attempt": attempt, **more}


def logs_of(
    customers: list[tuple[int, int, int, float]],
    contacts: list[dict[str, Any]] = (),  # type: ignore[assignment]
    bookings: list[dict[str, Any]] = (),  # type: ignore[assignment]
    *,
    reminders: list[dict[str, Any]] = (),  # type: ignore[assignment]
    holds: list[dict[str, Any]] = (),  # type: ignore[assignment]
    decisions: list[dict[str, Any]] = (),  # type: ignore[assignment]
    replication: int = 1,
) -> Logs:
    """Customers are (source, interval, ordinal, first); each answered contact is one stretch of its agent's work."""
    contact_log = log(
        ContactLog, list(contacts), segment=0, ordinal=0, leg=0, then=Then.ENDED, bot_result=BotResult.NONE, dials=0
    )
    worked = np.flatnonzero(~np.isnan(contact_log.handled))
    source, interval, ordinal, first = (np.array(column) for column in zip(*customers, strict=True))
    return Logs(
        replication=replication,
        contacts=contact_log,
        agents=AgentLog(
            agent=np.array([0]),
            state=np.array([0]),
            start=np.zeros(1),
            end=np.array([172_800.0]),
            work_agent=contact_log.agent[worked],
            work_contact=worked,
            work_start=contact_log.answered[worked],
            work_end=contact_log.handled[worked],
            work_load=np.ones(len(worked), dtype=np.int64),
        ),
        end=172_800.0,
        customers=CustomerLog(
            source, interval, ordinal, np.zeros(len(source), dtype=np.int64), first.astype(np.float64)
        ),
        bookings=log(
            BookingLog,
            list(bookings),
            appointment=0,
            segment=0,
            sent=0,
            reached=0,
            opened=0,
            skipped=0,
            then=Then.ENDED,
        ),
        reminders=log(ReminderLog, list(reminders), reminder=0, effect=0),
        holds=log(HoldLog, list(holds), appointment=0),
        decisions=log(DecisionLog, list(decisions), rule=0),
    )
