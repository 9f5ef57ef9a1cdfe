"""The list that `ccsim paths` prints: for each path its steps, and below them what it came to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ccsim.cli.layout import (
    EMPTY,
    NO_BREAK,
    broken,
    count,
    duration,
    fixed,
    percent,
    whole,
    with_half_width,
)
from ccsim.cli.screen import screen
from ccsim.cli.table_columns import Column, fitted

if TYPE_CHECKING:
    from ccsim.study.paths import JourneyPath, Paths

INDENT = "  "
MARKS = {"favourable": "+", "unfavourable": "-", "": " "}


def paths_table(found: Paths, top: int) -> list[str]:
    """Lines: what was asked, the `top` most frequent paths, and what the marks mean."""
    shown = found.rows[:top]
    rest = sum(row.share for row in found.rows[top:])
    headings, *numbers = fitted(_columns(found, (found.total, *shown)), "", len(INDENT))
    lines = [*_heading(found), "", INDENT + headings, "  all customers", INDENT + numbers[0], ""]
    for row, line in zip(shown, numbers[1:], strict=True):
        lines += [*_steps(row), INDENT + line]
    if rest > 0:
        said = f"{len(found.rows) - len(shown):,} more paths, {percent(rest)} % of customers: --top"
        lines += ["", *whole(INDENT + said)]
    return [*lines, "", *_explained(found)]


def _heading(found: Paths) -> list[str]:
    paths = f"{len(found.rows):,} path" + ("s" if len(found.rows) > 1 else "")
    replications = f"{found.replications} replication" + ("s" if found.replications > 1 else "")
    whom = f" of segment {found.segment}" if found.segment is not None else ""
    begun = f" who began with {found.began_with}" if found.began_with is not None else ""
    facts = (paths, replications, f"seed {found.seed}", f"± half width of the {100 * found.confidence:g} % interval")
    return [
        *whole(f"{found.scenario}: journeys of customers{whom}{begun}"),
        *whole(" · ".join(facts if found.replications > 1 else (*facts[:3], "one replication: no ±"))),
    ]


def _columns(found: Paths, rows: tuple[JourneyPath, ...]) -> list[Column]:
    cost = f"cost {found.currency}".rstrip()
    columns = [
        Column("share %", [with_half_width(row.share, row.share_half_width, "share") for row in rows]),
        Column("customers", [count(row.customers) for row in rows]),
        Column("settled %", [percent(row.settled) for row in rows], goes=18),
        Column("CSAT", [fixed(row.csat, 2) for row in rows], goes=17),
        Column("waited", [duration(row.waited_s) for row in rows], goes=16),
        Column("first to last", [duration(row.to_end_s) for row in rows], goes=11),
        Column(cost, [fixed(row.cost, 2) for row in rows], goes=14),
    ]
    if any(row.loss > 0 for row in rows):
        excess = [EMPTY if math.isnan(row.excess) else f"{row.excess:+,.0f}" for row in rows]
        columns += [
            Column("loss", [fixed(row.loss, 2) for row in rows], goes=12),
            Column("excess", excess, goes=13),
        ]
    return columns


def _steps(row: JourneyPath) -> list[str]:
    """The path with its mark, broken before arrows."""
    held = row.path.replace(" ", NO_BREAK).replace(f"{NO_BREAK}→{NO_BREAK}", f" →{NO_BREAK}")
    first, *more = broken(held, screen().width - 4, words=False, hyphens=False)
    return [f"{MARKS[row.judgement]} {first}", *(f"{INDENT}  {line}" for line in more)]


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
    return [part for line in lines for part in broken(line, screen().width, INDENT)]
