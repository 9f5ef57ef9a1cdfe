"""From the logs of replications to their tallies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.measures.agent_measures import COSTS
from ccsim.measures.agents import AgentClock, scheduled
from ccsim.measures.appointments import Diaries
from ccsim.measures.attendance import Attendance
from ccsim.measures.catalogue import Measure, Table, at_threshold, find, threshold_of
from ccsim.measures.cells import Cells, with_all
from ccsim.measures.customer_tallies import customers
from ccsim.measures.customers import CustomerTable
from ccsim.measures.features import features_of
from ccsim.measures.holds import hold_time
from ccsim.measures.money import at_rate, line_cost, paid_plan, pay
from ccsim.measures.prevented import prevented
from ccsim.measures.rows import NumPyCounter, RowCounter, Rows
from ccsim.measures.self_service import Sessions, self_service
from ccsim.measures.served_by import ServedBy
from ccsim.measures.waits import OpenTime, WaitHistogram, longest_wait
from ccsim.model.center import CenterModel, FloatArray
from ccsim.workload.workload import Workload

if TYPE_CHECKING:
    from ccsim.scenario.schema import Target


@dataclass(frozen=True)
class Measures:
    """Tallies of one replication; every KPI is one of them, or a sum of them, over another.

    `tables` map a tally's name to an array (scopes, slots) of `cells`; what a center has not (appointments,
    self-service) has no tallies. `within` are the thresholds, beside each contact's own, at which service was tallied.
    """

    replication: int
    cells: Cells
    within: tuple[float, ...]
    tables: dict[Table, dict[str, FloatArray]]
    waits: WaitHistogram

    def table(self, table: Table) -> tuple[tuple[tuple[str, str], ...], dict[str, FloatArray]]:
        """Scopes and tallies of one of the tables."""
        return self.cells.scopes(table), self.tables[table]

    def fraction(self, measure: Measure) -> tuple[FloatArray, FloatArray]:
        """Numerator and denominator of a measure that is no quantile, each (scopes, slots)."""
        shape = 1, len(self.cells.scopes(measure.table)), len(self.cells.slots)
        numerator, denominator = np.empty(shape), np.empty(shape)
        self.write_fractions((measure,), numerator, denominator)
        return numerator[0], denominator[0]

    def write_fractions(self, measures: Sequence[Measure], numerators: FloatArray, denominators: FloatArray) -> None:
        """`fraction` of several measures of one table into (measures, scopes, slots)."""
        tallies = self.tables[measures[0].table]
        _add_up(tallies, [measure.numerator for measure in measures], numerators)
        _add_up(tallies, [measure.denominator for measure in measures], denominators)

    def value(self, scope: str, name: str, measure: str, interval: str = "") -> float:
        """One KPI of this replication; NaN where it is 0 / 0. Quantiles exist over replications only.

        Raises
        ------
        KeyError
            No such measure, scope, name or interval, or the center has not what is measured.
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


@dataclass(frozen=True)
class Counted:
    """A replication of which `Meter.measures` makes its measures; what the center has not is empty."""

    replication: int
    rows: Any  # see `RowCounter`
    customers: dict[str, FloatArray]
    appointments: dict[str, FloatArray]
    self_service: dict[str, FloatArray]
    holds: dict[str, FloatArray]
    spared: dict[str, FloatArray]  # by proactive service
    taken: FloatArray | None  # see `ServedBy.count`


class Meter:
    """Measures replications of one model; what does not change from one to the next is worked out once.

    Parameters
    ----------
    model : CenterModel
    within : thresholds, seconds, at which service levels are wanted besides each contact's own.
    compiled : whether machine code counts the rows of logs, not NumPy: the same to the bit, many times as fast.
    """

    def __init__(self, model: CenterModel, within: Iterable[float] = (), compiled: bool = False) -> None:
        self.model = model
        self.within = tuple(sorted(set(within)))
        self.features = features_of(model)
        self.cells = Cells.of(model)
        self._opening = OpenTime(model, self.cells)
        self._attendance = Attendance(model, self.cells, self._opening)
        self._clock = AgentClock(model, self._opening)
        self._diaries = Diaries(model, self.cells) if model.appointments else None
        self._served_by = ServedBy(model, self.cells) if "groups" in self.features else None
        self._paid = paid_plan(model, scheduled(model, model.timeline.edges))
        self._lines = self.cells.over_slots(line_cost(model)[None]) if "lines" in self.features else None
        self._rows: RowCounter
        if compiled:
            from ccsim.measures.compiled.counter import CompiledCounter

            self._rows = CompiledCounter(model, self.cells, self._opening, self._clock, self.within)
        else:
            self._rows = NumPyCounter(model, self.cells, self._opening, self._clock, self.within)

    def read(self, workload: Workload, logs: Logs) -> Measures:
        """Tallies of one replication."""
        return self.measures([self.count(workload, logs)])[0]

    def count(self, workload: Workload, logs: Logs) -> Counted:
        """One replication, for `measures`. Machine code counts it now: its logs are not needed any more then."""
        rows, served_by = self._rows.count(workload, logs), self._served_by
        return Counted(
            replication=logs.replication,
            rows=rows,
            customers=self._customers(logs),
            appointments={} if self._diaries is None else self._diaries.read(logs),
            self_service=self._self_service(logs),
            holds=hold_time(self.model, logs.holds) if "appointments" in self.features else {},
            spared=prevented(self.model, workload) if "proactive" in self.features else {},
            taken=None if served_by is None else self._rows.taken(rows, served_by),
        )

    def measures(self, counted: Sequence[Counted]) -> list[Measures]:
        """Tallies of each replication: short ones take less time together, and all the memory that they need alone.

        Their tables have a first axis for the replication.
        """
        rows = self._rows.together([one.rows for one in counted])
        contacts = self._contacts(rows)
        customers = _stacked([one.customers for one in counted])
        tables: dict[Table, dict[str, FloatArray]] = {
            "contacts": contacts,
            "customers": customers or {"lost_value": contacts.pop("lost_value")},
            "appointments": _stacked([one.appointments for one in counted]),
            "self_service": _stacked([one.self_service for one in counted]),
            "agents": self._agents(rows, _stacked([one.holds for one in counted])),
            "skills": self._skills([one.taken for one in counted if one.taken is not None]),
        }
        tables["center"] = self._center(tables, _stacked([one.spared for one in counted]))
        of_each: list[dict[Table, dict[str, FloatArray]]] = [{} for _ in counted]
        for table, tallies in tables.items():
            # By tally first, since an array is gone through twice as fast as it is asked for one row after the other.
            by_replication = zip(*tallies.values(), strict=True) if tallies else [()] * len(counted)
            for of_one, rows_of_one in zip(of_each, by_replication, strict=True):
                of_one[table] = dict(zip(tallies, rows_of_one, strict=True))
        return [
            Measures(one.replication, self.cells, self.within, of_one, waits)
            for one, of_one, waits in zip(counted, of_each, rows.waits, strict=True)
        ]

    def _contacts(self, rows: Rows) -> dict[str, FloatArray]:
        cells = self.cells
        base = len(self.model.types), cells.segments, len(cells.intervals)
        tables = cells.over_contact_scopes(rows.tallies.reshape(*rows.tallies.shape[:2], *base))
        contacts = {name: tables[:, place] for place, name in enumerate(rows.names)}
        contacts |= longest_wait(rows.longest.reshape(-1, *base), cells)
        contacts["open_time"] = _of_each(self._opening.table, len(tables))
        return contacts

    def _customers(self, logs: Logs) -> dict[str, FloatArray]:
        """Nothing where every customer is one contact."""
        if "customers" not in self.features:
            return {}
        base = customers(CustomerTable.of(self.model, logs), self.model)
        sources = len(self.model.types) + len(self.model.appointments)
        shape = (len(base), sources, self.cells.segments, len(self.cells.intervals))
        tables = self.cells.over_customer_scopes(np.stack(list(base.values())).reshape(shape))
        return dict(zip(base, tables, strict=True))

    def _self_service(self, logs: Logs) -> dict[str, FloatArray]:
        if "self_service" not in self.features:
            return {}
        base = self_service(self.model, Sessions.of(logs))
        return {name: self.cells.over_slots(with_all(tally)) for name, tally in base.items()}

    def _agents(self, rows: Rows, holds: dict[str, FloatArray]) -> dict[str, FloatArray]:
        time = self._clock.tallies(rows.agents, rows.presence) | holds
        agents = dict(zip(time, self.cells.over_agent_scopes(np.array(list(time.values()))), strict=True))
        agents |= {
            "on_duty": self._attendance.on_duty(rows.presence),
            "on_plan": _of_each(self._attendance.planned, len(rows.presence)),
            "span": _of_each(self._attendance.span, len(rows.presence)),
        }
        agents |= pay(self.model, self.cells, self._paid, agents["overtime"])
        costed = [name for name in ("idle", "overtime", "late_wait", "no_show_wait") if name in agents]
        return agents | {f"cost_{name}": at_rate(self.model, agents[name]) for name in costed}

    def _skills(self, taken: Sequence[FloatArray]) -> dict[str, FloatArray]:
        return {} if self._served_by is None else self._served_by.tables(np.stack(taken))

    def _center(
        self, tables: dict[Table, dict[str, FloatArray]], spared: dict[str, FloatArray]
    ) -> dict[str, FloatArray]:
        """Of all together: each kind of cost, zero where there is none of it, needs settled, contacts prevented.

        Needs are counted where they are settled, like the cost of it, whenever their customers came first: a diary
        warm from the first day on brings customers who booked before it.
        """
        settled = tables["contacts"]["settled"][:, :1]
        found = dict.fromkeys(COSTS, np.zeros((len(settled), 1, len(self.cells.slots))))
        for tallies in tables.values():
            found |= {name: tallies[name][:, :1] for name in COSTS if name in tallies}
        if "self_service" in self.features:
            bots = tables["self_service"]
            settled = settled + bots["contained"][:, :1] - bots["falsely_contained"][:, :1]
        found["settled"] = settled
        if self._lines is not None:
            found["cost_lines"] = _of_each(self._lines, len(settled))
        return found | {name: self.cells.over_slots(tally) for name, tally in spared.items()}


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


def _of_each(table: FloatArray, replications: int) -> FloatArray:
    """What is the same in every replication, the replication first."""
    return table[None].repeat(replications, axis=0)


def _stacked(replications: Sequence[dict[str, FloatArray]]) -> dict[str, FloatArray]:
    """Tallies of several replications, the replication first."""
    if len(replications) == 1:
        return {name: tally[None] for name, tally in replications[0].items()}
    return {name: np.stack([one[name] for one in replications]) for name in replications[0]}


def _add_up(tallies: dict[str, FloatArray], names: Sequence[tuple[str, ...]], totals: FloatArray) -> None:
    """Sums of tallies; of none it is one."""
    one = np.ones(totals.shape[1:])
    np.concatenate([tallies[those[0]] if those else one for those in names], out=totals.reshape(-1, totals.shape[-1]))
    for total, those in zip(totals, names, strict=True):
        for name in those[1:]:
            total += tallies[name]
