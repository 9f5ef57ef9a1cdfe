"""What a point of a sweep costs on one process, on two, and on two workers of a dask cluster, all on this machine."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from experiments.benchmarks.jobs import job_case, write

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
    """Replications of J2 at each point; wall clock is taken of sweeps of `few` points and of `many`."""

    replications: int
    few: int
    many: int


def sizes(smaller: int) -> tuple[Size, ...]:
    return Size(max(1, 10 // smaller), 20, 60), Size(max(1, 100 // smaller), 4, 12)


def sweeps(engine: str, rounds: int, smaller: int) -> Iterator[list[str]]:
    """The table after each round."""
    from distributed import LocalCluster

    seconds: dict[tuple[Size, str, int], list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        write(job_case("J2"), Path(folder))
        where = dict(
            zip(PLACES, (("--jobs", "1"), ("--jobs", "2"), ("--cluster", cluster.scheduler_address)), strict=True)
        )
        for place in PLACES:  # workers import what they need, machine code is made
            swept(Path(folder), Size(1, 4, 4), 4, engine, where[place])
        for _ in range(rounds):
            for size in sizes(smaller):
                for points in (size.few, size.many):
                    for place in PLACES:
                        took = swept(Path(folder), size, points, engine, where[place])
                        seconds.setdefault((size, place, points), []).append(took)
            yield sweeps_table(seconds)


def swept(folder: Path, size: Size, points: int, engine: str, where: tuple[str, str]) -> float:
    """Wall clock of a sweep by the command line, with its files."""
    text = EXPERIMENT.format(points=points, replications=size.replications)
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "ccsim", "sweep", str(folder / "experiment.yaml"), "--out", f"{out}/out"]
        began = time.perf_counter()
        subprocess.run([*command, "--engine", engine, "--quiet", *where], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began


def sweeps_table(seconds: dict[tuple[Size, str, int], list[float]]) -> list[str]:
    """A point is the slope between few points and many, start-up what is left at none; ratios within rounds."""
    rows = [
        "| a point is | on | start-up, s | a point, s | times as fast |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for size in dict.fromkeys(size for size, _, _ in seconds):
        slopes: dict[str, list[float]] = {}
        for place in PLACES:
            few, many = seconds[size, place, size.few], seconds[size, place, size.many]
            slopes[place] = [(b - a) / (size.many - size.few) for a, b in zip(few, many, strict=True)]
            start = median(a - size.few * slope for a, slope in zip(few, slopes[place], strict=True))
            faster = median(one / own for one, own in zip(slopes[PLACES[0]], slopes[place], strict=True))
            each = f"{size.replications} replications of J2" if size.replications > 1 else "1 replication of J2"
            rows.append(f"| {each} | {place} | {start:.1f} | {median(slopes[place]):.3f} | {faster:.2f} |")
    return rows
