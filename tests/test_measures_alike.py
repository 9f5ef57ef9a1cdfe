"""Contacts that are counted together agree in everything that was asked of them."""

from __future__ import annotations

import numpy as np
import pytest
from measures_by_hand import C, center, history

from ccsim.engine.logs import Outcome
from ccsim.measures.alike import Alike, alike_rows
from ccsim.measures.joined import Joined
from ccsim.measures.kept import Kept


@pytest.mark.parametrize("flags", [1, 7, 30])
def test_rows_of_a_group_agree_in_every_column(flags: int) -> None:
    """30 flags are more than are told apart at once."""
    rng = np.random.default_rng(5)
    columns = [(rng.integers(0, 11, 2000).astype(np.int8), 11), *((rng.random(2000) < 0.3, 2) for _ in range(flags))]
    group, one = alike_rows(columns)
    table = np.column_stack([column for column, _ in columns])
    assert (table == table[one[group]]).all()
    assert len(one) == len(np.unique(table, axis=0))
    assert (group[one] == np.arange(len(one))).all()


def test_counts_and_sums_are_those_of_each_contact() -> None:
    model = center()
    rng = np.random.default_rng(6)
    contacts = [
        C(at, answered=at + wait, waited=wait > 0) if wait < 30 else C(at, Outcome.ABANDONED, left=at + wait)
        for at, wait in zip(
            np.sort(rng.integers(0, 3600, 200)).tolist(), rng.integers(0, 40, 200).tolist(), strict=True
        )
    ]
    _, logs = history(model, contacts)
    kept = Kept.of(model, Joined.of([logs]))
    alike = Alike.of(kept, (7.0,))
    answered = alike.one.was(Outcome.ANSWERED)
    every = kept.was(Outcome.ANSWERED)
    assert alike.count({"answered": answered})["answered"].tolist() == kept.count({"it": every})["it"].tolist()
    wait = kept.ended - kept.log.joined
    assert alike.total(wait, [answered])[0].tolist() == kept.total(wait, every).tolist()
    assert np.arange(200)[alike.rows(answered)].tolist() == np.flatnonzero(every).tolist()
    assert (alike.timely["reply_within_7"][alike.group] == every & (wait <= 7)).all()
    assert (alike.timely["left_within_7"][alike.group] == ~every & (wait <= 7)).all()
