"""Columns that the loop writes and hands over with the logs, new each day, in few pieces of memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.compiled.kernel import TABLES, Tables

_LINE = 64  # bytes that a processor fetches at a time
_PIECE = 16 << 20
"""Bytes beyond which a piece takes no more columns: the C library keeps smaller ones for the next day, see
`replication.keep_freed_memory`."""


class Pages:
    """Columns, each with room for so many rows.

    Attributes
    ----------
    sizes : bytes of each piece
    places : by column, its piece and the byte at which it begins
    """

    def __init__(self, rooms: dict[str, int]) -> None:
        self.rooms = rooms
        self.sizes = [0]
        self.places: dict[str, tuple[int, int]] = {}
        for name, rows in rooms.items():
            size = rows * TABLES[name].dtype.itemsize
            if self.sizes[-1] and self.sizes[-1] + size > _PIECE:
                self.sizes.append(0)
            self.places[name] = len(self.sizes) - 1, self.sizes[-1]
            # A line between them: columns that begin at the same place of a page push each other out of the cache.
            self.sizes[-1] += -(-size // _LINE) * _LINE + _LINE

    def new(self) -> Page:
        return Page(self)


class Page:
    """One day's columns, which hold anything until they are written."""

    def __init__(self, pages: Pages) -> None:
        self.pieces = [np.empty(size, np.uint8) for size in pages.sizes]
        self._pages = pages

    def column(self, name: str, rows: int, dtype: Any) -> NDArray[Any]:
        """The first rows of a column, as numbers."""
        piece, begin = self._pages.places[name]
        return np.ndarray((rows,), dtype, self.pieces[piece], begin)

    def tables(self) -> Tables:
        """All columns with all their room, as kernels in plain Python see them."""
        return {name: self.column(name, rows, TABLES[name].dtype) for name, rows in self._pages.rooms.items()}
