"""exp and log whose bits do not depend on how they are called.

NumPy's own take many numbers at once, by other instructions on other machines, and differ in the last bit from the one
number that machine code asks for. `scipy.special` computes each number alone, and `scipy.special.cython_special` hands
out the very same functions by address. It has no plain exp and log, but `inv_boxcox(x, 0)` is exp(x) and
`xlogy(1, x)` is log(x), exactly.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from ccsim.arrays import FloatArray


def exp(x: FloatArray) -> FloatArray:
    return np.asarray(special.inv_boxcox(x, 0.0))


def log(x: FloatArray) -> FloatArray:
    """-inf at 0."""
    return np.asarray(special.xlogy(1.0, x))


def power(x: FloatArray, exponent: float) -> FloatArray:
    """x to a positive power, x not negative. The logarithm in between costs up to one digit where x is tiny."""
    return np.asarray(special.inv_boxcox(special.xlogy(exponent, x), 0.0))
