"""The table of `ccsim check`."""

from __future__ import annotations

import math

from ccsim.cli.changes import with_changes
from ccsim.cli.check_words import found, longer_note, quantity, sure, tolerated, verdict, width_note, worse
from ccsim.cli.folded import Folded, folded
from ccsim.cli.ink import verdicts
from ccsim.cli.layout import EMPTY, headed, paragraphs, shortened, whole, wrapped
from ccsim.cli.table_estimates import NAME_WIDTH
from ccsim.study.check_result import CheckResult, called

UNCERTAIN = "uncertain: too close to the bound to tell by so many replications; more may tell (--max-replications)"


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
    outcome, colon, said = verdict(result).partition(":")
    return [
        *wrapped(f"{result.scenario.name}: {''.join(verdicts([outcome]))}{colon}{said}"),
        *with_changes(result.scenario.changes),
        *wrapped(sure(result)),
    ]


def targets(result: CheckResult) -> list[str]:
    """A row for each target; what is too long for the line goes on in the next."""
    if not result.targets:
        return []
    rows = [
        Folded(
            [
                shortened(one.name, NAME_WIDTH),
                one.sentence,
                found(one, result.currency),
                f"{one.replications:,}",
                said,
            ],
            one.detail,
        )
        for one, said in zip(result.targets, verdicts([called(one.decision) for one in result.targets]), strict=True)
    ]
    shown = folded(["TARGETS", "", "found", "after", "decision"], rows)
    if any(one.decision == "undecided" for one in result.targets):
        shown += whole(UNCERTAIN)
    return shown


def comparisons(result: CheckResult, baseline: str) -> list[str]:
    """A row for each measure beside that of the baseline."""
    if not result.comparisons:
        return []
    changes = verdicts([called(one.decision) for one in result.comparisons])
    rows = [
        Folded(
            [
                one.subject,
                quantity(one.base, math.nan, one.unit, result.currency),
                quantity(one.value, math.nan, one.unit, result.currency),
                EMPTY if math.isnan(one.worse_by) else worse(one),
                tolerated(one, result.currency),
                f"{one.replications:,}",
                said,
            ],
            one.detail,
        )
        for one, said in zip(result.comparisons, changes, strict=True)
    ]
    headings = ["", "baseline", "now", "difference", "tolerated", "after", "decision"]
    lines = folded(headings, rows, wide=0)
    return [*headed(wrapped(f"AGAINST {baseline}, on the same customers")), *lines]
