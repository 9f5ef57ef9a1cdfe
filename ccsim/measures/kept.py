"""The contacts that count (the warm-up's left out), and the base cells (type, segment, interval) they fall in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.engine.logs import ContactLog, Origin, Outcome
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


@dataclass(frozen=True)
class Kept:
    """Columns of a contact log by row, `rows` their numbers in it; `live` is the channel's kind.

    `end` is the instant at which the run is looked at: the horizon, or the last event where that is later. `offered`
    are those who came to the queue, `by_callback` those of them who accepted to be called back and were, or were not
    reached.
    """

    model: CenterModel
    end: float
    rows: IntArray
    kind: IntArray
    segment: IntArray
    interval: IntArray
    arrived: FloatArray
    outcome: IntArray
    waited: BoolArray
    answered: FloatArray
    talk_end: FloatArray
    handled: FloatArray
    left: FloatArray
    resolved: BoolArray
    live: BoolArray
    base: IntArray
    joined: FloatArray
    origin: IntArray
    accepted: FloatArray
    dialled: FloatArray
    offered: BoolArray
    by_callback: BoolArray

    @classmethod
    def of(cls, model: CenterModel, log: ContactLog, end: float) -> Kept:
        """Contacts of a log that arrive at or after the warm-up's end."""
        rows = np.flatnonzero(log.arrived >= model.timeline.warm_up)
        of = slice(None) if len(rows) == log.rows else rows  # no copy of what is kept whole
        kind, segment, interval = log.type[of], log.segment[of], log.interval[of]
        outcome = log.outcome[of]
        live = np.array([model.channels[kind.channel].live for kind in model.types], dtype=np.bool_)
        return cls(
            model=model,
            end=max(end, model.timeline.horizon),
            rows=rows,
            kind=kind,
            segment=segment,
            interval=interval,
            arrived=log.arrived[of],
            outcome=outcome,
            waited=log.waited[of],
            answered=log.answered[of],
            talk_end=log.talk_end[of],
            handled=log.handled[of],
            left=log.left[of],
            resolved=log.resolved[of],
            live=live[kind],
            base=base_cell(model, kind, segment, interval),
            joined=log.joined[of],
            origin=log.origin[of],
            accepted=log.accepted[of],
            dialled=log.dialled[of],
            offered=~((outcome == Outcome.BLOCKED) | (outcome == Outcome.CONTAINED) | (outcome == Outcome.DIVERTED)),
            by_callback=(outcome == Outcome.CALLED_BACK) | (outcome == Outcome.NOT_REACHED),
        )

    def was(self, outcome: Outcome) -> BoolArray:
        """Contacts of an outcome."""
        return np.asarray(self.outcome == outcome)

    @property
    def of_a_customer(self) -> BoolArray:
        """Contacts that are a customer's own: not calls that agents make to have an appointment confirmed."""
        return np.asarray(self.origin != Origin.OUTBOUND)

    def count(self, of: BoolArray) -> FloatArray:
        """Contacts in each base cell, flat."""
        return np.bincount(self.base[of], minlength=base_cells(self.model)).astype(np.float64)

    def total(self, of: BoolArray, value: FloatArray) -> FloatArray:
        """Sum of a value (by row) over contacts in each base cell, flat."""
        return np.asarray(np.bincount(self.base[of], value[of], base_cells(self.model)), dtype=np.float64)


def base_cells(model: CenterModel) -> int:
    """How many base cells there are."""
    return len(model.types) * len(model.segments) * len(model.timeline.interval_start)


def base_cell(model: CenterModel, kind: IntArray, segment: IntArray, interval: IntArray) -> IntArray:
    """Flat index of (type, segment, interval)."""
    return np.asarray((kind * len(model.segments) + segment) * len(model.timeline.interval_start) + interval)
