"""When scenarios take place: a few mornings in which all happens, and the hours of channels in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

Windows = Sequence[tuple[int, int]]
"""In minutes of the morning, [a, b)."""
EDGES = (0, 10, 20, 30, 40, 50, 60)
"""Minutes of a morning at which channels open and close, shifts, positions and breaks begin and end."""
OPENINGS = (((0, 60),), ((0, 30), (30, 60)), ((0, 30), (40, 60)), ((10, 50),), ((0, 20), (30, 40), (50, 60)))
"""Opening hours in minutes of the morning; they may touch."""
STARTS = ("2026-03-02", "2026-03-02", "2026-03-28", "2026-10-24")
"""First days; in Madrid the clocks change on 29 March at 2:00 and on 25 October at 3:00."""
BEGINS = (8 * 60, 23 * 60, 90, 150)
"""Minutes after midnight: in the morning, up to midnight, or when the clocks change."""


class Morning:
    """An hour of each day of the scenario; its times of day are said in minutes from its beginning."""

    timezone = "Europe/Madrid"

    def __init__(self, start: str, days: int, begins: int) -> None:
        self.dates = [date.fromisoformat(start) + timedelta(days=day) for day in range(days)]
        self.begins = begins

    @property
    def always(self) -> tuple[tuple[int, int], ...]:
        """Opening hours that never end."""
        return ((-self.begins, 24 * 60 - self.begins),)

    def clock(self, minute: int) -> str:
        return f"{(self.begins + minute) // 60:02d}:{(self.begins + minute) % 60:02d}"

    def span(self, start: int, end: int) -> str:
        return f"{self.clock(start)}-{self.clock(end)}"

    def hours(self, windows: Sequence[tuple[int, int]]) -> str:
        return ", ".join(self.span(start, end) for start, end in windows)

    def moments(self, windows: Windows, number: int, most: int, apart: int, luck: np.random.Generator) -> list[str]:
        """Multiples of `apart` seconds in these windows, near the hour; in its first minutes if they reach there.

        One is on the first day: on the others the clock may be put over all of them.
        """
        last = min(70, 24 * 60 - self.begins)
        found = [second for a, b in windows for second in range(60 * max(a, -10), 60 * min(b, last), apart)]
        early = [second for second in found if second < 60 * most] or found
        days = [0, *luck.integers(len(self.dates), size=number - 1).tolist()]
        moments = sorted(zip(days, luck.choice(early, size=number).tolist(), strict=True))
        return [f"{self.dates[day]} {self.clock(second // 60)}:{second % 60:02d}" for day, second in moments]


@st.composite
def mornings(draw: Any) -> Morning:
    return Morning(draw(st.sampled_from(STARTS)), draw(st.sampled_from([1, 2, 2, 3])), draw(st.sampled_from(BEGINS)))
