"""From uniforms to what they stand for: segments and durations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.model.center import FloatArray, IntArray, LawByTime


def segment_of(u: FloatArray, share: FloatArray, names: Sequence[str]) -> IntArray:
    """Segments by their shares, taken in the order of their names, so that the order of the file changes nobody."""
    order = np.array(sorted(range(len(names)), key=names.__getitem__))
    order = order[share[order] > 0.0]
    upper = np.cumsum(share[order])
    drawn: IntArray = order[np.minimum(np.searchsorted(upper, u, "right"), len(order) - 1)]
    return drawn


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
