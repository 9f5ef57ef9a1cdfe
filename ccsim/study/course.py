"""A check on its way: replications a look at a time, one family of questions, what was decided on each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from ccsim.estimation.paired import Fraction
from ccsim.estimation.regressions import Regression
from ccsim.estimation.sequential import Answer, Decision, Family, Question
from ccsim.estimation.skewed import student_tail
from ccsim.estimation.target_questions import TargetQuestions
from ccsim.scenario.node import Place
from ccsim.study.check_result import Change, CheckedDifference, CheckedTarget

if TYPE_CHECKING:
    from ccsim.study.check_costs import Costs
    from ccsim.study.runs import Runs
    from ccsim.study.simulate import Progress

CHANGES: dict[Decision, Change] = {"met": "no regression", "missed": "regression", "undecided": "undecided"}


class Course:
    """Of targets and of comparisons; `looks` and `alpha` as in `Family`."""

    def __init__(
        self,
        targets: Sequence[TargetQuestions],
        regressions: Sequence[Regression],
        looks: Sequence[int],
        alpha: float,
    ) -> None:
        self.targets = tuple(targets)
        self.regressions = tuple(regressions)
        asked: list[Question] = []
        self._rows: dict[TargetQuestions | Regression, range] = {}
        for target in self.targets:
            self._rows[target] = range(len(asked), len(asked) + len(target.questions))
            asked += target.questions
        for regression in self.regressions:
            self._rows[regression] = range(len(asked), len(asked) + 1)
            asked.append(regression.question)
        self.family = Family(asked, looks, alpha)
        self._levels = [math.nan] * len(asked)
        self._fractions: list[Fraction] = []

    def run(self, runs: Runs, progress: Progress | None, costs: Costs | None = None) -> None:
        """Replications until all is decided, or to the limit; all of them go into `costs`.

        The baseline, second of the systems, is simulated for as long as a comparison is open.
        """
        while self._open and (goal := self.family.next_look) is not None:
            paired = self._undecided(self.regressions)
            with closing(runs.until(goal, (0, 1) if paired else (0,))) as finished:
                for measures in finished:
                    if costs is not None:
                        costs.add(measures[0])
                    for target in self.targets:
                        target.add(measures[0])
                    if paired:
                        for regression in self.regressions:
                            regression.add(measures[1], measures[0])
                    if progress is not None:
                        progress(runs.done, goal)
            self._look()

    def target(self, part: TargetQuestions, places: Mapping[str, Place]) -> CheckedTarget:
        """What was decided on a target."""
        target, answers = part.target, self._answers(part)
        decision, detail = part.decide(answers)
        value = low = high = math.nan
        at = max(answer.at for answer in answers)
        if part.single is not None:
            row = self._rows[part][part.single]
            at, question = answers[part.single].at, part.questions[part.single]
            value, low, high = _estimate(self._fractions[row], at, self._levels[row], question)
        a_share = target.measure.quantile is not None or target.asked.probability is not None
        return CheckedTarget(
            name=target.name,
            sentence=target.sentence,
            measure=target.measure.name,
            scope=target.scope,
            scope_name=target.scope_name,
            unit="share" if a_share else target.measure.unit,
            bound=target.bound,
            at_least=target.at_least,
            decision=decision,
            value=value,
            low=low,
            high=high,
            quantile=part.quantile(at),
            replications=at,
            detail=detail,
            place=places.get(target.name, Place("")),
        )

    def compared(self, part: Regression, places: Mapping[str, Place]) -> CheckedDifference:
        """What was decided on a comparison."""
        target, (answer,), (row,) = part.asked, self._answers(part), self._rows[part]
        found, said = part.worsening(answer.at), part.tolerance
        return CheckedDifference(
            name=target.name,
            subject=part.subject,
            measure=target.measure.name,
            scope=target.scope,
            scope_name=target.scope_name,
            unit="share" if target.measure.quantile is not None else target.measure.unit,
            decision=CHANGES[answer.decision],
            base=found.base,
            value=found.other,
            worse_by=found.worse_by,
            half_width=student_tail(self._levels[row], answer.at) * found.error,
            tolerance=said.value * abs(found.base) if said.relative else said.value,
            more_is_worse=part.more_is_worse,
            replications=answer.at,
            detail=answer.reason,
            place=places.get(target.name, Place("")),
        )

    @property
    def _open(self) -> bool:
        """Whether anything asked for is undecided: a target may be clear before all its questions are."""
        return self.family.answers[0].at == 0 or any(map(self._undecided, ((one,) for one in self._rows)))

    def _undecided(self, parts: Sequence[TargetQuestions | Regression]) -> bool:
        return any(
            part.decide(self._answers(part))[0] == "undecided"
            if isinstance(part, TargetQuestions)
            else self._answers(part)[0].decision == "undecided"
            for part in parts
        )

    def _answers(self, part: TargetQuestions | Regression) -> list[Answer]:
        rows = self._rows[part]
        return self.family.answers[rows.start : rows.stop]

    def _look(self) -> None:
        """The next look, and at what level each question was tested at last."""
        before = list(self.family.answers)
        level, decided = self.family.level, sum(answer.decision != "undecided" for answer in before)
        spent, hypotheses = level * (2 * len(before) - decided), 2 * len(before)
        self._fractions = self._stored()
        after = self.family.look(self._fractions)
        still = [row for row, answer in enumerate(before) if answer.decision == "undecided"]
        for row in sorted(still, key=lambda row: (after[row].decision == "undecided", after[row].p)):
            self._levels[row] = spent / (hypotheses - decided)
            decided += after[row].decision != "undecided"

    def _stored(self) -> list[Fraction]:
        found: list[Fraction] = []
        for target in self.targets:
            found += target.fractions(self._answers(target))
        return found + [regression.fraction() for regression in self.regressions]


def _estimate(fraction: Fraction, replications: int, level: float, question: Question) -> tuple[float, float, float]:
    """Ratio of the first so many, and the ends of its interval, which is exceeded with `level` on each side.

    Where nothing has varied at the end of the scale it is that of Clopper & Pearson (1934).
    """
    y, x = (part[:replications] for part in fraction)
    if not x.any():
        return math.nan, math.nan, math.nan
    ratio = float(y.sum() / x.sum())
    residual = y - ratio * x
    if not residual.any() and ratio in (question.lowest, question.highest) and math.isfinite(question.highest):
        reach = (question.highest - question.lowest) * (1 - level ** (1 / float(x.sum())))
        return ratio, max(ratio - reach, question.lowest), min(ratio + reach, question.highest)
    error = float(np.sqrt(np.sum(residual**2) / (len(y) - 1) / len(y)) / abs(x.mean()))
    half = student_tail(level, len(y)) * error
    return ratio, max(ratio - half, question.lowest), min(ratio + half, question.highest)
