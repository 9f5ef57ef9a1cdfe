"""The table of `ccsim risk`: inputs, targets with their probabilities, what may happen, and which input carries it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ccsim.cli.changes import with_changes
from ccsim.cli.ink import HEADING, inked, verdicts
from ccsim.cli.layout import (
    EMPTY,
    headed,
    horizon,
    longest,
    padded,
    paragraphs,
    shortened,
    time_unit,
    unbroken,
    whole,
    with_half_width,
    wrapped,
)
from ccsim.cli.screen import screen
from ccsim.cli.table_columns import LAST, NAME_LEAST, Column, fitted

if TYPE_CHECKING:
    from ccsim.estimation.input_shares import Share
    from ccsim.estimation.risk import Probability
    from ccsim.study.risk_findings import MeasureRisk, Range
    from ccsim.study.risk_result import Risk

NAME_WIDTH = 30
LEAST = 24  # columns of a target beside its numbers
SMALL = 0.005  # shares below it are not listed
WISHED = 0.01  # half width of a probability that more draws would give


def risk_table(risk: Risk) -> list[str]:
    """Lines, as wide as the screen."""
    blocks = [
        heading(risk),
        inputs(risk),
        targets(risk),
        what_may_happen(risk),
        carried(risk),
        [line for note in risk.notes for line in wrapped(f"note: {note}")],
    ]
    return paragraphs(blocks)


def heading(risk: Risk) -> list[str]:
    """What was simulated, how often, and how sure it is."""
    base = risk.as_it_is
    count = len(risk.uncertainty.inputs)
    facts = [
        f"{len(risk.draws)} draws of {count} input{'s' if count > 1 else ''}",
        f"{risk.replications} replications of each",
        f"as it is: {base.replications}",
        f"seed {risk.seed}",
        f"{base.engine} engine",
    ]
    return [
        *headed(wrapped(f"{base.scenario.name}: and if the inputs are not as planned?")),
        *with_changes(base.scenario.changes),
        *whole(horizon(base)),
        *whole(" · ".join(facts)),
        *(wrapped(f"not by the faster compiled engine: {base.engine_limit}") if base.engine_limit else []),
        *wrapped(
            f"from ... to holds the middle {percent(risk.central)} of what may happen; ± and ( to ) are "
            f"{100 * risk.confidence:g} % intervals of a probability or share"
        ),
    ]


def inputs(risk: Risk) -> list[str]:
    tails = ((1 - risk.central) / 2, 0.5, (1 + risk.central) / 2)
    rows = []
    for one in risk.uncertainty.inputs:
        values = [short(str(one.value(share))) for share in tails]
        rows.append([shortened(one.name, NAME_WIDTH), one.what, *values])
    names, changes, *columns = zip(*rows, strict=True)
    return fitted(
        [
            Column("INPUT", names, left=True, least=NAME_LEAST),
            Column("changes", changes, left=True, least=NAME_LEAST, shortens=1, goes=LAST),
            *(Column(title, cells) for title, cells in zip(("from", "median", "to"), columns, strict=True)),
        ]
    )


def short(text: str) -> str:
    """A drawn value with the digits that a reader needs."""
    amount, space, unit = text.partition(" ")
    sign = "%" if amount.endswith("%") else ""
    value = float(f"{float(amount.removesuffix('%')):.3g}")
    return f"{value:g}{sign}{space}{unit}"


def targets(risk: Risk) -> list[str]:
    """A row for each target, what is too long for the line above its numbers."""
    if not risk.of_targets:
        return []
    headings = ["met: in the long run", this(risk), "as it is"]
    rows = [
        [probability(one.long_run) if one.long_run else EMPTY, probability(one.horizon), said]
        for one, said in zip(risk.of_targets, verdicts([one.as_it_is for one in risk.of_targets]), strict=True)
    ]
    columns = zip(*rows, strict=True)
    own = [Column(title, texts, goes=goes) for title, texts, goes in zip(headings, columns, (0, 12, 0), strict=True)]
    lines = fitted([Column("", [""] * len(rows), left=True), *own], "TARGETS")
    room = screen().width - longest(lines) - 2
    above = screen().terminal and room < LEAST
    shown = [*headed(["TARGETS"]), lines[0]] if above else [f"{padded(inked('TARGETS', HEADING), room)}{lines[0]}"]
    for one, line in zip(risk.of_targets, lines[1:], strict=True):
        *first, last = unbroken(f"{one.target.name}: {one.target.sentence}", screen().width if above else room)
        shown += [*first, last, line] if above else [*first, f"{padded(last, room)}{line}"]
    shown = [line.rstrip() for line in shown]
    if any(one.long_run is None for one in risk.of_targets):
        shown += wrapped("a target per interval or day is judged on the simulated days only: -")
    return [*shown, *more_draws(risk)]


def more_draws(risk: Risk) -> list[str]:
    """How many draws would leave little unsure."""
    halves = [(one.high - one.low) / 2 for target in risk.of_targets if (one := target.long_run)]
    widest = max(halves, default=0.0)
    if widest <= WISHED:
        return []
    needed = float(f"{len(risk.draws) * (widest / WISHED) ** 2:.1g}")
    return wrapped(f"about {needed:,.0f} --draws would make every ± of the long run 1 point or less")


def this(risk: Risk) -> str:
    """What one horizon is called."""
    days = len(risk.as_it_is.model.timeline.dates)
    return "on the day" if days == 1 else f"in the {days} days"


def probability(one: Probability) -> str:
    """`62 % ± 4`; an interval that is not symmetric as `100 % (96 to 100)`."""
    value, low, high = (100 * part for part in one)
    if abs((high - value) - (value - low)) > 0.5:
        return f"{value:.0f} % ({low:.0f} to {high:.0f})"
    return f"{value:.0f} % ± {(high - low) / 2:.{0 if high - low >= 2 else 1}f}"


def what_may_happen(risk: Risk) -> list[str]:
    currency = risk.as_it_is.scenario.currency
    rows = []
    for one in risk.of_measures:
        unit = {"share": " %", "money": f" {currency}".rstrip(), "h": " h"}.get(one.compared.measure.unit, "")
        spread = one.split.inputs**2 + one.split.chance**2
        part = percent(one.split.inputs**2 / spread) if spread > 0 else EMPTY
        rows.append(
            [
                f"{one.compared.text}{unit}",
                value(one.as_it_is, one),
                value(one.mean, one),
                between(one.long_run, one),
                between(one.horizon, one),
                part,
            ]
        )
    days = this(risk)
    names, *values = zip(*rows, strict=True)
    headings = ("as it is", "mean", "in the long run", days, "inputs")
    lines = fitted(
        [
            Column("WHAT MAY HAPPEN", names, left=True, least=NAME_WIDTH // 2, shortens=1),
            *(
                Column(title, cells, goes=goes)
                for title, cells, goes in zip(headings, values, (12, 11, 14, 0, 13), strict=True)
            ),
        ]
    )
    return [
        *lines,
        *wrapped(
            f"inputs: their part of the variance {days}; the rest is chance, which stays where all inputs are known"
        ),
        *noise(risk),
    ]


def noise(risk: Risk) -> list[str]:
    """What simulation added to the spread of the draws."""
    found = [
        one.split.noise**2 / (one.split.noise**2 + one.split.inputs**2)
        for one in risk.of_measures
        if one.split.noise > 0 and math.isfinite(one.split.inputs)
    ]
    if not found:
        return []
    least, most = (f"{100 * one:.0f}" for one in (min(found), max(found)))
    many = f"{least} to {most} %" if least != most else f"{most} %"
    return wrapped(f"long run: {many} of the variance of the draws was simulation noise and is taken out")


def value(number: float, one: MeasureRisk) -> str:
    return with_half_width(number, math.nan, one.compared.measure.unit)


def between(one: Range, of: MeasureRisk) -> str:
    if math.isnan(one.low):
        return EMPTY
    if of.compared.measure.unit == "s":
        size, name = time_unit(one.high)
        return f"{one.low / size:.1f} to {one.high / size:.1f} {name}"
    return f"{value(one.low, of)} to {value(one.high, of)}"


def carried(risk: Risk) -> list[str]:
    """Which input carries how much, most first; of the targets, and of measures that were asked for."""
    names = [one.name for one in risk.uncertainty.inputs]
    rows = [(one.target.name, one.shares, one.left_over) for one in risk.of_targets]
    if risk.measures_asked or not rows:
        rows += [(one.compared.text, one.shares, one.left_over) for one in risk.of_measures]
    rows = [row for row in rows if not math.isnan(row[2])]
    if not rows:
        return wrapped("the inputs make no difference that could be told from chance")
    width = min(longest(name for name, _, _ in rows), NAME_WIDTH, screen().width // 3)
    lines = headed(whole("WHICH INPUT CARRIES THE RISK, of the variance in the long run"))
    for name, found, rest in rows:
        parts = unbroken(listed(names, found, rest), screen().width - width - 2)
        lines += [
            f"{padded(shortened(name, width), width)}  {parts[0]}",
            *(" " * (width + 2) + part for part in parts[1:]),
        ]
    if any(row[2] >= SMALL for row in rows):
        lines += wrapped("together: what several inputs do only together, or no simple curve of the inputs tells")
    return lines


def listed(names: Sequence[str], found: Sequence[Share], rest: float) -> str:
    """`forecast 62 % (56 to 68), handle time 20 % (15 to 26), together 3 %`"""
    ordered = sorted(zip(names, found, strict=True), key=lambda one: -one[1].first)
    parts = [
        f"{name} {100 * one.first:.0f} % ({100 * one.first_low:.0f} to {100 * one.first_high:.0f})"
        for name, one in ordered
    ]
    return ", ".join([*parts, *([f"together {percent(rest)}"] if rest >= SMALL else [])])


def percent(share: float) -> str:
    return (
        f"{100 * share:.3g} %" if share in (1.0, 0.0) or share * 100 == round(share * 100) else f"{100 * share:.0f} %"
    )
