"""Functions of uncertain inputs whose answers are known, seen through simulation noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline

from ccsim.distributions.amounts import make_amount_law
from ccsim.distributions.law import Law
from ccsim.erlang import ErlangA
from ccsim.estimation.response import Inputs, Response
from ccsim.estimation.risk import inside

Vector = NDArray[np.float64]

UNIT = make_amount_law("normal", {"mean": 0.0, "sd": 1.0})
ANGLE = make_amount_law("uniform", {"low": -np.pi, "high": np.pi})
COIN = make_amount_law("one_of", {"chances": {0.0: 0.7, 1.0: 0.3}})
FACTOR = make_amount_law("lognormal", {"mean": 1.0, "cv": 0.08})
LONGER = make_amount_law("normal", {"mean": 0.0, "sd": 10.0})


@dataclass(frozen=True)
class Case:
    """`function` of points (draws, inputs); `noise` is the standard deviation of one replication."""

    laws: tuple[Law, ...]
    function: Callable[[Vector], Vector]
    noise: float

    def draw(self, draws: int, seed: int) -> tuple[Inputs, Vector]:
        """A Latin hypercube, and the true values there."""
        rng = np.random.default_rng([seed, 1])
        columns = [(rng.permutation(draws) + rng.random(draws)) / draws for _ in self.laws]
        cube = inside(np.column_stack(columns))
        x = np.column_stack([law.quantile(cube[:, place]) for place, law in enumerate(self.laws)])
        return Inputs(self.laws, cube), self.function(x)

    def simulated(self, draws: int, replications: int, seed: int) -> tuple[Inputs, Response, Vector]:
        inputs, truth = self.draw(draws, seed)
        rng = np.random.default_rng([seed, 2])
        values = truth[:, None] + self.noise * rng.standard_normal((draws, replications))
        response = inputs.fit(values.mean(axis=1), values.var(axis=1, ddof=1) / replications)
        assert response is not None
        return inputs, response, values

    def times(self, count: int, draws: int, replications: int) -> Iterator[tuple[Inputs, Response, Vector]]:
        return (self.simulated(draws, replications, seed) for seed in range(count))

    def dense(self, points: int = 401) -> Vector:
        """Values at the middles of a fine grid of equally likely cells: every expectation is a mean of them."""
        u = (np.arange(points) + 0.5) / points
        axes = np.meshgrid(*(law.quantile(u) for law in self.laws), indexing="ij")
        return self.function(np.column_stack([axis.ravel() for axis in axes]))


def ishigami(x: Vector) -> Vector:
    """Ishigami & Homma (1990); a = 7, b = 0.1."""
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


ISHIGAMI_VARIANCE = 7**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 0.5
ISHIGAMI_FIRST = [0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2 / ISHIGAMI_VARIANCE, 7**2 / 8 / ISHIGAMI_VARIANCE, 0.0]
_PAIR = 8 * 0.1**2 * np.pi**8 / 225 / ISHIGAMI_VARIANCE
ISHIGAMI_TOTAL = [ISHIGAMI_FIRST[0] + _PAIR, ISHIGAMI_FIRST[1], _PAIR]


def linear(weights: Sequence[float]) -> Callable[[Vector], Vector]:
    return lambda x: np.asarray(x @ np.array(weights))


def erlang(x: Vector) -> Vector:
    """Share answered within 20 s by 20 agents with patience of 3 min: volume times x0, AHT x1 seconds longer."""
    return np.asarray(table_of_erlang()(x))


@cache
def table_of_erlang() -> Callable[[Vector], Vector]:
    """A spline through Erlang A, which takes long."""
    volumes, longer = np.linspace(0.6, 1.5, 31), np.linspace(-60.0, 60.0, 9)
    levels = [
        [ErlangA(20, 16.5 / 240 * volume, 240.0 + more, 180.0).service_level(20.0) for more in longer]
        for volume in volumes
    ]
    spline = RectBivariateSpline(volumes, longer, np.array(levels))
    return lambda x: spline.ev(x[:, 0], x[:, 1])
