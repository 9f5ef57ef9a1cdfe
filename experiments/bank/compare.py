"""The bank scenario against the record: abandonment, service level and waits, by type and by half-hour.

    python compare.py LOGS [--replications 40] [--out results]

LOGS as described in record.py. Both sides are measured by the same few lines below, from contacts; what is written are
aggregates: by_type.csv, by_half_hour.csv and comparison.png.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from record import FIRST, INTERVAL, clock, read

import ccsim.scenario
from ccsim import model, workload
from ccsim.engine import simpy_engine
from ccsim.engine.logs import Outcome

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SCENARIO = Path(__file__).parents[2] / "scenarios" / "bank"
WITHIN = 20.0
SERVICE = {"ps": "ps", "ps_priority": "ps", "ne": "ne", "ne_priority": "ne", "nw": "nw", "in": "in"}
TITLES = {"abandonment": "abandoned, share of offered", "service_level": "answered within 20 s", "asa": "ASA, s"}


def recorded(logs: Path) -> pd.DataFrame:
    """A row per recorded contact."""
    calls = read(logs)
    calls = calls[calls.contact.notna()]
    frame = pd.DataFrame({"service": calls.contact, "slot": calls.slot, "answered": calls.answered})
    kind = np.where(calls.priority == 2, "_priority", "")
    wait = calls.q_time
    return frame.assign(wait=wait, delayed=wait > 0, cluster=calls.day.astype(str), line=calls.contact + kind)


def simulated(replications: int) -> pd.DataFrame:
    """A row per simulated contact; a replication is a week."""
    scenario = ccsim.scenario.load(SCENARIO)
    center = model.build(scenario)
    names = np.array([kind.name for kind in center.types])
    weeks = []
    for replication in range(replications):
        week = workload.draw(center, scenario.simulation.seed, replication)
        log = simpy_engine.run(center, week).contacts
        answered = log.outcome == Outcome.ANSWERED
        slot = (center.timeline.time_of_day[log.interval] // INTERVAL).astype(int)
        wait = np.where(answered, log.answered, log.left) - log.arrived
        frame = pd.DataFrame({"line": names[log.type], "slot": slot, "answered": answered, "wait": wait})
        frame["delayed"] = log.waited
        weeks.append(frame.assign(cluster=str(replication), service=frame.line.map(SERVICE)))
    return pd.concat(weeks, ignore_index=True)


def ratio(above: pd.Series, below: pd.Series, cluster: pd.Series) -> tuple[float, float]:
    """Sum over sum, and its standard error with days (recorded) or weeks (simulated) as clusters."""
    y, x = above.groupby(cluster).sum(), below.groupby(cluster).sum()
    value = y.sum() / x.sum()
    n = len(y)
    return float(value), float((y - value * x).std() / x.mean() / np.sqrt(n)) if n > 1 else float("nan")


def figures(contacts: pd.DataFrame, days: int) -> dict[str, float]:
    """Measures of `contacts` with their standard errors."""
    one = pd.Series(1.0, index=contacts.index)
    answered = contacts.answered.astype(float)
    quick = (contacts.answered & (contacts.wait <= WITHIN)).astype(float)
    waited = contacts.delayed.astype(float)
    result = {"per_day": len(contacts) / days}
    for name, above, below in [
        ("abandonment", 1.0 - answered, one),
        ("service_level", quick, one),
        ("asa", contacts.wait * answered, answered),
        ("mean_wait", contacts.wait, one),
        ("delayed", waited, one),
        ("asa_of_the_delayed", contacts.wait * answered * waited, answered * waited),
    ]:
        result[name], result[f"{name}_se"] = ratio(above, below, contacts.cluster)
    return result


def table(groups: dict[str, dict[str, pd.DataFrame]], days: dict[str, int]) -> pd.DataFrame:
    """A row per group, recorded beside simulated."""
    rows = []
    for name, sides in groups.items():
        row: dict[str, object] = {"name": name}
        for side, contacts in sides.items():
            row |= {f"{measure}_{side}": value for measure, value in figures(contacts, days[side]).items()}
        rows.append(row)
    frame = pd.DataFrame(rows).set_index("name")
    order = [c for c in frame.columns if not c.rsplit("_", 1)[0].endswith("_se")]
    order += [c for c in frame.columns if c not in order]
    return frame[order]


def picture(by_slot: pd.DataFrame, path: Path) -> None:
    """Recorded and simulated by half-hour, with two standard errors of the record."""
    figure, axes = plt.subplots(len(TITLES), 1, figsize=(9, 8), sharex=True)
    x = np.arange(len(by_slot))
    for axis, (measure, title) in zip(axes, TITLES.items(), strict=True):
        value, error = by_slot[f"{measure}_recorded"], 2 * by_slot[f"{measure}_se_recorded"]
        axis.fill_between(x, value - error, value + error, color="0.85", label="recorded ± 2 standard errors")
        axis.plot(x, value, color="0.4", label="recorded")
        axis.plot(x, by_slot[f"{measure}_simulated"], color="C3", label="simulated")
        axis.set_ylabel(title)
        axis.set_ylim(bottom=0)
    axes[0].legend(frameon=False)
    axes[-1].set_xticks(x[::2], by_slot.index[::2], rotation=90)
    figure.tight_layout()
    figure.savefig(path, dpi=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", type=Path)
    parser.add_argument("--replications", type=int, default=40)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    asked = parser.parse_args()
    sides = {"recorded": recorded(asked.logs), "simulated": simulated(asked.replications)}
    days = {"recorded": sides["recorded"].cluster.nunique(), "simulated": 5 * asked.replications}

    groups = {"all": sides}
    for service in ["ps", "ne", "nw", "in"]:
        groups[service] = {side: frame[frame.service == service] for side, frame in sides.items()}
    for line in ["ps", "ps_priority", "ne", "ne_priority"]:  # the record knows the priority of the delayed only
        groups[f"{line}, delayed"] = {
            side: frame[(frame.line == line) & frame.delayed] for side, frame in sides.items()
        }
    slots = {
        clock(slot): {side: frame[frame.slot == slot] for side, frame in sides.items()} for slot in range(FIRST, 48)
    }
    asked.out.mkdir(parents=True, exist_ok=True)
    table(groups, days).to_csv(asked.out / "by_type.csv", float_format="%.4g")
    by_slot = table(slots, days)
    by_slot.to_csv(asked.out / "by_half_hour.csv", float_format="%.4g")
    picture(by_slot, asked.out / "comparison.png")


if __name__ == "__main__":
    main()
