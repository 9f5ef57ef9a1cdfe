"""A forest plot: how each alternative differs from the base, with its interval, against what matters."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ccsim.errors import ResultsError
from ccsim.measures.catalogue import find
from ccsim.plot.style import FAINT, INK, LINES, PALE, SHEET, TARGET, dressed, legend, new_axes, plain, rows_of, words_of
from ccsim.report.comparison import STRESS, comparison_of, stress_of
from ccsim.report.durations import time_unit
from ccsim.scenario.node import nearest
from ccsim.study.saving import index_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ccsim.study.comparison import Comparison
    from ccsim.study.stress import Stress

Json = dict[str, Any]
LOOKS = {
    "better": ("better", LINES[2], "o"),
    "worse": ("worse", TARGET, "D"),
    "higher": ("higher or lower", LINES[0], "s"),
    "lower": ("higher or lower", LINES[0], "s"),
    "undecided": ("not told apart", PALE, "o"),
    "no practical difference": ("no difference that matters", PALE, "|"),
}
HOLLOW = "undecided"
ENDS = ("low", "high")
WIDTH, LINES_OF_NAME = 42, 3


def differences(
    results: Comparison | Stress | str | Path,
    measure: str,
    name: str | None = None,
    *,
    scope: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each alternative does to a measure: the paired difference with its interval, and the verdict.

    Parameters
    ----------
    results : a comparison, or the folder that `ccsim compare --out DIR` wrote; or of a stress test, whose lines are the
        alternatives.
    measure : as compared: `asa`, `service_level_within_60`.
    name, scope : of which contact type, channel, group, …; None: of all, or of what alone is compared.
    ax : to draw on; None: a new figure's, as high as it takes.

    Raises
    ------
    ResultsError
        No comparison, or nothing of this name was compared.
    """
    summary = _summary(results)
    rows = chosen(summary, measure, name, scope)
    unit, currency = rows[0]["unit"], summary["currency"]
    reach = [abs(row[end]) for row in rows for end in ("low", "high", "difference", "margin") if row[end] is not None]
    size, called = _unit(unit, max(reach), currency)
    ax = new_axes((SHEET[0], 1.6 + 0.42 * max(len(rows), 2))) if ax is None else ax
    of = "" if rows[0]["scope"] == "all" else f" of {rows[0]['name']}"
    dressed(ax, f"{words_of(measure)}{of}{' on ' + rows[0]['on'] if rows[0]['on'] else ''}", "")
    margin = max(row["margin"] for row in rows) / size
    ax.axvspan(-margin, margin, color=FAINT, alpha=0.6, linewidth=0, label="too little to matter")
    ax.axvline(0, color=INK, linewidth=1, linestyle=(0, (2, 2)))
    for (label, colour, mark), places in _by_look(rows).items():
        own = [rows[place] for place in places]
        ax.errorbar(
            [row["difference"] / size for row in own],
            places,
            xerr=[[abs(row["difference"] - (row[end] or row["difference"])) / size for row in own] for end in ENDS],
            color=colour,
            marker=mark,
            markersize=6.5,
            markerfacecolor="white" if label == LOOKS[HOLLOW][0] else colour,
            linestyle="none",
            elinewidth=1.4,
            capsize=3,
            label=label,
        )
    rows_of(ax, [_wrapped(row["alternative"]) for row in rows])
    side = {"more": "worse ←   → better", "less": "better ←   → worse", None: ""}[find(rows[0]["measure"]).better]
    told = f"difference from {summary['base']['name']}{', ' + called if called else ''}"
    ax.set_xlabel(plain(f"{told}\n{side}" if side else told), fontsize=9.5, color=PALE)
    legend(ax)
    return ax


def _summary(results: Comparison | Stress | str | Path) -> Json:
    """Of the comparison, or of that behind a stress test."""
    if isinstance(results, str | Path):
        if index_in(Path(results)) == STRESS:
            together: Json = stress_of(results)["comparison"]
            return together
        return comparison_of(results)
    from ccsim.study.stress import Stress

    return results.comparison.summary() if isinstance(results, Stress) else results.summary()


def chosen(summary: Json, measure: str, name: str | None, scope: str | None) -> list[Json]:
    """The differences of one measure of one thing, an alternative each.

    Raises
    ------
    ResultsError
        Nothing was compared under this name, or several things; says what was.
    """
    rows = [row for one in summary["alternatives"] for row in one["differences"] if row["difference"] is not None]
    own = [row for row in rows if row["measure"] == measure]
    if not own:
        known = list(dict.fromkeys(row["measure"] for row in rows))
        raise ResultsError(f"no {measure} was compared{nearest(measure, known)}: there are {', '.join(known)}")
    own = [row for row in own if scope in (None, row["scope"]) and name in (None, row["name"])]
    places = {(row["scope"], row["name"], row["on"]): None for row in own}
    if len(places) > 1 and name is None and scope is None and ("all", "all", "") in places:
        places = {("all", "all", ""): None}
    if len(places) != 1:
        compared = [row for row in rows if row["measure"] == measure]
        of = ["all" if row["scope"] == "all" else f"{row['scope']} {row['name']}" for row in compared]
        asked = " ".join(filter(None, (scope, name)))
        what = "was compared of several" if places else "was not compared"
        raise ResultsError(
            f"{measure}{' of ' + asked if asked else ''} {what}: it is of {', '.join(dict.fromkeys(of))}; choose with "
            "--of NAME or --scope SCOPE"
        )
    return [row for row in own if (row["scope"], row["name"], row["on"]) in places]


def _unit(unit: str, largest: float, currency: str) -> tuple[float, str]:
    """What is shown as 1, and its name: differences of shares are points."""
    if unit == "share":
        return 0.01, "points"
    if unit == "s":
        own = time_unit(largest)
        return own.size, own.sign
    return 1.0, {"money": currency, "score": "", "fte": "FTE"}.get(unit, unit)


def _by_look(rows: list[Json]) -> dict[tuple[str, str, str], list[int]]:
    found: dict[tuple[str, str, str], list[int]] = {}
    for look in LOOKS.values():
        places = [place for place, row in enumerate(rows) if LOOKS[row["verdict"]] == look]
        if places:
            found[look] = places
    return found


def _wrapped(name: str) -> str:
    """On as many lines as a row has room for."""
    lines = wrap(name, WIDTH) or [name]
    return "\n".join(lines[:LINES_OF_NAME]) + ("…" if len(lines) > LINES_OF_NAME else "")
