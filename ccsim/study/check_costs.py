"""What a checked scenario costs, from the replications of its check; nothing is decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccsim.estimation.moments import Moments
from ccsim.estimation.target_questions import Spot
from ccsim.measures.catalogue import find
from ccsim.measures.cells import Cells

if TYPE_CHECKING:
    from ccsim.measures.meter import Measures
    from ccsim.model.center import CenterModel

TOLD = ("cost", "cost_per_resolved", "lost_value", "paid_hours")
"""Measures, in the order in which a report of a run tells them."""


@dataclass(frozen=True)
class CheckedCost:
    """A measure of `TOLD` over the horizon after all replications, with an interval of its own: no part of the family.

    NaN where there is nothing to divide by.
    """

    measure: str
    unit: str
    value: float
    low: float
    high: float
    replications: int


class Costs:
    """Of one center, gathered replication by replication."""

    def __init__(self, model: CenterModel) -> None:
        cells = Cells.of(model)
        whole = np.array([cells.slots.index("")])
        self._spots = [Spot(find(one), "all", "all", 0.0, cells, whole) for one in TOLD]
        self._moments = Moments((len(TOLD),))

    def add(self, measures: Measures) -> None:
        """The next replication."""
        above, below = zip(*(spot.read(measures) for spot in self._spots), strict=True)
        self._moments.add(np.concatenate(above), np.concatenate(below))

    def found(self, confidence: float) -> tuple[CheckedCost, ...]:
        """All of them, each interval with this confidence by itself."""
        values, halves = self._moments.ratio(confidence)
        return tuple(
            CheckedCost(name, find(name).unit, value, max(value - half, 0.0), value + half, self._moments.replications)
            for name, value, half in zip(TOLD, values.tolist(), halves.tolist(), strict=True)
        )
