"""The list that `ccsim paths` prints: for each path its steps, and below them what it came to; 100 columns."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import TYPE_CHECKING

from ccsim.cli.layout import EMPTY, WIDTH, count, duration, fixed, grid, percent, with_half_width

if TYPE_CHECKING:
    from ccsim.study.paths import JourneyPath, Paths

INDENT = "  "
MARKS = {"favourable": "+", "unfavourable": "-", "": " "}
STAY = "\u00a0"  # holds the words of a step together while lines are broken


def paths_table(found: Paths, top: int) -> list[str]:
    """Lines: what was asked, the `top` most frequent paths, and what the marks mean."""
    shown = found.rows[:top]
    rest = sum(row.share for row in found.rows[top:])
    headings, *numbers = grid(*_cells(found, (found.total, *shown)), left=0)
    lines = [*_heading(found), "", INDENT + headings, "  all customers", INDENT + numbers[0], ""]
    for row, line in zip(shown, numbers[1:], strict=True):
        lines += [*_steps(row), INDENT + line]
    if rest > 0:
        lines += ["", f"{INDENT}{len(found.rows) - len(shown):,} more paths, {percent(rest)} % of customers: --top"]
    return [*lines, "", *_explained(found)]


def _heading(found: Paths) -> list[str]:
    paths = f"{len(found.rows):,} path" + ("s" if len(found.rows) > 1 else "")
    replications = f"{found.replications} replication" + ("s" if found.replications > 1 else "")
    whom = f" of segment {found.segment}" if found.segment is not None else ""
    begun = f" who began with {found.began_with}" if found.began_with is not None else ""
    facts = (paths, replications, f"seed {found.seed}", f"± half width of the {100 * found.confidence:g} % interval")
    return [
        f"{found.scenario}: journeys of customers{whom}{begun}",
        " · ".join(facts if found.replications > 1 else (*facts[:3], "one replication: no ±")),
    ]


def _cells(found: Paths, rows: tuple[JourneyPath, ...]) -> tuple[list[str], list[list[str]]]:
    money = f" {found.currency}".rstrip()
    loss = any(row.loss > 0 for row in rows)
    headings = ["share %", "customers", "settled %", "CSAT", "waited", "first to last", f"cost{money}"]
    cells = [
        [
            with_half_width(row.share, row.share_half_width, "share"),
            count(row.customers),
            percent(row.settled),
            fixed(row.csat, 2),
            duration(row.waited_s),
            duration(row.to_end_s),
            fixed(row.cost, 2),
            *([fixed(row.loss, 2), EMPTY if math.isnan(row.excess) else f"{row.excess:+,.0f}"] if loss else []),
        ]
        for row in rows
    ]
    return [*headings, *(["loss", "excess"] if loss else [])], cells


def _steps(row: JourneyPath) -> list[str]:
    """The path with its mark, broken before arrows."""
    whole = row.path.replace(" ", STAY).replace(f"{STAY}→{STAY}", f" →{STAY}")
    lines = wrap(whole, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    marked = [f"{MARKS[row.judgement]} {lines[0]}", *(f"{INDENT}  {line}" for line in lines[1:])]
    return [line.replace(STAY, " ") for line in marked]


def _explained(found: Paths) -> list[str]:
    lines = []
    if found.replications > 1:
        differences = f"(differences beyond their {100 * found.confidence:g} % interval)"
        lines += [
            f"+ favourable: more satisfied than the average, and settled at least as often {differences}",
            f"- unfavourable: less satisfied, and settled no more often {differences}",
        ]
    else:
        lines.append("no path is marked: one replication has no interval to judge by")
    lines.append("customers are those of one replication; the rest are means over the customers of a path")
    if any(row.loss > 0 for row in found.rows):
        bad = [row for row in found.rows if row.judgement == "unfavourable"]
        excess = f"; all unfavourable paths: {sum(row.excess for row in bad):+,.0f} {found.currency}".rstrip()
        lines.append(
            "loss: a customer's, of a lost contact and of his risk to leave; excess: what the customers of a path lose "
            f"in a replication above as many average ones{excess if bad else ''}"
        )
    return [part for line in lines for part in wrap(line, WIDTH, subsequent_indent=INDENT)]
