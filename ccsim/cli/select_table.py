"""The table of `ccsim compare --select`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ccsim.cli.layout import grid, shortened, with_half_width, wrapped
from ccsim.study.systems import changed_alike

if TYPE_CHECKING:
    from ccsim.study.select import Selected

NAME_WIDTH = 40
FEWER = (
    "who fell behind was simulated no further: its value is of fewer replications than the others', and was compared "
    "with theirs on the same ones only"
)


def select_table(selected: Selected) -> list[str]:
    """What was sought, a line for each system, the best first, and what can be relied on."""
    by, gone = selected.measure, {one.name: one for one in selected.out}
    unit = by.measure.unit
    suffix = {"share": " %", "money": f" {selected.base.scenario.currency}".rstrip(), "h": " h"}.get(unit, "")
    more = by.measure.better == "more"

    def standing(name: str) -> tuple[bool, int, float]:
        result = selected.results[name]
        value = result.estimates.get(by.scope, by.name, by.measure.name).mean
        return name != selected.best, -result.replications, -value if more else value

    rows = []
    for name in sorted(selected.results, key=standing):
        result = selected.results[name]
        estimate = result.estimates.get(by.scope, by.name, by.measure.name)
        shown = with_half_width(estimate.mean, estimate.half_width, unit)
        if name == selected.best:
            said = "the best"
        elif name not in gone:
            said = "still in"
        else:
            by_whom = gone[name].by
            said = "nothing to compare" if by_whom is None else f"behind {shortened(by_whom, NAME_WIDTH)}"
        rows.append([shortened(name, NAME_WIDTH), shown, f"{result.replications:,}", said])
    width = max(len(row[3]) for row in rows)
    rows = [[*row[:3], row[3].ljust(width)] for row in rows]
    engines = sorted({result.engine for result in selected.results.values()})
    best = f"the best by {by.text}: {selected.best}" if selected.best else f"the best by {by.text} is not decided yet"
    half = any(
        not math.isnan(one.estimates.get(by.scope, by.name, by.measure.name).half_width)
        for one in selected.results.values()
    )
    alike = changed_alike([one.scenario for one in selected.results.values()])
    return [
        *wrapped(
            f"{len(rows)} systems on the same customers, the best by {by.text} ({'more' if more else 'less'} is better)"
        ),
        *(wrapped(f"all with {', '.join(alike)}") if alike else []),
        f"seed {selected.base.seed} · {' and '.join(engines)} engine" + (" · ± of each alone" if half else ""),
        "",
        *grid(["", f"{by.measure.name}{suffix}", "replications", "".ljust(width)], rows),
        *(wrapped(FEWER) if len({result.replications for result in selected.results.values()}) > 1 else []),
        *wrapped(best),
        *(wrapped(selected.guarantee) if selected.best else []),
    ]
