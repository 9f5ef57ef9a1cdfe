"""What a check found as Markdown, for job summaries."""

from __future__ import annotations

import math
import re

from ccsim.cli.check_words import found, longer_note, quantity, sure, tolerated, verdict, width_note, worse
from ccsim.cli.layout import EMPTY
from ccsim.scenario.change_doubts import doubts
from ccsim.study.check_result import CheckResult, called

MARKS = {"met": "✅", "missed": "❌", "undecided": "❔", "no regression": "✅", "regression": "❌"}
HEADINGS = {"passed": "✅", "failed": "❌", "undecided": "❔"}


def check_markdown(result: CheckResult, baseline: str) -> str:
    """A heading, a table of targets, a table of differences, notes."""
    lines = [f"### {HEADINGS[result.outcome]} {plain(result.scenario.name)}: {verdict(result)}", ""]
    if result.scenario.changes:
        lines += [f"With {plain(', '.join(result.scenario.changes))}", ""]
        lines += [line for doubt in doubts(result.scenario.changes) for line in (f"**Careful:** {plain(doubt)}", "")]
    lines += [sure(result), ""]
    if result.targets:
        lines += ["| | target | | found | after |", "| --- | --- | --- | ---: | ---: |"]
        for one in result.targets:
            said = "; ".join(part for part in (found(one, result.currency), one.detail) if part)
            cells = [
                f"{MARKS[one.decision]} {called(one.decision)}",
                one.name,
                one.sentence,
                said or EMPTY,
                f"{one.replications:,}",
            ]
            lines.append(row(cells))
        lines.append("")
    if result.comparisons:
        lines += [
            f"Against {plain(baseline)}, on the same customers:",
            "",
            "| | | baseline | now | difference | tolerated |",
            "| --- | --- | ---: | ---: | ---: | ---: |",
        ]
        for pair in result.comparisons:
            values = [quantity(value, math.nan, pair.unit, result.currency) for value in (pair.base, pair.value)]
            change = EMPTY if math.isnan(pair.worse_by) else worse(pair)
            decision = f"{MARKS[pair.decision]} {called(pair.decision)}"
            lines.append(row([decision, pair.subject, *values, change, tolerated(pair, result.currency)]))
        lines.append("")
    lines += [f"- {plain(note)}" for note in (longer_note(result), width_note(result), *result.notes) if note]
    return "\n".join(lines).rstrip() + "\n"


def row(cells: list[str]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def plain(text: str) -> str:
    """Text of which nothing is taken for Markdown or HTML, on one line."""
    escaped = re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
    return escaped.replace("&", "&amp;")
