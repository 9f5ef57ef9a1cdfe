"""The time grid: every time and every duration is a multiple of 2**-20 s (about a microsecond).

Rounded once, when it is made, a time is exact from then on: sums and differences of grid values below 2**33 s are
representable without error, so two engines that add them in different orders get the same instants.
"""

from __future__ import annotations

from math import isfinite
from typing import overload

import numpy as np

from ccsim.model.center import FloatArray

TICK = 2.0**-20
_TICKS = 2.0**20


@overload
def on_grid(x: float) -> float: ...
@overload
def on_grid(x: FloatArray) -> FloatArray: ...
def on_grid(x: float | FloatArray) -> float | FloatArray:
    """Seconds rounded to the grid, halves to the even multiple; infinity stays infinity and NaN stays NaN.

    Examples
    --------
    >>> on_grid(0.1) * 2**20
    104858.0
    """
    # Scaling by a power of two is exact, so this rounds once.
    if isinstance(x, np.ndarray):
        ticks = np.asarray(x * _TICKS)
        np.rint(ticks, out=ticks)
        ticks *= TICK
        return ticks
    return round(x * _TICKS) * TICK if isfinite(x) else x
