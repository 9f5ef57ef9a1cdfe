"""Replications of small scenarios from which checks are drawn at random: a world whose truth is known exactly.

A simulated day has no formula, so nobody could say that a scenario is *exactly* at its target. The mean over a pool of
simulated days can be computed, though, and days drawn from it at random, with replacement, are independent replications
of a world in which that mean is the truth. Bounds are laid exactly there.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from ccsim.engine.choose import choose
from ccsim.estimation.regressions import Regression, Tolerance
from ccsim.estimation.sequential import looks
from ccsim.estimation.target_questions import TargetQuestions, questions_of
from ccsim.estimation.targets import ResolvedTarget, resolve
from ccsim.measures import Measures, Meter
from ccsim.measures.cells import Cells
from ccsim.model import build
from ccsim.model.center import CenterModel
from ccsim.scenario.load import from_dict
from ccsim.scenario.schema import Target
from ccsim.study.course import Course
from ccsim.study.replication import Job, replicate
from ccsim.study.runs import Runs

WITHIN = 60.0
"""A threshold besides the contacts' own."""


def scenario(agents: int, **more: Any) -> dict[str, Any]:
    """Two mornings of three contact types, one of them with few contacts, and a team; days differ."""
    return {
        "calendar": {"start": "2026-03-02", "days": 2},
        "opening": {"mon-fri": "08:00-12:00"},
        "channels": {"voice": {"kind": "live"}},
        "demand": {"day_variation": {"cv": 0.1}},
        "contacts": {
            name: {
                "channel": "voice",
                "arrivals": {"rate": rate},
                "patience": {"exponential": {"mean": "3 min"}},
                "handle_time": {"lognormal": {"mean": "4 min", "cv": 0.8}},
            }
            for name, rate in (("sales", "24 per h"), ("support", "30 per h"), ("complaints", "4 per h"))
        },
        "agents": {
            "team": {"skills": ["sales", "support", "complaints"], "staffing": agents, "cost_per_hour": 20},
        },
        **more,
    }


@dataclass(frozen=True)
class Pool:
    """Measures of the first replications of one scenario; others of the same seed have the same customers."""

    model: CenterModel
    measures: tuple[Measures, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any], replications: int, seed: int = 1, engine: str = "auto") -> Pool:
        model = build(from_dict(said))
        chosen = choose(model, cast(Any, engine), seconds=60.0)
        job = Job(model, Meter(model, [WITHIN], compiled=chosen.name == "compiled"), seed, chosen.run)
        return cls(model, tuple(one.measures for one in replicate(job, range(1, replications + 1))))

    def target(self, name: str, **said: Any) -> ResolvedTarget:
        return resolve({name: Target(**said)}, self.model, Cells.of(self.model))[0]

    def questions(self, targets: Sequence[ResolvedTarget]) -> list[TargetQuestions]:
        return questions_of(targets, self.model)

    def truth(self, **said: Any) -> float:
        """What the measure of a target is in this world; of a wait quantile the share of waits up to the bound."""
        (part,) = self.questions([self.target("truth", **said)])
        for measures in self.measures:
            part.add(measures)
        y, x = part.fractions(())[0]
        return float(y.sum() / x.sum())

    def by_interval(self, **said: Any) -> list[float]:
        """The same of each interval in which anything comes."""
        (part,) = self.questions([self.target("truth", per="interval", **said)])
        for measures in self.measures:
            part.add(measures)
        fractions = part.fractions(())[: len(self.model.timeline.interval_start)]
        return [float(y.sum() / x.sum()) for y, x in fractions if x.any()]


@dataclass
class Drawn:
    """Stands in for `ccsim.study.runs.Runs`: the n-th replication of each pool is the same day, at random."""

    pools: Sequence[Pool]
    rng: np.random.Generator
    done: int = 0

    def until(self, number: int, among: Sequence[int]) -> Generator[list[Measures], None, None]:
        while self.done < number:
            day = int(self.rng.integers(len(self.pools[0].measures)))
            self.done += 1
            yield [self.pools[one].measures[day] for one in among]


def decided(
    pools: Sequence[Pool],
    targets: Sequence[ResolvedTarget],
    compared: Sequence[tuple[ResolvedTarget, Tolerance]],
    rng: np.random.Generator,
    most: int,
    alpha: float = 0.05,
) -> tuple[list[str], int]:
    """Decisions of one check, targets first, and the replications it took; the second pool is the baseline."""
    parts = pools[0].questions(targets)
    regressions = [Regression(target, tolerance) for target, tolerance in compared]
    course = Course(parts, regressions, looks(most), alpha)
    drawn = Drawn(pools, rng)
    course.run(cast(Runs, drawn), None)
    found = [course.target(part, {}).decision for part in parts]
    return [*found, *(course.compared(one, {}).decision for one in regressions)], drawn.done
