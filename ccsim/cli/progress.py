"""A bar with the time left, on stderr."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text


@contextmanager
def bar(what: str = "replications") -> Iterator[tuple[Callable[[int, int], None], Callable[[str], None]]]:
    """Two functions: one is told how many (`what`) are done, of how many; the other prints a line above the bar."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeLeft(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None, at=0.0)

        def show(done: int, goal: int) -> None:
            progress.update(task, completed=done, total=goal, at=progress.tasks[0].elapsed or 0.0)

        def above(line: str) -> None:
            progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

        yield show, above


class TimeLeft(ProgressColumn):
    """From the pace of all that is done, for replications of milliseconds as for those of minutes."""

    def render(self, task: Task) -> Text:
        at, elapsed = float(task.fields["at"]), task.elapsed or 0.0
        return Text(time_left(task.completed, task.total, at, elapsed), style="progress.remaining")


def time_left(done: float, goal: float | None, at: float, elapsed: float) -> str:
    """Time until `goal` where `done` were done `at` seconds after the start; -:--:-- while nobody knows."""
    if not done or goal is None:
        return "-:--:--"
    return str(timedelta(seconds=math.ceil(max(0.0, at / done * goal - elapsed))))
