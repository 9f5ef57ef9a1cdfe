"""The table of `ccsim compare --select`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ccsim.cli.beside import beside
from ccsim.cli.changes import careful
from ccsim.cli.compare_table import cost_column, digits_of, met, unit_of_change
from ccsim.cli.layout import EMPTY, headed, told_apart, whole, with_half_width, wrapped
from ccsim.cli.screen import screen
from ccsim.cli.table_columns import NAME_LEAST, Column, fitted
from ccsim.study.systems import changed_alike

if TYPE_CHECKING:
    from ccsim.estimation.behind_best import Behind
    from ccsim.study.selected import Selected

NAME_WIDTH = 36
BETWEEN = " · "  # names may hold commas
FEWER = (
    "who fell behind was simulated no further: its value is of fewer replications than the others', and was compared "
    "with theirs on the same ones only"
)


def select_table(selected: Selected) -> list[str]:
    """What was sought, a line for each system, the best first, who else will do, and what can be relied on."""
    by = selected.measure
    results = selected.results
    engines = sorted({result.engine for result in results.values()})
    more = "more" if by.measure.better == "more" else "less"
    half = any(not math.isnan(selected.estimate(name).half_width) for name in results)
    alike = changed_alike([one.scenario for one in results.values()])
    return [
        *headed(wrapped(f"{len(results)} systems on the same customers, the best by {by.label} ({more} is better)")),
        *(wrapped(f"all with {', '.join(alike)}") if alike else []),
        *careful(change for result in selected.results.values() for change in result.scenario.changes),
        *whole(f"seed {selected.base.seed} · {' and '.join(engines)} engine" + (" · ± of each alone" if half else "")),
        "",
        *rows(selected),
        *(wrapped(FEWER) if len({result.replications for result in results.values()}) > 1 else []),
        *wrapped(verdict(selected)),
        *(wrapped(selected.guarantee) if selected.best else []),
    ]


def rows(selected: Selected) -> list[str]:
    """Value, how far behind, cost and targets of each."""
    by = selected.measure
    unit, currency = by.measure.unit, selected.base.scenario.currency
    suffix = {"share": " %", "money": f" {currency}".rstrip(), "h": " h"}.get(unit, "")
    sign = -1.0 if by.measure.better == "more" else 1.0
    title, costs = cost_column(selected.results)
    cost = dict(zip(selected.results, costs, strict=True))

    def standing(name: str) -> tuple[bool, int, float]:
        result = selected.results[name]
        value = selected.estimate(name).mean
        return name != selected.best, -result.replications, sign * value

    ordered = sorted(selected.results, key=standing)
    estimates = [selected.estimate(name) for name in ordered]
    lines = fitted(
        [
            Column("", told_apart(ordered, NAME_WIDTH), left=True, least=NAME_LEAST, shortens=12),
            Column(
                f"{by.label.partition(' of ')[0]}{suffix}",
                [with_half_width(one.mean, one.half_width, unit) for one in estimates],
                brief=[with_half_width(one.mean, math.nan, unit) for one in estimates],
                briefly=15,
            ),
            Column("behind the best", [behind(selected.behind[name], unit) for name in ordered], goes=14),
            Column("replications", [f"{selected.results[name].replications:,}" for name in ordered], goes=11),
            Column(title, [cost[name] for name in ordered], goes=13),
        ],
        "",
    )
    if not any(result.targets for result in selected.results.values()):
        return lines
    said = [met(selected.results[name], ("missed", "uncertain")) or "all targets met" for name in ordered]
    below = beside(lines, said, "", screen().width)
    return [*below, *whole(f"targets: each judged at {100 * selected.confidence:g} %")]


def behind(one: Behind, unit: str) -> str:
    """`up to 0.4 s`, `0.8 to 2.1 s`, `0` of the best; of shares in points."""
    if math.isnan(one.most):
        return EMPTY
    if one.most == 0:
        return "0"
    size, name = unit_of_change(one.most, unit)
    name = " points" if unit == "share" else name
    digits = digits_of((one.most - one.least) / size or one.most / size)
    ends = [f"{end / size:,.{digits}f}" for end in one]
    return f"{ends[0]} to {ends[1]}{name}" if one.least > 0 else f"up to {ends[1]}{name}"


def verdict(selected: Selected) -> str:
    """Which is the best, or which will do as well, said no more surely than it is known."""
    by, best, least = selected.measure.label, selected.best, selected.delta
    if best is None:
        return f"the best by {by} is not decided yet"
    will_do, perhaps = selected.will_do, [name for name in selected.perhaps if name != best]
    if len(will_do) > 1:
        said = f"within {least} of the best by {by}, so any of them will do: {BETWEEN.join(will_do)}"
        return said + (f"; these perhaps too: {BETWEEN.join(perhaps)}" if perhaps else "")
    if perhaps:
        others = BETWEEN.join(perhaps)
        return f"not told apart by {least} of {by}: {best} (selected){BETWEEN}{others}; cost and targets may decide"
    return f"the best by {by}: {best}"
