"""Columns that several tables of records share: local times, names for codes, stretches of time."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.model.center import CenterModel, FloatArray, IntArray, Timeline

if TYPE_CHECKING:
    import pandas as pd


def local_time(timeline: Timeline, at: FloatArray) -> Any:
    """Wall times without offset, to the microsecond, before and after the scenario's days too; NaN: none."""
    import pandas as pd

    midnight = pd.Timestamp(timeline.dates[0]).tz_localize(
        timeline.timezone, ambiguous=True, nonexistent="shift_forward"
    )
    known = ~np.isnan(at)
    elapsed = np.full(len(at), np.timedelta64("NaT", "us"))
    elapsed[known] = np.round(at[known] * 1e6).astype("timedelta64[us]")
    moments = midnight.tz_convert("UTC").tz_localize(None).to_datetime64().astype("datetime64[us]") + elapsed
    return pd.DatetimeIndex(moments, tz="UTC").tz_convert(timeline.timezone).tz_localize(None).to_numpy()


def times(timeline: Timeline, **at: FloatArray) -> dict[str, Any]:
    """For each time its two columns: `arrived`, the local time, and `arrived_s`, seconds from the scenario's start."""
    columns: dict[str, Any] = {}
    for name, seconds in at.items():
        columns[name] = local_time(timeline, seconds)
        columns[f"{name}_s"] = seconds
    return columns


def coded(codes: IntArray, names: list[str]) -> pd.Categorical:
    """Names for codes; -1 is empty."""
    import pandas as pd

    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object))


def named(codes: IntArray, enum: type[IntEnum]) -> pd.Categorical:
    """An enumeration's codes as its names in lower case; a negative code is empty."""
    return coded(np.maximum(codes, -1), [one.name.lower() for one in enum if one >= 0])


def group_of(model: CenterModel, agent: IntArray) -> IntArray:
    """Group of each agent, -1 for none."""
    groups = np.array([*(one.group for one in model.agents), -1], dtype=np.int64)
    return np.asarray(groups[agent], dtype=np.int64)


def picked(names: list[str], rows: IntArray) -> list[str | None]:
    """The name of each row; -1 has none."""
    return [names[row] if row >= 0 else None for row in rows.tolist()]
