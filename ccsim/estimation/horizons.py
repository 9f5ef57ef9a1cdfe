"""What single simulated horizons say of a measure or a target: a fraction of each, and whether it keeps the target."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ccsim.arrays import BoolArray, FloatArray
from ccsim.estimation.sequential import Question
from ccsim.estimation.target_questions import Spot, asked, volume_of
from ccsim.estimation.targets import ResolvedTarget
from ccsim.estimation.verdicts import DayRecord
from ccsim.measures.cells import Cells
from ccsim.measures.meter import Measures
from ccsim.measures.waits import OpenTime
from ccsim.model.center import CenterModel

HORIZON = np.zeros(1, dtype=np.int64)


class Kept(NamedTuple):
    """A value a horizon: numerators, denominators, and whether the target is kept (nothing to judge keeps it)."""

    y: FloatArray
    x: FloatArray
    kept: BoolArray


class Watch(ABC):
    """Reads one target of the horizons of one center."""

    def __init__(self, target: ResolvedTarget) -> None:
        self.target = target

    @property
    @abstractmethod
    def question(self) -> Question | None:
        """What the long-run value of the fraction has to be; None where the target asks that of many values."""

    @abstractmethod
    def read(self, horizons: Sequence[Measures]) -> Kept: ...


class OverAll(Watch):
    """A bound on a measure over the horizon; on a wait quantile, on the share of waits up to the bound."""

    def __init__(self, target: ResolvedTarget, model: CenterModel) -> None:
        super().__init__(target)
        self._spot = Spot.of(target, Cells.of(model), HORIZON)

    @property
    def question(self) -> Question:
        return asked(self.target)

    def read(self, horizons: Sequence[Measures]) -> Kept:
        y, x = (np.concatenate(part) for part in zip(*map(self._spot.read, horizons), strict=True))
        with np.errstate(divide="ignore", invalid="ignore"):
            value = y / x
        return Kept(y, x, keeps(self.question, value))


class OnDays(Watch):
    """With `probability`: the share of days that meet the bound."""

    def __init__(self, target: ResolvedTarget, model: CenterModel) -> None:
        super().__init__(target)
        cells = Cells.of(model)
        self._volume = volume_of(target, cells, slots_of(target, cells)) if target.asked.ignore_below > 0 else None

    @property
    def question(self) -> Question:
        wanted = self.target.asked.probability
        assert wanted is not None
        return Question(wanted, at_least=True, lowest=0.0, highest=1.0)

    def read(self, horizons: Sequence[Measures]) -> Kept:
        days = DayRecord(self.target)
        for one in horizons:
            days.add(one)
        judged = np.array(days.judged) & counting(self._volume, self.target, horizons)
        y, x = ((np.array(days.met) & judged).sum(axis=1).astype(float), judged.sum(axis=1).astype(float))
        return Kept(y, x, y >= self.question.bound * x - 1e-9)


class InEach(Watch):
    """Per interval or day: the share of those in which it holds; a horizon is judged by its own, open ones without a
    value hold it."""

    def __init__(self, target: ResolvedTarget, model: CenterModel) -> None:
        super().__init__(target)
        cells = Cells.of(model)
        slots = slots_of(target, cells)
        self._spot = Spot.of(target, cells, slots)
        self._volume = volume_of(target, cells, slots) if target.asked.ignore_below > 0 else None
        self._open = np.zeros(len(slots), dtype=np.bool_)
        if (target.scope, target.scope_name) in cells.contact_scopes and target.measure.table in (
            "contacts",
            "customers",
        ):
            row = cells.contact_scopes.index((target.scope, target.scope_name))
            self._open = OpenTime(model, cells).table[row, slots] > 0

    @property
    def question(self) -> None:
        return None

    def read(self, horizons: Sequence[Measures]) -> Kept:
        above, below = (np.array(part) for part in zip(*map(self._spot.read, horizons), strict=True))
        with np.errstate(divide="ignore", invalid="ignore"):
            value = above / below
        holds = keeps(asked(self.target), value)
        judged = (self._open | (below > 0)) & counting(self._volume, self.target, horizons)
        y, x = (holds & judged).sum(axis=1).astype(float), judged.sum(axis=1).astype(float)
        return Kept(y, x, y >= self.target.asked.share * x - 1e-9)  # so that 90 % of 10 is 9


def keeps(question: Question, value: FloatArray) -> BoolArray:
    """No value keeps it."""
    return np.asarray(np.isnan(value) | ((value >= question.bound) if question.at_least else (value <= question.bound)))


def watch(target: ResolvedTarget, model: CenterModel) -> Watch:
    if target.asked.probability is not None:
        return OnDays(target, model)
    return OverAll(target, model) if target.asked.per == "horizon" else InEach(target, model)


def slots_of(target: ResolvedTarget, cells: Cells) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    span = cells.interval_slots if target.asked.per == "interval" else cells.day_slots
    return np.arange(span.start, span.stop)


def counting(volume: Spot | None, target: ResolvedTarget, horizons: Sequence[Measures]) -> BoolArray:
    """Slots with the volume of `ignore_below` on average."""
    if volume is None:
        return np.ones(1, dtype=np.bool_)
    found = np.mean([volume.read(one)[0] for one in horizons], axis=0)
    return np.asarray(found >= target.asked.ignore_below)
