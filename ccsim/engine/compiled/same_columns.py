"""Columns of logs that are the same every day."""

from __future__ import annotations

from typing import Any

import numpy as np


class SameColumns:
    """Made once, with more rows when a day has more; they cannot be written to."""

    def __init__(self) -> None:
        self._rows = -1
        self._columns: tuple[Any, ...] = ()

    def first(self, rows: int) -> list[Any]:
        """So many rows: that never happens, 0, -1, and the row itself."""
        if rows > self._rows:
            self._rows = most = rows + rows // 8
            self._columns = np.full(most, np.nan), np.zeros(most, np.int64), np.full(most, -1), np.arange(most)
            for column in self._columns:
                column.flags.writeable = False
        return [column[:rows] for column in self._columns]
