"""Planners' tables, read against the calendar: forecasts, staffing, traces, profiles and durations.

Every reader takes the table's path as written beside the scenario file already joined to its folder, with the sheet
of a workbook after a `#` (`rosters.xlsx#March`), and raises ScenarioError with all faults of the table. A fault of the
table as a whole (not found, empty) has line 0: whoever knows where the scenario names the table may put it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import ForecastRow, StaffingRow, TraceRow

Row = TypeVar("Row")
DateOrder = Literal["iso", "dmy", "mdy"]


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """What a table says. `understood` is one line for `validate`; `warnings` are sentences that name the file."""

    rows: tuple[Row, ...]
    understood: str
    warnings: tuple[str, ...] = ()


def read_forecast(source: str | Path, clock: Clock, dates: DateOrder | None = None) -> Reading[ForecastRow]:
    """Columns start[, date | weekday], contacts[, sd]."""
    raise NotImplementedError


def read_staffing(source: str | Path, clock: Clock, dates: DateOrder | None = None) -> Reading[StaffingRow]:
    """Columns start[, date | weekday], agents."""
    raise NotImplementedError


def read_trace(source: str | Path, clock: Clock, dates: DateOrder | None = None) -> Reading[TraceRow]:
    """Columns start[, segment, talk_time, wrap_up, patience]."""
    raise NotImplementedError


def read_profile(source: str | Path) -> Reading[tuple[float, float]]:
    """Columns start, weight: (seconds after local midnight, weight); each holds until the next."""
    raise NotImplementedError


def read_values(source: str | Path) -> Reading[float]:
    """One column of durations: seconds."""
    raise NotImplementedError


def read_quantiles(source: str | Path) -> Reading[tuple[float, float]]:
    """Columns probability, value: (p, seconds), both ascending."""
    raise NotImplementedError


def staffing_by_interval(
    agents: Sequence[int], clock: Clock, windows: Sequence[Window] | None = None
) -> tuple[StaffingRow, ...]:
    """A list of numbers by interval over the whole day, the opening hours of a day, or either over the horizon.

    `windows`: elapsed opening windows. ValueError (a sentence that names the accepted lengths) for any other length.
    """
    raise NotImplementedError


def profile_by_interval(
    weights: Sequence[float], clock: Clock, windows: Sequence[Window] | None = None
) -> tuple[tuple[float, float], ...]:
    """A list of weights by interval over the whole day or the opening hours of a day. ValueError otherwise."""
    raise NotImplementedError


def uncovered(rows: Iterable[ForecastRow | StaffingRow], windows: Iterable[Window]) -> list[Window]:
    """Parts of the opening windows that no row speaks about."""
    raise NotImplementedError
