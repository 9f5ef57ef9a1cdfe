"""The table of `ccsim compare`: what was compared, a block for each alternative, targets and cost at the end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ccsim.cli.beside import beside
from ccsim.cli.changes import careful
from ccsim.cli.ink import verdicts
from ccsim.cli.layout import (
    EMPTY,
    headed,
    horizon,
    longest,
    padded,
    paragraphs,
    time_unit,
    told_apart,
    whole,
    with_half_width,
    wrapped,
)
from ccsim.cli.screen import screen
from ccsim.cli.strokes import WHISKER, whisker
from ccsim.cli.table_columns import Column, fitted, fitted_rows
from ccsim.study.margins import USUAL
from ccsim.study.systems import changed_alike

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccsim.estimation.paired import Difference
    from ccsim.estimation.targets import Verdict
    from ccsim.study.comparison import Alternative, Comparison, Finding
    from ccsim.study.result import Result

NAME_WIDTH, NAME_LEAST = 40, 16
BESIDE = 36
"""Columns for targets on a terminal that has them beside the cost."""
LEGEND = "lines of differences: the interval about no difference, each measure on one scale for all alternatives"
ORDER = ("worse", "better", "higher", "lower", "undecided", "no practical difference")
UNEVEN = 1.5
"""Ends of an interval are said one by one where one is so many times as far away as the other."""
VERDICTS: tuple[Verdict, ...] = ("missed", "uncertain", "met")


def compare_table(comparison: Comparison) -> list[str]:
    """Lines, as wide as the screen."""
    shared = changed_alike([one.scenario for one in comparison.results.values()])
    tables = differences(comparison)
    blocks = [heading(comparison)]
    blocks += [alternative(one, tables.get(one.name, []), shared) for one in comparison.alternatives]
    blocks += [standings(comparison), [line for note in comparison.notes for line in whole(f"note: {note}")]]
    return paragraphs(blocks)


def heading(comparison: Comparison) -> list[str]:
    """What was compared with what, how often, and how sure it is."""
    base = comparison.base
    count = len(comparison.alternatives)
    engines = {one.engine for one in comparison.results.values()}
    limits = dict.fromkeys(one.engine_limit for one in comparison.results.values() if one.engine_limit)
    facts = [
        f"{comparison.replications} replications of each, the same customers",
        f"seed {comparison.seed}",
        f"{' and '.join(sorted(engines))} engine{'s' if len(engines) > 1 else ''}",
    ]
    sure = f"{100 * comparison.confidence:g} %"
    several = f"all {comparison.comparisons} intervals (±) together hold with {sure}"
    held = several if comparison.comparisons > 1 else f"± half width of the {sure} interval"
    own = "".join(f"; {name} from {amount}" for name, amount in comparison.margins)
    alike = changed_alike([one.scenario for one in comparison.results.values()])
    return [
        *headed(wrapped(f"{comparison.base_name}: {count} alternative{'s' if count > 1 else ''} against it")),
        *(wrapped(f"all with {', '.join(alike)}") if alike else []),
        *careful(alike),
        *whole(horizon(base)),
        *whole(" · ".join(facts)),
        *(line for limit in limits for line in wrapped(f"not by the faster compiled engine: {limit}")),
        *wrapped(f"{held}; a difference matters from {USUAL}{own}"),
    ]


def farthest(comparison: Comparison) -> dict[str, float]:
    """By measure, the end of an interval that is farthest from no difference, of all alternatives."""
    far: dict[str, float] = {}
    for one in comparison.alternatives:
        for found in one.findings:
            ends = (found.difference.difference, found.difference.low, found.difference.high)
            far[found.compared.label] = max(
                far.get(found.compared.label, 0.0), *(abs(end) for end in ends if math.isfinite(end)), 0.0
            )
    return far


def alternative(one: Alternative, table: Sequence[str], shared: Sequence[str]) -> list[str]:
    """Its name, what it comes to, its `table`, and what is not compared; all have the `shared` changes."""
    own = [change for change in one.result.scenario.changes if change not in shared]
    lines = [*headed(wrapped(f"ALTERNATIVE {one.name}")), *careful(own), *wrapped(one.sentence), *table]
    lines += wrapped(saved(one)) if saved(one) else []
    for left in one.left_out:
        lines += wrapped(f"left out: {left}")
    return lines


def differences(comparison: Comparison) -> dict[str, list[str]]:
    """By alternative a table of a row for each measure, measures in one order; on a terminal with the same columns in
    all of them."""
    told = [one for one in comparison.alternatives if one.findings and not one.identical]
    far, places = farthest(comparison), order(told)
    rows = {one.name: sorted(one.findings, key=lambda found: places[found.compared.label]) for one in told}
    currency = comparison.base.scenario.currency
    together = [list(rows)] if screen().terminal else [[name] for name in rows]
    tables = {}
    for names in together if rows else []:
        heading, lines = table([found for name in names for found in rows[name]], currency, far)
        for name in names:
            own, lines = lines[: len(rows[name])], lines[len(rows[name]) :]
            tables[name] = [heading, *(line for row in own for line in row)]
    return tables


def order(alternatives: Sequence[Alternative]) -> dict[str, int]:
    """The place of each measure by its label: first what some alternative makes worse, then what one makes better."""
    first: dict[str, int] = {}
    for one in alternatives:
        for found in one.findings:
            rank = ORDER.index(found.judgement.verdict)
            first[found.compared.label] = min(rank, first.get(found.compared.label, rank))
    return {label: place for place, label in enumerate(sorted(first, key=lambda label: first[label]))}


def table(findings: Sequence[Finding], currency: str, far: Mapping[str, float]) -> tuple[str, list[list[str]]]:
    """Headings, and the lines of each row; on a terminal the difference with its interval also as a line about zero."""
    signs = screen().terminal
    names, bases, values, changed, said = zip(*(row(found, currency) for found in findings), strict=True)
    bars = [
        whisker(found.difference.low, found.difference.difference, found.difference.high, far[found.compared.label])
        for found in findings
    ]
    return fitted_rows(
        [
            Column("", names, left=True, least=NAME_LEAST, shortens=2, folds=True),
            Column("base", bases, goes=12),
            Column("this", values, goes=13),
            Column("difference", changed, bars=bars, unbarred=1, over=f"{'less':{WHISKER // 2}} more", legend=LEGEND),
            Column(
                f"{'verdict':{longest(said)}}", [padded(text, longest(said)) for text in verdicts(said)], left=signs
            ),
        ],
        "",
    )


def row(found: Finding, currency: str) -> list[str]:
    measured, difference = found.compared, found.difference
    unit = measured.measure.unit
    label = measured.label + {"share": " %", "money": f" {currency}".rstrip(), "h": " h"}.get(unit, "")
    values = [with_half_width(value, math.nan, unit) for value in (difference.base, difference.other)]
    return [label, *values, with_interval(difference, unit), verdict(found)]


def with_interval(found: Difference, unit: str) -> str:
    """`+4.2 ± 0.5`; where one end is clearly farther than the other, both: `+4.2 (+3.9 to +5.4)`."""
    below, above = found.difference - found.low, found.high - found.difference
    uneven = max(below, above) > UNEVEN * min(below, above)
    crossing = found.low <= 0 <= found.high
    if math.isnan(found.half_width) or not (uneven or crossing != (abs(found.difference) <= found.half_width)):
        return change(found.difference, found.half_width, unit)
    size, suffix = _unit_that_shows(found.difference, max(abs(found.low), abs(found.high)), min(below, above), unit)
    digits = digits_of(min(below, above) / size)
    middle, low, high = (f"{signed(value / size, digits)}" for value in (found.difference, found.low, found.high))
    return f"{middle} ({low} to {high}){suffix}"


def change(difference: float, half: float, unit: str) -> str:
    """`+4.2 ± 0.5`, of shares in points; as many digits as the half width calls for."""
    if math.isnan(difference):
        return EMPTY
    size, suffix = _unit_that_shows(difference, max(abs(difference), 0.0 if math.isnan(half) else half), half, unit)
    difference, half = difference / size, half / size
    digits = digits_of(half if half > 0 else abs(difference))
    shown = signed(difference, digits if half > 0 or round(difference, digits) else 0)
    return f"{shown}{'' if math.isnan(half) else f' ± {half:,.{digits}f}'}{suffix}"


def unit_of_change(largest: float, unit: str) -> tuple[float, str]:
    """What is shown as 1, and what stands behind it."""
    if unit == "s":
        size, name = time_unit(largest)
        return size, f" {name}"
    return (0.01, "") if unit == "share" else (1.0, "")


def _unit_that_shows(difference: float, largest: float, half: float, unit: str) -> tuple[float, str]:
    """That of the largest part, unless a difference of seconds would be 0 of it: `-13 ± 780 s`, not `0 ± 13 min`."""
    size, suffix = unit_of_change(largest, unit)
    if unit == "s" and half > 0 and not round(difference / size, digits_of(half / size)):
        smaller = unit_of_change(difference, unit)
        return smaller if round(difference / smaller[0]) else (size, suffix)
    return size, suffix


def digits_of(smallest: float) -> int:
    return 0 if smallest >= 10 or smallest == 0 else 1 if smallest >= 0.1 else 2 if smallest >= 0.01 else 3


def signed(value: float, digits: int) -> str:
    return f"{value:+,.{digits}f}" if round(value, digits) else f"{0:.{digits}f}"


def verdict(found: Finding) -> str:
    """The verdict with what is not sure of it."""
    said, difference = found.judgement.verdict, found.difference
    if said == "undecided":
        more = "+" if found.judgement.at_least else ""
        return f"undecided, {found.judgement.needed:,}{more} needed" if found.judgement.needed else "undecided"
    if said == "no practical difference":
        same = difference.error == 0 and difference.difference == 0
        return "the same every time" if same else said
    least = min(abs(difference.low), abs(difference.high))
    return f"{said}, perhaps little" if least < found.margin else said


def saved(one: Alternative) -> str:
    """What common random numbers did, and what would decide what is undecided."""
    least, most = (100 * share for share in one.variance_reduction)
    said = []
    if not math.isnan(least):
        if round(least) == round(most):
            said.append(f"the same customers took {most:.0f} % off the variance of the differences")
        elif least >= 0:
            said.append(f"the same customers took {least:.0f} to {most:.0f} % off the variance of the differences")
        else:
            said.append(f"the same customers took up to {most:.0f} % off the variance of differences")
    if one.needed is not None:
        said.append(
            f"{'at least' if one.at_least else 'about'} {one.needed:,} replications would tell what is undecided"
        )
    return "; ".join(said)


def standings(comparison: Comparison) -> list[str]:
    """Cost and targets of each system; at the end which is the cheapest that meets all."""
    results = comparison.results
    title, costs = cost_column(results)
    names = told_apart(list(results), min(NAME_WIDTH, screen().width // 2))
    lines = fitted([Column("", names, left=True), Column(title, costs)])
    said = [met(result) or "none asked for" for result in results.values()]
    least = BESIDE if screen().terminal else NAME_LEAST
    judged = f"targets, each judged at {100 * comparison.confidence:g} %"
    return [*beside(lines, said, judged, least, "targets: "), *wrapped(comparison.cheapest)]


def cost_column(results: Mapping[str, Result]) -> tuple[str, list[str]]:
    """Heading and cells: money, or paid hours where nothing costs any."""
    money = any(result.estimates.get("all", "all", "cost").mean > 0 for result in results.values())
    currency = next(iter(results.values())).scenario.currency
    measure, title = ("cost", f"cost {currency}".rstrip()) if money else ("paid_hours", "paid hours")
    return title, [f"{result.estimates.get('all', 'all', measure).mean:,.0f}" for result in results.values()]


def met(result: Result, verdicts: Sequence[Verdict] = VERDICTS) -> str:
    """`missed eighty_twenty; met few_leave`, as far as asked; empty where no target has such a verdict."""
    parts = []
    for verdict in verdicts:
        names = [one.name for one in result.targets if one.verdict == verdict]
        if names:
            parts.append(f"{verdict} {', '.join(names)}")
    return "; ".join(parts)
