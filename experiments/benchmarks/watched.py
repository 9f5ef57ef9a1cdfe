"""A command, and the time and memory that it and its processes take (Linux)."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from experiments.benchmarks.jobs import user_seconds

LOOK = 0.3  # seconds between two looks at the processes: each walks through all their memory


@dataclass(frozen=True)
class Use:
    wall: float  # seconds
    user: float  # CPU seconds
    largest: float  # MB, peak of the process that took most
    together: float  # MB, peak of all at a time, what they share counted once
    processes: int
    said: str  # on stderr
    printed: str


def watched(command: list[str]) -> Use:
    """Runs a command to its end.

    Raises
    ------
    RuntimeError
        It failed; with what it said.
    """
    before, began = user_seconds(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peaks: dict[int, float] = {}
    together = 0.0
    while process.poll() is None:
        family = descendants(process.pid)
        peaks |= {one: max(peak(one), peaks.get(one, 0.0)) for one in family}
        together = max(together, sum(map(share, family)))
        time.sleep(LOOK)
    printed, said = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    user = user_seconds(resource.RUSAGE_CHILDREN) - before
    wall = time.perf_counter() - began
    return Use(wall, user, max(peaks.values()), together, len(peaks), said, printed)


def descendants(process: int) -> list[int]:
    found = [process]
    for one in found:
        with suppress(OSError):
            for task in os.listdir(f"/proc/{one}/task"):  # noqa: PTH208
                text = Path(f"/proc/{one}/task/{task}/children").read_text(encoding="ascii")
                found += [int(child) for child in text.split()]
    return found


def peak(process: int) -> float:
    """Most memory it has had so far, MB."""
    return field(f"/proc/{process}/status", "VmHWM:")


def share(process: int) -> float:
    """Memory it has now, MB, what it shares with others divided among them."""
    return field(f"/proc/{process}/smaps_rollup", "Pss:")


def field(file: str, name: str) -> float:
    with suppress(OSError):
        for line in Path(file).read_text(encoding="ascii").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    return 0.0
