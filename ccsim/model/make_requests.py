"""Booking requests as a piecewise-constant rate that begins before the scenario does.

They come in the opening hours of the appointment's channel, from the first midnight that is the appointment's
`horizon` or more before the scenario's start: no booking of the scenario's days can have been made earlier.
"""

from __future__ import annotations

from ccsim.model.added_days import LongerCalendar
from ccsim.model.arrivals import stepwise
from ccsim.model.bookings import RequestStream
from ccsim.model.center import Timeline
from ccsim.model.channels import as_windows
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock
from ccsim.scenario.expected import repeating
from ccsim.scenario.schema import Arrivals, Hours


def make_requests(
    requests: Arrivals, horizon: float, hours: Hours | None, clock: Clock, timeline: Timeline
) -> RequestStream:
    """Requests by rate or per day, of an appointment that can be booked `horizon` seconds ahead."""
    calendar = LongerCalendar(clock, before=horizon)
    # In the longer calendar's own seconds first: the hours of a day are the same whichever day the calendar begins.
    windows = as_windows(calendar.clock.windows(hours))
    edges, rate = stepwise(
        repeating(requests, windows, calendar.clock), windows, on_grid(calendar.clock.interval_edges())
    )
    longer = calendar.clock
    return RequestStream(
        first_interval=len(timeline.interval_day) - len(longer.interval_day),
        edges=calendar.edges,
        labels=longer.interval_starts,
        time_of_day=longer.time_of_day,
        day=calendar.ordinals[longer.interval_day],
        rate_edges=edges + calendar.offset,
        rate=rate,
        day_variation_cv=requests.day_variation.cv if requests.day_variation else 0.0,
        interval_cv=requests.intraday.cv if requests.intraday else 0.0,
        interval_correlation=requests.intraday.correlation if requests.intraday else 0.0,
    )
