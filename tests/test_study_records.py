"""Records of everything that can happen, from logs written down by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from logs_by_hand import (
    ADVICE,
    CALL,
    CHAT,
    NINE,
    VIDEO,
    answered,
    booking,
    contact,
    everything,
    logs_of,
    rule,
)

from ccsim.engine.logs import (
    DIARY,
    Act,
    BookingOutcome,
    BotResult,
    CancelledBy,
    Missed,
    Origin,
    Outcome,
    ReminderEffect,
    Then,
)
from ccsim.model.behaviour import Bound
from ccsim.model.center import Timeline
from ccsim.study.record_columns import local_time
from ccsim.study.records import agent_records, contact_records
from ccsim.study.records_of_bookings import appointment_records, hold_records, reminder_records
from ccsim.study.records_of_customers import customer_records
from ccsim.study.records_of_rules import decision_records, reason

MODEL = everything()
CALLER, CHATTER, BOOKER = (CALL, 18, 0, NINE), (CHAT, 18, 0, NINE), (ADVICE, -6, 2, -3 * 3600.0)


def row(frame: pd.DataFrame, index: int = 0) -> dict[str, object]:
    """A row without what is empty."""
    return {name: value for name, value in frame.iloc[index].items() if not pd.isna(value)}


def test_a_customers_contacts_are_joined_by_his_name():
    logs = logs_of(
        [CHATTER],
        [
            contact(CHAT, 0, NINE, Outcome.DIVERTED, then=Then.MOVED, left=NINE + 40, waited=True),
            contact(CHAT, 0, NINE + 40, Outcome.CONTAINED, leg=1, origin=Origin.DIVERT, bot=0, bot_end=NINE + 100,
                    bot_result=BotResult.FALSELY_CONTAINED, then=Then.MOVED, left=NINE + 100),
            answered(CALL, 0, NINE + 5000, 1, wait=30.0, origin=Origin.RETURN),
        ],
    )  # fmt: skip
    found = contact_records(MODEL, logs)
    assert found.contact.tolist() == [f"account_chat/2026-03-02T09:00/0{n}" for n in ("", "#1.1", "#2")]
    assert set(found.customer) == {"account_chat/2026-03-02T09:00/0"}
    assert found.attempt.tolist() == [1, 1, 2] and found.leg.tolist() == [0, 1, 0]
    assert found.origin.tolist() == ["first", "divert", "return"]
    assert found.then.tolist() == ["moved", "moved", "ended"]
    second, third = row(found, 1), row(found, 2)
    assert second["bot"] == "assistant" and second["bot_result"] == "falsely_contained" and second["bot_s"] == 60
    assert (third["wait_s"], third["joined_s"], third["agent"]) == (30, NINE + 5000, "group0.00")
    assert "wait_s" not in second and third["arrived"] == pd.Timestamp("2026-03-02 10:23:20")
    work = agent_records(MODEL, logs)
    assert work.contact.dropna().tolist() == ["account_chat/2026-03-02T09:00/0#2"]


def test_waits_run_from_joining_the_queue_and_call_backs_tell_when():
    logs = logs_of(
        [CHATTER, CALLER, (CALL, 18, 1, NINE)],
        [
            answered(CHAT, 0, NINE, wait=20.0, bot=0, bot_result=BotResult.HANDED_OVER, bot_end=NINE + 90),
            answered(CALL, 1, NINE, wait=600.0) | {"outcome": Outcome.CALLED_BACK, "accepted": NINE + 5.0,
                                                   "dialled": NINE + 580.0, "dials": 1},
            contact(CALL, 2, NINE, Outcome.NOT_REACHED, accepted=NINE + 5.0, dialled=NINE + 99.0, dials=2,
                    left=NINE + 2000.0, waited=True),
        ],
    )  # fmt: skip
    found = contact_records(MODEL, logs)
    assert found.wait_s.tolist()[:2] == [20, 600] and math.isnan(found.wait_s[2])
    assert found.outcome.tolist() == ["answered", "called_back", "not_reached"]
    assert found.accepted_s.tolist()[1:] == [NINE + 5, NINE + 5] and found.dials.tolist() == [0, 1, 2]
    assert found.dialled_s.tolist()[1:] == [NINE + 580, NINE + 99]


def test_an_appointment_that_was_kept():
    logs = logs_of(
        [BOOKER],
        [answered(VIDEO, 0, NINE + 120, wait=60.0, origin=Origin.APPOINTMENT) | {"agent": 2}],
        [booking(0, -10_800.0, BookingOutcome.KEPT, wish=NINE, booked=-10_800.0, slot=NINE, interval=18, contact=0,
                 came=NINE + 120, settled=NINE + 120, sent=1, reached=1, opened=1)],
        reminders=[{"time": NINE - 7200, "booking": 0, "reached": True, "opened": True,
                    "effect": ReminderEffect.REMEMBERED}],
        holds=[{"agent": 2, "start": NINE - 300, "end": NINE + 120, "showed": True}],
    )  # fmt: skip
    found = row(appointment_records(MODEL, logs))
    assert found["booking"] == found["customer"] == found["contact"] == "advice/2026-03-01T21:00/2"
    assert found["appointment"] == "advice" and found["outcome"] == "kept" and found["interval"] == "2026-03-02 09:00"
    assert found["requested"] == pd.Timestamp("2026-03-01 21:00") and found["lead_s"] == NINE + 10_800
    assert (found["slot_s"], found["came"]) == (NINE, pd.Timestamp("2026-03-02 09:02"))
    assert (found["wait_s"], found["host"]) == (60, "group1.00")
    assert not {"reason", "cancelled_by", "bot", "bot_result"} & set(found)
    reminder = row(reminder_records(MODEL, logs))
    assert (reminder["reminder"], reminder["channel"], reminder["cost"]) == ("sms", "sms", 0.05)
    assert (reminder["booking"], reminder["effect"]) == ("advice/2026-03-01T21:00/2", "remembered")
    assert reminder["time"] == pd.Timestamp("2026-03-02 07:00")
    held = row(hold_records(MODEL, logs))
    assert (held["agent"], held["group"], held["kind"]) == ("group1.00", "group1", "late_wait")
    assert held["start"] == pd.Timestamp("2026-03-02 08:55")


def test_an_appointment_that_was_missed_and_one_that_was_cancelled():
    logs = logs_of(
        [(ADVICE, DIARY, 0, -90_000.0), (ADVICE, 2, 0, 3600.0)],
        [],
        [
            booking(0, -90_000.0, BookingOutcome.NO_SHOW, booked=-90_000.0, slot=NINE, interval=18,
                    reason=Missed.FORGOT, settled=NINE + 600, skipped=1),
            booking(1, 3600.0, BookingOutcome.CANCELLED, booked=3600.0, slot=NINE, reason=Missed.EMERGENCY, freed=True,
                    cancelled_by=CancelledBy.REMINDER, settled=NINE - 7200, then=Then.MOVED),
            booking(1, 4000.0, BookingOutcome.NOT_BOOKED, 1, wish=NINE),
        ],
        reminders=[{"time": NINE - 7200, "booking": 0, "skipped": True}],
    )  # fmt: skip
    found = appointment_records(MODEL, logs)
    assert found.booking.tolist() == ["advice/diary/0", "advice/2026-03-02T01:00/0", "advice/2026-03-02T01:00/0#2"]
    assert found.outcome.tolist() == ["no_show", "cancelled", "not_booked"]
    assert found.reason.tolist()[:2] == ["forgot", "emergency"] and found.cancelled_by[1] == "reminder"
    assert found.attempt.tolist() == [1, 1, 2] and found.contact.isna().all() and found.slot.isna()[2]
    assert found.requested[0] == pd.Timestamp("2026-02-28 23:00")
    assert reminder_records(MODEL, logs).cost.tolist() == [0.0]


def test_decisions_are_told_with_their_reasons():
    logs = logs_of(
        [CALLER],
        [contact(CALL, 0, NINE, Outcome.ABANDONED, left=NINE + 5)],
        decisions=[{"time": NINE, "act": Act.DECLINED, "contact": 0, "value": 215.0}],
    )
    found = row(decision_records(MODEL, logs))
    assert (found["rule"], found["contact_type"], found["act"]) == ("callback_when_long", "account_call", "declined")
    assert (found["quantity"], found["value"]) == ("expected_wait", 215)
    assert found["contact"] == "account_call/2026-03-02T09:00/0" and found["time_s"] == NINE
    assert found["reason"] == "call-back declined: expected wait 215.0 s > 180 s"


@pytest.mark.parametrize(
    ("given", "act", "value", "says"),
    [
        ({"callback": True}, Act.CALLBACK, math.nan, "call-back accepted: would have to wait"),
        ({"divert_bot": 0, "waiting": Bound(">=", 5.0)}, Act.DIVERTED, 5.0, "diverted to assistant: 5 waiting >= 5"),
        ({"divert_type": CHAT, "idle": Bound("<", 2.0)}, Act.DECLINED, 1.0, "not diverted to account_chat: 1 idle < 2"),
        ({"add_group": 1, "waiting": Bound(">", 25.0)}, Act.GROUP_ADDED, 26.0, "group1 added: 26 waiting > 25"),
        (
            {"add_group": 1, "waiting": Bound(">", 25.0), "until": Bound("<", 10.0)},
            Act.ENDED,
            9.0,
            "group1 withdrawn: 9 waiting < 10",
        ),
        (
            {"close_group": 0, "waiting": Bound(">", 25.0), "until": Bound("<", 10.0)},
            Act.ENDED,
            12.0,
            "group0 opened again: its hours are over (12 waiting)",
        ),
        ({"close_group": 0}, Act.GROUP_CLOSED, math.nan, "group0 closed: its hours have begun"),
        ({"close_group": 0}, Act.ENDED, math.nan, "group0 opened again: its hours are over"),
    ],
)
def test_reasons_in_words(given, act, value, says):
    assert reason(MODEL, rule("r", **given), act, value) == says


def test_a_customers_record():
    logs = logs_of(
        [CALLER, (CALL, 18, 1, NINE), BOOKER],
        [
            contact(CALL, 0, NINE, Outcome.ABANDONED, left=NINE + 120, waited=True, then=Then.MOVED),
            answered(CHAT, 0, NINE + 600, 1, wait=60.0, talk=300.0),
            contact(CALL, 1, NINE, Outcome.ABANDONED, left=NINE + 60, waited=True),
        ],
        [booking(2, -10_800.0, BookingOutcome.PENDING, booked=-10_800.0, slot=NINE)],
    )
    found = customer_records(MODEL, logs)
    assert found.customer.tolist() == [f"account_call/2026-03-02T09:00/{n}" for n in (0, 1)]  # not who came before
    first, second = row(found, 0), row(found, 1)
    assert first["path"] == "account_call abandoned → account_chat resolved"
    assert (first["end"], first["contacts"], first["switches"], first["waited_s"]) == ("settled", 2, 1, 180)
    assert first["to_end_s"] == first["to_resolution_s"] == 960 and first["resolved_first"] == "no"
    assert first["csat"] == pytest.approx(4.6 - 0.36 - 0.4 - 0.3) and first["cost"] == pytest.approx(3.0)
    assert (second["end"], second["lost_value"], second["to_end_s"]) == ("lost", 12, 60)
    assert "to_resolution_s" not in second and second["began_with"] == "account_call"
    assert second["churn_cost"] == pytest.approx(100 * second["churn"]) and second["churn"] > first["churn"]


def test_tables_without_rows_have_their_columns():
    logs = logs_of([CALLER], [answered(CALL, 0, NINE)])
    full = logs_of(
        [BOOKER],
        [],
        [booking(0, 0.0, BookingOutcome.NOT_BOOKED)],
        reminders=[{"time": 0.0, "booking": 0}],
        holds=[{"agent": 0, "start": 0.0, "end": 1.0}],
        decisions=[{"time": 0.0, "act": 0}],
    )
    for table in (appointment_records, reminder_records, hold_records, decision_records):
        nothing = table(MODEL, logs)
        assert len(nothing) == 0 and list(nothing) == list(table(MODEL, full))


def test_local_times_outside_the_scenarios_days_know_the_change_of_clocks():
    timeline: Timeline = replace(MODEL.timeline, timezone="Europe/Madrid", dates=(pd.Timestamp("2026-03-29").date(),))
    day = 86_400.0
    shown = pd.DatetimeIndex(local_time(timeline, np.array([-day, 0.0, 2 * 3600.0, day])))
    assert [f"{one:%d %H:%M}" for one in shown] == ["28 00:00", "29 00:00", "29 03:00", "30 01:00"]
    assert pd.isna(local_time(timeline, np.array([math.nan]))[0])
