"""A picture of the most frequent paths: a bar for the share of customers, coloured by judgement, CSAT at its end."""

from __future__ import annotations

import math
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ccsim.study.picture_files import save_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ccsim.study.paths import JourneyPath, Paths

COLOURS = {"favourable": "#1b7f79", "unfavourable": "#c8553d", "": "#a9b4bd"}  # told apart by colour-blind people too
NAMES = {"favourable": "favourable", "unfavourable": "unfavourable", "": "neither, or not judged"}
INK, PALE = "#22303a", "#6b7a85"
LABEL = 62  # characters in a line of a path
WIDTH, LINE, BAR, GAP = 11.5, 0.17, 0.22, 0.1  # inches


def draw(found: Paths, out: str | Path, top: int = 20) -> Path:
    """Write the picture of the `top` most frequent paths; one that ccsim drew is replaced.

    Raises
    ------
    OutputError
        As `check_picture`, or the file cannot be written; nothing is half-written.
    """
    return save_picture(picture(found, top), out)


def picture(found: Paths, top: int = 20) -> Figure:
    from matplotlib.figure import Figure

    rows = found.rows[:top]
    labels = [_label(row) for row in rows]
    heights = [BAR + LINE * label.count("\n") for label in labels]
    places, below = [], 0.0
    for height in heights:
        places.append(below + (height + GAP) / 2)
        below += height + GAP
    figure = Figure(figsize=(WIDTH, below + 1.5), facecolor="white", layout="constrained")
    axes = figure.subplots()
    shares = [100 * row.share for row in rows]
    halves = [0.0 if math.isnan(row.share_half_width) else 100 * row.share_half_width for row in rows]
    axes.barh(places, shares, height=0.2, color=[COLOURS[row.judgement] for row in rows])
    axes.errorbar(shares, places, xerr=halves, fmt="none", ecolor=INK, elinewidth=0.8, capsize=2)
    longest = max(share + half for share, half in zip(shares, halves, strict=True))
    for row, share, half, place in zip(rows, shares, halves, places, strict=True):
        axes.text(share + half + 0.012 * longest, place, _value(row), va="center", fontsize=8.5, color=INK)
    axes.set_yticks(places, labels, fontsize=8.5, color=INK)
    axes.set_ylim(below, 0)
    axes.set_xlim(0, 1.3 * longest)
    axes.set_xlabel("share of customers, %", fontsize=9, color=PALE)
    axes.tick_params(axis="x", labelsize=8.5, colors=PALE)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
    figure.suptitle(_title(found, len(rows)), x=0.012, ha="left", fontsize=12.5, color=INK, fontweight="bold")
    _legend(axes, rows)
    return figure


def _label(row: JourneyPath) -> str:
    stay = "\u00a0"
    whole = row.path.replace(" ", stay).replace(f"{stay}→{stay}", f" →{stay}")
    return "\n".join(wrap(whole, LABEL, break_long_words=False, break_on_hyphens=False)).replace(stay, " ")


def _value(row: JourneyPath) -> str:
    csat = "" if math.isnan(row.csat) else f"   CSAT {row.csat:.2f}"
    return f"{100 * row.share:.1f} %{csat}"


def _title(found: Paths, shown: int) -> str:
    whom = f", segment {found.segment}" if found.segment is not None else ""
    begun = f", from {found.began_with}" if found.began_with is not None else ""
    number = f"{shown} most frequent of {len(found.rows):,} paths" if shown < len(found.rows) else "all paths"
    return f"{found.scenario}{whom}{begun}: {number}"


def _legend(axes: Any, rows: tuple[JourneyPath, ...]) -> None:
    from matplotlib.patches import Patch

    seen = [one for one in COLOURS if any(row.judgement == one for row in rows)]
    patches = [Patch(color=COLOURS[one], label=NAMES[one]) for one in seen]
    axes.legend(handles=patches, loc="lower right", frameon=False, fontsize=8.5, labelcolor=INK)
