"""Bars and lines made of characters, for terminals; of ASCII where block elements are not known."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ccsim.cli.ink import BAD, FAINT, GOOD, inked
from ccsim.cli.screen import screen

BAR = 8
WHISKER = 13
EIGHTHS = " ▏▎▍▌▋▊▉█"
LEVELS = "▁▂▃▄▅▆▇"  # the full block would touch the line above
DIGITS = "0123456789"
THIN = "·"


SCALES = (0.05, 0.1, 0.2, 0.5, 1.0)


def scale(shares: Sequence[float]) -> float:
    """What a full bar is where all are small: 5, 10, 20, 50 or 100 %."""
    most = max((share for share in shares if not math.isnan(share)), default=1.0)
    return next((one for one in SCALES if one >= most), 1.0)


def legend(full: float = 1.0) -> str:
    """What bars of shares are that are full at `full`."""
    if full < 1.0:
        return "where 'to N %' stands above bars, these end at N %"
    return f"bars end at 100 %; {'┃' if screen().blocks else '|'}: what a target asks"


def ending(full: float) -> str:
    """Above bars that end before 100 %: where."""
    return f"to {100 * full:g} %"


def bar(share: float, bound: float = math.nan, at_least: bool = True, full: float = 1.0, width: int = BAR) -> str:
    """A share as a bar that would be full at `full`, its target marked: `█████▍·┃`; blank where there is no share."""
    if math.isnan(share):
        return " " * width
    good = math.isnan(bound) or (share >= bound if at_least else share <= bound)
    share, bound = min(max(share / full, 0.0), 1.0), bound / full
    if screen().blocks:
        whole, part = divmod(round(share * width * 8), 8)
        filled = "█" * whole + EIGHTHS[part].strip()
        rest, mark = THIN, "┃"
    else:
        filled, rest, mark = "#" * round(share * width), ".", "|"
    signs = [*filled, *rest * (width - len(filled))]
    if not math.isnan(bound):
        signs[min(max(math.ceil(bound * width) - 1, 0), width - 1)] = mark
    ink = "" if math.isnan(bound) else GOOD if good else BAD
    return inked("".join(signs[: len(filled)]), ink) + inked("".join(signs[len(filled) :]), FAINT)


def whisker(low: float, middle: float, high: float, scale: float, width: int = WHISKER) -> str:
    """A difference with its interval about zero, on an axis from -`scale` to `scale`: `   │ ━━●━━    `."""
    zero, line, point = ("│", "─", "●") if screen().blocks else ("|", "-", "o")
    if math.isnan(middle) or not scale > 0:
        return " " * width
    half = width // 2

    def place(value: float) -> int:
        return half + round(min(max(value / scale, -1.0), 1.0) * half)

    signs = [" "] * width
    if not (math.isnan(low) or math.isnan(high)):
        signs[place(low) : place(high) + 1] = line * (place(high) - place(low) + 1)
    signs[half] = zero
    signs[place(middle)] = point
    return "".join(signs)


def spark(values: Sequence[float], low: float, high: float) -> list[str]:
    """A sign for each value, from the lowest at `low` to the highest at `high`; a dot where there is none."""
    levels = LEVELS if screen().blocks else DIGITS
    dot = THIN if screen().blocks else "."

    def sign(value: float) -> str:
        if math.isnan(value):
            return dot
        part = (value - low) / (high - low) if high > low else 0.5
        return levels[min(int(min(max(part, 0.0), 1.0) * len(levels)), len(levels) - 1)]

    return [sign(value) for value in values]
