"""Shifts and their breaks as `validate` tells them: a break of 1 min where an hour was meant shall catch the eye."""

from __future__ import annotations

from collections.abc import Iterator

from ccsim.model.words import percent
from ccsim.scenario.clock_times import clock, clock_span, weekdays_text
from ccsim.scenario.durations import length_text
from ccsim.scenario.schema import AgentGroup, Break, Shift

MOST_DATES = 2  # on which a shift has other people: of more their number is told


def describe_shifts(group: AgentGroup) -> Iterator[str]:
    """A line for each shift, indented: they stand below their group."""
    for name, shift in (group.shifts or {}).items():
        pauses = "; ".join(_break(pause, one) for pause, one in shift.breaks.items())
        yield f"  shift {name}: {people(shift)} ({length_text(shift.end - shift.start)}), {pauses or 'no breaks'}"


def people(shift: Shift) -> str:
    """`9 people, mon-fri 08:00-16:30, 7 on Mon 2026-03-02`"""
    who = "1 person" if shift.agents == 1 else f"{shift.agents} people"
    other = [f"{there} on {day:%a} {day}" for day, there in list(shift.on_dates.items())[:MOST_DATES]]
    more = len(shift.on_dates) - len(other)
    others = [*other, *([f"others on {more} more day{'s' if more > 1 else ''}"] if more else [])]
    return ", ".join([who, f"{weekdays_text(shift.days)} {clock_span(shift.start, shift.end)}", *others])


def _break(name: str, pause: Break) -> str:
    said = [f"{name} {length_text(pause.length)}"]
    if pause.at is not None:
        said[0] += f" at {clock(pause.at)}"
    if pause.between is not None:
        said[0] += f" starting {clock_span(*pause.between)}"
    if pause.at_most_out is not None:
        said.append(f"at most {percent(pause.at_most_out)} out")
    said.append("paid" if pause.paid else "unpaid")
    return ", ".join(said)
