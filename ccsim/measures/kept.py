"""The contacts that count (the warm-up's left out), and the base cells (type, segment, interval) they fall in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.logs import ContactColumns, ContactLog, Origin, Outcome
from ccsim.measures.definition import Feature
from ccsim.measures.features import features_of
from ccsim.measures.joined import Joined
from ccsim.measures.marks import count_marked
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


@dataclass(frozen=True)
class Kept:
    """Contacts that arrive at or after the warm-up's end.

    `log` holds them alone, of one replication or of several, each with cells of its own. Columns of what the center has
    not (`features`) are never looked at. `ends` are the instants at which each replication is looked at: the horizon,
    or the last event where that is later.
    """

    model: CenterModel
    features: frozenset[Feature]
    ends: FloatArray
    replication: IntArray  # of each contact, from 0
    log: ContactLog
    rows: slice | IntArray  # their numbers in the whole log

    @classmethod
    def of(cls, model: CenterModel, logs: Joined) -> Kept:
        """Contacts of the logs."""
        every, warm_up = cls.every(model, logs), model.timeline.warm_up
        if warm_up <= 0 or (every.log.arrived >= warm_up).all():
            return every
        return every.at(np.flatnonzero(every.log.arrived >= warm_up))

    @classmethod
    def every(cls, model: CenterModel, logs: Joined) -> Kept:
        """The warm-up's, too."""
        ends = np.maximum(logs.ends, model.timeline.horizon)
        return cls(model, features_of(model), ends, logs.of_contact, logs.contacts, slice(None))

    @cached_property
    def base(self) -> IntArray:
        """Flat index of each one's base cell."""
        log, one_segment = self.log, len(self.model.segments) == 1
        cell = base_cell(self.model, log.type, None if one_segment else log.segment, log.interval)
        if len(self.ends) > 1:
            cell += self.replication * base_cells(self.model)
        return cell

    @property
    def cells(self) -> int:
        """How many base cells there are, those of each replication."""
        return len(self.ends) * base_cells(self.model)

    def end_of(self, rows: slice | IntArray) -> FloatArray:
        """When the replications of some contacts are looked at."""
        return self.ends.take(self.replication[rows])

    def at(self, rows: IntArray) -> Kept:
        """Some of them."""
        log = ContactColumns.by(lambda column: {column: getattr(self.log, column)[rows]})
        numbers = rows if isinstance(self.rows, slice) else self.rows[rows]
        return replace(self, log=log, rows=numbers, replication=self.replication[rows])

    @cached_property
    def ended(self) -> FloatArray:
        """When each one's wait ended: answered, or left; NaN where it has not."""
        return np.where(np.isnan(self.log.answered), self.log.left, self.log.answered)

    @cached_property
    def wait(self) -> FloatArray:
        """Of each one from joining the queue to the end of its wait."""
        return self.ended - self.log.joined

    @cached_property
    def handled(self) -> BoolArray:
        """Who was served to the end of wrap-up."""
        return ~np.isnan(self.log.handled)

    @cached_property
    def live(self) -> BoolArray:
        """By the kind of the channel."""
        live = np.array([self.model.channels[kind.channel].live for kind in self.model.types], dtype=np.bool_)
        return live[self.log.type]

    @cached_property
    def offered(self) -> BoolArray:
        """Who came to the queue."""
        return ~(self.was(Outcome.BLOCKED) | self.was(Outcome.CONTAINED) | self.was(Outcome.DIVERTED))

    @cached_property
    def by_callback(self) -> BoolArray:
        """Who accepted to be called back and was, or was not reached."""
        return self.was(Outcome.CALLED_BACK) | self.was(Outcome.NOT_REACHED)

    @cached_property
    def of_a_customer(self) -> BoolArray:
        """Contacts that are a customer's own: not calls that agents make to have an appointment confirmed."""
        if "customers" not in self.features:
            return np.ones(len(self.replication), dtype=np.bool_)
        return np.asarray(self.log.origin != Origin.OUTBOUND)

    def was(self, outcome: Outcome) -> BoolArray:
        """Contacts of an outcome."""
        known = self._was.get(outcome)
        if known is None:
            known = self._was[outcome] = np.asarray(self.outcome == outcome.value)
        return known

    @cached_property
    def outcome(self) -> NDArray[np.int8]:
        """Of each one, in the least memory."""
        return self.log.outcome.astype(np.int8, copy=False)

    @cached_property
    def _was(self) -> dict[Outcome, BoolArray]:
        return {}

    def count(self, marks: Mapping[str, BoolArray]) -> dict[str, FloatArray]:
        """Of each mark, the contacts that bear it in each base cell, flat."""
        return count_marked(marks, self.base, self.cells)

    def total(self, value: FloatArray, of: BoolArray | slice = slice(None)) -> FloatArray:
        """Sum of a value (by row) over contacts, all or those `of`, in each base cell, flat."""
        base = self.base
        if not isinstance(of, slice):
            rows = of.nonzero()[0]
            base, value = base.take(rows), value.take(rows)
        return np.asarray(np.bincount(base, value, self.cells), dtype=np.float64)

    def per_type(self, values: list[float]) -> FloatArray | float:
        """A value of each contact's type; the one value that all types have."""
        return np.array(values).take(self.log.type) if len(set(values)) > 1 else values[0]


def base_cells(model: CenterModel) -> int:
    """How many base cells a replication has."""
    return len(model.types) * len(model.segments) * len(model.timeline.interval_start)


def base_cell(model: CenterModel, kind: IntArray, segment: IntArray | None, interval: IntArray) -> IntArray:
    """Flat index of (type, segment, interval); no `segment`: there is one."""
    source = kind if segment is None else kind * len(model.segments) + segment
    cell = source * len(model.timeline.interval_start)
    cell += interval
    return cell
