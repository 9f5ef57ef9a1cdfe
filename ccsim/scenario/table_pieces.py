"""Wall-time rows laid on elapsed time: each day of a pattern, clock changes, the edges of the horizon."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from ccsim.scenario.calendar import merged
from ccsim.scenario.schema import DAY
from ccsim.scenario.table_rows import rows_outside
from ccsim.scenario.table_wall import Key, WallRow, WallTable
from ccsim.sentences import Sentence


@dataclass(frozen=True)
class Piece:
    """A stretch of elapsed time on which a row speaks, and the share of the row's own width that it is."""

    row: WallRow
    start: float
    end: float
    share: float


class Pieces:
    """Rows of a table where they lie on elapsed time.

    A row of hours that are skipped has no piece, one of repeated hours two (or one twice as long). A row of a whole
    day is that day, however long it is. Overlaps are faults where the table says where rows end, else the earlier
    row gives way. Rows by weekday or for every day leave out the days in `closed`.

    Attributes
    ----------
    skipped : list of (row, day, share)
        The share of a row's width that the clock never shows on a day of the horizon.
    """

    def __init__(self, wall: WallTable, rows: Sequence[WallRow], closed: Collection[date] = ()) -> None:
        self.wall = wall
        self.clock = wall.clock
        self.skipped: list[tuple[WallRow, date, float]] = []
        before = self.clock.dates[0] - timedelta(days=1)  # may reach past midnight
        days = [day for day in (before, *self.clock.dates) if day not in closed]
        days_of: dict[Key, list[date]] = {None: days}
        for day in days:
            days_of.setdefault(self.clock.weekday(day), []).append(day)
        found: list[Piece] = []
        for row in rows:
            for day in [row.key] if isinstance(row.key, date) else days_of.get(row.key, []):
                found += self._on_day(row, day)
        self.pieces = self._apart(sorted(found, key=lambda piece: (piece.start, piece.row.line.number)))

    def inside(self) -> tuple[list[Piece], list[Sentence]]:
        """Pieces clipped to the horizon, and a sentence on the rows that lie outside.

        Raises ScenarioError where no row lies inside.
        """
        wall, clock = self.wall, self.clock
        kept = []
        for piece in self.pieces:
            start, end = max(piece.start, 0.0), min(piece.end, clock.horizon)
            if start < end:
                share = piece.share * ((end - start) / (piece.end - piece.start))
                kept.append(replace(piece, start=start, end=end, share=share))
        days = f"{clock.dates[0]} to {clock.dates[-1]}"
        dated = [row for row in wall.rows if isinstance(row.key, date)]
        if not kept:
            keys = sorted({str(row.key) for row in dated})
            wall.faults.stop(
                f"no row lies inside the horizon, {days}" + (f", got {keys[0]} to {keys[-1]}" if keys else "")
            )
        spoken = {piece.row.line for piece in kept} | {row.line for row, _, _ in self.skipped}
        out = {row.line for row in dated} - spoken
        if not out:
            return kept, []
        return kept, [rows_outside(wall.table, sorted(line.number for line in out), clock.dates)]

    def _on_day(self, row: WallRow, day: date) -> list[Piece]:
        assert row.end is not None
        width = row.end - row.start
        if row.start == 0 and width == DAY:
            return [Piece(row, self.clock.elapsed(day, 0.0), self.clock.elapsed(day, DAY), 1.0)]
        if row.coming is not None:
            start = self.clock.comings(day, row.start)[row.coming]
            return [Piece(row, start, start + width, 1.0)]
        spans = self.clock.spans(day, row.start, min(row.end, DAY))
        if row.end > DAY:
            spans += self.clock.spans(day + timedelta(days=1), 0.0, row.end - DAY)
        pieces = [Piece(row, start, end, (end - start) / width) for start, end in merged(spans)]
        lost = 1.0 - sum(piece.share for piece in pieces)
        if lost > 1e-9 and day in self.clock.dates:
            self.skipped.append((row, day, lost))
        return pieces

    def _apart(self, pieces: list[Piece]) -> list[Piece]:
        for index, (one, other) in enumerate(pairwise(pieces)):
            if one.end > other.start:
                if one.row.said:
                    self.wall.overlap(other.row, one.row)
                pieces[index] = replace(one, end=other.start)
        return [piece for piece in pieces if piece.start < piece.end]
