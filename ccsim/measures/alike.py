"""Contacts that are alike in all that marks ask of them: they are counted together, and marks are made of one of each.

A day has ten thousand contacts, and hardly more than ten kinds of fate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.logs import Origin, Outcome
from ccsim.measures.kept import Kept
from ccsim.measures.service import timely
from ccsim.model.center import BoolArray, FloatArray, IntArray

_TOGETHER = 1 << 14
"""Codes that are told apart at once."""
_OUTCOMES = len(Outcome) + 1
"""With all that are none in one."""


@dataclass(frozen=True)
class Alike:
    """The contacts of a log in groups.

    `one` holds a contact of each group, and `timely` what `ccsim.measures.service` asks of its times; `cell` is
    group * base cells + base cell of every contact.
    """

    kept: Kept
    group: IntArray  # by contact
    one: Kept
    timely: dict[str, BoolArray]
    cell: IntArray

    @classmethod
    def of(cls, kept: Kept, within: tuple[float, ...]) -> Alike:
        log, marks = kept.log, timely(kept, within)
        asked: list[tuple[NDArray[np.int8] | BoolArray, int]] = [
            (np.minimum(kept.outcome.view(np.uint8), _OUTCOMES - 1).view(np.int8), _OUTCOMES)
        ]
        asked += [(mark, 2) for mark in (log.waited, log.resolved, kept.handled, *marks.values())]
        if "customers" in kept.features:
            asked += [(log.origin == Origin.OUTBOUND, 2), (log.leg == 0, 2), (log.attempt > 0, 2)]
        group, one = alike_rows(asked)
        cell = group * kept.cells
        cell += kept.base
        return cls(kept, group, kept.at(one), {name: mark[one] for name, mark in marks.items()}, cell)

    @property
    def cells(self) -> int:
        """How many values `cell` may have."""
        return len(self.one.base) * self.kept.cells

    def rows(self, mark: BoolArray) -> slice | IntArray:
        """The contacts whose group bears a mark."""
        return slice(None) if mark.all() else mark.take(self.group).nonzero()[0]

    def count(self, marks: Mapping[str, BoolArray]) -> dict[str, FloatArray]:
        """Of each mark (by group), the contacts that bear it in each base cell, flat."""
        groups, cells = len(self.one.base), self.kept.cells
        counted = np.bincount(self.cell, minlength=groups * cells).reshape(groups, cells)
        bear = np.array(list(marks.values()))
        tallies = (bear.astype(np.int64) @ counted).astype(np.float64)
        return dict(zip(marks, tallies, strict=True))

    def total(self, value: FloatArray, marks: Iterable[BoolArray]) -> list[FloatArray]:
        """Sums of a value, by contact, over those who bear each mark, in each base cell, flat.

        Of values on the time grid: they are added up by group, and the groups' sums then.
        """
        return self.added(np.asarray(np.bincount(self.cell, value, self.cells), dtype=np.float64), marks)

    def added(self, sums: FloatArray, marks: Iterable[BoolArray]) -> list[FloatArray]:
        """Of sums by `cell`, those of the groups that bear each mark."""
        by_group = sums.reshape(-1, self.kept.cells)
        return [np.add.reduce(by_group[mark], axis=0) for mark in marks]


def alike_rows(columns: Iterable[tuple[NDArray[np.int8] | BoolArray, int]]) -> tuple[IntArray, IntArray]:
    """The group of each row, rows being of one group that agree in every column, and a row of each group.

    Columns hold 0 ... n - 1 each; n is at most 128.
    """
    codes = _bytes(columns)
    code, size = next(codes)
    wide = code.astype(np.int32)
    for code, values in codes:
        if size * values > _TOGETHER:
            group, one = _ranked(wide, size)
            wide, size = group.astype(np.int32), len(one)
        wide *= values
        wide += code
        size *= values
    return _ranked(wide, size)


def _bytes(columns: Iterable[tuple[NDArray[np.int8] | BoolArray, int]]) -> Iterator[tuple[NDArray[np.int8], int]]:
    """As many columns in one as go into a byte, which is quicker than any wider number."""
    code, size = None, 1
    for column, values in columns:
        narrow = column.view(np.int8)
        if code is None or size * values > 128:
            if code is not None:
                yield code, size
            code, size = narrow.copy(), values
        else:
            code *= values
            code += narrow
            size *= values
    if code is not None:
        yield code, size


def _ranked(code: NDArray[np.int32], size: int) -> tuple[IntArray, IntArray]:
    """Of codes below `size`, the place of each among those that occur, and a row of each that does."""
    row = np.full(size, -1)
    row[code] = np.arange(len(code))
    occurs = (row >= 0).nonzero()[0]
    place = np.empty(size, dtype=np.int64)
    place[occurs] = np.arange(len(occurs))
    return place.take(code), row.take(occurs)
