"""What staffing meets 80/20 at least cost in `scenarios/bank`?

    python -m experiments.staffing.run [--replications 30] [--confirm 100] [--out experiments/staffing/results]

Plans of three kinds add all-round agents: on all hours, from 08:00 to 20:00, and block by block where the next one is
worth most (greedy, by `ccsim.compare` on the same customers). What was chosen on some customers looks better on them
than it is, so all plans are then simulated on others, with more replications. Printed: one table and which plan is
cheapest; written: plans.csv and plans.png.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import pandas as pd

import ccsim
from ccsim.scenario import Source, source
from ccsim.study.comparison import Comparison
from ccsim.study.result import Result

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SCENARIO = Path(__file__).parents[2] / "scenarios" / "bank"
MEASURES = ("service_level", "abandonment_rate", "paid_hours")
TARGETS = ("eighty_in_twenty", "few_abandon")
BLOCKS = ("07:00-10:00", "10:00-13:00", "13:00-16:00", "16:00-18:00", "18:00-21:00", "21:00-24:00")
ALL_DAY, DAYTIME, BY_BLOCK = "all hours", "08:00-20:00", "block by block"
CONFIRMED_WITH = 2000  # seed of other customers


@dataclass(frozen=True)
class Plan:
    """All-round agents more: how many in which hours ("": all that are planned)."""

    kind: str
    more: tuple[tuple[str, int], ...]

    @property
    def changes(self) -> list[str]:
        return [f"agents.all_round.staffing{f'[{hours}]' if hours else ''}+={count}" for hours, count in self.more]

    @property
    def name(self) -> str:
        if self.kind != BY_BLOCK:
            return f"+{self.more[0][1]}, {self.kind}"
        return "blocks " + " ".join(str(dict(self.more).get(block, 0)) for block in BLOCKS)


def plain_plans() -> list[Plan]:
    plans = [Plan(ALL_DAY, (("", count),)) for count in (1, 2, 3, 4)]
    return plans + [Plan(DAYTIME, ((DAYTIME, count),)) for count in (2, 3, 4)]


def by_block(bank: Source, replications: int, jobs: int, steps: int) -> list[Plan]:
    """One agent more at a time, in the block where he brings most service level for a paid hour, until targets hold."""
    added: Counter[str] = Counter()
    found: list[Plan] = []
    for _ in range(steps):
        tried = [Plan(BY_BLOCK, tuple(sorted((added + Counter([block])).items()))) for block in BLOCKS]
        now = Plan(BY_BLOCK, tuple(sorted(added.items())))
        comparison = compared(bank, now, tried, replications, jobs)
        best = max(range(len(tried)), key=lambda k: worth(comparison, k))
        added[BLOCKS[best]] += 1
        found.append(tried[best])
        print(
            f"  {tried[best].name}: {100 * value(comparison.alternatives[best].result, MEASURES[0]):.1f} %", flush=True
        )
        if holds(comparison.alternatives[best].result):
            break
    return found


def compared(
    bank: Source, base: Plan, plans: list[Plan], replications: int, jobs: int, seed: int | None = None
) -> Comparison:
    scenarios = [bank.scenario(plan.changes) for plan in (base, *plans)]
    return ccsim.compare(
        *scenarios,
        names=[plan.name for plan in plans],
        measures=MEASURES,
        replications=replications,
        seed=seed,
        jobs=jobs,
    )


def worth(comparison: Comparison, which: int) -> float:
    """Service level for a paid hour."""
    level, _, hours = (found.difference.difference for found in comparison.alternatives[which].findings)
    return level / hours


def value(result: Result, measure: str) -> float:
    return result.estimates.get("all", "all", measure).mean


def holds(result: Result) -> bool:
    """Whether both goals are surely met."""
    return all(one.verdict == "met" for one in result.targets if one.name in TARGETS)


def rows(comparison: Comparison, plans: list[Plan]) -> pd.DataFrame:
    """A plan a row: values with their half widths, and the verdicts on both goals."""
    found = []
    for plan, result in zip([Plan("as it is", ()), *plans], comparison.results.values(), strict=True):
        row: dict[str, str | float] = {"kind": plan.kind, "plan": plan.name if plan.more else "as it is"}
        row["changes"] = "; ".join(plan.changes)
        for measure in MEASURES:
            estimate = result.estimates.get("all", "all", measure)
            row |= {measure: estimate.mean, f"{measure}_half_width": estimate.half_width}
        found.append(row | {one.name: one.verdict for one in result.targets if one.name in TARGETS})
    return pd.DataFrame(found)


def table(frame: pd.DataFrame) -> list[str]:
    lines = [f"{'plan':24s}{'SL %':>13s}{'abandoned %':>14s}{'paid hours':>12s}  80/20      5 % abandon"]
    for row in frame.to_dict("records"):
        level, lost = (f"{100 * row[m]:.1f} ± {100 * row[f'{m}_half_width']:.1f}" for m in MEASURES[:2])
        verdicts = f"{row[TARGETS[0]]:9s}  {row[TARGETS[1]]}"
        lines.append(f"{row['plan']:24s}{level:>13s}{lost:>14s}{row['paid_hours']:>12.0f}  {verdicts}")
    return lines


def picture(frame: pd.DataFrame, file: Path) -> None:
    figure, axes = plt.subplots(figsize=(7.5, 4.6), layout="constrained")
    axes.axhline(80, color="0.4", linewidth=1, linestyle="--")
    axes.annotate("target 80 %", (frame.paid_hours.max(), 80), ha="right", va="bottom", color="0.3", fontsize=9)
    start = frame[frame.kind == "as it is"]
    for kind, marker in ((ALL_DAY, "o"), (DAYTIME, "s"), (BY_BLOCK, ".")):
        line = pd.concat([start, frame[frame.kind == kind]])
        half = 100 * line.service_level_half_width
        axes.errorbar(
            line.paid_hours, 100 * line.service_level, half, marker=marker, label=kind, capsize=2, linewidth=1
        )
    axes.set(xlabel="paid hours a week", ylabel="answered within 20 s, %")
    axes.legend(title="all-round agents added", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=30, help="of each step of the search")
    parser.add_argument("--confirm", type=int, default=100, help="replications of each plan on other customers")
    parser.add_argument("--steps", type=int, default=30, help="most agents added block by block")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    asked = parser.parse_args()
    bank = source(SCENARIO)
    print("block by block (service level on the customers of the search):")
    plans = plain_plans() + by_block(bank, asked.replications, asked.jobs, asked.steps)
    comparison = compared(bank, Plan("as it is", ()), plans, asked.confirm, asked.jobs, CONFIRMED_WITH)
    frame = rows(comparison, plans)
    print("\n".join(["", *table(frame), "", f"blocks are {', '.join(BLOCKS)}; {comparison.cheapest}"]))
    asked.out.mkdir(parents=True, exist_ok=True)
    frame.round(6).to_csv(asked.out / "plans.csv", index=False, lineterminator="\n")
    picture(frame, asked.out / "plans.png")


if __name__ == "__main__":
    main()
