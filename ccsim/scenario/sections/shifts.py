"""Shifts: people who work the same hours, with their breaks."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

from ccsim.scenario import clock_times, durations
from ccsim.scenario.adjust_shifts import adjusted_people
from ccsim.scenario.break_windows import is_rounded_up, lanes, starts_in_turn
from ccsim.scenario.durations import length_text
from ccsim.scenario.node import Entry, Node
from ccsim.scenario.quantities import positive_duration, share
from ccsim.scenario.reader import Reader, Refused, Said, join
from ccsim.scenario.schema import DAY, Break, Shift
from ccsim.scenario.sections.customers import boolean, whole
from ccsim.scenario.shapes import Custom, Field, Json, MappingOf, RecordOf, Scalar, Shape
from ccsim.sentences import Sentence

_CLOCK: Json = {"type": "string", "pattern": r"^[0-9]{1,2}:[0-5][0-9](:[0-5][0-9])?$", "examples": ["08:30"]}


def _later(value: Any) -> float:
    return clock_times.clock_time(value, latest=2 * DAY)


def _check_break(said: Said) -> None:
    if ("at" in said) == ("between" in said):
        said.fault("", "say when: either at (a fixed time) or between (a window in which breaks are staggered)")
    said.only_with(("at_most_out",), "between" in said, "needs a window: between")


_BREAK = RecordOf(
    Break,
    {
        "for": Field(positive_duration, "how long", "length", required=True),
        "at": Field(Scalar(_later, _CLOCK), "a fixed time for all"),
        "between": Field(
            Scalar(clock_times.span, {"type": "string", "examples": ["12:00-14:30"]}),
            "a window in which the breaks start, laid end to end",
        ),
        "at_most_out": Field(
            share,
            "share of the shift's agents on this break at once, in whole people: rounded down, up where the breaks "
            "would not all fit otherwise (default: as few as fit)",
        ),
        "paid": Field(boolean, "whether it is paid time (default true: an unpaid lunch says paid: false)"),
    },
    _check_break,
    meaning="a break: at a fixed time, or staggered inside a window",
)


def _break(node: Node, path: str, reader: Reader) -> Break:
    if isinstance(node.value, str):
        raise reader.refuse(node.place, path, _right_form(node))
    return _BREAK.read(node, path, reader)


def _right_form(node: Node) -> str:
    """What `lunch: 14:30-15:30` or `lunch: 45 min` has to be."""
    window = '{for: %s, between: "12:00-14:30"}'
    with suppress(ValueError):
        start, end = clock_times.span(node.value)
        length = length_text((end - start) % DAY or DAY)
        fixed = f'{{at: "{clock_times.clock(start)}", for: {length}}}'
        return f"expected {fixed} (or {window % length} for a window), got {node}"
    length = "45 min"
    with suppress(ValueError):
        length = length_text(durations.positive_duration(node.value))
    return f'expected when and how long, like {{at: "12:30", for: {length}}} or {window % length}, got {node}'


def _check_shift(said: Said) -> None:
    agents = said.get("agents")
    if agents is not None:
        days = said.values.get("days", clock_times.WEEKDAYS)
        said.values["agents"], said.values["on_dates"] = adjusted_people(
            agents, days, join(said.path, "agents"), said.reader
        )
    start, end = said.get("start"), said.get("end")
    if start is None or end is None:
        return
    if end <= start:
        end += DAY
        said.values["end"] = end
    if end - start > DAY:
        said.fault("to", f"a shift of {(end - start) / 3600:g} h runs into itself the next day: at most 24 h")
        return
    breaks = said.get("breaks")
    if breaks is None:
        return
    entries = said.entries["breaks"].node.value
    assert isinstance(entries, dict)
    over_night = end > DAY
    settled = {name: _settle(breaks[name], start) if over_night else breaks[name] for name in breaks}
    for name, pause in settled.items():
        _check_placed(said, name, entries[name], pause, start, end)
    _tell_waiting(said, settled, end)
    said.values["breaks"] = settled


def _tell_waiting(said: Said, breaks: dict[str, Break], end: float) -> None:
    """Warns of fixed breaks that are due while another still runs: they follow each other, each in its full length."""
    fixed = [(pause.at, pause.length, name) for name, pause in breaks.items() if pause.at is not None]
    free, running = -math.inf, ""
    for at, length, name in sorted(fixed, key=lambda pause: pause[0]):  # due at once: in the order of the file
        start = max(at, free)
        if start > at:
            told = {"path": join(join(said.path, "breaks"), name), "at": clock_times.clock(at), "running": running}
            said.reader.warnings.append(
                Sentence("break_left_out", **told)
                if start >= end
                else Sentence("break_waits", **told, start=clock_times.clock(start))
            )
        if start < end:
            free, running = start + length, name


def _settle(pause: Break, start: float) -> Break:
    """Times before the start of a shift over night are of its second day."""
    at = pause.at + DAY if pause.at is not None and pause.at < start else pause.at
    between = pause.between
    if between is not None:
        opens, closes = between
        closes += DAY if closes <= opens else 0.0
        between = (opens + DAY, closes + DAY) if opens < start else (opens, closes)
    return pause.model_copy(update={"at": at, "between": between})


def _check_placed(said: Said, name: str, entry: Entry, pause: Break, start: float, end: float) -> None:
    hours = f"the shift, {clock_times.clock_span(start, end)}"
    if pause.at is not None and not (start <= pause.at and pause.at + pause.length <= end):
        own = clock_times.clock_span(pause.at, pause.at + pause.length)
        _fault(said, name, entry, f"{own} lies outside {hours}")
    if pause.between is None:
        return
    opens, closes = pause.between
    window = clock_times.clock_span(opens, closes)
    if not (start <= opens and closes <= end):
        _fault(said, name, entry, f"the window {window} lies outside {hours}")
        return
    in_turn = starts_in_turn(opens, closes, pause.length, end)
    if in_turn == 0:
        _fault(said, name, entry, f"a break of {pause.length / 60:g} min that starts in {window} ends after {hours}")
    elif pause.at_most_out is not None and said.get("agents") is not None:
        for agents in sorted({said.get("agents"), *said.get("on_dates").values()} - {0}):
            _check_lanes(said, name, entry, pause, agents, in_turn)


def _check_lanes(said: Said, name: str, entry: Entry, pause: Break, agents: int, in_turn: int) -> None:
    """Whether the breaks of so many fit, and how far that takes more people out than the share says."""
    assert pause.between is not None and pause.at_most_out is not None
    out, needed = lanes(agents, pause.at_most_out, in_turn), math.ceil(agents / in_turn)
    if needed > out:
        window = clock_times.clock_span(*pause.between)
        _fault(
            said,
            name,
            entry,
            f"{agents} breaks of {pause.length / 60:g} min cannot all start within {window} with {out} out at once: "
            f"{needed} at once would do (at_most_out: {math.ceil(100 * needed / agents)}%)",
        )
    elif is_rounded_up(agents, pause.at_most_out, in_turn):
        said.reader.warnings.append(
            Sentence(
                "breaks_rounded_up",
                path=join(join(said.path, "breaks"), name),
                share=f"{100 * pause.at_most_out:g}",
                agents=agents,
                part=f"{pause.at_most_out * agents:.4g}",
                out=out,
            )
        )


def _fault(said: Said, name: str, entry: Entry, message: str) -> None:
    said.reader.refuse(entry.node.place, join(join(said.path, "breaks"), name), message)


_SHIFT = RecordOf(
    Shift,
    {
        "agents": Field(whole, "people on this shift", required=True),
        "days": Field(
            Scalar(clock_times.weekdays, {"type": "string", "examples": ["mon-fri", "sat", "mon, wed"]}),
            "days on which it starts (default: every day)",
        ),
        "from": Field(Scalar(clock_times.clock_time, _CLOCK), "when it starts", "start", required=True),
        "to": Field(
            Scalar(_later, _CLOCK),
            "when it ends; at or before `from`, or past 24:00: the next day",
            "end",
            required=True,
        ),
        "breaks": Field(MappingOf(Custom(_break, _BREAK.schema())), "breaks by name (default: none)"),
    },
    _check_shift,
    meaning="people who work the same hours",
)


def _shift(node: Node, path: str, reader: Reader) -> Shift:
    values, sound = _SHIFT.readable(node, path, reader)
    if not sound:
        raise Refused
    values.setdefault("days", clock_times.WEEKDAYS)
    return Shift(**values)


SHIFT: Shape[Shift] = Custom(_shift, _SHIFT.schema())
