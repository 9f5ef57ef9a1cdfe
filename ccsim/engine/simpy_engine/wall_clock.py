"""Instants as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from ccsim.model.center import Timeline


def local(timeline: Timeline, at: float) -> datetime:
    """The local time of an instant, before the scenario's start and after its end, too."""
    zone = ZoneInfo(timeline.timezone)
    start = datetime.combine(timeline.dates[0], time(), zone).astimezone(UTC)
    return (start + timedelta(seconds=at)).astimezone(zone)


def local_minute(timeline: Timeline, at: float) -> str:
    return local(timeline, at).strftime("%Y-%m-%d %H:%M")
