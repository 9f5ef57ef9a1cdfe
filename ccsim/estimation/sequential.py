"""Whether measures lie on the right side of their bounds, from replications that come a look at a time.

The error is that of a whole family of targets over all looks: however many there are, with probability 1 - alpha none
is declared met that is missed, or missed that is met, and of targets exactly at their bounds none is declared anything.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.paired import Fraction, stack
from ccsim.estimation.skewed import p_value
from ccsim.measures.definition import Measure
from ccsim.sentences import Sentence

Decision = Literal["met", "missed", "undecided"]
FIRST_LOOK = 20


@dataclass(frozen=True)
class Question:
    """Whether E[y] / E[x] is at least, or at most, `bound`, which belongs to the right side.

    `lowest` and `highest` are what the measure can be at all; `grain` is what one event makes of a count (1; 0: it is
    no count). They say what a thing never seen so far might do, a unit of x at a time: what can only go wrong together,
    such as the days of a replication, is to be one unit.
    """

    bound: float
    at_least: bool
    lowest: float = -math.inf
    highest: float = math.inf
    grain: float = 0.0

    @classmethod
    def about(cls, measure: Measure, bound: float, at_least: bool) -> Question:
        """One about a measure, with what is known of its scale."""
        count = not measure.denominator and measure.unit not in ("s", "h", "money")
        if not count and math.isinf(measure.highest):
            return cls(bound, at_least)
        return cls(bound, at_least, measure.lowest, measure.highest, grain=float(count))


@dataclass(frozen=True)
class Answer:
    """What is known of a question.

    `at`: replications at which it was decided, or of the last look. `p` is the p-value of the decision (one-sided), or
    of the likelier one while there is none. `reason` is for what an estimate does not say; often empty.
    """

    decision: Decision
    at: int
    p: float
    reason: str = ""


def looks(most: int, first: int = FIRST_LOOK) -> tuple[int, ...]:
    """Replications at which to look: 20, 40, 80 ... and `most`.

    >>> looks(200)
    (20, 40, 80, 160, 200)
    """
    found = []
    while first < most:
        found.append(first)
        first *= 2
    return (*found, most)


class Family:
    """Decisions on a family of questions.

    At each look and of each question the residuals y - bound * x, whose mean is 0 exactly at the bound (Fieller 1954),
    are tested to either side. The k-th look spends a part of alpha that grows like k (Lan & DeMets 1983), since tail
    probabilities are the less to be relied on the fewer replications there are. Looks are added up by Bonferroni: tests
    at doubled samples depend so little on each other at these levels that exact boundaries would be 1 % narrower. Over
    questions it is Holm's (1979) step-down method: of the two hypotheses of each question, 2 m in all, one is struck
    off with every decision, and the level of the others grows from alpha / 2 m to alpha / (m + 1); it holds however
    questions depend on each other.

    Tests are those of `ccsim.estimation.skewed`; where nothing has varied at all, see `_unlike`.

    Parameters
    ----------
    questions : in their order.
    looks : replications at which `look` is called; ascending.
    alpha : error probability of the family.
    """

    def __init__(self, questions: Sequence[Question], looks: Sequence[int], alpha: float = 0.05) -> None:
        if not 0 < alpha < 1:
            raise ValueError(f"alpha must be in (0, 1), got {alpha!r}")
        self.questions = tuple(questions)
        self.looks = tuple(looks)
        self.alpha = alpha
        self.answers = [Answer("undecided", 0, math.nan)] * len(self.questions)
        self._looked = 0
        self._decided = 0

    @property
    def next_look(self) -> int | None:
        """Replications to reach before looking again; None: every question is decided, or the limit is reached."""
        if self._looked == len(self.looks) or self._decided == len(self.questions):
            return None
        return self.looks[self._looked]

    @property
    def level(self) -> float:
        """One-sided level of the next test of each open question."""
        looks = len(self.looks)
        spent = self.alpha * (self._looked + 1) / (looks * (looks + 1) / 2)
        return spent / (2 * len(self.questions) - self._decided)

    def look(self, fractions: Sequence[Fraction]) -> list[Answer]:
        """Answers after the replications of the next look, from each question's numerators and denominators.

        What has been decided stays; its fraction is not read.

        Raises
        ------
        ValueError
            There is no next look, or an open question has another number of replications.
        """
        replications = self.next_look
        if replications is None:
            raise ValueError("there is nothing more to look at")
        still = [row for row, answer in enumerate(self.answers) if answer.decision == "undecided"]
        given = {len(part) for row in still for part in fractions[row]}
        if given != {replications}:
            raise ValueError(f"this look is at {replications} replications, got {sorted(given)}")
        tests = _tests([self.questions[row] for row in still], *stack([fractions[row] for row in still]))
        for row, test in sorted(zip(still, tests, strict=True), key=lambda pair: pair[1].least):
            if test.met <= self.level:
                self.answers[row] = Answer("met", replications, test.met)
            elif test.missed <= self.level:
                self.answers[row] = Answer("missed", replications, test.missed)
            else:
                self.answers[row] = Answer("undecided", replications, test.least, test.reason)
            self._decided += self.answers[row].decision != "undecided"
        self._looked += 1
        return list(self.answers)


class _Test(NamedTuple):
    """p-values of the hypotheses that would have to be rejected for met and for missed."""

    met: float
    missed: float
    reason: str = ""

    @property
    def least(self) -> float:
        return min(self.met, self.missed)


_ROUNDING = 1e-12
_ALIKE = Sentence("always_alike")


def _tests(questions: Sequence[Question], y: FloatArray, x: FloatArray) -> list[_Test]:
    """Of each question, from arrays (questions, replications)."""
    below = x.sum(axis=1)
    ratio = np.divide(y.sum(axis=1), below, out=np.zeros(len(below)), where=below > 0)
    alike = np.isclose(y, ratio[:, None] * x, rtol=_ROUNDING, atol=0.0).all(axis=1)
    sign = np.array([1.0 if question.at_least else -1.0 for question in questions])
    bound = np.array([question.bound for question in questions])
    margin = sign[:, None] * (y - bound[:, None] * x)
    met, missed = p_value(margin), p_value(-margin)
    filled = np.count_nonzero(x, axis=1)
    found = []
    for row, question in enumerate(questions):
        if filled[row] == 0:
            test = _Test(1.0, 1.0, Sentence("nothing_to_judge"))
        elif filled[row] < 2:
            test = _Test(1.0, 1.0, Sentence("too_few_to_judge"))
        elif alike[row]:
            test = _unlike(question, float(ratio[row]), float(below[row]))
        elif question.bound == (question.highest if question.at_least else question.lowest):
            test = _Test(1.0, 0.0)  # the mean cannot be at the end of the scale when not every value is
        else:
            test = _Test(float(met[row]), float(missed[row]))
        found.append(test)
    return found


def _unlike(question: Question, value: float, seen: float) -> _Test:
    """Tests where the measure is the same in every replication.

    If a share q of all x were unlike the rest, none of it would be seen with probability (1 - q) ** sum(x). For the
    mean to be on the wrong side takes a certain q, since what is unlike can be no worse than the end of the scale, or
    one event more. Where neither is known the measure is taken as fixed, such as the cost of a plan.
    """
    distance = (value - question.bound) * (1.0 if question.at_least else -1.0)
    if abs(distance) <= _ROUNDING * abs(value):
        distance = 0.0
    up = question.at_least == (distance < 0)  # where the bound lies, seen from the value
    end = question.highest - value if up else value - question.lowest
    reach = end if math.isfinite(end) else question.grain
    p = (1 - min(abs(distance) / reach, 1.0)) ** seen if reach > 0 else 0.0
    if distance < 0:
        return _Test(met=1.0, missed=p, reason=_ALIKE)
    if distance == 0 and p == 1.0:
        return _Test(1.0, 1.0, Sentence("always_at_bound"))
    return _Test(met=p, missed=1.0, reason=_ALIKE)
