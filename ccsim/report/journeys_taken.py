"""The journeys that customers took most often, and the dearest beside them, as the page of a run shows them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import find
from ccsim.report.numbers import pair, shown
from ccsim.report.tables import Cell, Table
from ccsim.report.words import Said, as_is, joined, said
from ccsim.study.path_steps import ARROW, ENDINGS, LATER, SESSIONS
from ccsim.study.paths import NoPaths, paths

if TYPE_CHECKING:
    from ccsim.study.paths import JourneyPath
    from ccsim.study.saved_records import SavedRun

MOST, DEAREST = 10, 3
LARGEST = 100 << 20
"""Bytes of records of customers, some two million, from which on a page leaves them to `ccsim paths`."""
MARKS = {"favourable": "+ ", "unfavourable": "− ", "": ""}
_CUT = "cut off"
_CAME = ("kept", "called back")
_BOOKED = re.compile(r"book (?P<name>.*?)(?P<vain> in vain)?")
_TIMES = re.compile(r"(?P<step>.+) x(?P<n>\d+)")
_ENDINGS = sorted({*ENDINGS.values(), *SESSIONS.values(), "moved"}, key=len, reverse=True)
"""The longest first: some end like others."""


def journeys_taken(records: SavedRun | None, summary: dict[str, Any]) -> Table | None:
    """Of all customers, of the most frequent paths, and of the dearest among the others; None where no customers are
    recorded, their records are lost, or they are too many to be read for a page.

    Raises
    ------
    NoRecords
        They cannot be read.
    """
    if records is None or not 0 < records.size("customers") <= LARGEST or records.lost(["customers"]):
        return None
    try:
        found = paths(records)
    except NoPaths:
        return None
    often, others = found.rows[:MOST], found.rows[MOST:]
    dear = [one for one in sorted(others, key=_dearest) if one.judgement == "unfavourable" and one.excess > 0]
    costing = any(one.loss > 0 for one in found.rows)
    heads = ["journey", "journey_share", "m_customers", "journey_settled", "m_csat", "journey_waited"]
    heads += ["journey_cost", *(["journey_excess"] if costing else [])]
    shown_ones = [(found.total, said("all_customers")), *((one, path_said(one)) for one in (*often, *dear[:DEAREST]))]
    rows = [_row(one, name, summary["currency"], costing) for one, name in shown_ones]
    return Table("table_journeys", [said(head) for head in heads], rows)


def path_said(one: JourneyPath) -> Said:
    """A path step by step, with its mark."""
    steps = joined([_step(text) for text in one.path.split(ARROW)], ARROW)
    return lambda language: MARKS[one.judgement] + steps(language)


def _dearest(one: JourneyPath) -> float:
    return math.inf if math.isnan(one.excess) else -one.excess


def _row(one: JourneyPath, name: Said, currency: str, costing: bool) -> list[Cell]:
    share, half = one.share, one.share_half_width
    low, high = (math.nan, math.nan) if math.isnan(half) else (max(share - half, 0.0), share + half)
    cells = [
        Cell(name),
        Cell(*pair(share, low, high, "share")),
        Cell(shown(round(one.customers), "contacts")),
        Cell(_known(one.settled, "share")),
        Cell(_known(one.csat, find("csat").unit)),
        Cell(_known(one.waited_s, "s")),
        Cell(_known(one.cost, "money", currency)),
    ]
    return [*cells, *([Cell(_known(one.excess, "money", currency))] if costing else [])]


def _known(value: float, unit: str, currency: str = "") -> str:
    return "" if math.isnan(value) else shown(value, unit, currency).replace("-", "−")


def _step(text: str) -> Said:
    """`account_call abandoned x2` in every language; a step of another version as it stands."""
    again = _TIMES.fullmatch(text)
    step = again["step"] if again else text
    told = _once(step) or as_is(step)
    return joined([told, as_is(f"×{again['n']}")], " ") if again else told


def _once(step: str) -> Said | None:
    if step == LATER:
        return as_is(LATER)
    if step == _CUT:
        return said("step_cut_off")
    if booked := _BOOKED.fullmatch(step):
        return said("step_book_in_vain" if booked["vain"] else "step_book", name=booked["name"])
    for ending in _ENDINGS:
        if step.endswith(f" {ending}"):
            name, ended = step.removesuffix(f" {ending}"), said(_key(ending))
            came = next((one for one in _CAME if name.endswith(f" {one},")), "")
            words = [said(_key(came)), ended] if came else [ended]
            return joined([as_is(name.removesuffix(f" {came},") if came else name), joined(words)], " ")
    return None


def _key(words: str) -> str:
    return f"step_{words.replace(' ', '_').replace('-', '_')}"
