"""How contacts are judged: who counts in a service level, who was answered in time, and from when on that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.measures.clock import open_seconds
from ccsim.model.center import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "contact_type": "category",
    "outcome": "category",
    "arrived_s": "float64",
    "joined_s": "float64",
    "wait_s": "float64",
    "talk_s": "float64",
}
"""Of the table of contacts, what judging asks for."""

NOT_OFFERED = (Outcome.BLOCKED, Outcome.CONTAINED, Outcome.DIVERTED)
GAVE_UP = (Outcome.ABANDONED, Outcome.BALKED)
BY_CALLBACK = (Outcome.CALLED_BACK, Outcome.NOT_REACHED)


@dataclass(frozen=True)
class Kind:
    """A contact type; `within` is the threshold that its service level is shown at, `bound` what a target asks of it.

    `opens`: (windows, 2) seconds in which its clock runs; None: always.
    """

    name: str
    channel: str
    live: bool
    within: float
    bound: float | None
    at_start: bool
    opens: FloatArray | None


@dataclass(frozen=True)
class Contacts:
    """Contacts of one replication as the replay looks at them. Times are seconds from the scenario's start, NaN: never.

    `answered` is the first answer (a call-back's too), `left` when a wait ended without.
    """

    kind: IntArray
    outcome: IntArray
    arrived: FloatArray
    joined: FloatArray
    answered: FloatArray
    left: FloatArray
    talk_end: FloatArray

    @classmethod
    def of(cls, frame: pd.DataFrame, kinds: tuple[Kind, ...]) -> Contacts:
        outcome = codes(frame["outcome"], [one.name.lower() for one in Outcome])
        joined, wait = (frame[name].to_numpy() for name in ("joined_s", "wait_s"))
        served = (outcome == Outcome.ANSWERED) | (outcome == Outcome.CALLED_BACK)
        answered = np.where(served, joined + wait, np.nan)
        return cls(
            kind=codes(frame["contact_type"], [one.name for one in kinds]),
            outcome=outcome,
            arrived=frame["arrived_s"].to_numpy(),
            joined=joined,
            answered=answered,
            left=np.where(served, np.nan, joined + wait),
            talk_end=answered + frame["talk_s"].to_numpy(),
        )

    def at(self, rows: Any) -> Contacts:
        """Some of them."""
        return Contacts(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})

    def was(self, *outcomes: Outcome) -> BoolArray:
        return np.isin(self.outcome, outcomes)

    @property
    def offered(self) -> BoolArray:
        return ~self.was(*NOT_OFFERED)


@dataclass(frozen=True)
class Judged:
    """Of each contact whether it counts, whether it was answered in time, since when both are certain, and when its
    threshold is over (NaN: not in this run)."""

    counts: BoolArray
    in_time: BoolArray
    since: FloatArray
    due: FloatArray


def judge(contacts: Contacts, kinds: tuple[Kind, ...], end: float) -> Judged:
    """As `ccsim.measures.service` judges, at each kind's threshold; `end` is the last instant of the run.

    It is certain when the reply comes, or the customer leaves, or at the threshold, whichever is first.
    """
    counts = contacts.offered & ~contacts.was(*BY_CALLBACK)
    in_time, since = np.zeros(len(counts), dtype=np.bool_), np.full(len(counts), np.nan)
    dues = np.full(len(counts), np.nan)
    for place, kind in enumerate(kinds):
        rows = np.flatnonzero(counts & (contacts.kind == place))
        own = contacts.at(rows)
        reply = own.answered if kind.live or kind.at_start else own.talk_end
        due = own.joined + kind.within
        if kind.opens is None:
            in_time[rows] = reply - own.joined <= kind.within  # as it is measured: a sum could round
        else:
            begun = open_seconds(kind.opens, own.joined)
            in_time[rows] = open_seconds(kind.opens, reply) - begun <= kind.within
            due = _instant(kind.opens, begun + kind.within)
        if not kind.live:
            missing = np.isnan(reply) & (np.isnan(due) | (due >= end))
            counts[rows[missing]] = False
        dues[rows] = due
        since[rows] = np.where(in_time[rows], reply, np.fmin(np.fmin(due, reply), own.left))
    return Judged(counts, in_time & counts, np.where(counts, since, np.nan), dues)


def _instant(opens: FloatArray, passed: FloatArray) -> FloatArray:
    """When a clock that runs in `opens` has run so long; NaN: it never does."""
    length = np.diff(opens, axis=1).ravel()
    before = np.concatenate(([0.0], np.cumsum(length)))
    window = np.searchsorted(before, passed, side="left") - 1
    inside = np.clip(window, 0, max(len(length) - 1, 0))
    at = opens[inside, 0] + (passed - before[inside]) if len(opens) else np.full(len(passed), np.nan)
    return np.where(passed <= before[-1], at, np.nan)


def codes(column: pd.Series, names: list[str]) -> IntArray:
    """Places of a column's names in a list; -1: none of them."""
    import pandas as pd

    known = column.astype("category").cat
    places = np.append(pd.Index(names, dtype=object).get_indexer(known.categories.astype(object)), -1)
    return np.asarray(places[known.codes.to_numpy()], dtype=np.int64)
