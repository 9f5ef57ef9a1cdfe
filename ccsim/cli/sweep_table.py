"""The tables at the end of `ccsim sweep`: points, then effects; everything is in the files."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from ccsim.cli.beside import beside
from ccsim.cli.changes import careful
from ccsim.cli.compare_table import change
from ccsim.cli.layout import EMPTY, grid, headed, longest, shortened, whole, with_half_width, wrapped
from ccsim.cli.screen import screen
from ccsim.measures.catalogue import find
from ccsim.scenario.durations import duration_text
from ccsim.study.sweep_designs import BY_SALIB

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.sweep_result import Sweep

MOST_POINTS = 40
NAME_WIDTH = 26
SAID_WIDTH = 36
"""Targets are beside a row where there is so much room, or all that they take."""
_LONG = re.compile(r"\d+\.\d{6,}")
KEY = {
    "grid": ("difference", "MEAN OVER THE OTHER FACTORS (and difference to the first value, on the same customers)"),
    "one_at_a_time": ("difference", "ONE AT A TIME (and difference to the base, on the same customers)"),
    "latin_hypercube": ("rank_correlation", "RANK CORRELATION (Spearman; 1: the more the more, -1: the more the less)"),
    "sobol": ("rank_correlation", "RANK CORRELATION (Spearman; 1: the more the more, -1: the more the less)"),
    "morris": ("mu_star", "MORRIS: mean absolute effect over the whole range (mu*), ± 95 %"),
    "sobol_indices": ("total", "SOBOL' INDICES: share of the variance, first order / total, ± 95 % of the total"),
}
"""By design the column of effects that is shown, and its heading."""


def sweep_table(result: Sweep) -> list[str]:
    """Lines of the tables."""
    own = effects(result)
    listed = [] if own and result.manifest["design"]["kind"] in BY_SALIB else points(result)
    lines = heading(result)
    for block in (listed, own):
        lines += ["", *block] if block else []
    return lines


def heading(result: Sweep) -> list[str]:
    manifest = result.manifest
    count, runs = len(manifest["points"]), len({point["run"] for point in manifest["points"]})
    failed, missing = len(result.faults), len(result.missing)
    said = f"{count} points ({manifest['design']['kind']})"
    said += f", {runs} of them different" if runs < count else ""
    said += f", {failed} failed" if failed else ""
    said += f", {missing} not finished" if missing else ""
    frame = result.frame
    replications = sorted(set(frame.replications)) if len(frame) else []
    times = f"{replications[0]} to {replications[-1]}" if len(replications) > 1 else "".join(map(str, replications))
    facts = [said, f"{times} replications each" if times else "", f"seed {manifest['seed']}"]
    facts.append(f"± half width of the {100 * manifest['confidence']:g} % interval")
    return [
        *headed(whole(f"{manifest['experiment']}: {manifest['scenario']['name']}")),
        *careful(change for point in manifest["points"] for change in point["changes"]),
        *whole(" · ".join(fact for fact in facts if fact)),
    ]


def points(result: Sweep) -> list[str]:
    """A row a point: its settings, each measure, and whether targets are met."""
    frame = result.frame
    finished = [point for point in result.manifest["points"] if "rows" in result.outcomes.get(point["run"], {})]
    factors = [factor["name"] for factor in result.manifest["factors"]]
    left = [[str(point["point"]), *(shown(text) for text in point["settings"])] for point in finished[:MOST_POINTS]]
    columns: list[tuple[str, list[str]]] = []
    measured = frame[frame.target == ""]
    where = ["point", "scope", "name", "measure"]
    halves = dict(zip(zip(*(measured[one] for one in where), strict=True), measured.half_width, strict=True))
    means = dict(zip(halves, measured.estimate, strict=True))
    for scope, name, measure in result.manifest["measures"]:
        at = [(point["point"], scope, name, measure) for point in finished[:MOST_POINTS]]
        cells = [with_half_width(means[row], halves[row], find(measure).unit) for row in at]
        columns.append((title(scope, name, measure, result.manifest["currency"]), cells))
    said = None
    if (frame.target != "").any():
        said = [targets(frame, point["point"]) for point in finished[:MOST_POINTS]]
    lines = blocks(["", *factors], left, columns, said)
    if len(finished) > MOST_POINTS:
        first = ", ".join(map(" ".join, zip(factors, map(shown, finished[MOST_POINTS]["settings"]), strict=True)))
        span = f"{finished[MOST_POINTS]['point']} to {finished[-1]['point']}"
        told = f"{len(finished) - MOST_POINTS} points are not shown: {span}, from {first} on"
        lines += ["", *wrapped(f"{told}; all are in the table of --out and in --json; fewer values make fewer points")]
    return lines


def effects(result: Sweep) -> list[str]:
    """What each factor does to each measure, one figure for each."""
    table = result.effects
    key, title_of_all = KEY[result.manifest["design"]["kind"]]
    if not len(table) or key not in table or table[key].isna().all():
        return []
    by_level = "level" in table
    index = ["factor", "level"] if by_level else ["factor"]
    rows = list(dict.fromkeys(zip(*(table[column] for column in index), strict=True)))
    found = table.set_index([*index, "scope", "name", "measure"])
    columns = []
    for scope, name, measure in result.manifest["measures"]:
        unit = find(measure).unit
        cells = [effect(found.loc[(*row, scope, name, measure)], key, unit) for row in rows]
        columns.append((title(scope, name, measure, result.manifest["currency"]), cells))
    left = [[shown(str(cell)) for cell in row] for row in rows]
    return [*headed(whole(title_of_all)), *blocks(["" for _ in index], left, columns)]


def effect(row: pd.Series[Any], key: str, unit: str) -> str:
    if key == "difference":
        mean = with_half_width(row["mean"], math.nan, unit)
        if row[key] == 0 and row["half_width"] == 0:
            return mean
        return f"{mean} ({change(row[key], row['half_width'], unit)})"
    if key == "mu_star":
        return with_half_width(row[key], row["mu_star_half_width"], unit)
    if key == "total":
        if math.isnan(row[key]):
            return EMPTY
        return f"{row['first_order']:.2f} / {row[key]:.2f} ± {row['total_half_width']:.2f}"
    return EMPTY if math.isnan(row[key]) else f"{row[key]:+.2f}"


def targets(frame: pd.DataFrame, point: int) -> str:
    """`met`, or which are not."""
    own = frame[(frame.point == point) & (frame.target != "")]
    said = [
        f"{verdict} {', '.join(own.target[own.verdict == verdict])}"
        for verdict in ("missed", "uncertain")
        if (own.verdict == verdict).any()
    ]
    return "; ".join(said) or ("met" if len(own) else EMPTY)


def title(scope: str, name: str, measure: str, currency: str) -> str:
    words = measure.replace("_", " ")
    if "within" in measure:
        base, _, seconds = measure.partition("_within_")
        words = f"{base.replace('_', ' ')} in {duration_text(float(seconds))}"
    words = words.replace("service level", "SL %").replace("abandonment rate", "abandoned %")
    unit = find(measure).unit
    words += " %" if unit == "share" and "%" not in words else f" {currency}".rstrip() if unit == "money" else ""
    return words if scope == "all" else f"{words}, {shortened(name, NAME_WIDTH)}"


def shown(text: str) -> str:
    """A level as it is written, a number between others with six digits: `333.333 s`."""
    return shortened(_LONG.sub(lambda found: f"{float(found[0]):.6g}", text), NAME_WIDTH)


def blocks(
    headings: list[str], left: list[list[str]], columns: list[tuple[str, list[str]]], said: list[str] | None = None
) -> list[str]:
    """As many tables as it takes to keep within the width, each with the columns that say which row it is.

    The first has what is `said` of each row: beside it where there is room, else below it.
    """
    lines: list[str] = []
    own: list[tuple[str, list[str]]] = []

    def made(of: list[tuple[str, list[str]]]) -> list[str]:
        rows = [[*row, *(cells[index] for _, cells in of)] for index, row in enumerate(left)]
        return grid([*headings, *(name for name, _ in of)], rows, left=len(headings))

    def told(table: list[str]) -> list[str]:
        return (
            beside(table, said, "targets", min(longest(said), SAID_WIDTH), "targets: ") if said and not lines else table
        )

    for column in columns:
        if own and longest(made([*own, column])) > screen().width:
            lines += [*told(made(own)), ""]
            own = []
        own.append(column)
    return lines + told(made(own)) if own else lines
