"""What customers bring to later contacts: the same address gives the same bits, one at a time or all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from workload_models import HALF_HOUR, always, center, columns, contact_type, law, stream, timeline, trace

from ccsim.model.center import LawByTime, WorkLaw
from ccsim.workload import Streams, draw
from ccsim.workload.attempts import Attempts
from ccsim.workload.streams import uniform_at

DAY = timeline()
FAMILIES = {
    "constant": {"value": 200.0},
    "exponential": {"mean": 200.0},
    "erlang": {"mean": 200.0, "shape": 3.0},
    "gamma": {"mean": 200.0, "cv": 0.6},
    "lognormal": {"mean": 200.0, "cv": 0.9},
    "weibull": {"mean": 200.0, "shape": 0.8},
    "uniform": {"low": 100.0, "high": 300.0},
    "triangular": {"low": 100.0, "mode": 150.0, "high": 400.0},
    "normal": {"mean": 200.0, "sd": 90.0},
    "hyperexponential": {"mean": 200.0, "cv": 1.5},
    "empirical": {"values": [60.0, 100.0, 180.0, 240.0, 500.0]},
}
MORNING, AFTERNOON = law("gamma", mean=240.0, cv=0.7), law("lognormal", mean=300.0, cv=1.1)
BY_TIME = LawByTime(np.array([0.0, 11 * 3600.0 + 600.0]), (MORNING, AFTERNOON))


def attempts_of(workload) -> Attempts:
    assert workload.attempts is not None
    return workload.attempts


def seconds_of_day(workload, row):
    return float(DAY.time_of_day[workload.interval[row]] + workload.arrival[row] - DAY.edges[workload.interval[row]])


def assert_first_contacts_are_attempts(model, every=1):
    workload = draw(model, 3, 1)
    attempts = attempts_of(workload)
    assert workload.rows > 50
    for row in range(0, workload.rows, every):
        kind, segment = int(workload.type[row]), int(workload.segment[row])
        first = attempts.contact(row, kind, segment, seconds_of_day(workload, row), 0, 0)
        works = len(model.types[kind].work)
        assert first.patience == workload.patience[row]
        assert first.talk == tuple(workload.talk[:works, row])
        assert first.wrap_up == tuple(workload.wrap_up[:works, row])
        uniforms = (first.balking, first.resolution, first.routing)
        assert uniforms == (workload.balking[row], workload.resolution[row], workload.routing[row])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_first_contact_is_attempt_0_bit_for_bit(family):
    own = always(law(family, **FAMILIES[family]))
    calls = contact_type("calls", stream(DAY, 3.0), patience=(own,), work=(WorkLaw(own, own),))
    assert_first_contacts_are_attempts(center(DAY, [calls]))


def test_segments_times_of_day_and_groups_own_work_included():
    work = (WorkLaw(BY_TIME, always(law("exponential", mean=35.0))), WorkLaw(always(AFTERNOON), None))
    patience = (BY_TIME, always(law("weibull", mean=90.0, shape=0.8)))
    calls = contact_type("calls", stream(DAY, 20.0), share=(0.3, 0.7), patience=patience, work=work)
    chats = contact_type("chats", stream(DAY, 5.0), share=(1.0, 0.0))
    assert_first_contacts_are_attempts(center(DAY, [calls, chats], segments=("new", "old")), every=3)


def test_a_kept_patience_changes_no_first_contact():
    own = (always(law("exponential", mean=200.0)),)
    calls = contact_type("calls", stream(DAY, 3.0), patience=own)
    same = replace(calls, same_patience=True)
    before, after = (columns(draw(center(DAY, [one]), 3, 1)) for one in (calls, same))
    assert all(np.array_equal(before[name], after[name]) for name in before)
    assert_first_contacts_are_attempts(center(DAY, [same]))


def test_patience_is_drawn_afresh_at_each_attempt_unless_it_is_kept():
    patience = (always(law("exponential", mean=200.0)),)
    fresh = contact_type("calls", stream(DAY, 3.0), patience=patience)
    kept = contact_type("chats", stream(DAY, 3.0), patience=patience)
    workload = draw(center(DAY, [fresh, replace(kept, same_patience=True)]), 3, 1)
    attempts = attempts_of(workload)

    def patiences(kind):
        return {attempts.contact(0, kind, 0, 3e4, attempt, leg).patience for attempt in (0, 1, 5) for leg in (0, 1)}

    assert len(patiences(0)) == 6
    assert len(patiences(1)) == 1


def test_a_recorded_patience_is_kept_too():
    """Of the trace's own type; who goes on to another is drawn there, and so is he of whom none is recorded."""
    patience = (always(law("exponential", mean=200.0)),)
    recorded = trace([100.0, 200.0], patience=np.array([77.0, np.nan]))
    calls = contact_type("calls", stream(DAY, 0.0, trace=recorded), patience=patience)
    chats = contact_type("chats", stream(DAY, 0.0), patience=patience)
    model = center(DAY, [replace(calls, same_patience=True), replace(chats, same_patience=True)])
    workload = draw(model, 3, 1)
    attempts = attempts_of(workload)
    assert workload.patience[0] == 77.0
    assert [attempts.contact(0, 0, 0, 3e4, attempt, 0).patience for attempt in (0, 1, 3)] == [77.0] * 3
    assert attempts.contact(0, 1, 0, 3e4, 1, 0).patience != 77.0
    assert attempts.contact(1, 0, 0, 3e4, 2, 0).patience == workload.patience[1]


def test_each_attempt_and_leg_has_numbers_of_its_own():
    workload = draw(center(DAY, [contact_type("calls", stream(DAY, 3.0))]), 3, 1)
    attempts = attempts_of(workload)
    drawn = {attempts.contact(4, 0, 0, 3e4, attempt, leg).talk for attempt in range(4) for leg in (0, 1, 32)}
    assert len(drawn) == 12


def test_an_address_is_the_customers_name_word_attempt_and_leg():
    workload = draw(center(DAY, [contact_type("calls", stream(DAY, 3.0))]), 3, 1)
    row = 40
    word = int(workload.interval[row]) << 32 | int(workload.ordinal[row])
    assert word > 0
    expected = uniform_at(Streams(3, 1).key("calls", "move"), word, 2 << 16 | 1)
    assert attempts_of(workload).uniform(row, "move", 2, 1) == expected


def test_a_customer_keeps_his_address_whatever_he_comes_as():
    """A caller who writes: his talk is the writer's law at the caller's own uniform."""
    calls, chats = contact_type("calls", stream(DAY, 3.0)), contact_type("chats", stream(DAY, 3.0))
    one = draw(center(DAY, [calls, chats]), 3, 1)
    other = draw(center(DAY, [chats, contact_type("mails", stream(DAY, 9.0)), calls]), 3, 1)
    row = int(other.first_row[2])
    assert attempts_of(one).contact(0, 1, 0, 3e4, 1, 0) == attempts_of(other).contact(row, 0, 0, 3e4, 1, 0)


def test_a_day_is_shared_by_all_customers():
    workload = draw(center(DAY, [contact_type("calls", stream(DAY, 3.0))]), 3, 1)
    attempts = attempts_of(workload)
    same = attempts.day_uniform("advice", "no_show_day", 739_000)
    assert same == Streams(3, 1).uniform("advice", "no_show_day", 739_000)
    assert same != attempts.day_uniform("advice", "no_show_day", 739_001)


def test_durations_stand_on_the_grid_and_no_law_is_no_time():
    workload = draw(center(DAY, [contact_type("calls", stream(DAY, 3.0))]), 3, 1)
    attempts = attempts_of(workload)
    delay = attempts.duration(BY_TIME, 20 * HALF_HOUR, 0, "move_delay", 1)
    assert (delay * 2**20).is_integer()
    assert attempts.duration(None, 20 * HALF_HOUR, 0, "move_delay", 1) == 0.0
    assert delay != attempts.duration(BY_TIME, 30 * HALF_HOUR, 0, "move_delay", 1)


def test_keys_are_those_of_names_that_somebody_has():
    calls, nobody = contact_type("calls", stream(DAY, 3.0)), contact_type("nobody", stream(DAY, 0.0))
    attempts = attempts_of(draw(center(DAY, [nobody, calls]), 3, 1))
    keys = attempts.keys(("move", "talk"))
    assert keys.shape == (2, 2, 2)
    assert not keys[0].any()
    assert keys[1].tolist() == [list(Streams(3, 1).key("calls", purpose)) for purpose in ("move", "talk")]


def test_days_are_drawn_together_as_each_by_itself():
    attempts = attempts_of(draw(center(DAY, [contact_type("calls", stream(DAY, 3.0))]), 3, 1))
    days = np.arange(739_000, 739_030)
    together = attempts.day_uniforms("advice", "no_show_day", days)
    assert together.tolist() == [attempts.day_uniform("advice", "no_show_day", int(day)) for day in days]
