"""Days and hours that a change names in brackets: `[mon]`, `[mon-fri 09:00-12:00]`, `[2026-03-02]`, `[09:00-12:00]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ccsim.scenario.calendar import Clock, Window, merged
from ccsim.scenario.clock_times import WEEKDAYS, day, weekdays, windows
from ccsim.scenario.schema import DAY, Weekday
from ccsim.scenario.units import shown

_FIRST_TIME = re.compile(r"\d{1,2}:\d")
_EXPECTED = "days, hours or both, like [mon], [mon-fri 09:00-12:00], [2026-03-02] or [09:00-12:00]"


@dataclass(frozen=True)
class When:
    """Days (of the week, or dates; neither: every day) and hours of them (none: the whole day)."""

    text: str
    weekdays: tuple[Weekday, ...] = ()
    dates: tuple[date, ...] = ()
    hours: tuple[tuple[float, float], ...] = ()
    days_text: str = ""  # without the hours

    def days(self, clock: Clock) -> list[date]:
        """Days of the calendar that are meant; raises as `spans`."""
        horizon = f"{clock.dates[0]} to {clock.dates[-1]}"
        for one in self.dates:
            if one not in clock.dates:
                raise ValueError(f"{one} lies outside the calendar, {horizon}")
        within = {clock.weekday(one) for one in clock.dates}
        for name in self.weekdays if not within & set(self.weekdays) else ():
            raise ValueError(f"there is no {name} in the calendar, {horizon}")
        return [
            one
            for one in clock.dates
            if (not self.weekdays or clock.weekday(one) in self.weekdays) and (not self.dates or one in self.dates)
        ]

    def spans(self, clock: Clock) -> list[Window]:
        """Where this lies on elapsed time.

        Raises
        ------
        ValueError
            For a day that the calendar does not have.
        """
        return merged(span for day in self.days(clock) for span in self.on_day(day, clock))

    def on_day(self, day: date, clock: Clock) -> list[Window]:
        """The hours of one day on elapsed time."""
        if not self.hours:
            return [(clock.elapsed(day, 0.0), clock.elapsed(day, DAY))]
        return merged(span for start, end in self.hours for span in clock.spans(day, start, end))


def when(text: str) -> When:
    """The days and hours of a bracket's text.

    Raises
    ------
    ValueError
        For what is neither, with what was expected.
    """
    found = _FIRST_TIME.search(text)
    days, hours = (text[: found.start()], text[found.start() :]) if found else (text, "")
    days = days.strip().rstrip(",").strip()
    if not days and not hours:
        raise ValueError(f"expected {_EXPECTED}, got '[{text}]'")
    spans = windows(hours) if hours else ()
    if re.search(r"\d", days) and not re.search(r"[^\W\d]", days):
        return When(text, dates=tuple(day(part.strip()) for part in days.split(",")), hours=spans, days_text=days)
    if not days:
        return When(text, hours=spans)
    try:
        return When(text, weekdays=weekdays(days), hours=spans, days_text=days)
    except ValueError:
        raise ValueError(f"expected {_EXPECTED}, got {shown(text)} (days are {', '.join(WEEKDAYS)})") from None
