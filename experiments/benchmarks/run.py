"""Speed on the benchmark jobs, ratios taken in the same run, and cost per contact as queues and groups grow.

    python -m experiments.benchmarks.run [--days 5] [--against NAME=COMMAND ...] [--no-growth]

An outside contestant is a command that gets the job (J1 or J2) and a number of days of 10,000 contacts; its user CPU
seconds, start-up included, are taken from the operating system. If it prints JSON with `contacts`, that is believed.
"""

from __future__ import annotations

import argparse
import json
import resource
import shlex
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from experiments.benchmarks.contestant import user_seconds
from experiments.validation.case import exponential
from experiments.validation.one_skill import handled, single

OWN = {
    "tutorial": "SimPy as tutorials write it",
    "engine": "ccsim reference engine alone",
    "whole": "ccsim: drawing, engine, measures",
}


@dataclass(frozen=True)
class Speed:
    contacts: float
    seconds: float
    abandoned: float | None = None

    @property
    def per_second(self) -> float:
        return self.contacts / self.seconds


def own(name: str, job: str, days: int) -> Speed:
    command = [sys.executable, "-m", "experiments.benchmarks.contestant", name, job, str(days)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Speed(found["contacts"], found["seconds"], found["abandoned"])


def outside(command: str, job: str, days: int) -> Speed:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([*shlex.split(command), job, str(days)], check=True, capture_output=True, text=True)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    contacts = 10_000.0 * days
    if done.stdout.lstrip().startswith("{"):
        contacts = float(json.loads(done.stdout).get("contacts", contacts))
    return Speed(contacts, seconds)


def race(days: int, against: dict[str, str]) -> list[str]:
    rows = [
        "| contestant | job | contacts | abandoned | contacts per CPU second | x tutorial SimPy |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for job in ("J1", "J2"):
        speeds = {label: own(name, job, days) for name, label in OWN.items()}
        speeds |= {name: outside(command, job, days) for name, command in against.items()}
        yardstick = speeds[OWN["tutorial"]].per_second
        for label, speed in speeds.items():
            left = "" if speed.abandoned is None else f"{speed.abandoned / speed.contacts:.4f}"
            rows.append(
                f"| {label} | {job} | {speed.contacts:,.0f} | {left} | {speed.per_second:,.0f} "
                f"| {speed.per_second / yardstick:.1f} |"
            )
    return rows


def cost(n: int, per_min: float, patience: Any, contacts: float) -> tuple[float, float, int]:
    """Microseconds per contact in the engine, mean number waiting while open, contacts."""
    import ccsim.model
    import ccsim.workload
    from ccsim.engine.simpy_engine import run

    case = single("growth", n, per_min, handled(5.0), patience=patience, warm_up_min=0.0, contacts=contacts)
    model = ccsim.model.build(case.load())
    run(model, ccsim.workload.draw(model, 1, 1))
    workload = ccsim.workload.draw(model, 1, 2)
    began = user_seconds()
    log = run(model, workload).contacts
    seconds = user_seconds() - began
    waits = [log.answered[log.waited], log.left[log.waited]]
    ended = waits[0].copy()
    ended[ended != ended] = waits[1][ended != ended]
    waiting = float((ended - log.arrived[log.waited]).sum()) / (case.measured[0][1] - case.measured[0][0])
    return seconds / workload.rows * 1e6, waiting, workload.rows


def growth() -> list[str]:
    rows = ["", "| case | contacts | mean number waiting | us per contact |", "| --- | --- | --- | --- |"]
    for contacts in (1_200.0, 12_000.0, 60_000.0):
        for label, patience in (("never", "never"), ("mean 10 h", exponential(600.0))):
            micros, waiting, done = cost(50, 12.0, patience, contacts)
            rows.append(f"| 50 agents, load 1.2, patience {label} | {done:,} | {waiting:,.0f} | {micros:.1f} |")
    for n in (10, 50, 200, 1_000, 2_000):
        micros, waiting, done = cost(n, 0.19 * n, exponential(2.0), 40_000.0)
        rows.append(f"| {n:,} agents, load 0.95, patience 2 min | {done:,} | {waiting:,.1f} | {micros:.1f} |")
    return rows


def named_command(text: str) -> tuple[str, str]:
    name, separator, command = text.partition("=")
    if not (name and separator and command):
        raise argparse.ArgumentTypeError(f"expected NAME=COMMAND, got {text!r}")
    return name, command


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=5, help="days of about 10,000 contacts for each contestant and job")
    parser.add_argument("--against", type=named_command, action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--no-growth", action="store_true", help="only the race")
    args = parser.parse_args()
    rows = race(args.days, dict(args.against))
    if not args.no_growth:
        rows += growth()
    print("\n".join(rows))


if __name__ == "__main__":
    main()
