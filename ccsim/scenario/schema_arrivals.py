"""Where contacts, and requests for appointments, come from."""

from __future__ import annotations

from ccsim.scenario.record import Record, Weekday


class DayVariation(Record):
    cv: float


class Intraday(Record):
    cv: float
    correlation: float = 0.0


class ForecastRow(Record):
    """Expected contacts of [start, end), elapsed seconds from the scenario's start."""

    start: float
    end: float
    contacts: float
    sd: float | None = None


class TraceRow(Record):
    """One recorded arrival, elapsed seconds; what is None is drawn."""

    start: float
    segment: str | None = None
    talk_time: float | None = None
    wrap_up: float | None = None
    patience: float | None = None


class ArrivalFactor(Record):
    """During [start, end), elapsed seconds, so many times as many come as the source says."""

    start: float
    end: float
    times: float


class Arrivals(Record):
    """Exactly one of forecast, per_day, rate, trace; `factors` change it on days or hours, one after another."""

    forecast: tuple[ForecastRow, ...] | None = None
    per_day: dict[Weekday, float] | None = None
    profile: tuple[tuple[float, float], ...] | None = None  # (seconds after midnight, weight); with per_day
    rate: tuple[tuple[float, float], ...] | None = None  # (seconds after midnight, contacts per second), stepwise
    trace: tuple[TraceRow, ...] | None = None
    source: str | None = None  # the table's file, for messages
    day_variation: DayVariation | None = None
    intraday: Intraday | None = None
    factors: tuple[ArrivalFactor, ...] = ()
