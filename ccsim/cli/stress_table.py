"""The table of `ccsim stress`: the scenario as it is, what may happen, one agent more or less, and the targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ccsim.cli.beside import beside
from ccsim.cli.changes import careful, with_changes
from ccsim.cli.compare_table import VERDICTS, change, met
from ccsim.cli.layout import EMPTY, headed, horizon, paragraphs, shortened, whole, with_half_width, wrapped
from ccsim.cli.table_columns import NAME_LEAST, Column, fitted
from ccsim.measures.catalogue import find
from ccsim.study.stress import AS_IT_IS

if TYPE_CHECKING:
    from ccsim.study.result import Result
    from ccsim.study.stress import Stress, Stressed
    from ccsim.study.stress_lines import Line
    from ccsim.study.stress_moved import Moved

NAME_WIDTH = 30
GROUP_WIDTH = 24
LEAST = 24  # columns that targets need beside the numbers
HEADINGS = {
    "service_level": "SL %",
    "abandonment_rate": "abandoned %",
    "no_show_rate": "no-shows %",
    "paid_hours": "paid hours",
}
SIGNS = {"one_more": "+1", "one_less": "-1"}


def stress_table(stress: Stress) -> list[str]:
    """Lines, as wide as the screen."""
    blocks = [
        heading(stress),
        what_if(stress),
        one_agent(stress),
        left_out(stress),
        by_target(stress),
        [line for note in stress.comparison.notes for line in wrapped(f"note: {note}")],
    ]
    return paragraphs(blocks)


def heading(stress: Stress) -> list[str]:
    """What was simulated, how often, and how sure it is."""
    comparison, base = stress.comparison, stress.base
    engines = sorted({result.engine for result in comparison.results.values()})
    sure = f"{100 * comparison.confidence:g} %"
    facts = [
        f"{comparison.replications} replications of each line, the same customers",
        f"seed {comparison.seed}",
        f"{' and '.join(engines)} engine{'s' if len(engines) > 1 else ''}",
    ]
    below = f"differences below it, shares in points, all {comparison.comparisons} together with {sure}"
    return [
        *headed(wrapped(f"{comparison.base_name}: what if")),
        *with_changes(base.scenario.changes),
        *careful(change for one in stress.lines if one.line.kind == "what_if" for change in one.line.changes),
        *whole(horizon(base)),
        *whole(" · ".join(facts)),
        *wrapped(
            f"± of each value of '{AS_IT_IS}' with {sure}; of the {below}; SL: all contacts, each within its own time"
        ),
    ]


def what_if(stress: Stress) -> list[str]:
    """The scenario as it is, and a row for each thing that may happen."""
    lines = [one for one in stress.lines if not one.line.group and one.alternative is not None]
    base, currency = stress.base, stress.base.scenario.currency
    headings = ["WHAT IF", *(HEADINGS.get(name, f"cost {currency}".rstrip()) for name in stress.measures)]
    rows = [[AS_IT_IS, *(value(base, name) for name in stress.measures)]]
    rows += [
        [shortened(one.line.name, NAME_WIDTH), *(difference(one, name) for name in stress.measures)] for one in lines
    ]
    said = [
        met(base) if base.targets else "",
        *(otherwise(base, one.alternative.result, one.moved) for one in lines if one.alternative is not None),
    ]
    limits = [f"{one.line.name}: {one.line.said}" for one in lines if one.line.said]
    return [*with_targets(headings, rows, said), *(line for text in limits for line in wrapped(text))]


def one_agent(stress: Stress) -> list[str]:
    """A row for one agent more and one for one less in each group, and what they mean."""
    lines = [one for one in stress.lines if one.line.group and one.alternative is not None]
    if not lines:
        return []
    measures = ["service_level", *(["cost"] if stress.cost == "cost" else [])]
    currency = stress.base.scenario.currency
    names = [HEADINGS.get(name, f"cost {currency}".rstrip()) for name in measures]
    headings = ["ONE AGENT", *names[:1], "paid hours", *names[1:], stress.gain_unit.replace("points", "SL")]
    rows, said = [], []
    for one in lines:
        assert one.alternative is not None
        label = f"{SIGNS[one.line.kind]} {one.line.group}"
        figures = [difference(one, name) for name in measures]
        hours = change(paid_hours(one.alternative.result) - paid_hours(stress.base), math.nan, "h")
        gain = EMPTY if math.isnan(one.gain.value) else change(one.gain.value, one.gain.half_width, "points")
        rows.append([shortened(label, GROUP_WIDTH), *figures[:1], hours, *figures[1:], gain.removeprefix("+")])
        said.append(otherwise(stress.base, one.alternative.result, one.moved))
    return [*with_targets(headings, rows, said), *meant(stress, lines)]


def meant(stress: Stress, lines: Sequence[Stressed]) -> list[str]:
    """Where the agent is added, and what the last number is."""
    where: dict[str, list[str]] = {}
    for one in lines:
        groups = where.setdefault(one.line.said, [])
        if one.line.group not in groups:
            groups.append(one.line.group)
    places = "; ".join(f"{place} of {', '.join(groups)}" for place, groups in where.items())
    sure = f"{100 * stress.comparison.confidence:g} %"
    together = f"all {stress.gains} together with {sure}" if stress.gains > 1 else f"with {sure}"
    title = stress.gain_unit.replace("points", "SL")
    return [
        *wrapped(f"one agent: on {places}"),
        *wrapped(f"{title}: points of service level gained, or given up, for it, ± {together}"),
    ]


def left_out(stress: Stress) -> list[str]:
    """Lines that cannot be made, those of one reason together."""
    reasons: dict[str, list[str]] = {}
    for one in stress.lines:
        if one.alternative is None:
            reasons.setdefault(one.line.why_not, []).append(one.line.name)
    return [line for why, names in reasons.items() for line in wrapped(f"left out: {', '.join(names)}: {why}")]


def by_target(stress: Stress) -> list[str]:
    """Each target: where it breaks, where it may, where it is met that is not as it is; those without news together."""
    if not stress.base.targets:
        return []
    made = [(one.line, one.alternative.result) for one in stress.lines if one.alternative is not None]
    lines: list[str] = []
    quiet: dict[str, list[str]] = {}
    for own in stress.base.targets:
        with_verdict: dict[str, list[Line]] = {}
        for line, result in made:
            now = next((one.verdict for one in result.targets if one.name == own.name), own.verdict)
            if now != own.verdict:
                with_verdict.setdefault(now, []).append(line)
        if not with_verdict:
            quiet.setdefault(own.verdict, []).append(own.name)
            continue
        words = {"missed": "breaks"} if own.verdict == "met" else {}
        first = "" if own.verdict == "met" else f"{own.verdict} as it is; "
        parts = [f"{words.get(now, now)} with {called(with_verdict[now])}" for now in VERDICTS if now in with_verdict]
        lines += wrapped(f"{own.name}: {first}{'; '.join(parts)}")
    for verdict in VERDICTS:
        if verdict in quiet:
            lines += wrapped(f"{verdict} as it is and in every line: {', '.join(quiet[verdict])}")
    return [*headed(["TARGETS"]), *lines]


def called(lines: Sequence[Line]) -> str:
    """`volume +10 %, one less in sales, support`"""
    found: dict[str, list[str]] = {}
    for line in lines:
        first = line.name.removesuffix(line.group) if line.group else line.name
        found.setdefault(first, []).append(line.group)
    return ", ".join(first + ", ".join(groups) for first, groups in found.items())


def with_targets(headings: list[str], rows: list[list[str]], said: list[str]) -> list[str]:
    """A table with what is said of targets on its right, or below each row where there is no room; alone without any.

    On a narrow terminal its last columns go first.
    """
    names, *numbers = zip(*rows, strict=True)
    columns = [Column(headings[0], names, left=True, least=NAME_LEAST, shortens=11)]
    columns += [
        Column(heading, cells, goes=0 if place == 0 else 20 - place)
        for place, (heading, cells) in enumerate(zip(headings[1:], numbers, strict=True))
    ]
    lines = fitted(columns)
    return beside(lines, said, "targets", LEAST) if any(said) else lines


def otherwise(base: Result, other: Result, moved: Sequence[Moved] = ()) -> str:
    """Targets whose verdict is another: `breaks few_leave; uncertain eighty_twenty (was met)`; where none has, what is
    missed as it is and surely becomes better or worse: `misses eighty_twenty by more (-2.7 ± 0.6)`."""
    before = {one.name: one.verdict for one in base.targets}
    found: dict[tuple[str, str], list[str]] = {}
    for one in other.targets:
        was = before.get(one.name, "not asked for")
        if was != one.verdict:
            found.setdefault((was, one.verdict), []).append(one.name)
    words = {("met", "missed"): "breaks", ("missed", "met"): "mends"}
    parts = []
    for (was, now), names in sorted(found.items(), key=lambda item: item[0] not in words):
        first, last = (words[was, now], "") if (was, now) in words else (now, f" (was {was})")
        parts.append(f"{first} {', '.join(names)}{last}")
    if not parts:
        parts = [
            f"misses {one.target} by {'more' if one.surely == 'worse' else 'less'} "
            f"({change(one.difference, (one.high - one.low) / 2, one.unit)})"
            for one in moved
            if one.surely
        ]
    return "; ".join(parts) or ("as it is" if other.targets else "")


def value(result: Result, measure: str) -> str:
    estimate = result.estimates.get("all", "all", measure)
    return with_half_width(estimate.mean, estimate.half_width, find(measure).unit)


def difference(one: Stressed, measure: str) -> str:
    found = one.of(measure)
    return EMPTY if found is None else change(found.difference, found.half_width, find(measure).unit)


def paid_hours(result: Result) -> float:
    return result.estimates.get("all", "all", "paid_hours").mean
