"""Observed durations, for empirical distributions: the values themselves, or their quantiles."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_names import ALIASES, plain
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_rows import Faults, Line, Reading, Table
from ccsim.sentences import Sentence

DURATIONS = ("value", "talk_time", "wrap_up", "patience")


def read_values(source: str | Path) -> Reading[float]:
    """Durations in seconds, in file order: the only column, or the one named value, duration, talk_time or the like.

    Cells are seconds, `mm:ss` or durations with their unit. Raises ScenarioError with all faults of the table.
    """
    table = open_table(source)
    faults = Faults(table.source)
    column = _duration_column(table, faults)
    numbers = Numbers(table, [column], faults)
    found = [numbers.duration(line, column) for line in table.lines]
    faults.raise_any()
    values = tuple(value for value in found if value is not None)
    mean = Sentence("durations_read", n=len(values), mean=f"{sum(values) / len(values):.4g}")
    said = table.understood(numbers.understood, mean, Sentence("column_read", name=table.header[column]))
    return Reading(values, said)


def read_quantiles(source: str | Path) -> Reading[tuple[float, float]]:
    """Quantiles as (probability, seconds) in order of probability.

    Columns probability (0 to 1, or percentages with their sign) and value (seconds, `mm:ss` or with a unit).

    Raises
    ------
    ScenarioError
        All faults of the table: also probabilities above 1 or twice, and values that fall as probability rises.
    """
    table = open_table(source)
    faults = Faults(table.source)
    columns = Columns(table, ("probability", "value"), (), faults)
    faults.raise_any()
    p, value = columns["probability"], columns["value"]
    numbers = Numbers(table, [p, value], faults)
    found: list[tuple[float, float, Line]] = []
    for line in table.lines:
        probability = numbers.number(line, p, "a probability", percent=True)
        seconds = numbers.duration(line, value)
        if probability is not None and probability > 1:
            got = f"{probability:g}"
            faults.cell(table, line, p, f"must be a probability of at most 1, got {got} ({got}% for {got} in 100)")
        elif probability is not None and seconds is not None:
            found.append((probability, seconds, line))
    found.sort(key=lambda row: (row[0], row[2].number))
    for one, other in pairwise(found):
        if one[0] == other[0]:
            faults.cell(table, other[2], p, f"repeats the probability of line {one[2].number}")
        elif one[1] > other[1]:
            message = f"must not be below the value of line {one[2].number} ({one[1]:g} s), got {other[1]:g} s"
            faults.cell(table, other[2], value, message)
    if len(found) == 1:
        faults.add("must have at least two quantiles, got 1", table.header_line)
    faults.raise_any()
    said = table.understood(numbers.understood, Sentence("quantiles_read", n=len(found)), columns.sentence)
    return Reading(tuple((one, seconds) for one, seconds, _ in found), said)


def _duration_column(table: Table, faults: Faults) -> int:
    if len(table.header) == 1:
        return 0
    names = {plain(name) for role in DURATIONS for name in (role, *ALIASES[role])}
    found = [index for index, name in enumerate(table.header) if plain(name) in names]
    if len(found) != 1:
        header = ", ".join(map(repr, table.header))
        what = "several columns" if found else "no column"
        faults.stop(
            f"{what} of durations, expected one named 'value' (or duration, valor), got {header}", table.header_line
        )
    return found[0]
