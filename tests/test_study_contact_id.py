"""Names of contacts, written and read."""

from __future__ import annotations

import numpy as np
import pytest

from ccsim.model import build
from ccsim.scenario import load
from ccsim.study.contact_id import ContactNames, UnknownContact, interval_names
from ccsim.workload import draw

NAMES = ContactNames(("calls", "a/b"), ("2026-03-02T08:00", "2026-03-02T08:30"))


def test_names_round_trip():
    kinds, intervals, ordinals = np.array([0, 1]), np.array([1, 0]), np.array([3, 0])
    written = NAMES.write(kinds, intervals, ordinals)
    assert written == ["calls/2026-03-02T08:30/3", "a/b/2026-03-02T08:00/0"]
    assert [NAMES.read(name) for name in written] == [(0, 1, 3), (1, 0, 0)]


def test_the_repeated_hour_is_told_apart_by_its_offset():
    starts = ("2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00")
    assert interval_names(starts) == ("2026-10-25T01:30", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00")


def test_seconds_stay_where_intervals_are_shorter_than_a_minute():
    starts = ("2026-03-02T08:00:00+00:00", "2026-03-02T08:00:30+00:00")
    assert interval_names(starts) == ("2026-03-02T08:00", "2026-03-02T08:00:30")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("calls", r"expected TYPE/INTERVAL/NUMBER, such as calls/2026-03-02T08:00/0"),
        ("calls/2026-03-02T08:00/x", "expected TYPE/INTERVAL/NUMBER"),
        ("calls/2026-03-02T08:00/-1", "expected TYPE/INTERVAL/NUMBER"),
        ("call/2026-03-02T08:00/1", r"no contact type 'call' \(did you mean 'calls'\?\)"),
        ("calls/2026-03-02T08:15/1", r"no interval '2026-03-02T08:15' \(did you mean"),
        ("zzz/2026-03-02T08:00/1", r"no contact type 'zzz' \(the first is 'calls'\)"),
    ],
)
def test_what_names_nobody(name, says):
    with pytest.raises(UnknownContact, match=says):
        NAMES.read(name)


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
