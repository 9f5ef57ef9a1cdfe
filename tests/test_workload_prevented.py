"""Proactive service takes contacts out of the world and changes nobody else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import stats
from workload_models import always, center, columns, contact_type, law, stream, timeline, trace

from ccsim.model.behaviour import Behaviour, Proactive
from ccsim.workload import Workload, draw

FALSE_ALARM = 1e-6
DAY = timeline()
PATIENCE = (always(law("exponential", mean=200.0)),) * 2
CALLS = contact_type("calls", stream(DAY, 40.0), share=(0.4, 0.6), patience=PATIENCE)
CHATS = contact_type("chats", stream(DAY, 10.0), share=(0.4, 0.6), patience=PATIENCE)
BY_ROW = ("type", "interval", "ordinal", "arrival", "segment", "patience", "balking", "resolution", "routing")


def world(*proactive: tuple[int, float], types=(CALLS, CHATS)) -> Workload:
    """Services as (contact type, share)."""
    model = center(DAY, types, segments=("new", "old"))
    services = tuple(Proactive(f"service {i}", k, share, 0.3) for i, (k, share) in enumerate(proactive))
    return draw(replace(model, behaviour=Behaviour(proactive=services)), 4, 2)


def keys(workload: Workload) -> list[tuple[int, int, int]]:
    return list(zip(workload.type.tolist(), workload.interval.tolist(), workload.ordinal.tolist(), strict=True))


def gone(before: Workload, after: Workload) -> set[tuple[int, int, int]]:
    return set(keys(before)) - set(keys(after))


def test_those_who_stay_are_as_they_were_and_keep_their_numbers():
    before, after = world(), world((0, 0.2))
    left = set(keys(after))
    stays = np.array([key in left for key in keys(before)])
    assert 0 < (~stays).sum() < before.rows
    for name in BY_ROW:
        assert np.array_equal(getattr(before, name)[stays], getattr(after, name)), name
    assert np.array_equal(before.talk[:, stays], after.talk)
    assert np.array_equal(before.wrap_up[:, stays], after.wrap_up)
    assert np.array_equal(before.busyness, after.busyness)


def test_rows_of_each_type_are_counted_anew():
    before, after = world(), world((0, 0.2))
    assert after.first_row.tolist() == [0, after.rows - (before.rows - before.first_row[1]), after.rows]
    assert (after.type == np.repeat([0, 1], np.diff(after.first_row))).all()


def test_the_prevented_are_listed_and_stand_nowhere_else():
    before, after = world(), world((0, 0.2))
    missing = sorted(gone(before, after))
    assert {kind for kind, _, _ in missing} == {0}
    prevented = after.prevented
    assert list(zip(prevented.type.tolist(), prevented.interval.tolist(), strict=True)) == [k[:2] for k in missing]
    of_missing = [before.segment[keys(before).index(key)] for key in missing]
    assert prevented.segment.tolist() == of_missing
    assert set(prevented.rule.tolist()) == {0}


def test_their_share_is_the_one_that_is_said():
    after = world((0, 0.2))
    count, total = len(after.prevented.rule), len(after.prevented.rule) + int(after.first_row[1])
    low, high = stats.binom(total, 0.2).interval(1 - FALSE_ALARM)
    assert low <= count <= high


def test_a_larger_share_prevents_the_same_and_more():
    before = world()
    small, large = gone(before, world((0, 0.1))), gone(before, world((0, 0.3)))
    assert small < large


def test_several_services_share_one_uniform_in_the_order_of_the_file():
    """10 % and 20 % together take whom 30 % would; the first takes whom it takes alone."""
    before, both = world(), world((0, 0.1), (1, 0.5), (0, 0.2))
    of_calls = {key for key in gone(before, both) if key[0] == 0}
    assert of_calls == gone(before, world((0, 0.3)))
    first = both.prevented.rule == 0
    alone = world((0, 0.1)).prevented
    assert both.prevented.interval[first].tolist() == alone.interval.tolist()
    assert (both.prevented.type[both.prevented.rule == 2] == 0).all()
    assert (both.prevented.type[both.prevented.rule == 1] == 1).all()


def test_none_and_all():
    assert world((0, 0.0)).rows == world().rows
    everything = world((0, 1.0))
    assert everything.first_row.tolist() == [0, 0, everything.rows]


def test_recorded_contacts_are_prevented_too_and_the_others_keep_their_record():
    times = np.arange(200.0) * 400.0
    recorded = trace(times, talk=np.arange(200.0), segment=np.arange(200) % 2)
    calls = contact_type("calls", stream(DAY, 0.0, trace=recorded), share=(0.4, 0.6), patience=PATIENCE)
    after = world((0, 0.5), types=(calls,))
    assert 0 < after.rows < 200
    row = (after.arrival / 400.0).astype(int)
    assert after.talk[0].tolist() == row.tolist()
    assert after.segment.tolist() == (row % 2).tolist()


def test_attempts_follow_the_rows():
    """Row r of what is left draws what it drew when nobody was prevented."""
    before, after = world(), world((0, 0.2))
    assert before.attempts is not None and after.attempts is not None
    places = {key: row for row, key in enumerate(keys(before))}
    for row, key in list(enumerate(keys(after)))[::31]:
        assert after.attempts.uniform(row, "move", 1) == before.attempts.uniform(places[key], "move", 1)


def test_nothing_is_prevented_where_no_service_is():
    plain = world()
    assert len(plain.prevented.rule) == 0
    assert all(np.array_equal(column, columns(world())[name]) for name, column in columns(plain).items())
