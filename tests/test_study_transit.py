"""Measures that went to another process and came back are the same to the bit."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from ccsim.engine.simpy_engine import run
from ccsim.measures import Meter
from ccsim.model import build
from ccsim.scenario import load
from ccsim.study.replication import Job, Replication, replicate
from ccsim.study.transit import packed, unpacked


@pytest.fixture
def replication(small_file):
    model = build(load(str(small_file)))
    return next(replicate(Job(model, Meter(model, (60.0,)), 7, run), range(3, 4), keep_logs=True))


def sent(replication: Replication) -> Replication:
    return unpacked(pickle.loads(pickle.dumps(packed([replication]))), replication.measures.cells)[0]


def same_bits(one: np.ndarray, other: np.ndarray) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def test_the_same_bits(replication):
    """Infinite values, none, and minus zero included."""
    tally = replication.measures.tables["contacts"]["answered"]
    tally[0, :4] = np.inf, np.nan, -0.0, 5e-324
    back = sent(replication)
    assert (back.number, back.measures.replication, back.measures.within) == (3, 3, (60.0,))
    assert list(back.measures.tables) == list(replication.measures.tables)
    for name, table in replication.measures.tables.items():
        assert list(back.measures.tables[name]) == list(table)
        assert all(same_bits(back.measures.tables[name][tally], array) for tally, array in table.items())
    for column in ("key", "count", "square", "product", "cell", "total"):
        assert same_bits(getattr(back.measures.waits, column), getattr(replication.measures.waits, column))
    assert same_bits(back.logs.contacts.answered, replication.logs.contacts.answered)


def test_it_travels_light(replication):
    bare = Replication(3, replication.measures)
    assert len(pickle.dumps(packed([bare]))) < len(pickle.dumps(bare)) / 2
