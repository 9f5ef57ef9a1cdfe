"""Runs thousands of checks on days whose truth is known, and some hundred whole ones; writes results.md."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from scipy import stats

import ccsim
from experiments.check.cases import ALPHA, by_hand, cases, rates
from experiments.check.pool import Pool, scenario

HERE = Path(__file__).parent
SHIPPED = "80%"
MINIMAL = HERE.parents[1] / "scenarios" / "minimal.yaml"


def interval(count: int, of: int) -> str:
    """Share in %, with its 99 % interval (Clopper & Pearson 1934)."""
    found = stats.binomtest(count, of).proportion_ci(0.99, "exact")
    return f"{100 * count / of:.1f} ({100 * found.low:.1f}-{100 * found.high:.1f})"


def table(checks: int, days: int, most: int) -> list[str]:
    base, other = Pool.of(scenario(5), days), Pool.of(scenario(4), days)
    lines = [
        f"{checks:,} checks of each, at most {most} replications, confidence {100 * (1 - ALPHA):.0f} %; shares in % "
        "with their 99 % intervals.",
        "",
        "| case | wrong decisions (promised: 5 at most) | all decided rightly | replications |",
        "| --- | ---: | ---: | ---: |",
    ]
    every = cases(base, other)
    for number, case in enumerate(every):
        found = rates(case, checks, most, number)
        right = interval(found.right, checks) if case.right else "-"
        lines.append(f"| {case.name} | {interval(found.wrong, checks)} | {right} | {found.replications:.0f} |")
        print(lines[-1], flush=True)
    lines += [
        "",
        "The same days judged as people write it by hand:",
        "",
        "| case | average of 30 replications is red | some 95 % interval leaves out its bound at some look |",
        "| --- | ---: | ---: |",
    ]
    for case in (every[0], next(case for case in every if len(case.targets) > 1)):
        red, peeked = by_hand(case, checks, 99, most)
        lines.append(f"| {case.name} | {interval(red, checks)} | {interval(peeked, checks)} |")
    return lines


def whole(seeds: int) -> list[str]:
    """Whole checks of the scenario that ships: what is decided with other customers."""
    truth = ccsim.simulate(ccsim.load(MINIMAL), replications=20_000, seed=99, engine="compiled")
    level = truth.estimates.get("all", "all", "service_level_within_20")
    lines = [
        f"`ccsim check` of scenarios/minimal.yaml, whose service level is {100 * level.mean:.2f} ± "
        f"{100 * level.half_width:.2f} % (20,000 replications), with {seeds} seeds each, at most 1280 replications:",
        "",
        "| target | met | uncertain | missed |",
        "| --- | ---: | ---: | ---: |",
    ]
    for bound in (SHIPPED, "81.3%", "83%"):
        changes = [] if bound == SHIPPED else [f"targets.eighty_twenty.at_least={bound}"]
        loaded = ccsim.load(MINIMAL, changes=changes)
        outcomes = [ccsim.check(loaded, seed=seed, engine="compiled").outcome for seed in range(1, seeds + 1)]
        counts = [outcomes.count(one) for one in ("passed", "undecided", "failed")]
        lines.append(f"| at least {bound} | {counts[0]} | {counts[1]} | {counts[2]} |")
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", type=int, default=1000, help="of each case")
    parser.add_argument("--days", type=int, default=4000, help="in the pool that they are drawn from")
    parser.add_argument("--most", type=int, default=640, help="replications of a check")
    parser.add_argument("--seeds", type=int, default=30, help="whole checks of each bound")
    options = parser.parse_args()
    begun = time.perf_counter()
    lines = [*table(options.checks, options.days, options.most), "", *whole(options.seeds)]
    (HERE / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
