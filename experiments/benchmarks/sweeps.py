"""What a point of a sweep costs on one process, on two, and on two workers of a dask cluster, all on this machine."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from experiments.benchmarks.jobs import job_case, user_seconds, write

PLACES = ("one process", "two processes", "cluster of two workers")
EXPERIMENT = """
scenario: scenario.yaml
design: grid
factors:
  more: {{change: "contacts.*.arrivals*=", from: 1, to: 1.01, levels: {points}}}
replications: {replications}
measures: [asa]
"""


@dataclass(frozen=True)
class Size:
    """Replications of J2 at each point; sweeps of `few` points and of `many` are timed."""

    replications: int
    few: int
    many: int


class Took(NamedTuple):
    """Seconds of a sweep: by the clock on the wall, and user CPU of all processes that had a part in it."""

    wall: float
    user: float


def sizes(smaller: int) -> tuple[Size, ...]:
    return Size(max(1, 10 // smaller), 20, 60), Size(max(1, 100 // smaller), 4, 12)


def sweeps(engine: str, rounds: int, smaller: int) -> Iterator[list[str]]:
    """The table after each round."""
    from distributed import Client, LocalCluster

    seconds: dict[tuple[Size, str, int], list[Took]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        write(job_case("J2"), Path(folder))
        where = dict(
            zip(PLACES, (("--jobs", "1"), ("--jobs", "2"), ("--cluster", cluster.scheduler_address)), strict=True)
        )
        for place in PLACES:  # workers import what they need, machine code is made
            swept(Path(folder), Size(1, 4, 4), 4, engine, where[place], client)
        for _ in range(rounds):
            for size in sizes(smaller):
                for points in (size.few, size.many):
                    for place in PLACES:
                        took = swept(Path(folder), size, points, engine, where[place], client)
                        seconds.setdefault((size, place, points), []).append(took)
            yield sweeps_table(seconds)


def swept(folder: Path, size: Size, points: int, engine: str, where: tuple[str, str], client: Any) -> Took:
    """A sweep by the command line, with its files; `client` asks the workers for their CPU."""

    def user() -> float:  # of the command and its processes, of this process with its scheduler, of the workers
        workers: dict[str, float] = client.run(user_seconds)
        return user_seconds(resource.RUSAGE_CHILDREN) + user_seconds() + sum(workers.values())

    text = EXPERIMENT.format(points=points, replications=size.replications)
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "ccsim", "sweep", str(folder / "experiment.yaml"), "--out", f"{out}/out"]
        before, began = user(), time.perf_counter()
        subprocess.run([*command, "--engine", engine, "--quiet", *where], check=True, stdout=subprocess.DEVNULL)
        wall = time.perf_counter() - began
        return Took(wall, user() - before)


def sweeps_table(seconds: dict[tuple[Size, str, int], list[Took]]) -> list[str]:
    """A point is the slope between few points and many, start-up what is left at none; ratios within rounds."""
    rows = [
        "| a point is | on | start-up, s | a point, s | times as fast | start-up, CPU s | a point, CPU s |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size in dict.fromkeys(size for size, _, _ in seconds):
        times = f"{size.replications} replication{'s' if size.replications > 1 else ''} of J2"
        alone = None
        for place in PLACES:
            few, many = seconds[size, place, size.few], seconds[size, place, size.many]
            start, slopes = line(size, [one.wall for one in few], [one.wall for one in many])
            own_start, own_slopes = line(size, [one.user for one in few], [one.user for one in many])
            alone = alone or slopes
            faster = median(one / own for one, own in zip(alone, slopes, strict=True))
            walls = f"{start:.1f} | {median(slopes):.3f} | {faster:.2f}"
            rows.append(f"| {times} | {place} | {walls} | {own_start:.1f} | {median(own_slopes):.3f} |")
    return rows


def line(size: Size, few: list[float], many: list[float]) -> tuple[float, list[float]]:
    """What a sweep of no point would take, and each round's seconds for one point more."""
    slopes = [(b - a) / (size.many - size.few) for a, b in zip(few, many, strict=True)]
    return median(a - size.few * slope for a, slope in zip(few, slopes, strict=True)), slopes
