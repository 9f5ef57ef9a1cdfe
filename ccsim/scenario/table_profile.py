"""Profiles: how the contacts of a day are spread over its hours."""

from __future__ import annotations

from pathlib import Path

from ccsim.scenario.schema import DAY
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_rows import Faults, Line, Reading
from ccsim.scenario.table_wall import describe
from ccsim.sentences import Sentence


def read_profile(source: str | Path) -> Reading[tuple[float, float]]:
    """A day's profile as (seconds after local midnight, weight), each the share of the time until the next.

    Columns start, weight (any positive scale; percentages too). Rows are of equal width; where the table ends, or
    begins after midnight, nothing comes: a weight of 0 says so.

    Raises
    ------
    ScenarioError
        All faults of the table; also when gaps between rows differ, or all weights are 0.
    """
    table = open_table(source)
    faults = Faults(table.source)
    columns = Columns(table, ("start", "weight"), (), faults)
    faults.raise_any()
    when = Dates(table, [columns["start"]], None, faults)
    numbers = Numbers(table, [columns["weight"]], faults)
    found: dict[float, tuple[float, Line]] = {}
    for line in table.lines:
        moment = when.moment(line, columns["start"])
        weight = numbers.number(line, columns["weight"], "a weight", percent=True)
        if moment is None or weight is None:
            continue
        if moment.day is not None or moment.seconds is None:
            faults.cell(
                table, line, columns["start"], "must be a time of day without a date: a profile is for every day"
            )
        elif moment.seconds in found:
            earlier = found[moment.seconds][1].number
            faults.cell(table, line, columns["start"], f"repeats the time of line {earlier}")
        else:
            found[moment.seconds] = (weight, line)
    faults.raise_any()
    starts = sorted(found)
    steps = [other - one for one, other in zip(starts, [*starts[1:], DAY], strict=True)]
    step = min(steps[:-1], default=steps[-1])
    for start, gap in zip(starts[:-1], steps, strict=False):
        if gap != step:
            message = f"the next row comes after {describe(gap)}, others after {describe(step)}: add the rows between"
            faults.cell(table, found[start][1], columns["start"], message)
    if not any(weight for weight, _ in found.values()):
        faults.add("all weights are 0", table.header_line)
    faults.raise_any()
    rows = [(start, found[start][0]) for start in starts]
    if starts[0] > 0:
        rows.insert(0, (0.0, 0.0))
    if starts[-1] + step < DAY:
        rows.append((starts[-1] + step, 0.0))
    read = Sentence("of_width", rows=Sentence("table_rows", n=len(starts)), width=describe(step))
    said = table.understood(numbers.understood, read, columns.sentence)
    return Reading(tuple(rows), said)
