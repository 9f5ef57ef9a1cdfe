"""The compiled engine's logs of appointments: rows come about in one order and stand in another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ccsim
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.compiled.read_bookings import _order_by
from ccsim.engine.logs import Logs
from ccsim.model import build
from ccsim.workload import draw

CLINIC = Path(__file__).parents[1] / "scenarios" / "clinic"

NUMBERS = st.one_of(st.integers(0, 3), st.sampled_from([0, 0xFFFF, 0x10000, 1 << 40, (1 << 40) + 1, (1 << 62) + 7]))


@pytest.fixture(scope="module")
def logs() -> Logs:
    model = build(ccsim.load(CLINIC))
    return CompiledEngine(model)(model, draw(model, 1999, 1))


def test_reminders_of_one_instant_stand_by_booking(logs: Logs) -> None:
    """Many are due at once, and those that were skipped are written later than those that were sent."""
    log = logs.reminders
    at_once = log.time[1:] == log.time[:-1]
    assert (at_once & (log.skipped[1:] > log.skipped[:-1])).any()
    assert (at_once & (log.skipped[1:] < log.skipped[:-1])).any()
    order = np.lexsort((log.skipped, log.reminder, log.booking, log.time))
    assert (order == np.arange(len(order))).all()


def test_holds_stand_by_agent_and_start(logs: Logs) -> None:
    log = logs.holds
    assert (np.lexsort((log.start, log.agent)) == np.arange(len(log.start))).all()


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=40))
def test_numbers_are_counted_into_the_order_that_comparing_gives(rows: list[tuple[int, int]]) -> None:
    low, high = np.array(rows, np.int64).reshape(-1, 2).T
    assert _order_by(low, high).tolist() == np.lexsort((low, high)).tolist()
    assert _order_by(high).tolist() == np.argsort(high, kind="stable").tolist()
