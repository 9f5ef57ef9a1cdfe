"""Whether a center does worse than another one on the same customers, as questions on paired differences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.paired import Fraction, paired_values
from ccsim.estimation.sequential import Question
from ccsim.estimation.target_questions import Spot
from ccsim.estimation.targets import ResolvedTarget
from ccsim.measures.definition import Measure
from ccsim.measures.meter import Measures

ON_A_SCALE, RELATIVE = 0.01, 0.05
"""Tolerances where none is said: a part of the scale of shares and scores, else of what the baseline has."""


class Tolerance(NamedTuple):
    """By how much a measure may get worse: in its unit, or as a part of what the baseline has."""

    value: float
    relative: bool


def usual_tolerance(measure: Measure) -> Tolerance:
    """1 % of the scale (a share: one point), 5 % of the baseline's value where there is no scale."""
    scale = scale_of(measure)
    return Tolerance(ON_A_SCALE * scale, False) if math.isfinite(scale) else Tolerance(RELATIVE, True)


def scale_of(measure: Measure) -> float:
    """From the least to the most that what is compared can be; a wait quantile is compared as a share of waits."""
    return 1.0 if measure.quantile is not None else measure.highest - measure.lowest


@dataclass(frozen=True)
class Worsening:
    """What is known of a regression: both values, by how much worse (below 0: better), and its standard error."""

    base: float
    other: float
    worse_by: float
    error: float


class Regression:
    """One measure over the horizon, which must not get worse by more than a tolerance.

    A wait quantile with a bound is compared as the share of waits up to the bound: a quantile has no values a
    replication that could be paired.

    Parameters
    ----------
    asked : what is compared, and which direction is worse: that away from its bound.
    tolerance : Tolerance
    """

    def __init__(self, asked: ResolvedTarget, tolerance: Tolerance) -> None:
        self.asked = asked
        self.tolerance = tolerance
        self.more_is_worse = not asked.at_least if asked.measure.quantile is None else asked.at_least
        scale = scale_of(asked.measure)
        bound = 0.0 if tolerance.relative else tolerance.value
        self.question = Question(bound, at_least=False, lowest=-scale, highest=scale)
        self._spots: list[Spot] = []
        self._base: list[tuple[FloatArray, FloatArray]] = []
        self._other: list[tuple[FloatArray, FloatArray]] = []

    @property
    def subject(self) -> str:
        """What is compared, in words."""
        asked = self.asked
        if asked.measure.quantile is None:
            return asked.subject
        return f"share of {asked.subject.replace(asked.measure.name, 'waits')} up to {asked.say(asked.bound)}"

    def add(self, base: Measures, other: Measures) -> None:
        """The next replication of both."""
        if not self._spots:
            horizon = np.zeros(1, dtype=np.int64)
            self._spots = [Spot.of(self.asked, one.cells, horizon) for one in (base, other)]
        self._base.append(self._spots[0].read(base))
        self._other.append(self._spots[1].read(other))

    def fraction(self) -> Fraction:
        """Values whose mean is to be at most the tolerance; 0 / 0 where one of the two has nothing to compare.

        Worse by t times what the baseline has is worse by 0 than a baseline of 1 + t times as much.
        """
        base, other = joined(self._base), joined(self._other)
        sign = 1.0 if self.more_is_worse else -1.0
        if self.tolerance.relative:
            base = (base[0] * (1.0 + sign * self.tolerance.value), base[1])
        values = sign * paired_values(base, other)
        if np.isnan(values).any():
            return np.zeros(len(values)), np.zeros(len(values))
        # where nothing varies, each that is counted is an observation
        weight = float(other[1].mean()) if math.isfinite(self.question.highest) else 1.0
        return values * weight, np.full(len(values), weight)

    def worsening(self, replications: int) -> Worsening:
        """What is known from the first `replications`."""
        base, other = joined(self._base[:replications]), joined(self._other[:replications])
        values = paired_values(base, other)
        before, after = (float(y.sum() / x.sum()) if x.any() else math.nan for y, x in (base, other))
        by = (after - before) * (1.0 if self.more_is_worse else -1.0)
        error = float(np.std(values, ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.nan
        return Worsening(before, after, by, error)


def joined(replications: Sequence[tuple[FloatArray, FloatArray]]) -> Fraction:
    y, x = (np.concatenate(part) for part in zip(*replications, strict=True))
    return y, x
