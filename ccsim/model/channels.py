"""Channels with their opening windows on elapsed time."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import Channel, FloatArray
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import Channel as ChannelAsWritten
from ccsim.scenario.schema import ChannelOpening, Hours, Scenario


def opening_hours(scenario: Scenario, channel: str) -> Hours | None:
    """The hours of a channel: its own, else the default ones; None never closes."""
    own = scenario.opening.channels.get(channel, ChannelOpening())
    return own.hours if own.hours is not None else scenario.opening.default


def as_windows(windows: list[Window]) -> FloatArray:
    return on_grid(np.array(windows, np.float64).reshape(-1, 2))


def make_channel(name: str, channel: ChannelAsWritten, scenario: Scenario, clock: Clock) -> Channel:
    own = scenario.opening.channels.get(name, ChannelOpening())
    windows = as_windows(clock.windows(opening_hours(scenario, name)))
    throughout = len(windows) == 1 and windows[0, 0] == 0.0 and windows[0, 1] == clock.horizon
    return Channel(
        name=name,
        live=channel.kind != "deferred",
        concurrency=channel.concurrency,
        pace=tuple(channel.pace),
        lines=channel.lines,
        cost_per_second=channel.cost_per_second,
        cost_per_contact=channel.cost_per_contact,
        line_cost_per_second=channel.line_cost_per_second,
        interruptible=channel.interruptible,
        resume_cost=on_grid(channel.resume_cost),
        drain=channel.drain,
        open_windows=windows,
        never_closes=throughout,
        drops_at_close=(own.at_close or scenario.opening.at_close) == "drop",
        appointment=channel.kind == "appointment",
    )
