"""Colours that colour-blind readers and printers tell apart, and axes in the units that planners read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ccsim.measures.definition import Measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, PALE, FAINT = "#22303a", "#5d6b75", "#d9dee2"
LINES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#8c6d1f")
"""Okabe & Ito (2008), "Color Universal Design", the colour of targets apart."""
TARGET = "#B33A00"
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1)), (0, (6, 1.5, 1.5, 1.5)), (0, (3, 1)), (0, (8, 2)))
"""Lines differ in their dashes too: pictures are printed in black and white."""
MARKS = ("o", "s", "^", "D", "v", "P")
SHEET = (10.0, 4.2)  # inches
TITLE: dict[str, Any] = {"fontsize": 11.5, "color": INK, "fontweight": "bold"}


class Scale(NamedTuple):
    """Values times `factor` are in `unit`."""

    factor: float
    unit: str


def new_axes(size: tuple[float, float] = SHEET) -> Axes:
    """Of a figure of its own, for which no screen is needed."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    return figure.subplots()


def plain(text: str) -> str:
    """A name as it is: a dollar sign begins no formula."""
    return text.replace("$", r"\$")


def scale_of(measure: Measure, largest: float, currency: str) -> Scale:
    """The unit in which values up to `largest` are read best."""
    if measure.unit == "share":
        return Scale(100.0, "%")
    if measure.unit == "s":
        for seconds, unit in ((86400.0, "days"), (3600.0, "h"), (60.0, "min")):
            if largest >= 2 * seconds:
                return Scale(1 / seconds, unit)
        return Scale(1.0, "s")
    words = {"money": currency, "score": "", "fte": "FTE"}
    return Scale(1.0, words.get(measure.unit, measure.unit))


def words_of(measure: str) -> str:
    """`service_level_within_20` as `service level within 20 s`."""
    base, joint, within = measure.partition("_within_")
    said = base.replace("_", " ")
    for short in ("asa", "aht", "csat", "nps", "ces", "fte"):
        said = said.upper() if said == short else said
    return f"{said} within {within} s" if joint else said


def labelled(measure: str, scale: Scale) -> str:
    """What an axis shows: `ASA, s`; a measure that counts what it is named after has no unit."""
    words = words_of(measure)
    return words if not scale.unit or scale.unit in words.split() else f"{words}, {scale.unit}"


def dressed(axes: Axes, title: str, y_label: str) -> Axes:
    """Title, quiet grid lines, no box."""
    if title:
        axes.set_title(plain(title), loc="left", **TITLE)
    axes.set_ylabel(plain(y_label), color=PALE, fontsize=9.5)
    axes.tick_params(labelsize=9, colors=PALE)
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PALE)
    return axes


def rows_of(axes: Axes, names: Sequence[str]) -> None:
    """A row for each name, from the top, with grid lines along the values only."""
    axes.set_yticks(range(len(names)), [plain(name) for name in names])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.grid(axis="y", visible=False)


def legend(axes: Axes) -> None:
    """Above the drawing, where it covers nothing, in as many columns as have room."""
    labels = axes.get_legend_handles_labels()[1]
    figure = axes.get_figure(root=True)
    assert figure is not None
    room = figure.get_figwidth() * min(1.0, axes.get_position().width / 0.8)  # inches; margins shrink when it is drawn
    columns = max(1, min(len(labels), 4, int(room / (0.7 + 0.06 * max(map(len, labels))))))
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        borderaxespad=0.2,
        handlelength=2.6,
    )
    lines = -(-len(labels) // columns)
    axes.set_title(axes.get_title(loc="left"), loc="left", **TITLE, pad=8 + 14.5 * lines)
