"""The fates that contacts have had so far, and what those who share one count for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.engine.compiled.kernel import TABLES, Tables, records
from ccsim.engine.compiled.memory import NOBODY
from ccsim.engine.logs import ContactLog, Outcome, no_rows
from ccsim.measures.compiled.contacts import slot_of
from ccsim.measures.fate import marks, queued, wait_marks, waited
from ccsim.measures.features import features_of
from ccsim.measures.kept import Kept
from ccsim.measures.served_by import taken
from ccsim.measures.service import timely
from ccsim.model.center import BoolArray, CenterModel

MOST_UNKNOWN = 64
"""Fates that are learnt at once."""


class KnownFates:
    """Each is learnt from the first contact that has it, by the marks that NumPy gives that one.

    Attributes
    ----------
    names : of the tallies that contacts count for: by number, by their waits, and by the work on them.
    taken_of_a_kind : how many places there are for the taken, resolved or not.
    """

    def __init__(self, model: CenterModel, within: tuple[float, ...], taken_of_a_kind: int) -> None:
        self._within = within
        self._taken_of_a_kind = taken_of_a_kind
        nobody = Kept(model, features_of(model), np.zeros(1), np.zeros(0, np.int64), no_rows(ContactLog), slice(None))
        numbers, waits = self._marks(nobody)
        self.names = (*numbers, *waits, "work")
        self._fates: list[tuple[int, tuple[list[int], ...], tuple[int, ...]]] = []

    def __len__(self) -> int:
        return len(self._fates)

    def learn(self, ones: Kept, codes: Sequence[int]) -> None:
        """Those of contacts, one each."""
        numbers, waits = self._marks(ones)
        begin = np.where(taken(ones), ones.log.resolved * self._taken_of_a_kind, NOBODY)
        alike = zip(begin, waited(ones), ones.was(Outcome.BALKED), queued(ones), ones.handled, strict=True)
        place = self.names.index
        for one, (code, what_it_is) in enumerate(zip(codes, alike, strict=True)):
            borne = tuple([place(name) for name, mark in of.items() if mark[one]] for of in (numbers, waits))
            self._fates.append((code, borne, what_it_is))

    def _marks(self, one: Kept) -> tuple[dict[str, BoolArray], dict[str, BoolArray]]:
        return marks(one, timely(one, self._within), self._within), wait_marks(one)

    def tables(self) -> Tables:
        """As kernels read them, with room for `MOST_UNKNOWN` more."""
        borne: list[int] = []
        fates = records("fates", len(self) + MOST_UNKNOWN)
        slots = np.full(1 << (4 * len(fates) + 1023).bit_length(), NOBODY)
        for number, (code, counted, what_it_is) in enumerate(self._fates):
            begins = []
            for places in counted:
                begins.append(len(borne))
                borne += places
            fates[number] = (code, *begins, len(borne), *what_it_is)
            slot = slot_of(code, len(slots))
            while slots[slot] != NOBODY:
                slot = (slot + 1) % len(slots)
            slots[slot] = number
        return {
            "fates": fates,
            "fate_slots": slots.view(TABLES["fate_slots"].dtype),
            "fate_borne": np.array(borne, np.int64),
        }
