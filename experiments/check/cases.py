"""What is checked again and again, with bounds exactly at the truth of a pool, or a little beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ccsim.estimation.regressions import Regression, Tolerance
from ccsim.estimation.sequential import looks
from ccsim.estimation.skewed import student_tail
from ccsim.estimation.targets import ResolvedTarget
from experiments.check.pool import Pool, decided

WRONG_AT_BOUND = ("met", "missed", "regression", "no regression")
ALPHA = 0.05


@dataclass(frozen=True)
class Case:
    """`wrong` are decisions of which none should fall, but with probability ALPHA over the whole family; `right` is the
    one that should (empty: none can)."""

    name: str
    pools: Sequence[Pool]
    targets: Sequence[ResolvedTarget]
    compared: Sequence[tuple[ResolvedTarget, Tolerance]]
    wrong: tuple[str, ...]
    right: str = ""


@dataclass(frozen=True)
class Rates:
    """Of many checks: with something wrong, with all right, and replications on average."""

    checks: int
    wrong: int
    right: int
    replications: float

    @property
    def wrong_share(self) -> float:
        return self.wrong / self.checks


SINGLE: dict[str, dict[str, Any]] = {
    "service_level": {"measure": "service_level", "at_least": 0.5},
    "abandonment_rate of few contacts": {"measure": "abandonment_rate", "contact": "complaints", "at_most": 0.5},
    "asa": {"measure": "asa", "at_most": 1.0},
    "occupancy": {"measure": "occupancy", "agents": "team", "at_most": 0.5},
    "wait_p90": {"measure": "wait_p90", "at_most": 60.0},
}
FAMILY = ("service_level", "abandonment_rate", "asa", "mean_wait", "delay_probability", "wait_max")


def cases(base: Pool, other: Pool) -> list[Case]:
    """`other` is `base` with an agent less, on the same customers."""
    found = []
    at_bound = {name: at_truth(base, said) for name, said in SINGLE.items()}
    for name, said in SINGLE.items():
        for shift, place in ((0.0, "exactly at"), (0.01, "1 point inside"), (-0.01, "1 point outside")):
            if shift and name != "service_level":
                continue
            target = at_truth(base, said, shift) if shift else at_bound[name]
            wrong = {0.0: WRONG_AT_BOUND, 0.01: ("missed",), -0.01: ("met",)}[shift]
            right = {0.0: "", 0.01: "met", -0.01: "missed"}[shift]
            found.append(Case(f"{name}, {place} its bound", [base], [target], [], wrong, right))
    share = base.truth(measure="service_level", at_least=0.7, per="day", probability=0.5)
    days = base.target("days", measure="service_level", at_least=0.7, per="day", probability=share)
    found.append(Case("share of days (probability), exactly at it", [base], [days], [], WRONG_AT_BOUND))
    family = [
        at_truth(base, {"measure": measure, "contact": contact, bound_of(measure): 0.5})
        for measure in FAMILY
        for contact in ("sales", "support", "complaints", None)
    ]
    found.append(Case(f"{len(family)} targets, all exactly at their bounds", [base], family, [], WRONG_AT_BOUND))
    levels = sorted(base.by_interval(measure="service_level", at_least=0.5))
    worst = base.target("each", measure="service_level", at_least=levels[0], per="interval")
    found.append(Case(f"all of {len(levels)} intervals, the worst exactly at it", [base], [worst], [], ("missed",)))
    above = base.target("each", measure="service_level", at_least=levels[0] + 0.03, per="interval")
    found.append(
        Case(f"all of {len(levels)} intervals, the worst 3 points outside", [base], [above], [], ("met",), "missed")
    )
    for name in ("service_level", "asa", "wait_p90"):
        target = at_bound[name]
        lost = worsening(target, base, other)
        exactly = (target, Tolerance(lost, False))
        found.append(Case(f"{name}, worse by exactly its tolerance", [other, base], [], [exactly], WRONG_AT_BOUND))
    level = at_bound["service_level"]
    lost = worsening(level, base, other)
    inside = (level, Tolerance(lost + 0.01, False))
    found.append(
        Case(
            name="service_level, 1 point inside its tolerance",
            pools=[other, base],
            targets=[],
            compared=[inside],
            wrong=("regression",),
            right="no regression",
        )
    )
    return found


def bound_of(measure: str) -> str:
    return "at_least" if measure == "service_level" else "at_most"


def at_truth(pool: Pool, said: dict[str, Any], shift: float = 0.0) -> ResolvedTarget:
    """With its bound where the pool has the measure, made easier by `shift`; a wait quantile's where it is reached."""
    if said["measure"].startswith("wait_p"):
        said = {**said, "at_most": quantile(pool, int(said["measure"].removeprefix("wait_p")) / 100)}
        return pool.target(said["measure"], **said)
    truth = pool.truth(**said)
    bound = {"at_least": truth - shift} if "at_least" in said else {"at_most": truth + shift}
    name = f"{said['measure']} of {said.get('contact')}"
    return pool.target(name, **{**said, **bound})


def quantile(pool: Pool, share: float) -> float:
    """Where the share of waits up to it is `share`, by halving."""
    low, high = 0.0, 3600.0
    for _ in range(60):
        middle = (low + high) / 2
        reached = pool.truth(measure=f"wait_p{round(100 * share)}", at_most=middle) >= share
        low, high = (low, middle) if reached else (middle, high)
    return high


def worsening(target: ResolvedTarget, base: Pool, other: Pool) -> float:
    """By how much `other` is worse than `base` in this world."""
    regression = Regression(target, Tolerance(0.0, False))
    for before, after in zip(base.measures, other.measures, strict=True):
        regression.add(before, after)
    return regression.worsening(len(base.measures)).worse_by


def rates(case: Case, checks: int, most: int, seed: int, told: Callable[[int], None] | None = None) -> Rates:
    """Over so many checks, each on days of its own."""
    wrong = right = replications = 0
    for check in range(checks):
        rng = np.random.default_rng([seed, check])
        decisions, used = decided(case.pools, case.targets, case.compared, rng, most, ALPHA)
        wrong += any(one in case.wrong for one in decisions)
        right += bool(case.right) and all(one == case.right for one in decisions)
        replications += used
        if told is not None:
            told(check)
    return Rates(checks, wrong, right, replications / checks)


def by_hand(case: Case, checks: int, seed: int, most: int) -> tuple[int, int]:
    """How often checks as people write them say something of targets exactly at their bounds: of so many, those in
    which the average of 30 replications is on the wrong side for some target, and those in which some 95 % interval,
    looked at after 20, 40, 80 ... replications, leaves out its bound."""
    parts = case.pools[0].questions(case.targets)
    bounds = np.array([part.questions[0].bound for part in parts])[:, None]
    sign = np.array([1.0 if part.questions[0].at_least else -1.0 for part in parts])
    for measures in case.pools[0].measures:
        for part in parts:
            part.add(measures)
    y, x = (np.array(part) for part in zip(*(part.fractions(())[0] for part in parts), strict=True))
    red = peeked = 0
    for check in range(checks):
        days = np.random.default_rng([seed, check]).integers(y.shape[1], size=most)
        margin = (y - bounds * x)[:, days]
        red += bool((sign * margin[:, :30].sum(axis=1) < 0).any())
        for n in looks(most):
            error = margin[:, :n].std(axis=1, ddof=1) / np.sqrt(n)
            if (np.abs(margin[:, :n].mean(axis=1)) > student_tail(0.025, n) * error).any():
                peeked += 1
                break
    return red, peeked
