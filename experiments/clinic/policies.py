"""What each reminder policy does to no-shows, wasted host time, waiting and cost in `scenarios/clinic`.

    python -m experiments.clinic.policies [--replications 30] [--out experiments/clinic/results]

The same customers come to each policy (common random numbers), so differences against no reminders are paired: taken
replication by replication. Printed: one table; written: policies.csv and policies.png.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np

import ccsim
from ccsim import model, workload
from ccsim.engine import simpy_engine
from ccsim.estimation.accumulator import Accumulator
from ccsim.estimation.moments import student
from ccsim.measures import Meter

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SCENARIO = Path(__file__).parents[2] / "scenarios" / "clinic"
POLICIES = {"none": "none.yaml", "SMS 24 h": "sms_24h.yaml", "WhatsApp 24 h + SMS 2 h": "whatsapp_24h_sms_2h.yaml"}
CONFIDENCE = 0.95
WEEKS = 2.0
BOOKINGS, HOSTS, VISIT, CALL = "consultations", "clinicians", "consultation", "walk_in_call"


@dataclass(frozen=True)
class Row:
    """A line of the table: a measure times `factor`; with `per_kept` for each appointment kept."""

    title: str
    scope: str
    name: str
    measure: str
    factor: float
    decimals: int
    per_kept: bool = False


ROWS = [
    Row("no-shows, % of those expected", "appointment", BOOKINGS, "no_show_rate", 100, 1),
    Row("  of them forgot, % of those expected", "appointment", BOOKINGS, "no_show_rate_forgot", 100, 1),
    Row("no-shows a week", "appointment", BOOKINGS, "no_show", 1 / WEEKS, 0),
    Row("cancelled a week", "appointment", BOOKINGS, "cancelled", 1 / WEEKS, 0),
    Row("cancelled places booked again, a week", "appointment", BOOKINGS, "slots_refilled", 1 / WEEKS, 0),
    Row("kept a week", "appointment", BOOKINGS, "kept", 1 / WEEKS, 0),
    Row("hosts held for nobody, h a week", "agents", HOSTS, "no_show_wait", 1 / 3600 / WEEKS, 1),
    Row("  what that time costs, a week", "agents", HOSTS, "cost_no_show_wait", 1 / WEEKS, 0),
    Row("hosts busy, % of their time", "agents", HOSTS, "occupancy", 100, 1),
    Row("booking to slot, days", "appointment", BOOKINGS, "lead_time", 1 / 86400, 2),
    Row("wait in the video room, min", "contact", VISIT, "asa", 1 / 60, 2),
    Row("calls: mean wait of the answered, s", "contact", CALL, "asa", 1, 1),
    Row("calls: hung up, %", "contact", CALL, "abandonment_rate", 100, 1),
    Row("reminders sent a week", "appointment", BOOKINGS, "reminders_sent", 1 / WEEKS, 0),
    Row("reminders cost a week", "appointment", BOOKINGS, "cost_reminders", 1 / WEEKS, 0),
    Row("all cost a week", "all", "all", "cost", 1 / WEEKS, 0),
    Row("  for each kept appointment", "all", "all", "cost", 1, 2, per_kept=True),
    Row("hosts and reminders, for each kept", "appointment", BOOKINGS, "cost_per_kept", 1, 2),
]


def simulated(file: str, replications: int) -> Accumulator:
    """All measures of every replication under one policy."""
    scenario = ccsim.load(SCENARIO / file)
    center = model.build(scenario)
    meter, gathered = Meter(center), Accumulator(center, {}, CONFIDENCE)
    for number in range(1, replications + 1):
        weeks = workload.draw(center, scenario.simulation.seed, number)
        gathered.add(meter.read(weeks, simpy_engine.run(center, weeks)))
    return gathered


def ratio(gathered: Accumulator, row: Row) -> tuple[float, np.ndarray]:
    """Ratio of expectations, and its influence: what each replication adds to its error."""
    y, x = gathered.per_replication(row.scope, row.name, row.measure)
    if row.per_kept:
        x, _ = gathered.per_replication("appointment", BOOKINGS, "kept")
    value = y.sum() / x.sum()
    return row.factor * value, row.factor * (y - value * x) / x.mean()


def half_width(influence: np.ndarray) -> float:
    return student(CONFIDENCE, len(influence)) * float(influence.std(ddof=1)) / len(influence) ** 0.5


def compared(results: dict[str, Accumulator]) -> list[dict[str, float | str]]:
    """A row per measure and policy: value, and difference to the first policy, with half widths."""
    base = next(iter(results))
    rows: list[dict[str, float | str]] = []
    for row in ROWS:
        first, first_influence = ratio(results[base], row)
        for policy, gathered in results.items():
            value, influence = ratio(gathered, row)
            found = {"measure": row.title.strip(), "policy": policy, "value": value, "±": half_width(influence)}
            rows.append({**found, "difference": value - first, "± of it": half_width(influence - first_influence)})
    return rows


def table(rows: list[dict[str, float | str]], replications: int) -> list[str]:
    """The rows side by side, a policy a column."""
    policies = list(POLICIES)
    lines = [f"{'':40s}{policies[0]:>14s}" + "".join(f"{name:>32s}" for name in policies[1:])]
    lines.append(f"{'':54s}" + f"{'':>10s}{'against none':>22s}" * (len(policies) - 1))
    for k, row in enumerate(ROWS):
        base, *others = rows[k * len(policies) : (k + 1) * len(policies)]
        line = f"{row.title:40s}{base['value']:>14,.{row.decimals}f}"
        for other in others:
            difference = f"{other['difference']:+,.{row.decimals}f} ± {other['± of it']:,.{row.decimals}f}"
            line += f"{other['value']:>12,.{row.decimals}f}{difference:>20s}"
        lines.append(line)
    return [*lines, f"{replications} replications of two weeks, the same customers for each policy; ± 95 % interval"]


def picture(rows: list[dict[str, float | str]], path: Path) -> None:
    """Four measures by policy, each with the interval of its difference to no reminders."""
    shown = [ROWS[0], ROWS[6], ROWS[11], ROWS[-2]]
    figure, axes = plt.subplots(1, len(shown), figsize=(12, 3.6))
    for axis, row in zip(axes, shown, strict=True):
        own = [found for found in rows if found["measure"] == row.title.strip()]
        error = [found["± of it"] for found in own]
        axis.bar(range(len(own)), [found["value"] for found in own], yerr=error, capsize=4, color=["0.6", "C0", "C2"])
        axis.set_xticks(range(len(own)), ["none", "SMS\n24 h", "WhatsApp 24 h\n+ SMS 2 h"])
        axis.set_title("cost per kept appointment" if row.per_kept else row.title.strip(), fontsize=9)
        axis.spines[["top", "right"]].set_visible(False)
    figure.suptitle("Clinic: what reminders do (error bars: 95 % of the difference to none)", fontsize=10)
    figure.tight_layout()
    figure.savefig(path, dpi=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=30)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    asked = parser.parse_args()
    results = {policy: simulated(file, asked.replications) for policy, file in POLICIES.items()}
    rows = compared(results)
    print("\n".join(table(rows, asked.replications)))
    asked.out.mkdir(parents=True, exist_ok=True)
    lines = [",".join(rows[0])] + [
        ",".join(f'"{value}"' if isinstance(value, str) else f"{value:.5g}" for value in row.values()) for row in rows
    ]
    (asked.out / "policies.csv").write_text("\n".join(lines) + "\n")
    picture(rows, asked.out / "policies.png")


if __name__ == "__main__":
    main()
