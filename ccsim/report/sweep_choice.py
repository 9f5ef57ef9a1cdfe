"""The answer of a grid in which some factors are a planner's choice and others, such as patience, nobody's.

A choice is worth what it does at every value of what nobody chooses: the point that meets all targets may do so only
because customers happen to be patient there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from ccsim.report.sweep_points import MET, MISSED, UNCERTAIN, Points, short
from ccsim.report.words import Said, and_more, as_is, joined, said
from ccsim.scenario.change import read_change
from ccsim.scenario.decided import together
from ccsim.study.margins import PER_CENT

NAMED = 3  # values that are named, of more


@dataclass(frozen=True)
class Choices:
    """`free`, `given`: places of factors that are chosen, and that are not; `of`: places of points by choice."""

    points: Points
    free: tuple[int, ...]
    given: tuple[int, ...]
    of: tuple[tuple[int, ...], ...]

    @cached_property
    def standing(self) -> list[int]:
        """Of each choice at all values of the rest: MET only where each point is; UNKNOWN where none is finished."""
        found = []
        for places in self.of:
            kinds = {int(self.points.standing[at]) for at in places}
            found.append(MISSED if MISSED in kinds else kinds.pop() if len(kinds) == 1 else UNCERTAIN)
        return found

    def count(self, kind: int) -> int:
        return self.standing.count(kind)

    def dearest(self, choice: int) -> int:
        """The point of a choice that costs most; the first where no cost is known."""
        if self.points.cost is None:
            return self.of[choice][0]
        cost = self.points.cost.estimate
        return max(self.of[choice], key=lambda at: float(np.nan_to_num(cost[at], nan=-np.inf)))

    def cost(self, choice: int) -> float:
        """The most that it costs at any value of the rest; infinite where it is not known."""
        if self.points.cost is None:
            return np.inf
        return float(np.nan_to_num(self.points.cost.estimate[self.dearest(choice)], nan=np.inf))

    @cached_property
    def ranked(self) -> list[int]:
        """The best first: those that hold everywhere by cost, then by how many points miss and are uncertain."""

        def order(choice: int) -> tuple[float, ...]:
            kinds = [int(self.points.standing[at]) for at in self.of[choice]]
            missed = kinds.count(MISSED)
            return (self.standing[choice], missed, len(kinds) - kinds.count(MET) - missed if missed else 0,
                    self.cost(choice), choice)  # fmt: skip

        return sorted(range(len(self.of)), key=order)

    def varies(self, choice: int) -> bool:
        """Whether its cost does, by more than matters."""
        cost = self.points.cost
        if cost is None:
            return False
        own = [value for value in cost.estimate[list(self.of[choice])].tolist() if not np.isnan(value)]
        return bool(own) and max(own) - min(own) > abs(max(own)) * PER_CENT / 100

    def alike(self, at: int, choice: int) -> int:
        """The point of a choice at which the rest is as at another point."""

        def rest(place: int) -> list[str]:
            return [self.points.points[place]["settings"][factor] for factor in self.given]

        return next(one for one in self.of[choice] if rest(one) == rest(at))

    @property
    def optimist(self) -> int | None:
        """The cheapest choice that meets all targets at some values of the rest only, if cheaper than the best."""
        best = self.ranked[0]
        found = [
            one
            for one, places in enumerate(self.of)
            if one != best and self.standing[one] != MET and any(self.points.standing[at] == MET for at in places)
        ]
        cheapest = min(found, key=self.cost, default=None)
        return cheapest if cheapest is not None and self.cost(cheapest) < self.cost(best) else None

    def settings(self, choice: int) -> list[tuple[str, str]]:
        own = self.points.points[self.of[choice][0]]["settings"]
        return [(self.points.factors[place]["name"], short(own[place])) for place in self.free]

    def numbers(self, choice: int) -> str:
        return ", ".join(str(self.points.points[at]["point"]) for at in self.of[choice])

    @property
    def free_names(self) -> Said:
        return self._names(self.free)

    @property
    def given_names(self) -> Said:
        return self._names(self.given)

    def _names(self, places: tuple[int, ...]) -> Said:
        names = [as_is(self.points.factors[place]["name"]) for place in places]
        if len(names) == 1:
            return names[0]
        return joined([joined(names[:-1]), said("and"), names[-1]], " ")

    def where(self, choice: int) -> Said:
        """`met at patience 2 min; not surely at 4 min`: how its targets stand at the values of the rest."""
        keys = {MET: "decided_at_met", MISSED: "decided_at_missed", UNCERTAIN: "decided_at_open"}
        points = self.points.standing
        by_kind = groupby(sorted(self.of[choice], key=lambda at: points[at]), key=lambda at: points[at])
        return joined(
            [
                said(keys.get(int(kind), "decided_at_unknown"), values=self._values(list(places)))
                for kind, places in by_kind
            ],
            "; ",
        )

    def _values(self, places: list[int]) -> Said:
        """`patience 2 min`; of many the first."""
        told = []
        for at in places[:NAMED]:
            own = self.points.points[at]["settings"]
            told.append(" · ".join(f"{self.points.factors[place]['name']} {short(own[place])}" for place in self.given))
        return joined([as_is(", ".join(told)), *and_more(len(places) - NAMED)], " ")


def choices(points: Points) -> Choices | None:
    """None where not every factor is known to be of one kind, or all are of the same; and without targets to meet."""
    if points.kind != "grid" or not points.judged:
        return None
    kinds = [_chosen(points, place) for place in range(len(points.factors))]
    if None in kinds or len(set(kinds)) < 2:
        return None
    free = tuple(place for place, kind in enumerate(kinds) if kind)
    given = tuple(place for place, kind in enumerate(kinds) if not kind)
    found: dict[tuple[str, ...], list[int]] = {}
    for at, point in enumerate(points.points):
        found.setdefault(tuple(point["settings"][place] for place in free), []).append(at)
    return Choices(points, free, given, tuple(map(tuple, found.values())))


def _chosen(points: Points, factor: int) -> bool | None:
    """Whether a factor is a planner's choice: by what is changed between points that differ in it alone."""
    first = points.points[0]
    texts: set[str] = set()
    for other in points.points[1:]:
        unlike = [at for at, text in enumerate(other["settings"]) if text != first["settings"][at]]
        if unlike == [factor]:
            texts |= set(first["changes"]) ^ set(other["changes"])
    return together(read_change(text).path for text in texts)
