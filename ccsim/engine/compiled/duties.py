"""Agents' plans as the steps that the loop follows: what absence, late logins and the horizon make of duties today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.compiled.kernel import TABLES
from ccsim.engine.compiled.roster import BREAK_DUE, COMES_ON, GOES_OFF

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload


class Duties:
    """All duties of a model, those of one agent one after another, as the days leave them when nothing comes between.

    Attributes
    ----------
    same : whether they are the same every day: nobody is ever absent or late.
    """

    def __init__(self, model: CenterModel) -> None:
        horizon, days = model.timeline.horizon, len(model.timeline.dates)
        duties = [(a, duty) for a, agent in enumerate(model.agents) for duty in agent.duties]
        rows: list[tuple[float, int, float]] = []
        first = []  # step of each duty
        for _, duty in duties:
            off = min(duty.off, horizon)
            first.append(len(rows))
            rows.append((duty.on, COMES_ON, 0.0))
            rows += sorted((pause.due, BREAK_DUE, pause.length) for pause in duty.breaks if pause.due < off)
            rows.append((off, GOES_OFF, 0.0))
        self.same = not any(agent.absence or agent.late_login is not None for agent in model.agents)
        self._steps = np.array(rows, TABLES["duty_steps"].dtype)
        self._time = self._steps["time"]  # of coming on, it is set anew each day
        self._comes_on = np.array(first, np.int64)
        self._goes_off = np.array([*first[1:], len(rows)], np.int64)[: len(duties)] - 1
        self._on = self._time[self._comes_on]
        self._off = self._time[self._goes_off]
        self._agent = np.array([a for a, _ in duties], np.int64)
        self._of_agent = np.searchsorted(self._agent, np.arange(len(model.agents) + 1))
        self._first_of_agent = np.array([*first, len(rows)])[self._of_agent]
        self._day = self._agent * days + np.array([duty.day for _, duty in duties], np.int64)
        self._breaks = np.flatnonzero(self._steps["what"] == BREAK_DUE)
        self._due = self._time[self._breaks]
        self._of_break = np.searchsorted(self._comes_on, self._breaks) - 1

    def steps(self, workload: Workload) -> tuple[Any, Any]:
        """Those of a replication, agent after agent, and where each agent's begin: (agents + 1,).

        As `stints.make_stints` has it: but for days of absence; lateness shifts the start, and drops the breaks due
        before; duties that meet are one.
        """
        on = self._on + workload.late_login.take(self._day)
        self._time[self._comes_on] = on
        is_worked = on < self._off
        is_worked &= ~workload.absent.take(self._day)
        duties = np.flatnonzero(is_worked)
        before, behind = duties[:-1], duties[1:]
        meet = self._off[before] == on[behind]
        meet &= self._agent[before] == self._agent[behind]
        stays = np.zeros(len(self._steps), np.bool_)
        stays[self._comes_on[duties]] = stays[self._goes_off[duties]] = True
        stays[self._goes_off[before[meet]]] = stays[self._comes_on[behind[meet]]] = False
        stays[self._breaks] = is_worked[self._of_break] & (on[self._of_break] <= self._due)
        kept = np.flatnonzero(stays)
        return self._steps.take(kept), np.searchsorted(kept, self._first_of_agent)
