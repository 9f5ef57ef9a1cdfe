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

COLUMNS = ("key", "count", "square", "product", "cell", "total")


@pytest.fixture
def replications(small_file):
    model = build(load(str(small_file)))
    return list(replicate(Job(model, Meter(model, (60.0,)), 7, run), range(3, 6), keep_logs=True))


def sent(replications: list[Replication]) -> list[Replication]:
    return unpacked(pickle.loads(pickle.dumps(packed(replications))), replications[0].measures.cells)


def same_bits(one: np.ndarray, other: np.ndarray) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_bits(replications, count):
    """Infinite values, none, and minus zero included."""
    tally = replications[0].measures.tables["contacts"]["answered"]
    tally[0, :4] = np.inf, np.nan, -0.0, 5e-324
    given = replications[:count]
    for number, (before, back) in enumerate(zip(given, sent(given), strict=True), 3):
        assert (back.number, back.measures.replication, back.measures.within) == (number, number, (60.0,))
        assert list(back.measures.tables) == list(before.measures.tables)
        for name, table in before.measures.tables.items():
            assert list(back.measures.tables[name]) == list(table)
            assert all(same_bits(back.measures.tables[name][tally], array) for tally, array in table.items())
        for column in COLUMNS:
            assert same_bits(getattr(back.measures.waits, column), getattr(before.measures.waits, column))
        assert same_bits(back.logs.contacts.answered, before.logs.contacts.answered)


def test_it_travels_light(replications):
    bare = [Replication(one.number, one.measures) for one in replications]
    assert len(pickle.dumps(packed(bare))) < len(pickle.dumps(bare)) / 2
