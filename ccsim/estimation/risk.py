"""What may happen when inputs are not known: distributions, and the probability that a bound is kept.

*In the long run*: the value on average over chance, as a random variable because the inputs are. Its distribution is
that of the fitted function (`ccsim.estimation.response`) at many points of the inputs, with a normal lack of fit,
corrected by the draws themselves: what each draw says of its own long-run value, a normal around its best linear
predictor (Fay & Herriot 1979), less what the function alone says there. This is the difference estimator of survey
sampling (Saerndal, Swensson & Wretman 1992, Model Assisted Survey Sampling, 6.3): what the function has wrong on
average over the draws is put right, and the better it is, the smaller the error. Simulation noise does not widen it
(Sun, Apley & Staum 2011; for uncertain inputs Barton, Nelson & Xie 2014, INFORMS Journal on Computing 26).

*One horizon*: the value of the simulated days themselves, inputs and chance together. Draws are independent of each
other, so their replications are a sample in clusters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from ccsim.arrays import FloatArray
from ccsim.estimation.polynomials import Term
from ccsim.estimation.response import Inputs, Response
from ccsim.estimation.skewed import student_tail

POINTS = 1 << 12  # of the inputs, at which a fitted function is evaluated
GRID = 512  # values at which a distribution function is computed
SEED = 19790101  # of the points; any


class Probability(NamedTuple):
    """With an interval at the confidence asked for."""

    value: float
    low: float
    high: float


class Split(NamedTuple):
    """Standard deviations of one horizon: what the inputs bring, what chance leaves even where all is known.

    `noise` is what simulation adds to the spread of the draws' estimates, and what has been taken off it.
    """

    inputs: float
    chance: float
    noise: float


SOME = 100  # functions that might as well have come out, for the error of a probability


class LongRun:
    """The distribution of one measure's long-run value.

    Parameters
    ----------
    inputs, response : the draws, and the function fitted there.
    lowest, highest : what the measure can be.
    """

    def __init__(
        self,
        inputs: Inputs,
        response: Response,
        population: Population,
        lowest: float = -np.inf,
        highest: float = np.inf,
    ) -> None:
        self.response = response
        self._lowest, self._highest = lowest, highest
        self._columns = population.columns(response.terms)
        self._sd = float(np.sqrt(response.lack_of_fit))
        self._values = self._columns @ response.shortened
        there = np.isfinite(response.fitted)
        fitted, noise = response.fitted[there], response.noise[there]
        own = inputs.at(inputs.cube[there], response.terms) @ response.shortened
        kept = response.lack_of_fit / np.maximum(response.lack_of_fit + noise, np.finfo(float).tiny)
        self._by_function = own
        self._by_draw = own + kept * (response.estimates[there] - fitted)
        self._draw_sd = np.sqrt(response.lack_of_fit * (1.0 - kept))

    def below(self, x: FloatArray) -> FloatArray:
        """P(value <= x), ascending with x."""
        x = np.asarray(x, dtype=np.float64)
        found = reached(x, self._values, self._sd)
        if self._sd > 0:
            found += reached(x, self._by_draw, self._draw_sd) - reached(x, self._by_function, self._sd)
        return np.clip(np.where(x >= self._highest, 1.0, np.where(x < self._lowest, 0.0, found)), 0.0, 1.0)

    def quantiles(self, shares: FloatArray) -> FloatArray:
        """Smallest values below which these shares lie."""
        if self.response.variance == 0.0:
            return np.full(np.shape(shares), self.response.mean)
        ends = [self._values.min() - 4 * self._sd, self._values.max() + 4 * self._sd]
        ends += [] if self._sd == 0 else [self._by_draw.min(), self._by_draw.max()]
        inner = np.quantile(self._values, np.linspace(0.0, 1.0, GRID))
        grid = np.unique(np.concatenate((np.linspace(min(ends), max(ends), GRID), inner)))
        below = np.maximum.accumulate(self.below(grid))
        place = np.minimum(np.searchsorted(below, shares), len(grid) - 1)
        before = np.maximum(place - 1, 0)
        rise = below[place] - below[before]
        part = np.divide(shares - below[before], rise, out=np.ones(np.shape(shares)), where=rise > 0)
        found = grid[before] + np.clip(part, 0.0, 1.0) * (grid[place] - grid[before])
        return np.asarray(np.clip(found, self._lowest, self._highest))

    def keeps(self, bound: float, at_least: bool, confidence: float = 0.95) -> Probability:
        """The probability that the long-run value is on the right side of a bound, which belongs to it.

        The error has two parts: that of the coefficients, from functions that might as well have come out, and that of
        the draws' correction. Where nothing or nearly nothing was seen on one side, the interval reaches to what so
        many draws do exclude (Clopper & Pearson 1934).
        """
        response, draws = self.response, len(self._by_draw)
        if response.variance == 0.0:
            return _by_mean(response, bound, at_least, draws, confidence)
        at = np.array([np.nextafter(bound, -np.inf) if at_least else bound])
        below = float(self.below(at)[0])
        moved, lacks = response.might_be
        places = self._values[:, None] + self._columns @ moved[:, :SOME]
        apart = np.array([reached(at, places[:, one], float(np.sqrt(lacks[one])))[0] for one in range(SOME)])
        error = float(apart.var(ddof=1))
        if self._sd > 0:
            own = normal_below(at[0], self._by_draw, self._draw_sd) - normal_below(at[0], self._by_function, self._sd)
            error += float(own.var(ddof=1)) / draws
        value = 1.0 - below if at_least else below
        return around(value, float(np.sqrt(error)), draws, confidence)


class Population:
    """Points of the inputs at which functions are evaluated, the same for all measures."""

    def __init__(self, inputs: Inputs, count: int) -> None:
        from scipy.stats import qmc

        self._of_inputs = inputs
        self._cube = inside(qmc.Sobol(count, rng=SEED).random(POINTS))
        self._known: dict[tuple[Term, ...], FloatArray] = {}

    def columns(self, terms: tuple[Term, ...]) -> FloatArray:
        if terms not in self._known:
            self._known[terms] = self._of_inputs.at(self._cube, terms)
        return self._known[terms]


def inside(cube: FloatArray) -> FloatArray:
    """Points strictly inside the cube, where every law has a quantile."""
    return np.clip(cube, 2.0**-40, 1.0 - 2.0**-40)


def reached(x: FloatArray, middle: FloatArray, sd: float | FloatArray) -> FloatArray:
    """Mean of the normal distribution functions around all middles at each x; with sd 0 they are steps."""
    return np.array([float(np.mean(normal_below(float(one), middle, sd))) for one in x])


def normal_below(x: float, middle: FloatArray, sd: float | FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = ndtr((x - middle) / np.asarray(sd))
    return np.where(np.asarray(sd) > 0, spread, (middle <= x).astype(np.float64))


def _by_mean(response: Response, bound: float, at_least: bool, draws: int, confidence: float) -> Probability:
    """Where the inputs make no difference: the value is one number, known up to the error of the mean."""
    mean, error = response.mean, float(np.sqrt(response.safe_errors[0]))
    reach = float(ndtri((1 + confidence) / 2)) * error
    sides = {(mean + way * reach >= bound) if at_least else (mean + way * reach <= bound) for way in (-1, 1)}
    here = around(float((mean >= bound) if at_least else (mean <= bound)), 0.0, draws, confidence)
    return Probability(here.value, min(here.low, float(min(sides))), max(here.high, float(max(sides))))


def around(value: float, error: float, draws: int, confidence: float) -> Probability:
    """A probability with its interval, in [0, 1]."""
    value = float(np.clip(value, 0.0, 1.0))
    reach = student_tail((1.0 - confidence) / 2.0, draws) * error
    low, high = max(value - reach, 0.0), min(value + reach, 1.0)
    unseen = 1.0 - ((1.0 - confidence) / 2.0) ** (1.0 / draws)
    if value < unseen:
        high = max(high, unseen)
    if 1.0 - value < unseen:
        low = min(low, 1.0 - unseen)
    return Probability(value, low, high)


def one_horizon(inputs: Inputs, kept: FloatArray, confidence: float = 0.95) -> Probability:
    """The probability that one horizon keeps it, of (draws, replications) that did.

    The mean over the inputs of a function fitted to the draws' shares, with the error of its constant: the regression
    estimator of survey sampling. What the inputs explain is no error, and the replications of a draw are one cluster.
    """
    by_draw = kept.mean(axis=1)
    response = inputs.fit(by_draw, np.zeros(len(by_draw)))
    assert response is not None
    error = float(np.sqrt(response.safe_errors[0]))
    return around(response.mean, error, len(by_draw), confidence)


def split(response: Response, values: FloatArray) -> Split:
    """Of the values of single horizons, (draws, replications)."""
    several = np.isfinite(values).sum(axis=1) > 1
    within = np.nanvar(values[several], axis=1, ddof=1).mean() if several.any() else np.nan
    noise = float(np.nanmean(response.noise))
    return Split(float(np.sqrt(response.variance)), float(np.sqrt(within)), float(np.sqrt(noise)))
