"""Who answered what: contacts by skill, a contact type as one agent group handles it.

Taken is a contact that an agent served: answered, or called back and reached. It counts for the group of the first
agent who served it, whoever finished it where it was interrupted (`ContactLog.agent` is that one); who only dialled and
reached nobody took nothing. Each leg and each attempt is a contact of its own, as in every other count; so is a kept
appointment, which its host takes, and a call that agents make, which whoever makes it takes. So what groups took of a
type adds up to its answered and called back, on every day of arrival.
"""

from __future__ import annotations

import math

import numpy as np

from ccsim.engine.logs import Logs, Outcome
from ccsim.measures.cells import Cells
from ccsim.measures.joined import Joined
from ccsim.measures.kept import Kept
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray

_MOST = 1 << 16
"""Numbers by type, day and agent that are counted at once, which is quicker than by group: neighbours differ."""


class ServedBy:
    """Counts what each group took of each type, by day of arrival."""

    def __init__(self, model: CenterModel, cells: Cells) -> None:
        self._model = model
        self._cells = cells
        self._kind, self._group = cells.skills
        group_of = np.array([agent.group for agent in model.agents], dtype=np.int64)
        of_group = np.concatenate((np.eye(len(model.groups)), np.zeros((1, len(model.groups)))))
        few = len(model.types) * len(cells.days) * len(group_of) <= _MOST
        self._place_of = None if few else np.append(group_of, len(model.groups))  # of -1, who is nobody, the last
        self._belongs = np.concatenate((of_group[-1:], of_group[group_of])) if few else of_group
        self._may = np.zeros((len(model.groups), len(model.types)))
        self._may[self._group, self._kind] = 1.0
        self._first_place = np.zeros(0, dtype=np.int64)

    def count(self, logs: Logs) -> FloatArray:
        """(not resolved or resolved, types, days, groups)."""
        kept = Kept.of(self._model, Joined.of([logs]))
        agent = np.where(taken(kept), first_agents(self._model, logs)[kept.rows], -1)
        place = self._first_places(kept)
        place += agent if self._place_of is None else self._place_of.take(agent)
        shape = len(self._model.types), len(self._cells.days), len(self._belongs)
        size = math.prod(shape)
        place += kept.log.resolved * size
        counted = np.bincount(place, minlength=size * 2).reshape(-1, *shape)
        return np.asarray(counted @ self._belongs)

    def tables(self, counted: FloatArray) -> dict[str, FloatArray]:
        """(replications, skill scopes, slots): `taken`, `taken_resolved` of it, `takeable`: what any group took of the
        same types. `counted`: see `count`, of each replication.
        """
        by_type = counted.swapaxes(3, 4).copy()  # (replications; all, and the resolved of them; types, groups, days)
        by_type[:, 0] += by_type[:, 1]
        first = 1 + len(self._model.groups)
        by_day = np.empty((len(counted), 3, first + len(self._kind), by_type.shape[-1]))
        served = by_type[:, 0].sum(axis=2)
        by_day[:, :2, first:] = by_type[:, :, self._kind, self._group]
        by_type.sum(axis=2, out=by_day[:, :2, 1:first])
        by_day[:, 2, first:] = served.take(self._kind, axis=1)
        np.matmul(self._may, served, out=by_day[:, 2, 1:first])
        by_day[:, ::2, 0] = served.sum(axis=1)[:, None]
        by_day[:, 1, 0] = by_day[:, 1, 1:first].sum(axis=1)
        table = np.zeros((*by_day.shape[:3], len(self._cells.slots)))  # nothing is told by interval
        table[..., self._cells.day_slots] = by_day
        by_day.sum(axis=-1, out=table[..., 0])
        return {name: table[:, row] for row, name in enumerate(("taken", "taken_resolved", "takeable"))}

    def _first_places(self, kept: Kept) -> IntArray:
        """Of each contact the first place of its type and day; by agent that of the first one."""
        if len(self._first_place) != kept.cells:
            types, days = len(self._model.types), len(self._cells.days)
            shape = types, self._cells.segments, len(self._cells.intervals)
            row = np.arange(types)[:, None, None] * days + self._model.timeline.interval_day
            self._first_place = np.broadcast_to(row, shape).reshape(-1) * len(self._belongs)
            self._first_place += self._place_of is None
        return self._first_place.take(kept.base)


def taken(one: Kept) -> BoolArray:
    """Whom an agent served: those who were dialled in vain have an agent, too."""
    return one.was(Outcome.ANSWERED) | one.was(Outcome.CALLED_BACK)


def in_pieces(model: CenterModel) -> BoolArray:
    """Of which contact types work may be set aside, and be finished by another agent."""
    return np.array([model.channels[kind.channel].interruptible for kind in model.types], dtype=np.bool_)


def first_agents(model: CenterModel, logs: Logs) -> IntArray:
    """Of each contact the agent who worked on it first, as far as it can have been another than who finished it."""
    agent, interruptible = logs.contacts.agent, in_pieces(model)
    if not interruptible.any():
        return agent
    return np.where((agent >= 0) & interruptible.take(logs.contacts.type), _first_workers(logs), agent)


def _first_workers(logs: Logs) -> IntArray:
    """Of each contact the agent who worked on it first."""
    log, first = logs.agents, np.full(logs.contacts.rows, -1)
    latest_first = np.lexsort((log.work_end, log.work_start))[::-1]
    first[log.work_contact[latest_first]] = log.work_agent[latest_first]
    return first
