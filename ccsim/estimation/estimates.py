"""Estimates over replications, each with its interval, as a table and one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ccsim.measures.catalogue import Measure, Table
from ccsim.measures.cells import Cells
from ccsim.measures.meter import place
from ccsim.model.center import BoolArray, FloatArray

if TYPE_CHECKING:
    import pandas as pd

_SCOPE_ORDER = ("all", "contact", "channel", "segment", "agents", "skill", "appointment", "self_service", "day")


@dataclass(frozen=True)
class Estimate:
    """A measure over replications, [low, high] at the run's confidence; NaN where there is none.

    `mean` is NaN for 0 / 0; the interval also where fewer than two replications have anything to say. The interval is
    mean ± half_width, cut off at what the measure cannot be: below 0, a share above 1, a score off its scale. That of a
    wait quantile need not be symmetric: `half_width` is then half its length.
    """

    mean: float
    low: float
    high: float
    half_width: float
    replications: int


class Row(NamedTuple):
    """A row of `measures.csv`."""

    scope: str
    name: str
    interval: str
    measure: str
    mean: float
    half_width: float
    low: float
    high: float
    replications: int


@dataclass(frozen=True)
class Block:
    """Estimates of one table of tallies: arrays (measures, scopes, slots).

    `empty` marks cells in which nothing happened in any replication, such as an interval at night.
    """

    scopes: tuple[tuple[str, str], ...]
    measures: tuple[Measure, ...]
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    half_width: FloatArray
    empty: BoolArray  # (scopes, slots)


class Estimates:
    """All estimates of a run."""

    def __init__(self, cells: Cells, blocks: dict[Table, Block], replications: int, confidence: float) -> None:
        self.cells = cells
        self.replications = replications
        self.confidence = confidence
        self._blocks = blocks
        self._where = {
            measure.name: (table, row) for table, block in blocks.items() for row, measure in enumerate(block.measures)
        }

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure of the run, service levels at targets' thresholds included."""
        return tuple(measure for block in self._blocks.values() for measure in block.measures)

    def get(self, scope: str, name: str, measure: str, interval: str = "") -> Estimate:
        """One estimate. `name` is free for scope all; `interval` is an interval's start, a date, `after` or empty.

        Raises
        ------
        KeyError
            No such measure, scope, name or interval, or not for each other.
        """
        if measure not in self._where:
            raise KeyError(f"no measure {measure!r}")
        table, row = self._where[measure]
        block = self._blocks[table]
        scope_row, slot = place(block.scopes, self.cells, scope, name, interval)
        if not _spans(self.cells, block.measures[row], table)[slot]:
            raise KeyError(f"{measure} is not given for {self.cells.slots[slot]}")
        if scope in block.measures[row].not_for:
            raise KeyError(f"{measure} is not given for a {scope}")
        cell = (row, scope_row, slot)
        return Estimate(
            float(block.mean[cell]),
            float(block.low[cell]),
            float(block.high[cell]),
            float(block.half_width[cell]),
            self.replications,
        )

    def series(self, scope: str, name: str, measure: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Mean, low and high of a measure in every slot of `cells.slots`.

        Raises
        ------
        KeyError
            No such measure, scope or name.
        """
        if measure not in self._where:
            raise KeyError(f"no measure {measure!r}")
        table, row = self._where[measure]
        block = self._blocks[table]
        scope_row, _ = place(block.scopes, self.cells, scope, name)
        return block.mean[row, scope_row], block.low[row, scope_row], block.high[row, scope_row]

    def columns(self) -> dict[str, NDArray[Any]]:
        """The tidy table, by column: scope, name, interval, measure, mean, half_width, low, high, replications.

        Intervals in which nothing of a scope ever happened have no rows. All together on a date stand once, as scope
        `day`.
        """
        pieces = [piece for table, block in self._blocks.items() for piece in self._pieces(table, block)]
        pieces.sort(key=lambda piece: piece[0])  # stable: the order of blocks and names remains
        joined = [np.concatenate(column) for column in zip(*(piece[1] for piece in pieces), strict=True)]
        return {
            **dict(zip(Row._fields, joined, strict=False)),
            "replications": np.full(len(joined[0]), self.replications),
        }

    def rows(self) -> Iterator[Row]:
        """The tidy table row by row."""
        return (Row(*values) for values in zip(*(column.tolist() for column in self.columns().values()), strict=True))

    def frame(self) -> pd.DataFrame:
        """The tidy table as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.columns())

    def _pieces(self, table: Table, block: Block) -> Iterator[tuple[tuple[int, int], tuple[NDArray[Any], ...]]]:
        """Columns of one scope, and by what they are sorted."""
        labels = np.array(self.cells.slots, dtype=object)
        names = np.array([measure.name for measure in block.measures], dtype=object)
        given = np.array([_spans(self.cells, measure, table) for measure in block.measures]).T
        days = np.zeros(len(labels), dtype=np.bool_)
        days[self.cells.day_slots] = True
        always = days.copy()
        always[0] = True
        for row, (scope, name) in enumerate(block.scopes):
            here = np.array([scope not in measure.not_for for measure in block.measures])
            shown = given & here & (always | ~block.empty[row])[:, None]
            if scope == "all":
                shown &= ~days[:, None]
            slot, measure = np.nonzero(shown)
            values = self._values(block, row, slot, measure)
            scopes, own = np.full(len(slot), scope, dtype=object), np.full(len(slot), name, dtype=object)
            yield (_SCOPE_ORDER.index(scope), row), (scopes, own, labels[slot], names[measure], *values)
            if scope == "all":
                slot, measure = np.nonzero(given & days[:, None])
                values = self._values(block, row, slot, measure)
                scopes, blank = np.full(len(slot), "day", dtype=object), np.full(len(slot), "", dtype=object)
                yield (_SCOPE_ORDER.index("day"), row), (scopes, labels[slot], blank, names[measure], *values)

    @staticmethod
    def _values(block: Block, row: int, slot: NDArray[Any], measure: NDArray[Any]) -> tuple[FloatArray, ...]:
        return tuple(column[measure, row, slot] for column in (block.mean, block.half_width, block.low, block.high))


def _spans(cells: Cells, measure: Measure, table: Table) -> BoolArray:
    """Slots for which a measure is given."""
    given = np.zeros(len(cells.slots), dtype=np.bool_)
    given[0] = True
    given[cells.interval_slots] = "interval" in measure.spans
    given[cells.after_slot] = "interval" in measure.spans and table == "agents"
    given[cells.day_slots] = "day" in measure.spans
    return given
