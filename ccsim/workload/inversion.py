"""From uniforms to what they stand for: segments and durations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.model.center import FloatArray, IntArray, LawByTime


class Segments:
    """Segments by their shares, taken in the order of their names, so that the order of the file changes nobody."""

    def __init__(self, share: FloatArray, names: Sequence[str]) -> None:
        order = np.array(sorted(range(len(names)), key=names.__getitem__))
        self._order: IntArray = order[share[order] > 0.0]
        self._upper = np.cumsum(share[self._order])[:-1]  # all that is left belongs to the last one

    @property
    def only(self) -> int | None:
        """The segment of all customers, where only one has a share."""
        return int(self._order[0]) if len(self._order) == 1 else None

    def of(self, u: FloatArray) -> IntArray:
        place = np.zeros(len(u), np.int64)
        for upper in self._upper:
            place += u >= upper
        return self._order[place]


def duration_of(u: FloatArray, law: LawByTime | None, time_of_day: FloatArray) -> FloatArray:
    """Durations, unrounded, under the law in force at each local time of day; no law is no time."""
    if law is None:
        return np.zeros(len(u))
    if len(law.laws) == 1:
        return law.laws[0].quantile(u)
    in_force = np.searchsorted(law.starts, time_of_day, "right") - 1
    durations = np.empty(len(u))
    for j in np.unique(in_force):
        chosen = in_force == j
        durations[chosen] = law.laws[j].quantile(u[chosen])
    return durations
