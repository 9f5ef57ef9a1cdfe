"""Gathers replications, in their order, into estimates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.estimation.estimates import Block, Estimates
from ccsim.estimation.moments import Moments
from ccsim.estimation.quantiles import KeptWaits, WaitQuantiles, marked_bins
from ccsim.estimation.targets import TargetResult, resolve
from ccsim.estimation.verdicts import DayRecord, judge
from ccsim.measures.catalogue import Measure, Table, find, measures_at
from ccsim.measures.cells import Cells
from ccsim.measures.features import features_of
from ccsim.measures.meter import Measures, place
from ccsim.measures.waits import bin_edges
from ccsim.model.center import BoolArray, CenterModel, FloatArray

if TYPE_CHECKING:
    from ccsim.scenario.schema import Target

_TABLES: tuple[Table, ...] = ("contacts", "customers", "appointments", "self_service", "center", "agents", "skills")
OnDays = tuple[str, str, str, tuple[str, ...]]
"""Scope, name, measure and dates."""


class Accumulator:
    """Estimates from replications added one by one.

    The same replications in the same order give the same bits, however many processes made them. Memory does not grow
    with replications but for the horizon's fractions, a few numbers a replication, kept for paired comparison.

    Parameters
    ----------
    model : CenterModel
    targets : by name.
    confidence : of every interval, in (0, 1).
    waits_of : scopes and names whose waits are kept, replication by replication, so that quantiles can be compared.
    days_of : scopes, names, measures and dates of which fractions over those days are kept, for comparison by day.

    Raises
    ------
    ScenarioError
        A target names a measure, or a contact, channel, segment or group, that does not exist or do not go together.
    """

    def __init__(
        self,
        model: CenterModel,
        targets: Mapping[str, Target],
        confidence: float = 0.95,
        waits_of: Collection[tuple[str, str]] = (),
        days_of: Collection[OnDays] = (),
    ) -> None:
        if not 0 < confidence < 1:
            raise ValueError(f"confidence must be in (0, 1), got {confidence!r}")
        self.model = model
        self.confidence = confidence
        self.replications = 0
        self._cells = Cells.of(model)
        self._features = features_of(model)
        self._targets = resolve(targets, model, self._cells)
        self._days = {
            target.name: DayRecord(target) for target in self._targets if target.asked.probability is not None
        }
        self._within: tuple[float, ...] | None = None
        self._measures: dict[Table, tuple[Measure, ...]] = {}
        self._ratios: dict[Table, tuple[Measure, ...]] = {}  # those that are no quantiles
        self._places: dict[Table, tuple[slice, tuple[int, int, int]]] = {}  # of each table's fractions among all
        self._y, self._x = np.zeros(0), np.zeros(0)  # of the last replication
        self._moments = Moments(())
        self._horizon: dict[Table, list[tuple[FloatArray, FloatArray]]] = {}
        self._quantiles = WaitQuantiles(len(self._cells.contact_scopes) * len(self._cells.slots))
        self._of_days: dict[OnDays, list[tuple[float, float]]] = {one: [] for one in days_of}
        scopes = self._cells.contact_scopes
        self._waits = {
            one: KeptWaits(scopes.index(one), len(self._cells.slots)) for one in scopes if one in set(waits_of)
        }

    def add(self, measures: Measures) -> None:
        """The next replication."""
        if self._within is None:
            self._begin(measures)
        elif self._within != measures.within:
            raise ValueError(f"replications measured at different thresholds: {self._within} and {measures.within}")
        self.replications += 1
        for table in self._measures:
            y, x = self._of(table, self._y), self._of(table, self._x)
            measures.write_fractions(self._ratios[table], y, x)
            self._horizon[table].append((y[:, :, 0].copy(), x[:, :, 0].copy()))
        self._moments.add(self._y, self._x)
        self._quantiles.add(measures.waits)
        for kept in self._waits.values():
            kept.add(measures.waits)
        for record in self._days.values():
            record.add(measures)
        for one, seen in self._of_days.items():
            seen.append(self._over_days(one))

    def estimates(self) -> Estimates:
        """Estimates over the replications added so far.

        Raises
        ------
        ValueError
            None has been added.
        """
        if not self.replications:
            raise ValueError("no replication has been added")
        mean, half = self._moments.ratio(self.confidence)
        blocks = {table: self._block(table, self._of(table, mean), self._of(table, half)) for table in self._measures}
        return Estimates(self._cells, blocks, self.replications, self.confidence)

    def verdicts(self) -> list[TargetResult]:
        """Every target with its verdict, in the order of the scenario."""
        estimates = self.estimates()
        return [judge(target, estimates, self._days.get(target.name)) for target in self._targets]

    def per_replication(self, scope: str, name: str, measure: str) -> tuple[FloatArray, FloatArray]:
        """Numerator and denominator over the horizon, a value a replication, for paired comparison.

        Raises
        ------
        KeyError
            No such scope, name or measure; wait quantiles have these only where `waits_of` says.
        """
        return self.fractions(scope, name, measure)[0]

    def sums(self, scope: str, name: str, measure: str) -> tuple[FloatArray, FloatArray]:
        """Numerator and denominator in every slot of the cells, added up over replications: neighbours can be taken
        together, sum over sum.

        Raises
        ------
        KeyError
            No such scope or name, or no such measure that is a fraction.
        """
        for table, known in self._ratios.items():
            names = [one.name for one in known]
            if measure in names:
                scopes = self._cells.scopes(table)
                at = names.index(measure), place(scopes, self._cells, scope, name)[0]
                return self._of(table, self._moments.y)[at], self._of(table, self._moments.x)[at]
        raise KeyError(f"no measure {measure!r} that is a fraction")

    def fractions(
        self, scope: str, name: str, measure: str, days: tuple[str, ...] = ()
    ) -> list[tuple[FloatArray, FloatArray]]:
        """The same; of a wait quantile perhaps two that both have to hold, see `KeptWaits.fractions`.

        Over `days` those that `days_of` says; of what is not there 0 / 0.
        """
        if days:
            seen = np.array(self._of_days[scope, name, measure, days]).reshape(-1, 2)
            return [(seen[:, 0], seen[:, 1])]
        waits = self._waits.get((scope, "all" if scope == "all" else name))
        if waits is not None and (quantile := find(measure).quantile) is not None:
            return waits.fractions(quantile, self.confidence)
        for table in self._measures:
            names = [known.name for known in self._ratios[table]]
            if measure in names:
                row = names.index(measure)
                scope_row, _ = place(self._cells.scopes(table), self._cells, scope, name)
                y = np.array([above[row, scope_row] for above, _ in self._horizon[table]])
                x = np.array([below[row, scope_row] for _, below in self._horizon[table]])
                return [(y, x)]
        raise KeyError(f"no measure {measure!r} that is a fraction")

    def waits(self) -> dict[str, list[Any]]:
        """How long contacts waited, by column: scope, name, wait_s, share, low, high.

        `share` of the offered that waited to an end, over the horizon, waited no longer than `wait_s`; up to the
        longest wait. Low and high: its interval; NaN where there are not two replications with waits.
        """
        edges, slots = marked_bins(), len(self._cells.slots)
        rows = self._quantiles.filled(np.arange(len(self._cells.contact_scopes)) * slots)
        seconds = bin_edges()[1][edges].tolist()
        found: dict[str, list[Any]] = {column: [] for column in ("scope", "name", "wait_s", "share", "low", "high")}
        for cell, *curve in zip(rows, *self._quantiles.within(edges, rows, self.confidence), strict=True):
            scope, name = self._cells.contact_scopes[int(cell) // slots]
            many = 1 + int(np.argmax(curve[0] == 1.0))
            found["scope"] += [scope] * many
            found["name"] += [name] * many
            for column, values in zip(("wait_s", "share", "low", "high"), (seconds, *curve), strict=True):
                found[column] += list(map(float, values[:many]))
        return found

    def _over_days(self, one: OnDays) -> tuple[float, float]:
        """Of the last replication."""
        scope, name, measure, days = one
        for table, known in self._ratios.items():
            for row, definition in enumerate(known):
                if definition.name == measure and (scope, name) in self._cells.scopes(table):
                    at = row, self._cells.scopes(table).index((scope, name)), [self._cells.slots.index(d) for d in days]
                    y, x = (float(self._of(table, every)[at].sum()) for every in (self._y, self._x))
                    return y, x if definition.denominator else 1.0
        return 0.0, 0.0

    def _begin(self, measures: Measures) -> None:
        """Tables of which the center has nothing, such as appointments, are not kept."""
        self._within = measures.within
        known, size = measures_at(measures.within, self._features), 0
        for table in _TABLES:
            of_table = tuple(measure for measure in known if measure.table == table)
            if of_table:
                self._measures[table] = of_table
                self._ratios[table] = tuple(measure for measure in of_table if measure.quantile is None)
                shape = (len(self._ratios[table]), len(self._cells.scopes(table)), len(self._cells.slots))
                self._places[table] = slice(size, size + prod(shape)), shape
                self._horizon[table] = []
                size += prod(shape)
        self._y, self._x, self._moments = np.empty(size), np.empty(size), Moments((size,))

    def _of(self, table: Table, every: FloatArray) -> FloatArray:
        """(measures, scopes, slots) of a table, from those of all one after the other."""
        place, shape = self._places[table]
        return every[place].reshape(shape)

    def _block(self, table: Table, mean: FloatArray, half: FloatArray) -> Block:
        ratios = self._ratios[table]
        lowest = np.array([measure.lowest for measure in ratios])[:, None, None]
        highest = np.array([measure.highest for measure in ratios])[:, None, None]
        low = np.maximum(mean - half, np.minimum(mean, lowest))
        high = np.minimum(mean + half, np.maximum(mean, highest))
        measures = ratios
        if table == "contacts":
            quantiles = tuple(measure for measure in self._measures[table] if measure.quantile is not None)
            shares = tuple(float(measure.quantile or 0.0) for measure in quantiles)
            shape = (len(shares), *mean.shape[1:])
            value, least, most = (array.reshape(shape) for array in self._quantiles.quantiles(shares, self.confidence))
            measures = (*ratios, *quantiles)
            mean, half = np.concatenate((mean, value)), np.concatenate((half, (most - least) / 2))
            low, high = np.concatenate((low, least)), np.concatenate((high, most))
        return Block(self._cells.scopes(table), measures, mean, low, high, half, ~self._happened(table))

    def _happened(self, table: Table) -> BoolArray:
        """(scopes, slots): whether anything happened there in any replication."""
        y, x = self._of(table, self._moments.y), self._of(table, self._moments.x)
        # time itself passes in every interval: it does not say that anything happened there
        with_denominator = np.array(
            [
                bool(measure.denominator) and measure.unit != "agents" and table == "agents"
                for measure in self._ratios[table]
            ]
        )
        happened = (y != 0).any(axis=0) | (x[with_denominator] != 0).any(axis=0)
        if table == "customers":  # shown wherever their contacts are
            contacts = self._happened("contacts")
            happened[: len(contacts)] |= contacts
        return np.asarray(happened)
