"""Synthetic systems that serve the same customers, with known measures: no simulation in it."""

from __future__ import annotations

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.paired import Fraction


def base_rate(busyness: float = 0.04) -> float:
    """Abandonment of the base, E[y] / E[x]; the mean of per-replication rates is 0.1."""
    return 0.1 + 0.08 * busyness


def abandonment(
    rng: np.random.Generator, saved: tuple[float, ...], shape: tuple[int, ...], busyness: float = 0.04
) -> tuple[Fraction, list[Fraction]]:
    """A base, and alternatives that save these shares of its abandoned; arrays (*shape).

    Days are skewed (gamma of mean 1 and variance `busyness`), the busier the worse: numerators and denominators depend
    on each other, and systems have their customers in common.
    """
    day = rng.gamma(1 / busyness, busyness, shape)
    x = rng.poisson(200 * day).astype(np.float64)
    y = rng.binomial(x.astype(np.int64), np.minimum(0.10 + 0.08 * (day - 1), 1.0))
    others = [(y - rng.binomial(y, share), x) for share in saved]
    return (y.astype(np.float64), x), [(above.astype(np.float64), below) for above, below in others]


def normal_pairs(rng: np.random.Generator, difference: float, shape: tuple[int, ...]) -> tuple[Fraction, Fraction]:
    """Two systems with a large noise in common and one of standard deviation 1 between them."""
    ones: FloatArray = np.ones(shape)
    common = 5.0 * rng.standard_normal(shape)
    return (common, ones), (common + difference + rng.standard_normal(shape), ones)
