"""From the logs of one replication to its tallies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.measures.agents import agent_time, scheduled
from ccsim.measures.attendance import Attendance
from ccsim.measures.catalogue import Measure, Table, at_threshold, find, threshold_of
from ccsim.measures.cells import Cells
from ccsim.measures.counts import counts
from ccsim.measures.kept import Kept
from ccsim.measures.money import contact_money, handle_time, paid_plan, pay
from ccsim.measures.service import service
from ccsim.measures.waits import OpenTime, WaitHistogram, ended_wait, histogram, longest_wait, queue_time, waits
from ccsim.model.center import CenterModel, FloatArray
from ccsim.workload.workload import Workload

if TYPE_CHECKING:
    from ccsim.scenario.schema import Target


@dataclass(frozen=True)
class Measures:
    """Tallies of one replication; every KPI is one of them, or a sum of them, over another.

    `contacts` and `agents` map a tally's name to a table (scopes, slots) of `cells`; `within` are the thresholds,
    beside each contact's own, at which service was tallied.
    """

    replication: int
    cells: Cells
    within: tuple[float, ...]
    contacts: dict[str, FloatArray]
    agents: dict[str, FloatArray]
    waits: WaitHistogram

    def table(self, table: Table) -> tuple[tuple[tuple[str, str], ...], dict[str, FloatArray]]:
        """Scopes and tallies of one of the three tables."""
        if table == "contacts":
            return self.cells.contact_scopes, self.contacts
        if table == "agents":
            return self.cells.agent_scopes, self.agents
        together = {name: self.contacts[name][:1] for name in ("cost_channel", "resolved")}
        return (("all", "all"),), {"cost_staff": self.agents["cost_staff"][:1], **together}

    def fraction(self, measure: Measure) -> tuple[FloatArray, FloatArray]:
        """Numerator and denominator of a measure that is no quantile, each (scopes, slots)."""
        tallies = self.table(measure.table)[1]
        numerator = _added(tallies, measure.numerator)
        return numerator, _added(tallies, measure.denominator) if measure.denominator else np.ones_like(numerator)

    def value(self, scope: str, name: str, measure: str, interval: str = "") -> float:
        """One KPI of this replication; NaN where it is 0 / 0. Quantiles exist over replications only.

        Raises
        ------
        KeyError
            No such measure, scope, name or interval.
        """
        definition = find(measure)
        if definition.quantile is not None:
            raise KeyError(f"{measure} is read from the waits of all replications")
        numerator, denominator = self.fraction(definition)
        cell = place(self.table(definition.table)[0], self.cells, scope, name, interval)
        return float(numerator[cell] / denominator[cell]) if denominator[cell] else float("nan")


def place(
    scopes: tuple[tuple[str, str], ...], cells: Cells, scope: str, name: str, interval: str = ""
) -> tuple[int, int]:
    """Row and column of a cell; scope `day` is all together on the date `name`.

    Raises
    ------
    KeyError
        No such scope, name or interval.
    """
    if scope == "day":
        scope, name, interval = "all", "all", interval or name
    wanted = (scope, "all" if scope == "all" else name)
    if wanted not in scopes or interval not in cells.slots:
        raise KeyError(f"no results for {scope} {name} {interval}".rstrip())
    return scopes.index(wanted), cells.slots.index(interval)


class Meter:
    """Measures replications of one model; what does not change from one to the next is worked out once.

    Parameters
    ----------
    model : CenterModel
    within : thresholds, seconds, at which service levels are wanted besides each contact's own.
    """

    def __init__(self, model: CenterModel, within: Iterable[float] = ()) -> None:
        self.model = model
        self.within = tuple(sorted(set(within)))
        self.cells = Cells.of(model)
        self._opening = OpenTime(model, self.cells)
        self._attendance = Attendance(model, self.cells, self._opening)
        self._plan = scheduled(model, model.timeline.edges)
        self._paid = paid_plan(model, self._plan)

    def read(self, workload: Workload, logs: Logs) -> Measures:
        """Tallies of one replication."""
        cells = self.cells
        kept = Kept.of(self.model, logs.contacts, logs.end)
        ended, wait = ended_wait(kept)
        shape = (len(self.model.types), cells.segments, len(cells.intervals))
        base = {
            **counts(kept, workload),
            **service(kept, self.within),
            **waits(kept, ended, wait),
            **handle_time(kept, logs.contacts, logs.agents),
            **contact_money(kept),
            "queue_time": queue_time(kept, self._opening),
        }
        stacked = cells.over_contact_scopes(np.stack([tally.reshape(shape) for tally in base.values()]))
        contacts = dict(zip(base, stacked, strict=True))
        contacts |= longest_wait(kept, cells, ended, wait)
        contacts["open_time"] = self._opening.table
        time = agent_time(self.model, logs.contacts, logs.agents, logs.end, self._plan)
        agents = {name: cells.over_agent_scopes(tally) for name, tally in time.items()}
        agents |= {
            "on_duty": self._attendance.on_duty(logs.agents),
            "on_plan": self._attendance.planned,
            "span": self._attendance.span,
        }
        agents |= pay(self.model, cells, self._paid, agents["overtime"])
        return Measures(logs.replication, cells, self.within, contacts, agents, histogram(kept, cells, ended, wait))


def measure(
    model: CenterModel,
    workload: Workload,
    logs: Logs,
    targets: Mapping[str, Target] | None = None,
    precision: Iterable[str] = (),
) -> Measures:
    """Tallies of one replication, with those that targets or `simulation.precision` need at thresholds of their own.

    A `Meter` does the same for many replications at less cost.
    """
    return Meter(model, thresholds(targets or {}, precision)).read(workload, logs)


def thresholds(targets: Mapping[str, Target], precision: Iterable[str] = ()) -> tuple[float, ...]:
    """Seconds at which service levels are to be tallied: what targets (`within`) or names in `precision` ask for."""
    asked = {at_threshold(target.measure, target.within) for target in targets.values()} | set(precision)
    found = {threshold_of(name) for name in asked}
    return tuple(sorted(seconds for seconds in found if seconds is not None))


def _added(tallies: dict[str, FloatArray], names: tuple[str, ...]) -> FloatArray:
    total = tallies[names[0]]
    for name in names[1:]:
        total = total + tallies[name]
    return total
