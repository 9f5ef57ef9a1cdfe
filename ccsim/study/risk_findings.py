"""What draws of uncertain inputs say of each measure and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.distributions.law import Law
from ccsim.estimation.along_input import Along, along
from ccsim.estimation.horizons import Kept, watch
from ccsim.estimation.input_shares import NOTHING, Share, left_over, of_draws, shares
from ccsim.estimation.response import Inputs, Response
from ccsim.estimation.risk import LongRun, Population, Probability, Split, one_horizon, split
from ccsim.estimation.targets import ResolvedTarget
from ccsim.scenario.exact import Quantity
from ccsim.study.compared import Compared
from ccsim.study.result import Result

CURVE = 400  # quantiles that draw a distribution
PROBABILITIES = (np.arange(CURVE) + 0.5) / CURVE
NAN = float("nan")


@dataclass(frozen=True)
class Drawn:
    """A draw of the inputs: the values, and what its replications brought; `run --set ... --seed` says the same."""

    number: int
    seed: int
    values: tuple[Quantity, ...]
    fractions: Sequence[tuple[FloatArray, FloatArray]]  # of each measure, numerators and denominators
    kept: Sequence[Kept]  # of each target


@dataclass(frozen=True)
class Range:
    """The middle share of what may happen (`central`), with the median."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class MeasureRisk:
    """A measure when the inputs are not known; NaN where too few draws have a value.

    `mean` is over the inputs. `long_run` is the value on average over chance, `horizon` that of the days themselves;
    `curve` and `values` are as of a target, `along` has one for each input (none where too few draws have a value).
    """

    compared: Compared
    as_it_is: float
    mean: float
    long_run: Range
    horizon: Range
    split: Split
    shares: tuple[Share, ...]
    left_over: float
    curve: FloatArray
    values: FloatArray
    along: tuple[Along, ...]


@dataclass(frozen=True)
class TargetRisk:
    """How probably a target is met: in the long run (None where it asks that of many values), and by one horizon.

    What it is about (of a wait quantile the share of waits up to it, per interval or day the share of those that keep
    it) has to be at least, or at most, `bound`.
    """

    target: ResolvedTarget
    as_it_is: str
    long_run: Probability | None
    horizon: Probability
    shares: tuple[Share, ...]
    left_over: float
    bound: float
    at_least: bool
    curve: FloatArray  # of what the target is about: its long-run value at evenly spaced probabilities
    values: FloatArray  # and of each simulated horizon
    along: tuple[Along, ...]  # and on average along each input


@dataclass(frozen=True)
class Findings:
    """Estimates from draws of inputs with `laws`, which lie at `cube`; ranges hold the share `central`.

    `base` is the scenario as it is.
    """

    base: Result
    laws: tuple[Law, ...]
    draws: tuple[Drawn, ...]
    cube: FloatArray
    central: float
    confidence: float

    @cached_property
    def _inputs(self) -> Inputs:
        return Inputs(self.laws, self.cube)

    @cached_property
    def _population(self) -> Population:
        return Population(self._inputs, len(self.laws))

    def of_measure(self, place: int, compared: Compared) -> MeasureRisk:
        y, x = (np.array(part) for part in zip(*(one.fractions[place] for one in self.draws), strict=True))
        as_it_is = self._as_it_is(compared)
        response = self._inputs.fit(*of_draws(y, x))
        values = np.divide(y, x, out=np.full(y.shape, np.nan), where=x != 0)
        tails = np.array([(1 - self.central) / 2, 0.5, (1 + self.central) / 2])
        count = len(self.laws)
        if response is None:
            nothing, own = Range(NAN, NAN, NAN), values.ravel()
            unknown = (Split(NAN, NAN, NAN), (NOTHING,) * count, NAN, np.zeros(0), own, ())
            return MeasureRisk(compared, as_it_is, NAN, nothing, nothing, *unknown)
        ends = compared.measure.lowest, compared.measure.highest
        long_run = LongRun(self._inputs, response, self._population, *ends)
        quantiles = long_run.quantiles(np.concatenate((tails, PROBABILITIES)))
        return MeasureRisk(
            compared,
            as_it_is,
            response.mean,
            Range(*map(float, quantiles[: len(tails)])),
            Range(*map(float, np.nanquantile(values, tails))),
            split(response, values),
            tuple(shares(response, count, self.confidence)),
            left_over(response, count),
            quantiles[len(tails) :],
            values.ravel(),
            self._along(response, *ends),
        )

    def of_target(self, place: int, target: ResolvedTarget) -> TargetRisk:
        kept = [one.kept[place] for one in self.draws]
        y, x = np.array([one.y for one in kept]), np.array([one.x for one in kept])
        response = self._inputs.fit(*of_draws(y, x))
        question = watch(target, self.base.model).question
        long_run, curve, ends = None, np.zeros(0), (0.0, 1.0)
        if question is not None:
            ends = question.lowest, question.highest
        if response is not None and question is not None:
            distribution = LongRun(self._inputs, response, self._population, *ends)
            long_run = distribution.keeps(question.bound, question.at_least, self.confidence)
            curve = distribution.quantiles(PROBABILITIES)
        held = np.array([one.kept for one in kept], dtype=np.float64)
        count = len(self.laws)
        return TargetRisk(
            target,
            next(one.verdict for one in self.base.targets if one.name == target.name),
            long_run,
            one_horizon(self._inputs, held, self.confidence),
            (NOTHING,) * count if response is None else tuple(shares(response, count, self.confidence)),
            NAN if response is None else left_over(response, count),
            target.asked.share if question is None else question.bound,
            question is None or question.at_least,
            curve,
            np.divide(y, x, out=np.full(y.shape, np.nan), where=x != 0).ravel(),
            () if response is None else self._along(response, *ends),
        )

    def together(self) -> Probability:
        """That one horizon meets all targets."""
        held = np.array([np.logical_and.reduce([kept.kept for kept in one.kept]) for one in self.draws])
        return one_horizon(self._inputs, held.astype(np.float64), self.confidence)

    def _along(self, response: Response, lowest: float, highest: float) -> tuple[Along, ...]:
        places = range(len(self.laws))
        return tuple(along(self._inputs, response, at, self.confidence, lowest, highest) for at in places)

    def _as_it_is(self, compared: Compared) -> float:
        if compared.lacking(self.base.model):
            return NAN
        return self.base.estimates.get(compared.scope, compared.name, compared.measure.name).mean
