"""Names of contacts, written and read."""

from __future__ import annotations

import numpy as np
import pytest

from ccsim.model import build
from ccsim.scenario import load
from ccsim.study.contact_id import ContactNames, UnknownContact
from ccsim.workload import draw

NAMES = ContactNames(("calls", "a/b"), ("2026-03-02 08:00", "2026-03-02 08:30"), (1800.0, 1800.0))


def test_names_round_trip():
    kinds, intervals, ordinals = np.array([0, 1]), np.array([1, 0]), np.array([3, 0])
    written = NAMES.write(kinds, intervals, ordinals)
    assert written == ["calls/2026-03-02T08:30/3", "a/b/2026-03-02T08:00/0"]
    assert [NAMES.read(name) for name in written] == [(0, 1, 3), (1, 0, 0)]


@pytest.mark.parametrize(
    "given",
    ["2026-03-02T08:30", "2026-03-02 08:30", "2026-03-02T08:47", "2026-03-02 08:59:59.5", "2026-03-02T08:30:00"],
)
def test_any_time_inside_an_interval_names_it(given):
    assert NAMES.read(f"calls/{given}/3") == (0, 1, 3)


def test_the_repeated_hour_is_told_apart_by_its_offset():
    labels = ("2026-10-25 01:30", "2026-10-25 02:00+02:00", "2026-10-25 02:30+02:00", "2026-10-25 02:00+01:00")
    names = ContactNames(("calls",), labels, (1800.0,) * 4)
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
        ("zzz/2026-03-02T08:00/1", r"no contact type 'zzz' \(there are calls, a/b\)"),
    ],
)
def test_what_names_nobody(name, says):
    with pytest.raises(UnknownContact, match=says):
        NAMES.read(name, "calls/2026-03-02T08:30/7")


def test_row_of_a_contact(small_file):
    model = build(load(str(small_file)))
    workload = draw(model, 7, 1)
    names = ContactNames.of(model)
    written = names.write(workload.type, workload.interval, workload.ordinal)
    assert len(set(written)) == workload.rows
    for row in (0, 17, workload.rows - 1):
        assert names.row(written[row], workload) == row


def test_a_contact_who_does_not_come(small_file):
    model = build(load(str(small_file)))
    workload = draw(model, 7, 1)
    names = ContactNames.of(model)
    with pytest.raises(UnknownContact, match=r"not in replication 1; in that interval [0-9]+ come, numbered 0 to"):
        names.row("calls/2026-03-02T08:00/999", workload)
    with pytest.raises(UnknownContact, match="in that interval none comes"):
        names.row("calls/2026-03-02T03:00/0", workload)
    example = names.write(workload.type[:1], workload.interval[:1], workload.ordinal[:1])[0]
    with pytest.raises(UnknownContact, match=f"the first of its type is {example}"):
        names.row("calls/2026-03-02T03:00/0", workload)
    with pytest.raises(UnknownContact, match=f"expected TYPE/INTERVAL/NUMBER, such as {example}"):
        names.row("calls", workload)
    assert names.row(example, workload) == 0
