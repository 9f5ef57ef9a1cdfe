"""Rows of a log counted by what they are: many yes-or-no marks at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from ccsim.model.center import BoolArray, FloatArray, IntArray

TOGETHER = 12
"""Marks counted at once: so many bits of a code."""


def count_marked(marks: Mapping[str, BoolArray], cell: IntArray, cells: int) -> dict[str, FloatArray]:
    """Of each mark, the rows that bear it in each cell; `cell` is that of each row.

    Rows that bear the same marks are counted together: few combinations of marks occur.
    """
    names = list(marks)
    found: dict[str, FloatArray] = {}
    for start in range(0, len(names), TOGETHER):
        together = names[start : start + TOGETHER]
        code = np.zeros(len(cell), np.int16)
        for bit, name in enumerate(together):
            code |= np.left_shift(marks[name], bit, dtype=np.int16)
        occurs = np.flatnonzero(np.bincount(code, minlength=1 << len(together)))
        place = np.zeros(1 << len(together), np.int64)
        place[occurs] = np.arange(len(occurs)) * cells
        where = place.take(code)
        where += cell
        counted = np.bincount(where, minlength=len(occurs) * cells).reshape(len(occurs), cells)
        for bit, name in enumerate(together):
            bears = np.flatnonzero(occurs >> bit & 1)
            found[name] = np.add.reduce(counted[bears], axis=0).astype(np.float64)
    return found


def among(code: IntArray, members: Iterable[int]) -> BoolArray:
    """Whether each code, -1 or above, is one of `members`."""
    listed = list(members)
    table = np.zeros(int(max(code.max(initial=0), *listed)) + 2, np.bool_)  # the last one is that of -1
    table[listed] = True
    return table[code]
