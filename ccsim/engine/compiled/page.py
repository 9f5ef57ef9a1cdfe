"""Columns that the loop writes and hands over with the logs, new each day, in few pieces of memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.compiled.kernel import TABLES, Tables

_LINE = 64  # bytes that a processor fetches at a time
_PIECE = 16 << 20
"""Bytes beyond which a piece takes no more columns: the C library keeps smaller ones for the next day, see
`replication.keep_freed_memory`."""


class Written(NamedTuple):
    """A column that the loop writes: its table, and what it is called in the log, and of which kind it is."""

    table: str
    name: str
    kind: np.dtype[Any]


class Pages:
    """The columns of some logs, each with room for so many rows.

    Attributes
    ----------
    sizes : bytes of each piece
    places : by table, its piece and the byte at which it begins
    """

    def __init__(self, logs: Sequence[tuple[Sequence[Written], int]] = ()) -> None:
        self.sizes = [0]
        self.places: dict[str, tuple[int, int]] = {}
        self._rooms: dict[str, int] = {}
        self._columns: list[list[tuple[str, np.dtype[Any], int, int]]] = []
        for columns, rows in logs:
            for column in columns:
                self._place(column.table, rows)
            self._columns.append([(column.name, column.kind, *self.places[column.table]) for column in columns])

    def _place(self, table: str, rows: int) -> None:
        size = rows * TABLES[table].dtype.itemsize
        if self.sizes[-1] and self.sizes[-1] + size > _PIECE:
            self.sizes.append(0)
        self._rooms[table] = rows
        self.places[table] = len(self.sizes) - 1, self.sizes[-1]
        # A line between them: columns that begin at the same place of a page push each other out of the cache.
        self.sizes[-1] += -(-size // _LINE) * _LINE + _LINE

    def new(self) -> Page:
        """One day's, which hold anything until they are written."""
        return [np.empty(size, np.uint8) for size in self.sizes]

    def columns(self, log: int, page: Page, rows: int) -> dict[str, NDArray[Any]]:
        """The first rows of a log's columns, as numbers, by their name there."""
        made = np.ndarray
        return {name: made(rows, kind, page[piece], begin) for name, kind, piece, begin in self._columns[log]}

    def tables(self, page: Page) -> Tables:
        """All columns with all their room, as kernels in plain Python see them."""
        return {
            table: np.ndarray(self._rooms[table], TABLES[table].dtype, page[piece], begin)
            for table, (piece, begin) in self.places.items()
        }


Page = list[NDArray[np.uint8]]
"""Pieces of memory."""
