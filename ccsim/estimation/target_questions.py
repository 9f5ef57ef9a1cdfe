"""Targets as questions that are decided while replications come a look at a time.

With the confidence of the family no target is declared met that is missed, nor the other way round:

- over the horizon a target is one question on a ratio of expectations; one on a wait quantile asks whether the share of
  waits up to the bound reaches the quantile's, which is the same and a ratio;
- per interval or day each of these is a question, and so is whether it counts: whether it has the volume of
  `ignore_below`, or, where that is not said, whether anything comes in at least one replication of twenty. The
  target is decided when it is so whatever the open questions turn out to be;
- with `probability` the share of days is the ratio, the days of a replication being one observation; questions on the
  volume of days have to be answered before.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from ccsim.arrays import BoolArray, FloatArray, IntArray
from ccsim.estimation.paired import Fraction
from ccsim.estimation.quantiles import KeptWaits, waits_within
from ccsim.estimation.sequential import Answer, Decision, Question
from ccsim.estimation.targets import ResolvedTarget
from ccsim.estimation.verdicts import DayRecord
from ccsim.measures.catalogue import Measure, find
from ccsim.measures.cells import Cells
from ccsim.measures.meter import Measures, place
from ccsim.measures.waits import OpenTime
from ccsim.model.center import CenterModel
from ccsim.sentences import Sentence

SELDOM = 0.05
"""Open intervals in which anything comes in a smaller share of replications count as met, like empty ones."""


class TargetQuestions(ABC):
    """What has to be answered for one target, and what was seen of it."""

    def __init__(self, target: ResolvedTarget, questions: Sequence[Question]) -> None:
        self.target = target
        self.questions = tuple(questions)

    @abstractmethod
    def add(self, measures: Measures) -> None:
        """The next replication."""

    @abstractmethod
    def fractions(self, answers: Sequence[Answer]) -> list[Fraction]:
        """For each question numerators and denominators, one a replication, with what has been answered so far."""

    @abstractmethod
    def decide(self, answers: Sequence[Answer]) -> tuple[Decision, str]:
        """What follows for the target, and in words on what grounds where a number does not say it."""

    @property
    def single(self) -> int | None:
        """Which question is that of the target itself; None: it is many."""
        return 0

    def quantile(self, replications: int) -> float:
        """The wait quantile that is asked as a share of waits, in the first replications; NaN: the measure is none."""
        return math.nan


class OverHorizon(TargetQuestions):
    def __init__(self, target: ResolvedTarget, cells: Cells) -> None:
        super().__init__(target, [asked(target)])
        self._spot = Spot.of(target, cells, np.zeros(1, dtype=np.int64))
        self._seen: list[tuple[FloatArray, FloatArray]] = []
        row, _ = place(cells.scopes(target.measure.table), cells, target.scope, target.scope_name)
        self._waits = KeptWaits(row, len(cells.slots)) if target.measure.quantile is not None else None

    def add(self, measures: Measures) -> None:
        self._seen.append(self._spot.read(measures))
        if self._waits is not None:
            self._waits.add(measures.waits)

    def quantile(self, replications: int) -> float:
        share = self.target.measure.quantile
        return math.nan if self._waits is None or share is None else self._waits.quantile(share, replications)

    def fractions(self, answers: Sequence[Answer]) -> list[Fraction]:
        return columns(self._seen)

    def decide(self, answers: Sequence[Answer]) -> tuple[Decision, str]:
        return answers[0].decision, answers[0].reason


class InEach(TargetQuestions):
    """Per interval or day; the first questions are on the measure, the others on the volume."""

    def __init__(self, target: ResolvedTarget, cells: Cells, is_open: BoolArray | None) -> None:
        span = cells.interval_slots if target.asked.per == "interval" else cells.day_slots
        self._slots = np.arange(span.start, span.stop)
        self._labels = cells.slots[span]
        self._spot = Spot.of(target, cells, self._slots)
        least = target.asked.ignore_below
        if least > 0:
            self._volume = volume_of(target, cells, self._slots)
            self._judged_by_volume = np.ones(len(self._slots), dtype=np.bool_)
            volume = Question.about(find(target.volume), least, at_least=True)
        else:  # where nothing can come, or nobody is there, there is no interval to be judged
            opening = is_open[span] if is_open is not None else np.zeros(len(self._slots), dtype=np.bool_)
            self._judged_by_volume = opening
            volume = Question(SELDOM, at_least=True, lowest=0.0, highest=1.0)
        super().__init__(target, [asked(target)] * len(self._slots) + [volume] * int(self._judged_by_volume.sum()))
        self._seen: list[tuple[FloatArray, FloatArray]] = []
        self._volumes: list[FloatArray] = []

    @property
    def single(self) -> int | None:
        return None

    def add(self, measures: Measures) -> None:
        above, below = self._spot.read(measures)
        self._seen.append((above, below))
        if self.target.asked.ignore_below > 0:
            self._volumes.append(self._volume.read(measures)[0])
        else:
            self._volumes.append((below[self._judged_by_volume] > 0).astype(np.float64))

    def fractions(self, answers: Sequence[Answer]) -> list[Fraction]:
        return columns(self._seen) + alone(self._volumes)

    def decide(self, answers: Sequence[Answer]) -> tuple[Decision, str]:
        n = len(self._slots)
        decisions = np.array([answer.decision for answer in answers])
        counts, perhaps, seldom = self._counting(decisions[n:])
        met, missed = (decisions[:n] == "met") | seldom, decisions[:n] == "missed"
        share, per = self.target.asked.share, self.target.asked.per
        detail = self._detail(counts & met, counts & missed, counts | perhaps)
        if not (counts | perhaps).any():
            return "undecided", Sentence(f"no_{per}_has_volume")
        at_worst = counts | (perhaps & ~met)
        at_best = counts | (perhaps & ~missed)
        if at_worst.any() and (counts & met).sum() >= share * at_worst.sum() - 1e-9:  # so that 90 % of 10 is 9
            return "met", detail
        if at_best.any() and (at_best & ~missed).sum() < share * at_best.sum() - 1e-9:
            return "missed", detail
        return "undecided", detail

    def _counting(self, by_volume: np.ndarray) -> tuple[BoolArray, BoolArray, BoolArray]:
        """Slots that count, those that perhaps do, and open ones of the first in which something comes but seldom."""
        enough, not_clear = (np.zeros(len(self._slots), dtype=np.bool_) for _ in range(2))
        enough[self._judged_by_volume] = by_volume == "met"
        not_clear[self._judged_by_volume] = by_volume == "undecided"
        if self.target.asked.ignore_below > 0:
            return enough, not_clear, np.zeros_like(enough)
        happened = np.array([below for _, below in self._seen]).any(axis=0)
        seldom = self._judged_by_volume & ~enough & ~not_clear
        return enough | seldom | (happened & ~self._judged_by_volume), not_clear, seldom

    def _detail(self, met: BoolArray, missed: BoolArray, judged: BoolArray) -> str:
        per, all_of, surely, never = self.target.asked.per, int(judged.sum()), int(met.sum()), int(missed.sum())
        found = Sentence(f"each_{per}_decided", met=surely, all=all_of, missed=never, undecided=all_of - surely - never)
        if not never:
            return found
        labels = [str(label) for label, at in zip(self._labels, missed, strict=True) if at]
        return Sentence("missed_are_more" if len(labels) > 3 else "missed_are", found=found, labels=labels[:3])


class OnDays(TargetQuestions):
    """With `probability`; the first question is on the share of days, the others on their volume."""

    def __init__(self, target: ResolvedTarget, cells: Cells) -> None:
        wanted, least = target.asked.probability, target.asked.ignore_below
        assert wanted is not None
        self._slots = np.arange(cells.day_slots.start, cells.day_slots.stop)
        volume = [Question.about(find(target.volume), least, at_least=True)] * len(self._slots) if least > 0 else []
        super().__init__(target, [Question(wanted, at_least=True, lowest=0.0, highest=1.0), *volume])
        self._days = DayRecord(target)
        self._volume = volume_of(target, cells, self._slots) if least > 0 else None
        self._volumes: list[FloatArray] = []

    def add(self, measures: Measures) -> None:
        self._days.add(measures)
        if self._volume is not None:
            self._volumes.append(self._volume.read(measures)[0])

    def fractions(self, answers: Sequence[Answer]) -> list[Fraction]:
        counts = np.ones(len(self._slots), dtype=np.bool_)
        if len(self.questions) > 1:
            by_volume = [answer.decision for answer in answers[1:]]
            counts = np.array([one == "met" and "undecided" not in by_volume for one in by_volume])
        judged = np.array(self._days.judged) & counts
        above, below = (np.array(self._days.met) & judged).sum(axis=1), judged.sum(axis=1)
        days = max(int(counts.sum()), 1)  # the days of a replication are one observation, not many
        return [(above / days, below / days), *alone(self._volumes)]

    def decide(self, answers: Sequence[Answer]) -> tuple[Decision, str]:
        if any(answer.decision == "undecided" for answer in answers[1:]):
            return "undecided", Sentence("volume_not_clear")
        return answers[0].decision, answers[0].reason


def questions_of(targets: Sequence[ResolvedTarget], model: CenterModel) -> list[TargetQuestions]:
    """Of each target, in their order."""
    cells = Cells.of(model)
    open_time = OpenTime(model, cells).table
    found: list[TargetQuestions] = []
    for target in targets:
        if target.asked.probability is not None:
            found.append(OnDays(target, cells))
        elif target.asked.per == "horizon":
            found.append(OverHorizon(target, cells))
        else:
            opens = (target.scope, target.scope_name) in cells.contact_scopes
            opens = opens and target.measure.table in ("contacts", "customers")
            row = cells.contact_scopes.index((target.scope, target.scope_name)) if opens else 0
            found.append(InEach(target, cells, open_time[row] > 0 if opens else None))
    return found


def asked(target: ResolvedTarget) -> Question:
    """Whether the measure is on the right side, wherever it is looked at."""
    if target.measure.quantile is None:
        return Question.about(target.measure, target.bound, target.at_least)
    return Question(target.measure.quantile, at_least=not target.at_least, lowest=0.0, highest=1.0)


class Spot:
    """Where a measure is read in the tallies of each replication: one scope, some slots.

    Of a wait quantile it is the share of waits up to `bound`.
    """

    def __init__(self, measure: Measure, scope: str, scope_name: str, bound: float, cells: Cells, slots: IntArray):
        self._measure, self._bound, self._slots = measure, bound, slots
        self._row, _ = place(cells.scopes(measure.table), cells, scope, scope_name)
        self._waits = self._row * len(cells.slots) + slots

    @classmethod
    def of(cls, target: ResolvedTarget, cells: Cells, slots: IntArray) -> Spot:
        return cls(target.measure, target.scope, target.scope_name, target.bound, cells, slots)

    def read(self, measures: Measures) -> tuple[FloatArray, FloatArray]:
        """Numerators and denominators of one replication."""
        if self._measure.quantile is not None:
            return waits_within(measures.waits, self._bound, self._waits)
        tallies = measures.tables[self._measure.table]
        above, below = (
            sum((tallies[name][self._row, self._slots] for name in names), np.zeros(len(self._slots)))
            for names in (self._measure.numerator, self._measure.denominator)
        )
        return above, below if self._measure.denominator else np.ones(len(self._slots))


def volume_of(target: ResolvedTarget, cells: Cells, slots: IntArray) -> Spot:
    """Of what `ignore_below` counts."""
    return Spot(find(target.volume), target.scope, target.scope_name, 0.0, cells, slots)


def columns(replications: list[tuple[FloatArray, FloatArray]]) -> list[Fraction]:
    """For each slot all replications."""
    above, below = (np.array(part).T for part in zip(*replications, strict=True))
    return list(zip(above, below, strict=True))


def alone(replications: list[FloatArray]) -> list[Fraction]:
    """The same of values that are averaged over replications."""
    return [(values, np.ones(len(values))) for values in np.array(replications).T] if replications else []
