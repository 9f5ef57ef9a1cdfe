"""Where a check's targets lie about their bounds, and its differences about the baseline: what figures draw."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ccsim.report.check_answer import Json, line
from ccsim.report.durations import time_unit

BAND = ("value", "low", "high")


@dataclass(frozen=True)
class Dots:
    """Rows that share an axis, on which right of 0 is the good side; values times `size` are in `unit`.

    `called` is the word for what 1 is on the axis. `tolerated`: how far left is still no regression; of targets 0.
    """

    unit: str
    size: float
    called: str
    rows: list[Json]
    at: list[float]
    ends: list[tuple[float, float]]
    tolerated: list[float]

    def among(self, names: Collection[str]) -> Dots:
        """Rows with these names."""
        places = [place for place, one in enumerate(self.rows) if one["name"] in names]
        return replace(
            self,
            rows=[self.rows[place] for place in places],
            at=[self.at[place] for place in places],
            ends=[self.ends[place] for place in places],
            tolerated=[self.tolerated[place] for place in places],
        )


def targets(summary: Json) -> list[Dots]:
    """For each unit the targets that are one value."""
    found = []
    known = [one for one in summary["targets"] if one["value"] is not None]
    for unit in dict.fromkeys(line(one).unit for one in known):
        rows = [one for one in known if line(one).unit == unit]
        size, called = scale(unit, [abs(one[key] - line(one).value) for one in rows for key in BAND])
        signs = [1.0 if line(one).at_least else -1.0 for one in rows]
        at, low, high = (
            [sign * (one[key] - line(one).value) / size for one, sign in zip(rows, signs, strict=True)] for key in BAND
        )
        ends = [(min(pair), max(pair)) for pair in zip(low, high, strict=True)]
        found.append(Dots(unit, size, called, rows, at, ends, [0.0] * len(rows)))
    return found


def differences(summary: Json) -> list[Dots]:
    """For each unit the differences from the baseline."""
    found = []
    known = [one for one in summary["comparisons"] if one["worse_by"] is not None and one["half_width"] is not None]
    for unit in dict.fromkeys(one["unit"] for one in known):
        rows = [one for one in known if one["unit"] == unit]
        reach = [abs(one["worse_by"]) + one["half_width"] for one in rows] + [one["tolerance"] for one in rows]
        size, called = scale(unit, reach)
        at = [-one["worse_by"] / size for one in rows]
        half = [one["half_width"] / size for one in rows]
        ends = [(middle - width, middle + width) for middle, width in zip(at, half, strict=True)]
        found.append(Dots(unit, size, called, rows, at, ends, [one["tolerance"] / size for one in rows]))
    return found


def scale(unit: str, values: list[float]) -> tuple[float, str]:
    """What 1 is on the axis, and the word for it."""
    if unit == "share":
        return 0.01, "unit_share"
    if unit == "s":
        found = time_unit(max(values, default=0.0))
        return found.size, found.word
    return 1.0, f"unit_{unit}"
