"""Common random numbers: who and what a replication brings does not depend on what the center does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from workload_models import agent, always, center, columns, contact_type, law, stream, timeline

from ccsim.workload import Workload, draw

WEEK = timeline(days=5)
PATIENCE = (always(law("exponential", mean=240.0)), always(law("weibull", mean=90.0, shape=0.8)))
CALLS = contact_type("calls", stream(WEEK, 12.0, 0.2, 0.1, 0.5), share=(0.3, 0.7), patience=PATIENCE)
CHATS = contact_type("chats", stream(WEEK, 3.0, 0.1), share=(0.6, 0.4), patience=PATIENCE)
MAIL = contact_type("mail", stream(WEEK, 5.0), share=(1.0, 0.0))
STAFF = [agent(f"team.{i:02d}", index=i, absence=0.1, late_login=law("constant", value=180.0)) for i in range(10)]
OF_STAFF = ("absent", "late_login")
OF_TYPE = ("type", "interval", "ordinal", "arrival", "segment", "patience", "balking", "resolution", "routing")


def bank(types=(CALLS, CHATS), agents=STAFF):
    return center(WEEK, types, agents, segments=("digital", "traditional"), shared=(0.1, 0.05, 0.3))


def assert_same(one: Workload, other: Workload, but=()):
    before, after = columns(one), columns(other)
    assert before.keys() == after.keys()
    for name in before.keys() - set(but):
        a, b = before[name], after[name]
        assert a.dtype == b.dtype and np.array_equal(a, b), name


def rows_of(workload, model, name):
    k = [one.name for one in model.types].index(name)
    rows = slice(workload.first_row[k], workload.first_row[k + 1])
    columns = {column: getattr(workload, column)[rows] for column in OF_TYPE if column != "type"}
    return columns | {
        "talk": workload.talk[0, rows],
        "wrap_up": workload.wrap_up[0, rows],
        "busyness": workload.busyness[k],
    }


def assert_same_customers(one, other, name):
    a, b = (rows_of(draw(model, 7, 3), model, name) for model in (one, other))
    for column in a:
        assert np.array_equal(a[column], b[column]), column


def test_the_same_address_gives_the_same_bits():
    assert_same(draw(bank(), 7, 3), draw(bank(), 7, 3))


def test_one_more_agent_changes_no_customer():
    """Nor any other agent."""
    before, after = draw(bank(), 7, 3), draw(bank(agents=[*STAFF, agent("team.10", index=10, absence=0.1)]), 7, 3)
    assert_same(before, after, but=OF_STAFF)
    assert np.array_equal(before.absent, after.absent[:10])
    assert np.array_equal(before.late_login, after.late_login[:10])


@pytest.mark.parametrize("name", ["calls", "chats"])
def test_another_contact_type_or_another_order_changes_nobody(name):
    assert_same_customers(bank(), bank((MAIL, CALLS, CHATS)), name)
    assert_same_customers(bank(), bank((CHATS, CALLS)), name)


def test_a_types_own_name_makes_its_customers():
    renamed = bank((replace(CALLS, name="telephone"), CHATS))
    assert not np.array_equal(draw(bank(), 7, 3).arrival[:50], draw(renamed, 7, 3).arrival[:50])


def test_another_work_law_moves_no_arrival_and_no_patience():
    quick = replace(CALLS, work=MAIL.work * 2)
    assert_same(draw(bank(), 7, 3), draw(bank((quick, CHATS)), 7, 3), but=("talk", "wrap_up"))


@pytest.mark.parametrize(("seed", "replication"), [(7, 4), (8, 3), (3, 7)])
def test_other_seeds_and_replications_are_other_worlds(seed, replication):
    one, other = draw(bank(), 7, 3), draw(bank(), seed, replication)
    assert not set(one.arrival) & set(other.arrival)
    assert not set(one.talk[0]) & set(other.talk[0])
    assert not np.array_equal(one.absent, other.absent)
    assert (one.replication, other.replication) == (3, replication)


def test_shapes_and_types():
    model = bank((CALLS, CHATS, MAIL))
    workload = draw(model, 7, 3)
    rows = workload.rows
    assert workload.first_row.tolist()[-1] == rows > 0
    for column in OF_TYPE:
        assert getattr(workload, column).shape == (rows,)
    for column in ("first_row", "type", "interval", "ordinal", "segment"):
        assert getattr(workload, column).dtype == np.int64
    assert workload.talk.shape == workload.wrap_up.shape == (1, rows)
    assert workload.absent.shape == workload.late_login.shape == (10, 5)
    assert workload.absent.dtype == np.bool_
    assert workload.busyness.shape == (3, 240)
    assert np.isinf(workload.patience[workload.type == 2]).all()
    for column in ("balking", "resolution", "routing"):
        u = getattr(workload, column)
        assert ((u > 0) & (u < 1)).all()


def test_nothing_at_all_happens_where_nobody_comes():
    workload = draw(bank((replace(MAIL, arrivals=stream(WEEK, 0.0)),)), 7, 3)
    assert workload.rows == 0
    assert workload.talk.shape == (1, 0)
