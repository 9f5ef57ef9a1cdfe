"""Names of customers and of their contacts and bookings, written and read."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ccsim.engine.logs import DIARY
from ccsim.model import build
from ccsim.scenario import load
from ccsim.study.contact_id import ContactNames, Source, UnknownContact, numbered
from ccsim.workload import draw

DAY = ("2026-03-02 08:00", "2026-03-02 08:30")
BEFORE = ("2026-03-01 12:00", "2026-03-01 12:30", *DAY)
CALLS, ODD = (Source(name, DAY, (1800.0, 1800.0)) for name in ("calls", "a/b"))
ADVICE = Source("advice", BEFORE, (1800.0,) * 4, first=-2, diary=True)
NAMES = ContactNames((CALLS, ODD), 2)
WITH_BOOKINGS = ContactNames((CALLS, ODD, ADVICE), 2)


def test_names_round_trip():
    kinds, intervals, ordinals = np.array([0, 1]), np.array([1, 0]), np.array([3, 0])
    written = NAMES.write(kinds, intervals, ordinals)
    assert written == ["calls/2026-03-02T08:30/3", "a/b/2026-03-02T08:00/0"]
    assert [NAMES.read(name) for name in written] == [(0, 1, 3), (1, 0, 0)]


def test_customers_who_book_before_the_first_day_and_those_of_the_diary():
    kinds, intervals, ordinals = np.array([2, 2, 2]), np.array([-2, 1, DIARY]), np.array([3, 0, 17])
    written = WITH_BOOKINGS.write(kinds, intervals, ordinals)
    assert written == ["advice/2026-03-01T12:00/3", "advice/2026-03-02T08:30/0", "advice/diary/17"]
    assert [WITH_BOOKINGS.read(name) for name in written] == [(2, -2, 3), (2, 1, 0), (2, DIARY, 17)]
    assert WITH_BOOKINGS.read("advice/2026-03-01 12:47/3") == (2, -1, 3)


def test_later_contacts_and_diverted_legs_are_numbered_after_their_customer():
    customers = ["calls/2026-03-02T08:30/3", "advice/diary/17"]
    rows = [np.array(column) for column in zip((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 1, 0), (1, 1, 2), strict=True)]
    written = numbered(customers, *rows)
    assert [name.partition("#")[2] for name in written] == ["", "1.1", "2", "2", "2.2"]
    assert [WITH_BOOKINGS.read(name) for name in written] == [(0, 1, 3)] * 3 + [(2, DIARY, 17)] * 2


@pytest.mark.parametrize(
    "given",
    ["2026-03-02T08:30", "2026-03-02 08:30", "2026-03-02T08:47", "2026-03-02 08:59:59.5", "2026-03-02T08:30:00"],
)
def test_any_time_inside_an_interval_names_it(given):
    assert NAMES.read(f"calls/{given}/3") == (0, 1, 3)


def test_the_repeated_hour_is_told_apart_by_its_offset():
    labels = ("2026-10-25 01:30", "2026-10-25 02:00+02:00", "2026-10-25 02:30+02:00", "2026-10-25 02:00+01:00")
    names = ContactNames((Source("calls", labels, (1800.0,) * 4),), 1)
    assert names.write(np.array([0]), np.array([3]), np.array([5])) == ["calls/2026-10-25T02:00+01:00/5"]
    assert names.read("calls/2026-10-25T02:00+01:00/5") == (0, 3, 5)
    assert names.read("calls/2026-10-25 02:10+02:00/5") == (0, 1, 5)
    assert names.read("calls/2026-10-25T02:45/5") == (0, 2, 5)  # here it comes only once
    both = r"'2026-10-25T02:10' comes twice that day: 2026-10-25T02:00\+02:00 or 2026-10-25T02:00\+01:00"
    with pytest.raises(UnknownContact, match=both):
        names.read("calls/2026-10-25T02:10/5")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("calls", r"expected TYPE/INTERVAL/NUMBER, such as calls/2026-03-02T08:30/7"),
        ("calls/2026-03-02T08:00/x", "expected TYPE/INTERVAL/NUMBER"),
        ("calls/2026-03-02T08:00/-1", "expected TYPE/INTERVAL/NUMBER"),
        ("calls/2026-03-02T08:00/1#", "expected TYPE/INTERVAL/NUMBER"),
        ("calls/2026-03-02T08:00/1#2.", "expected TYPE/INTERVAL/NUMBER"),
        ("calls/2026-03-02T08:00/²", "expected TYPE/INTERVAL/NUMBER"),
        ("call/2026-03-02T08:00/1", r"no contact type 'call' \(did you mean 'calls'\?\)"),
        (
            "calls/2026-03-02T09:00/1",
            r"no interval holds '2026-03-02T09:00': they begin from 2026-03-02T08:00 to 2026-03-02T08:30",
        ),
        (
            "calls/2026-03-02T08:00Z/1",
            r"no interval holds .* in local time, no offset, such as calls/2026-03-02T08:30/7",
        ),
        ("calls/9 o'clock/1", r"no interval \"9 o'clock\": expected a local time, such as calls/2026-03-02T08:30/7"),
        ("calls/diary/1", "no interval 'diary': expected a local time, such as calls/2026-03-02T08:30/7"),
        ("zzz/2026-03-02T08:00/1", r"no contact type 'zzz' \(there are calls, a/b\)"),
    ],
)
def test_what_names_nobody(name, says):
    with pytest.raises(UnknownContact, match=says):
        NAMES.read(name, "calls/2026-03-02T08:30/7")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("advice", "expected TYPE-OR-APPOINTMENT/INTERVAL/NUMBER"),
        ("advise/diary/1", r"no contact type or appointment 'advise' \(did you mean 'advice'\?\)"),
        ("advice/dairy/1", "no interval 'dairy': expected a local time or 'diary'"),
        ("advice/2026-02-20T10:30/1", "they begin from 2026-03-01T12:00 to 2026-03-02T08:30, .* or 'diary'"),
    ],
)
def test_what_names_nobody_who_books(name, says):
    with pytest.raises(UnknownContact, match=says):
        WITH_BOOKINGS.read(name)


def test_an_appointment_of_which_everything_is_booked_beforehand():
    names = ContactNames((CALLS, Source("advice", (), (), diary=True)), 1)
    assert names.read("advice/diary/0") == (1, DIARY, 0)
    with pytest.raises(UnknownContact, match=r"all are booked beforehand \('diary'\)"):
        names.read("advice/2026-03-02T08:00/0")


def test_customers_of_diaries_are_written_with_their_appointment(small_file):
    model = build(load(str(small_file)))
    appointments = tuple(SimpleNamespace(name=name, requests=None) for name in ("visit", "advice"))
    names = ContactNames.of(SimpleNamespace(timeline=model.timeline, types=model.types, appointments=appointments))
    diary = np.full(2, DIARY)
    written = names.write(np.array([2, 3]), diary, np.array([0, 1]))
    assert written == ["visit/diary/0", "advice/diary/1"]
    assert [names.read(name)[0] for name in written] == [2, 3]


def test_row_of_a_customer(small_file):
    model = build(load(str(small_file)))
    workload = draw(model, 7, 1)
    names = ContactNames.of(model)
    written = names.write(workload.type, workload.interval, workload.ordinal)
    assert len(set(written)) == workload.rows
    for row in (0, 17, workload.rows - 1):
        assert names.customer(written[row], workload) == names.customer(f"{written[row]}#3", workload) == row


def test_a_contact_who_does_not_come(small_file):
    model = build(load(str(small_file)))
    workload = draw(model, 7, 1)
    names = ContactNames.of(model)
    with pytest.raises(UnknownContact, match=r"not in replication 1; in that interval [0-9]+ come, numbered 0 to"):
        names.customer("calls/2026-03-02T08:00/999", workload)
    with pytest.raises(UnknownContact, match="in that interval none comes"):
        names.customer("calls/2026-03-02T03:00/0", workload)
    example = names.write(workload.type[:1], workload.interval[:1], workload.ordinal[:1])[0]
    with pytest.raises(UnknownContact, match=f"the first of its type is {example}"):
        names.customer("calls/2026-03-02T03:00/0", workload)
    with pytest.raises(UnknownContact, match=f"expected TYPE/INTERVAL/NUMBER, such as {example}"):
        names.customer("calls", workload)
    assert names.customer(example, workload) == 0
