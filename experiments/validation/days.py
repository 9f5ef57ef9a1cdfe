"""Section C: a day of changing demand and staff from empty, by both meanings of falling staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from experiments.validation.case import DAY, START, Case, Quantity, exponential, figures
from experiments.validation.figures import ABANDONED_BY_HALF_HOUR, FIGURES


def forecast(per_interval: Sequence[float], first_hour: int, interval_min: int, days: int) -> str:
    """A forecast table: the same intervals every day."""
    lines = ["start,contacts"]
    for day in range(days):
        opens = datetime.combine(date.fromisoformat(START) + timedelta(days=day), datetime.min.time())
        for i, contacts in enumerate(per_interval):
            start = opens + timedelta(hours=first_hour, minutes=interval_min * i)
            lines.append(f"{start:%Y-%m-%d %H:%M},{contacts!r}")
    return "\n".join(lines) + "\n"


def calendar(days: int, interval_min: int) -> dict[str, Any]:
    return {"start": START, "days": days, "interval": f"{interval_min} min"}


def open_hours(days: int, first_hour: int, hours: int) -> tuple[tuple[float, float], ...]:
    return tuple((d * DAY + first_hour * 3600.0, d * DAY + (first_hour + hours) * 3600.0) for d in range(days))


def hours(first: int, length: int) -> dict[str, str]:
    return {"mon-sun": f"{first:02d}:00-{first + length:02d}:00"}


# --- section C -------------------------------------------------------------------------------------

HALF_HOURS = [
    12.0, 18.0, 24.0, 30.0, 36.0, 40.0, 38.0, 34.0, 30.0, 28.0, 26.0, 28.0,
    30.0, 32.0, 34.0, 32.0, 28.0, 24.0, 20.0, 16.0, 14.0, 12.0, 10.0, 8.0,
]  # fmt: skip
STAFF = [2, 3, 4, 5, 6, 6, 6, 5, 5, 4, 4, 4, 5, 5, 5, 5, 4, 4, 3, 3, 2, 2, 2, 1]


def falling_staff(name: str, rule: str) -> Case:
    days = 7
    return Case(
        name=name,
        source="forward equations",
        scenario={
            "name": name,
            "calendar": calendar(days, 30),
            "opening": hours(8, 12),
            "channels": {"voice": {"kind": "live"}},
            "contacts": {
                "calls": {
                    "channel": "voice",
                    "arrivals": {"forecast": "calls.csv"},
                    "patience": exponential(3.0),
                    "handle_time": exponential(4.0),
                }
            },
            "agents": {"team": {"skills": ["calls"], "staffing": STAFF, "when_staff_falls": rule}},
        },
        files={"calls.csv": forecast(HALF_HOURS, 8, 30, days)},
        quantities=figures(FIGURES[name]) + tuple(falling_by_half_hour(name)),
        measured=open_hours(days, 8, 12),
        slot=1800.0,
        contacts=604.0 * days,
        main="p_ab",
    )


def falling_by_half_hour(name: str) -> list[Quantity]:
    """Abandonment of those who arrive in the half-hours right after a fall of staff, where the two rules differ."""
    exact = ABANDONED_BY_HALF_HOUR[name]
    after_a_fall = [i for i in range(1, len(STAFF)) if STAFF[i] < STAFF[i - 1]]
    return [Quantity(f"p_ab.{i}", exact[i], f"slot{i}.abandoned", f"slot{i}.offered") for i in after_a_fall]


CASES: tuple[Case, ...] = (falling_staff("C-small-identity", "named"), falling_staff("C-small-count", "count"))
