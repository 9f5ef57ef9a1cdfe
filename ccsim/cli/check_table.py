"""The table of `ccsim check`."""

from __future__ import annotations

import math

from ccsim.cli.changes import with_changes
from ccsim.cli.check_words import found, longer_note, quantity, sure, tolerated, verdict, width_note, worse
from ccsim.cli.layout import EMPTY, WIDTH, grid, paragraphs, shortened, wrapped
from ccsim.cli.table import NAME_WIDTH, unbroken
from ccsim.study.check_result import CheckResult

UNDECIDED = "undecided: too close to the bound to tell by so many replications; more may tell (--max-replications)"


def check_table(result: CheckResult, baseline: str) -> list[str]:
    """Lines; `baseline` is what it was called on the command line."""
    blocks = [
        heading(result),
        targets(result),
        [*comparisons(result, baseline), *wrapped(longer_note(result))],
        wrapped(width_note(result)),
        [line for note in result.notes for line in wrapped(f"note: {note}")],
    ]
    return paragraphs(blocks)


def heading(result: CheckResult) -> list[str]:
    """What came out, of what, and how sure it is."""
    return [
        *wrapped(f"{result.scenario.name}: {verdict(result)}"),
        *with_changes(result.scenario.changes),
        *wrapped(sure(result)),
    ]


def targets(result: CheckResult) -> list[str]:
    """A row for each target; what is too long for the line goes on in the next."""
    if not result.targets:
        return []
    rows = [
        [
            shortened(one.name, NAME_WIDTH),
            one.sentence,
            found(one, result.currency),
            f"{one.replications:,}",
            one.decision,
        ]
        for one in result.targets
    ]
    shown = folded(["TARGETS", "", "found", "after", "decision"], rows, [one.detail for one in result.targets])
    if any(one.decision == "undecided" for one in result.targets):
        shown.append(UNDECIDED)
    return shown


def comparisons(result: CheckResult, baseline: str) -> list[str]:
    """A row for each measure beside that of the baseline."""
    if not result.comparisons:
        return []
    rows = [
        [
            one.subject,
            quantity(one.base, math.nan, one.unit, result.currency),
            quantity(one.value, math.nan, one.unit, result.currency),
            EMPTY if math.isnan(one.worse_by) else worse(one),
            tolerated(one, result.currency),
            f"{one.replications:,}",
            one.decision,
        ]
        for one in result.comparisons
    ]
    headings = ["", "baseline", "now", "difference", "tolerated", "after", "decision"]
    lines = folded(headings, rows, [one.detail for one in result.comparisons], wide=0)
    return [*wrapped(f"AGAINST {baseline}, on the same customers"), *lines]


def folded(headings: list[str], rows: list[list[str]], details: list[str], wide: int = 1) -> list[str]:
    """A grid in which column `wide` is broken into lines where it would not fit, with a line of its own for details."""
    too_wide = max(map(len, grid(headings, rows, left=wide + 1))) - WIDTH
    longest = max(max(len(row[wide]) for row in rows) - max(too_wide, 0), 20)
    texts = [unbroken(row[wide], longest) for row in rows]
    first = [[*row[:wide], text[0], *row[wide + 1 :]] for row, text in zip(rows, texts, strict=True)]
    heading, *lines = grid(headings, first, left=wide + 1)
    before = max((len(row[0]) for row in [headings, *rows]), default=0) + 2 if wide else 0
    indent = " " * (before + 2)
    shown = [heading]
    for line, text, detail in zip(lines, texts, details, strict=True):
        shown += [line, *(indent + more for more in text[1:])]
        if detail:
            shown += [indent + more for more in unbroken(detail, WIDTH - len(indent))]
    return shown
