"""The race: every contestant on J1 and J2, in turns, several rounds, so that a machine that drifts drifts for all."""

from __future__ import annotations

import json
import resource
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from experiments.benchmarks.jobs import JOBS, user_seconds

YARDSTICK = "SimPy as tutorials write it"


@dataclass(frozen=True)
class Contestant:
    label: str
    command: tuple[str, ...]  # takes the job and the days
    days: int
    own: bool = True  # counts its own seconds; else they are taken from the operating system


@dataclass(frozen=True)
class Speed:
    contacts: float
    seconds: float
    abandoned: float | None = None

    @property
    def per_second(self) -> float:
        return self.contacts / self.seconds


Speeds = dict[tuple[str, str], list[Speed]]
"""By contestant and job, a speed for each round."""


def contestants(engine: str, days: int, against: dict[str, str]) -> list[Contestant]:
    """Ours are given so many days that each takes a second or two; outside ones `days`."""

    def ours(name: str, label: str, days: int) -> Contestant:
        return Contestant(label, (sys.executable, "-m", "experiments.benchmarks.contestant", name), days)

    field = [
        ours("tutorial", YARDSTICK, max(1, days // 40)),
        ours("reference", "ccsim's reference engine", max(1, days // 10)),
    ]
    if engine == "compiled":
        field += [
            ours("compiled", "ccsim's compiled engine, all logs written", days),
            ours("intervals", "the same with every measure by interval", days),
            ours("whole", "a whole run: drawing, engine, measures, estimates", days),
            ours("command", "the command `ccsim run`, its start included", days),
        ]
    return field + [Contestant(name, tuple(shlex.split(line)), days, own=False) for name, line in against.items()]


def speed(contestant: Contestant, job: str) -> Speed:
    """One start of a contestant.

    An outside one that prints JSON with `contacts`, `seconds` or `abandoned` (numbers) is believed.
    """
    before = user_seconds(resource.RUSAGE_CHILDREN)
    line = [*contestant.command, job, str(contestant.days)]
    done = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True)
    seconds = user_seconds(resource.RUSAGE_CHILDREN) - before
    said = json.loads(done.stdout) if contestant.own or done.stdout.lstrip().startswith("{") else {}
    contacts = float(said.get("contacts", 10_000.0 * contestant.days))
    return Speed(contacts, float(said.get("seconds", seconds)), said.get("abandoned"))


def race(field: list[Contestant], rounds: int) -> Iterator[Speeds]:
    """Speeds after each round."""
    speeds: Speeds = defaultdict(list)
    for _ in range(rounds):
        for job in JOBS:
            for contestant in field:
                speeds[contestant.label, job].append(speed(contestant, job))
        yield speeds


def ratio(speeds: Speeds, label: str, other: str, job: str) -> float:
    """Median over the rounds of how many times as fast."""
    pairs = zip(speeds[label, job], speeds[other, job], strict=True)
    return median(one.per_second / beside.per_second for one, beside in pairs)


def table(field: list[Contestant], speeds: Speeds) -> list[str]:
    others = [YARDSTICK, *(contestant.label for contestant in field if not contestant.own)]
    headings = ["contacts per user CPU second", *(f"{job}" for job in JOBS), *(f"{job}, abandoned" for job in JOBS)]
    headings += [f"{job}, x {'tutorial' if other == YARDSTICK else other}" for other in others for job in JOBS]
    rows = [headings, ["---", *("---:" for _ in headings[1:])]]
    for contestant in field:
        label = contestant.label
        row = [label, *(f"{rounded(median(one.per_second for one in speeds[label, job])):,}" for job in JOBS)]
        row += [abandoned(speeds[label, job]) for job in JOBS]
        row += [f"{ratio(speeds, label, other, job):.3g}" for other in others for job in JOBS]
        rows.append(row)
    return [f"| {' | '.join(row)} |" for row in rows]


def rounded(value: float) -> int:
    """Three digits: more is noise."""
    return int(float(f"{value:.3g}"))


def abandoned(runs: list[Speed]) -> str:
    left = [one.abandoned for one in runs if one.abandoned is not None]
    return f"{sum(left) / sum(one.contacts for one in runs):.4f}" if len(left) == len(runs) else ""
