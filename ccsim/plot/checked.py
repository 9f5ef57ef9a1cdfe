"""Pictures of a check: targets about their bounds, and differences about the baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import ResultsError
from ccsim.estimation.targets import quantity
from ccsim.plot.style import FAINT, INK, LINES, PALE, SHEET, TARGET, TITLE, dressed, legend, new_axes, plain, rows_of
from ccsim.report import check_dots
from ccsim.report.check import check_of
from ccsim.report.check_answer import line
from ccsim.report.check_dots import Dots
from ccsim.report.numbers import shown
from ccsim.scenario.node import nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ccsim.study.check_result import CheckResult

Json = dict[str, Any]
Look = tuple[str, str, str]
LOOKS: dict[str, Look] = {
    **{"met": ("met", LINES[2], "o"), "no regression": ("not worse", LINES[2], "o")},
    **{"missed": ("missed", TARGET, "D"), "regression": ("worse", TARGET, "D")},
    "undecided": ("uncertain", PALE, "o"),
}
UNITS = {"unit_share": "points", "wait_s": "s", "wait_min": "min", "wait_h": "h", "unit_money": "", "unit_fte": "FTE"}
ROW, AROUND = 0.42, 1.0  # inches


def targets(
    results: CheckResult | str | Path, of: str | Sequence[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw how far each target that is one value lies from its bound, with its interval and what was decided.

    Parameters
    ----------
    results : a check, or the folder that `ccsim check --out DIR` wrote.
    of : names of targets; None: all. Those in other units have an axis of their own, below the first.
    ax : to draw on, where all are in one unit; None: a new figure's, as high as it takes.

    Returns
    -------
    Axes
        The first.

    Raises
    ------
    ResultsError
        No check, or no such target, or none that is one value.
    """
    summary = _summary(results)
    return _drawn(summary, check_dots.targets(summary), summary["targets"], of, ax, "target", _asked, "missed", "met")


def baseline(
    results: CheckResult | str | Path, of: str | Sequence[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw how much better or worse each measure is than in the baseline; what is tolerated is shaded.

    Parameters, result and errors as of `targets`; `of`: names of targets, or of measures that only a tolerance names.
    """
    summary = _summary(results)
    if not summary["comparisons"]:
        raise ResultsError("this check had no baseline (ccsim check FILE --baseline FILE): draw its targets")
    dots = check_dots.differences(summary)
    return _drawn(summary, dots, summary["comparisons"], of, ax, "difference", _changed, "worse", "better")


def _summary(results: CheckResult | str | Path) -> Json:
    return check_of(results) if isinstance(results, str | Path) else results.summary()


def _drawn(
    summary: Json,
    found: list[Dots],
    rows: list[Json],
    of: str | Sequence[str] | None,
    ax: Axes | None,
    what: str,
    label: Callable[[Json, str], str],
    left: str,
    right: str,
) -> Axes:
    known = list(dict.fromkeys(str(one["name"]) for one in rows))
    asked = [of] if isinstance(of, str) else list(of or known)
    for name in asked:
        if name not in known:
            raise ResultsError(f"no {what} {name!r} in this check{nearest(name, known)}; it has {', '.join(known)}")
    panels = [own for dots in found if (own := dots.among(asked)).rows]
    if not panels:
        raise ResultsError(f"nothing to draw: {', '.join(asked) or 'no target'} is not one value, but many or none")
    if ax is not None and len(panels) > 1:
        raise ResultsError(f"one axis has one unit: choose by of= among {'; '.join(map(_names, panels))}")
    several = _panels(panels) if ax is None else [ax]
    decided = {one["decision"] for dots in panels for one in dots.rows}
    looks = {decision: look for decision, look in LOOKS.items() if decision in decided}
    for axes, dots in zip(several, panels, strict=True):
        labels = [label(one, summary["currency"]) for one in dots.rows]
        _panel(axes, dots, looks, labels, what, summary["currency"])
        axes.set_xlabel(f"{axes.get_xlabel()}\n{left} ←   → {right}", fontsize=9.5, color=PALE)
    legend(several[0])
    scenario = summary["provenance"]["scenario"]
    title = f"Targets of {scenario}" if what == "target" else f"{scenario}, against the baseline"
    several[0].set_title(plain(title), loc="left", **TITLE, pad=26)
    return several[0]


def _names(dots: Dots) -> str:
    return ", ".join(str(one["name"]) for one in dots.rows)


def _panels(panels: list[Dots]) -> list[Axes]:
    """Below one another, each as high as its rows take."""
    heights = [AROUND + ROW * len(dots.rows) for dots in panels]
    figure = new_axes((SHEET[0], sum(heights))).get_figure(root=True)
    assert figure is not None
    figure.clear()
    made: list[Axes] = figure.subplots(len(panels), 1, height_ratios=heights, squeeze=False)[:, 0].tolist()
    return made


def _panel(ax: Axes, dots: Dots, looks: dict[str, Look], labels: list[str], what: str, currency: str) -> None:
    """Looks that others have are in its legend, too."""
    dressed(ax, "", "")
    for place, width in enumerate(dots.tolerated):
        if width > 0:
            ax.barh(place, -width, height=0.7, color=FAINT, linewidth=0)
    ax.use_sticky_edges = False  # room beside what is shaded
    ax.axvline(0, color=INK, linewidth=1, linestyle=(0, (2, 2)))
    for decision, (said, colour, mark) in looks.items():
        places = [place for place, one in enumerate(dots.rows) if one["decision"] == decision]
        ax.errorbar(
            [dots.at[place] for place in places],
            places,
            xerr=[
                [max(dots.at[place] - dots.ends[place][0], 0.0) for place in places],
                [max(dots.ends[place][1] - dots.at[place], 0.0) for place in places],
            ],
            color=colour,
            marker=mark,
            markersize=6.5,
            markerfacecolor="white" if decision == "undecided" else colour,
            linestyle="none",
            elinewidth=1.4,
            capsize=3,
            label=said,
        )
    rows_of(ax, labels)
    unit = currency if dots.unit == "money" else UNITS.get(dots.called, dots.unit)
    of = "the bound" if what == "target" else "the baseline"
    ax.set_xlabel(plain(f"{unit} from {of}".lstrip()))


def _asked(one: Json, currency: str) -> str:
    """`few_give_up` and below it what was found and asked: `3.9 %, at most 5 %`."""
    wanted = line(one)
    found = shown(one["value"], wanted.unit, currency)
    side = "at least" if wanted.at_least else "at most"
    return f"{one['name']}\n{found}, {side} {quantity(wanted.value, wanted.unit, currency)}"


def _changed(one: Json, currency: str) -> str:
    """The same of a difference: `service_level of voice`, `80.1 %, baseline 82.4 %`."""
    now, base = (shown(one[key], one["unit"], currency) for key in ("value", "base"))
    return f"{one['subject']}\n{now}, baseline {base}"
