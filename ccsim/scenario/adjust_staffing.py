"""Staffing changed on days and hours: a number, a list or a table; rows are cut where the days or hours begin and end.

A change is made where somebody is planned: an hour with nobody is closed, not short of people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.change import Change
from ccsim.scenario.exact import half_up, quantity
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.schema import StaffingRow
from ccsim.scenario.table_intervals import uncovered
from ccsim.scenario.units import MOST
from ccsim.sentences import Sentence, dated

Staffing = int | tuple[StaffingRow, ...]


@dataclass(frozen=True)
class _Piece:
    row: int  # of the rows as read
    start: float
    end: float
    agents: int
    planned: bool


def adjusted_staffing(
    staffing: Staffing, path: str, reader: Reader, opening: Callable[[], Sequence[Window] | None]
) -> Staffing:
    """Staffing with the changes that wait for its path made; `opening` are the hours that a single number is for."""
    changes = reader.adjustments.at(path)
    if not changes:
        return staffing
    if isinstance(staffing, int) and not any(change.when for change in changes):
        for change in changes:
            changed = changed_agents(staffing, change, path, reader, "")
            reader.adjustments.made(change, path, changed != staffing, same_agents(staffing, change))
            staffing = changed
        return staffing
    windows = opening() if isinstance(staffing, int) else None
    if reader.clock is None or (isinstance(staffing, int) and windows is None):
        raise Refused
    rows = staffing
    if isinstance(rows, int):
        rows = tuple(StaffingRow(start=start, end=end, agents=rows) for start, end in windows or ())
    pieces = _cut(rows, changes, path, reader)
    for change, spans in _spans(changes, path, reader):
        pieces = _change(pieces, change, spans, path, reader)
    if isinstance(staffing, int) and len({piece.agents for piece in pieces}) == 1:
        return pieces[0].agents
    return tuple(StaffingRow(start=piece.start, end=piece.end, agents=piece.agents) for piece in _joined(pieces))


def _spans(changes: list[Change], path: str, reader: Reader) -> list[tuple[Change, list[Window]]]:
    assert reader.clock is not None
    found = []
    for change in changes:
        try:
            spans = [(0.0, reader.clock.horizon)] if change.when is None else change.when.spans(reader.clock)
        except ValueError as error:
            raise reader.refuse(change.place, path, str(error)) from None
        found.append((change, spans))
    return found


def _cut(rows: tuple[StaffingRow, ...], changes: list[Change], path: str, reader: Reader) -> list[_Piece]:
    """Rows cut where days and hours of any change begin and end."""
    edges = sorted({edge for _, spans in _spans(changes, path, reader) for span in spans for edge in span})
    pieces = []
    for index, row in enumerate(rows):
        cuts = [row.start, *(edge for edge in edges if row.start < edge < row.end), row.end]
        pieces += [_Piece(index, start, end, row.agents, row.agents > 0) for start, end in pairwise(cuts)]
    return pieces


def _change(pieces: list[_Piece], change: Change, spans: list[Window], path: str, reader: Reader) -> list[_Piece]:
    touched = {index for index, piece in enumerate(pieces) if piece.planned and _inside(piece, spans)}
    days = f"on {change.when.text}" if change.when else "at any time"
    if not touched:
        nobody = f"nobody is planned {days}{_when_planned(pieces, reader)}"
        if "*" in change.path:  # of some groups it is so, of all it is a fault
            reader.adjustments.made(change, path, False, nobody)
            return pieces
        raise reader.refuse(change.place, path, nobody)
    _tell_unplanned(pieces, change, spans, path, reader)
    changed = [
        replace(piece, agents=changed_agents(piece.agents, change, path, reader, _moment(piece.start, reader)))
        if index in touched
        else piece
        for index, piece in enumerate(pieces)
    ]
    before = {piece.agents for index, piece in enumerate(pieces) if index in touched}
    reader.adjustments.made(change, path, changed != pieces, same_agents(max(before), change))
    return changed


def changed_agents(agents: int, change: Change, path: str, reader: Reader, at: str) -> int:
    """How many there are after a change; `at` says when, in faults."""
    given = quantity(change.node.text)
    assert given is not None
    if change.operator == "=":
        return int(given.amount)
    if change.operator == "*=":
        many = half_up(agents * given.amount * given.size)
        if many > MOST:
            raise reader.refuse(change.place, path, f"must be at most {MOST}, got {many}")
        return many
    changed = agents + int(given.amount) * (1 if change.operator == "+=" else -1)
    if changed < 0:
        there = Sentence("agent_planned") if agents == 1 else Sentence("agents_planned", n=agents)
        raise reader.refuse(change.place, path, Sentence("below_none", there=there, at=at, less=given.amount))
    return changed


def same_agents(agents: int, change: Change) -> str:
    """Why a change makes no difference to so many agents."""
    if change.operator == "*=":
        return f"{agents} times {change.node.text} is rounded to {agents} again"
    return f"{agents} are planned there already"


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces of one row that are alike again are one."""
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and (last.row, last.agents) == (piece.row, piece.agents):
            joined[-1] = replace(last, end=piece.end)
        else:
            joined.append(piece)
    return joined


def _inside(piece: _Piece, spans: list[Window]) -> bool:
    return any(start <= piece.start and piece.end <= end for start, end in spans)


def _tell_unplanned(pieces: list[_Piece], change: Change, spans: list[Window], path: str, reader: Reader) -> None:
    """Warns of hours typed in which nobody is planned, on days on which somebody is."""
    if change.when is None or not change.when.hours:
        return
    planned = [StaffingRow(start=p.start, end=p.end, agents=p.agents) for p in pieces if p.planned]
    met = [span for span in spans if any(row.start < span[1] and span[0] < row.end for row in planned)]
    if gaps := uncovered(planned, met):
        start, end = gaps[0]
        assert reader.clock is not None
        begin = reader.clock.local(start)
        told = {
            "file": change.place.file,
            "start": Sentence("moment", day=dated(begin.date()), time=f"{begin:%H:%M}"),
            "end": f"{reader.clock.local(end):%H:%M}",
        }
        reader.warnings.append(
            Sentence("nobody_planned_more", **told, n=len(gaps) - 1)
            if len(gaps) > 1
            else Sentence("nobody_planned", **told)
        )


def _moment(elapsed: float, reader: Reader) -> Sentence:
    assert reader.clock is not None
    moment = reader.clock.local(elapsed)
    return Sentence("on_day", day=dated(moment.date()), at=f" {moment:%H:%M}")


def _when_planned(pieces: list[_Piece], reader: Reader) -> str:
    clock: Clock | None = reader.clock
    assert clock is not None
    days = list(dict.fromkeys(clock.weekday(clock.wall(piece.start)[0]) for piece in pieces if piece.planned))
    hours = [clock.wall(piece.start)[1] for piece in pieces if piece.planned]
    if not days:
        return ""
    first = int(min(hours))
    return f"; people are planned on {', '.join(days)}, from {first // 3600:02d}:{first % 3600 // 60:02d}"
