"""Live rules on the state of a queue: when they hold (semantics.md, "Orchestration").

`offers` makes diversions and call-backs of them, `group_rules` opens and closes groups. All that a rule says must hold.
Idle agents are those of the groups that may take the type without any rule, whatever rules have opened or closed, so
that a rule's own doing does not end it; so are the agents at work by whom a rule that opens or closes a group predicts
the wait.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from ccsim.model.contact_types import mean_work

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.model.behaviour import Bound, Rule
    from ccsim.model.center import CenterModel


class LiveRule:
    """A rule of one contact type; `holds` whether it has opened or closed its group now."""

    __slots__ = ("_by_usual", "_from", "_handle_time", "_to", "holds", "index", "terms")

    def __init__(self, index: int, terms: Rule, model: CenterModel) -> None:
        self.index = index
        self.terms = terms
        self.holds = False
        self._by_usual = max(terms.add_group, terms.close_group) >= 0
        self._from = [] if terms.between is None else terms.between[:, 0].tolist()
        self._to = [] if terms.between is None else terms.between[:, 1].tolist()
        by_length = terms.predictor == "queue_length"
        self._handle_time = mean_work(model.types[terms.contact].work[0]) if by_length else math.nan

    @property
    def hours(self) -> list[tuple[float, float]]:
        """When it may hold, in elapsed seconds; none: always."""
        return list(zip(self._from, self._to, strict=True))

    def in_hours(self, now: float) -> bool:
        if self.terms.between is None:
            return True
        window = bisect_right(self._from, now) - 1
        return window >= 0 and now < self._to[window]

    def applies(self, desk: Desk, now: float) -> bool:
        """Whether it is its time and all its bounds hold."""
        return self.in_hours(now) and all(bound.holds(value) for bound, value in self._bounds(desk, now))

    def is_over(self, desk: Desk, now: float) -> bool:
        """Whether what it began ends: its hours are over, or `until` holds of the quantity that it names first."""
        until = self.terms.until
        return not self.in_hours(now) or (until is not None and until.holds(self.value(desk, now)))

    def value(self, desk: Desk, now: float) -> float:
        """The quantity that it names first; NaN where it names none."""
        return next((value for _, value in self._bounds(desk, now)), math.nan)

    def _bounds(self, desk: Desk, now: float) -> list[tuple[Bound, float]]:
        terms = self.terms
        found = []
        if terms.expected_wait is not None:
            found.append((terms.expected_wait, self._expected_wait(desk, now)))
        if terms.waiting is not None:
            found.append((terms.waiting, float(desk.line.count)))
        if terms.idle is not None:
            usual = (skill.team.idle for rank in desk.ranks for skill in rank if not skill.only_added)
            found.append((terms.idle, float(sum(usual))))
        return found

    def _expected_wait(self, desk: Desk, now: float) -> float:
        """Seconds that one who comes now may expect to wait (Ibrahim & Whitt 2009: HOL, LES and QL).

        `head`: what the head of the queue has waited; `last_answered`: what the last one answered had waited;
        `queue_length`: (waiting + 1) handle times over the agents at work who may take the type (now; of a rule that
        opens or closes a group: without any rule).
        """
        if self.terms.predictor == "last_answered":
            return desk.last_wait
        if self.terms.predictor == "queue_length":
            skills = (skill for rank in desk.ranks for skill in rank)
            able = (skill for skill in skills if (not skill.only_added if self._by_usual else skill.is_open))
            agents = sum(skill.team.at_work for skill in able)
            return (desk.line.count + 1) * self._handle_time / agents if agents else math.inf
        return now - desk.line.head().joined if desk.line.count else 0.0
