"""The points of a sweep as arrays: estimates, targets and costs, in the order in which they are numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.measures.catalogue import SERVICE_LEVELS, WITHIN, find, threshold_of
from ccsim.report.numbers import bound
from ccsim.report.words import Said, as_is, joined, measure_name, said
from ccsim.study.sweep_effects import by_replication
from ccsim.study.sweep_run import COSTS, FIELDS
from ccsim.study.sweep_run import Outcome as Outcome

if TYPE_CHECKING:
    from ccsim.study.sweep_result import Sweep

TARGET, ESTIMATE, LOW, HIGH, REPLICATIONS, VERDICT = (
    FIELDS.index(one) for one in ("target", "estimate", "low", "high", "replications", "verdict")
)
_LONG = re.compile(r"\d+\.\d{4,}")
MET, UNCERTAIN, MISSED, UNKNOWN = 0, 1, 2, 3
"""What the targets of a point say together."""


@dataclass(frozen=True)
class Measured:
    """A measure of the points, with its target's bound if there is one that is the same at all points."""

    place: int
    scope: str
    name: str
    measure: str
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    bound: float | None = None
    at_least: bool = True

    @property
    def key(self) -> str:
        return f"m{self.place}"

    @property
    def unit(self) -> str:
        return find(self.measure).unit

    def bound_text(self, currency: str) -> str:
        return "" if self.bound is None else bound(self.bound, self.unit, currency)

    @property
    def label(self) -> Said:
        """`service level within 20 s, sales`."""
        words = [measure_name(self.measure)]
        if self.measure.partition(WITHIN)[0] in SERVICE_LEVELS and (seconds := threshold_of(self.measure)) is not None:
            words = [joined([*words, said("within", seconds=bound(seconds, "s"))], " ")]
        return joined([*words, as_is(self.name)]) if self.scope != "all" else words[0]

    @property
    def better(self) -> str | None:
        """Whether more or less of it is better: as a target asks, else as its definition says."""
        if self.bound is not None:
            return "more" if self.at_least else "less"
        return find(self.measure).better


@dataclass(frozen=True)
class Cost:
    """What each point costs; `moved` is how much each replication moves that (points, replications), if it is known."""

    measure: str
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    moved: FloatArray


class Points:
    """All points of a sweep; NaN where one failed or is not finished."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep, self.manifest = sweep, sweep.manifest
        self.points = _base_as_the_others(self.manifest)
        self.factors: list[dict[str, Any]] = self.manifest["factors"]
        self.targets: list[dict[str, Any]] = self.manifest["targets"]
        self.currency: str = self.manifest["currency"]
        self.outcomes: list[Outcome] = [sweep.outcomes.get(point["run"], {}) for point in self.points]
        self._moved: dict[int, FloatArray] = {}
        self.finished = np.array(["rows" in one for one in self.outcomes], dtype=bool)

    @property
    def kind(self) -> str:
        kind: str = self.manifest["design"]["kind"]
        return kind

    @property
    def sampled(self) -> bool:
        return self.kind not in ("grid", "one_at_a_time")

    @cached_property
    def measures(self) -> list[Measured]:
        """Those that were asked for, the ones that targets are about first."""
        bounds = {tuple(one["compared"]): one for one in self.targets if self._over_the_horizon(one)}
        found = []
        for place, (scope, name, measure) in enumerate(self.manifest["measures"]):
            asked = bounds.get((scope, name, measure))
            bound, at_least = (float(asked["bound"]), bool(asked["at_least"])) if asked else (None, True)
            found.append(Measured(place, scope, name, measure, *self._of_rows(place), bound, at_least))
        return sorted(found, key=lambda one: (one.bound is None, one.place))

    @staticmethod
    def _over_the_horizon(target: dict[str, Any]) -> bool:
        """Whether its bound is one of the measure itself, and not of its intervals or days."""
        return target["asked"]["per"] == "horizon" and target["asked"]["probability"] is None

    def _of_rows(self, place: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        rows = [one["rows"][place] if "rows" in one else None for one in self.outcomes]

        def of(field: int) -> FloatArray:
            return np.array([np.nan if row is None else row[field] for row in rows], dtype=np.float64)

        return of(ESTIMATE), of(LOW), of(HIGH)

    @cached_property
    def verdicts(self) -> list[dict[str, str]]:
        """Of each point the verdict of each target."""
        count = len(self.manifest["measures"])
        return [{row[TARGET]: row[VERDICT] for row in one.get("rows", [])[count:]} for one in self.outcomes]

    @cached_property
    def standing(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """MET, UNCERTAIN or MISSED of each point; UNKNOWN where there is nothing to judge."""

        def of(own: dict[str, str]) -> int:
            if not own:
                return UNKNOWN
            return MISSED if "missed" in own.values() else UNCERTAIN if "uncertain" in own.values() else MET

        return np.array([of(one) for one in self.verdicts], dtype=np.int64)

    @property
    def judged(self) -> bool:
        """Whether there are targets."""
        return bool((self.standing != UNKNOWN).any())

    @cached_property
    def cost(self) -> Cost | None:
        """In money, or in paid hours where nothing costs any; None: an older ccsim began the sweep and kept none."""
        done = [one for one in self.outcomes if "rows" in one]
        if not done or any("costs" not in one for one in done):
            return None
        money = any((one["costs"]["cost"]["band"][0] or 0.0) > 0 for one in done)
        name = COSTS[0] if money else COSTS[1]
        kept = [one.get("costs", {}).get(name, {"band": [None] * 3, "by_replication": []}) for one in self.outcomes]
        bands = np.array([one["band"] for one in kept], dtype=np.float64)
        moved = [one["by_replication"] for one in kept]
        sizes = {len(one) for one in moved if one}
        width = sizes.pop() if len(sizes) == 1 else 1
        moves = np.array([one if len(one) == width else [np.nan] * width for one in moved], dtype=np.float64)
        return Cost(name, bands[:, 0], bands[:, 1], bands[:, 2], moves)

    @property
    def cost_bound(self) -> float | None:
        """Of a target about what a point costs as a whole."""
        of_cost = ["all", "all", self.cost.measure] if self.cost else None
        found = (one for one in self.targets if self._over_the_horizon(one) and list(one["compared"]) == of_cost)
        return next((float(one["bound"]) for one in found), None)

    @property
    def replications(self) -> list[int]:
        """The fewest and the most of a point; one number where all have the same."""
        counts = sorted({row[REPLICATIONS] for one in self.outcomes for row in one.get("rows", [])})
        return list(dict.fromkeys(counts[:1] + counts[-1:]))

    def moved(self, measured: Measured) -> FloatArray:
        """(points, replications): how much each replication moves a measure."""
        if measured.place not in self._moved:
            self._moved[measured.place] = by_replication(self.manifest, self.sweep.outcomes, measured.place)
        return self._moved[measured.place]

    @cached_property
    def gap(self) -> FloatArray:
        """How far each point is from the bounds that it misses, as parts of these, added up; NaN: not known."""
        found = np.zeros(len(self.points))
        known = {one["name"]: one for one in self.targets if self._over_the_horizon(one)}
        count = len(self.manifest["measures"])
        for at, one in enumerate(self.outcomes):
            for row in one.get("rows", [])[count:]:
                if row[VERDICT] != "missed":
                    continue
                target = known.get(row[TARGET])
                size = abs(target["bound"]) if target else 0.0
                found[at] += abs(row[ESTIMATE] - target["bound"]) / size if target and size else np.nan
        return found

    @cached_property
    def ranked(self) -> list[int]:
        """Places of the finished points, the best first: fewest targets missed, then uncertain, then least cost; where
        none holds the smallest gap goes before the cost."""
        cost = self.cost.estimate if self.cost else np.zeros(len(self.points))
        none_holds = not (self.standing < MISSED).any()

        def order(at: int) -> tuple[float, ...]:
            own = list(self.verdicts[at].values())
            gap = float(np.nan_to_num(self.gap[at], nan=np.inf)) if none_holds else 0.0
            return own.count("missed"), own.count("uncertain"), gap, float(np.nan_to_num(cost[at], nan=np.inf)), at

        return sorted((int(at) for at in np.flatnonzero(self.finished)), key=order)

    def unlike(self, at: int, other: int) -> list[str]:
        """The settings of a point that another has not: `team 8`, `patience 2 min`."""
        both = zip(self.factors, self.points[at]["settings"], self.points[other]["settings"], strict=True)
        return [f"{factor['name']} {short(text)}" for factor, text, others in both if text != others]

    def column(self, factor: int) -> list[Any]:
        """Of each point the value of a factor: as a number where all are, else as written."""
        which = "numbers" if self.numeric(factor) else "settings"
        return [point[which][factor] for point in self.points]

    def numeric(self, factor: int) -> bool:
        return bool(self.factors[factor]["numeric"]) and all(
            point["numbers"][factor] is not None for point in self.points
        )

    def levels(self, factor: int) -> list[str]:
        """Values of a factor as written, in order; of ranges those drawn."""
        listed: Sequence[str] = self.factors[factor]["levels"]
        texts = dict.fromkeys(point["settings"][factor] for point in self.points)
        if listed and (not self.numeric(factor) or all(text in listed for text in texts)):
            return [*listed, *(text for text in texts if text not in listed)]
        if self.numeric(factor):
            numbers = {point["settings"][factor]: point["numbers"][factor] for point in self.points}
            return sorted(texts, key=lambda text: float(numbers[text]))
        return list(texts)


def _base_as_the_others(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The points of a sweep; what multiplies is as it is at 100%, where its other values are written so, too."""
    places = [
        place
        for place, factor in enumerate(manifest["factors"])
        if manifest["design"]["kind"] == "one_at_a_time"
        and factor["unit"] == "share"
        and "1" not in factor["levels"]
        and all(level.endswith("%") for level in factor["levels"])
    ]
    points: list[dict[str, Any]] = manifest["points"]
    for place in places:
        points = [
            point | {"settings": [*point["settings"][:place], "100%", *point["settings"][place + 1 :]]}
            if point["settings"][place] == "1"
            else point
            for point in points
        ]
    return points


def short(text: str, most: int = 60) -> str:
    """A level as written, numbers between others with four digits, and not endlessly long."""
    brief = _LONG.sub(lambda found: f"{float(found[0]):.4g}", text)
    return brief if len(brief) <= most else f"{brief[: most - 1]}…"
