"""The memory that a model's logs are counted on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ccsim.engine.compiled import machine
from ccsim.engine.compiled.kernel import TABLES, Tables, records, unwritten
from ccsim.measures.agents import AgentClock
from ccsim.measures.cells import Cells
from ccsim.measures.compiled.day import count_day
from ccsim.measures.compiled.known_fates import MOST_UNKNOWN, KnownFates
from ccsim.measures.compiled.model_tables import axes_of, parts_of_clock, scopes_of, sheet_of, switches_of
from ccsim.measures.compiled.waits import BLOCK
from ccsim.measures.kept import Kept, base_cells
from ccsim.measures.waits import BINS, OpenTime, WaitHistogram
from ccsim.model.center import CenterModel, FloatArray

_BY_CONTACT = ("work_cells", "wait_cells", "wait_times", "wait_bins", "sorted_bins", "finest_bin", "finest_count")
_ENTRIES = ("entry_key", "entry_count", "entry_square", "entry_product")


@dataclass(frozen=True)
class Day:
    """One replication, counted."""

    tallies: FloatArray  # (names, base cells)
    longest: FloatArray  # (base cells,) waits
    clock: FloatArray  # all parts of clock time
    taken: FloatArray  # (not resolved or resolved, types, days, groups)
    waits: WaitHistogram


class Desk:
    """It stays from day to day, and is made larger for more contacts or further fates.

    Attributes
    ----------
    sheet : see `memory.Sheet`
    fates : that are known
    names : of the tallies by base cell
    parts : of clock time
    waits, bins : of as many contacts as have waited to an end
    """

    def __init__(
        self, model: CenterModel, cells: Cells, opening: OpenTime, clock: AgentClock, within: tuple[float, ...]
    ) -> None:
        self.sheet = sheet_of(model, cells, within)
        self._taken = 2, len(model.types), len(cells.days), len(model.groups)
        self.fates = KnownFates(model, within, math.prod(self._taken[1:]))
        lost = () if self.sheet["customers"] else ("lost_value",)
        self.names = (*self.fates.names, "arrived", "cost_channel", "queue_time", *lost)
        axes = opening.axis, clock.of_opening, clock.of_intervals
        self.parts = parts_of_clock(model, axes)
        base, scopes = base_cells(model), len(cells.contact_scopes)
        self._base = base
        lengths = len(self.names) * base, base, self.parts[-1].stop, math.prod(self._taken)
        self.sheet["ended"] = self.names.index("wait_ended") * base
        self._ends = np.cumsum(lengths).tolist()
        self._filled = {name: unwritten(name, scopes * len(cells.slots)) for name in ("filled_cell", "filled_total")}
        self._fixed: Tables = {
            "counting_sheet": self.sheet,
            **axes_of(axes),
            **switches_of(model, clock, within, self.sheet),
            **scopes_of(model, cells),
            **self._filled,
            "clock_part": np.array([part.start for part in self.parts]),
            "bins_of_cell": unwritten("bins_of_cell", base + 1),
            "waits_before": unwritten("waits_before", base + 1),
            "first_finest": unwritten("first_finest", base + 1),
            "bin_counts": records("bin_counts", BINS + (1 << BLOCK)),
            "some_in_block": records("some_in_block", 1 + (BINS >> BLOCK)),
            "first_entry": unwritten("first_entry", scopes + 1),
            "first_filled": unwritten("first_filled", scopes + 1),
        }
        self._met = self._fixed["unknown_fates"] = unwritten("unknown_fates", MOST_UNKNOWN)
        self.sheet["most_unknown"] = MOST_UNKNOWN
        self._room = 0  # contacts
        self._make()

    def make_room(self, contacts: int) -> None:
        """For so many at least."""
        if contacts > self._room:
            self._room = contacts + contacts // 8
            self._make()

    def learn(self, contacts: Kept) -> None:
        """The fates that the kernels did not know: those of some contacts."""
        met = slice(int(self.sheet["unknown"][0]))
        codes = self._known["fates"]["code"][len(self.fates) :][met].tolist()
        self.fates.learn(contacts.at(self._met["row"][met]), codes)
        self._make()

    def _make(self) -> None:
        self._known = self.fates.tables()
        self.sheet["fates"], self.sheet["slots"] = len(self.fates), len(self._known["fate_slots"])
        by_contact = {name: unwritten(name, self._room + 1) for name in _BY_CONTACT}
        self.waits, self.bins = by_contact["wait_times"]["value"], by_contact["wait_bins"]["row"]
        tallies, longest, clock, _ = self._ends
        self._first = np.zeros(self._ends[-1])
        self._first[tallies:longest] = -np.inf
        self._sums = self._first.copy()
        begins = {"tallies": 0, "wait_longest": tallies, "clock_time": longest, "taken_by": clock}
        for name, tally in (("arrival_tally", "arrived"), ("work_tally", "work")):
            # No fate counts for them: kernels reach these rows by no other name, as `fields` has it.
            begins[name] = self.names.index(tally) * self._base
        self._run = machine.load(entry=count_day).on(
            self._fixed
            | self._known
            | by_contact
            | {name: self._sums[begin:].view(TABLES[name].dtype) for name, begin in begins.items()}
            | {
                "fate_sums": records("fate_sums", len(self.fates) * self._base),
                "clock_crossings": records("clock_crossings", self.parts[-1].stop + 1),
            }
        )

    def count(self, columns: Tables, only_waits: bool = False) -> int:
        """Runs the kernels: see `count_day`."""
        if not only_waits:
            self._sums[:] = self._first
        # Entries are given away with the measures.
        self._entries = {name: unwritten(name, int(self.sheet["most_entries"][0])) for name in _ENTRIES}
        missing: int = self._run(columns | self._entries, only_waits)
        return missing

    def day(self) -> Day:
        """For keeps what was counted last."""
        sums, (tallies, longest, clock, _) = self._sums.copy(), self._ends
        entries, filled = int(self.sheet["entries"][0]), int(self.sheet["filled"][0])
        key, count, square, product = (entry["row"][:entries] for entry in self._entries.values())
        cell, total = (of_cell["row"][:filled].copy() for of_cell in self._filled.values())
        return Day(
            tallies=sums[:tallies].reshape(len(self.names), -1),
            longest=sums[tallies:longest],
            clock=sums[longest:clock],
            taken=sums[clock:].reshape(self._taken),
            waits=WaitHistogram(key, count, square, product, cell, total),
        )
