"""Figures of a check: targets about their bounds and differences about the baseline, a figure for each unit."""

from __future__ import annotations

from ccsim.report.check_answer import VERDICTS, Amount, Json, amount, change, count, line
from ccsim.report.durations import time_unit
from ccsim.report.numbers import between, bound, compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, cell, plot, text, whiskers, word

COLOUR = {"met": "good", "missed": "bad", "uncertain": "open"}
SYMBOL = {"met": "circle", "missed": "x", "uncertain": "diamond-open"}
BAND = ("value", "low", "high")


def targets(summary: Json) -> list[Json]:
    """For each unit those targets that are one value: right of the middle is the good side of the bound."""
    currency, found = summary["currency"], []
    known = [one for one in summary["targets"] if one["value"] is not None]
    for unit in dict.fromkeys(line(one).unit for one in known):
        rows = [one for one in known if line(one).unit == unit]
        size, title = _scale(unit, [abs(one[key] - line(one).value) for one in rows for key in BAND])
        lines = [line(one) for one in rows]
        signs = [1.0 if asked.at_least else -1.0 for asked in lines]
        at = [sign * (one["value"] - asked.value) / size for one, asked, sign in zip(rows, lines, signs, strict=True)]
        ends = [
            sorted(sign * (one[key] - asked.value) / size for key in ("low", "high"))
            for one, asked, sign in zip(rows, lines, signs, strict=True)
        ]
        hover = [
            [
                word("hover_name", name=text(one["name"]), decision=_decision(one)),
                word(
                    "hover_found",
                    value=shown(one["value"], unit, currency),
                    range=between(one["low"], one["high"], unit, currency),
                ),
                word("hover_bound", bound=bound(asked.value, unit, currency), n=count(one["replications"])),
            ]
            for one, asked in zip(rows, lines, strict=True)
        ]
        table = [
            [
                text(one["name"]),
                _decision(one),
                *(cell(value, unit, currency) for value in (*(one[key] for key in BAND), asked.value)),
            ]
            for one, asked in zip(rows, lines, strict=True)
        ]
        columns = [word(key) for key in ("target", "decision", "value", "low", "high", "bound")]
        found.append(
            plot(
                f"targets_{unit}",
                [_dots(rows, at, ends, hover)],
                _layout(len(rows), word("from_bound", unit=title)),
                columns,
                table,
            )
        )
    return found


def differences(summary: Json) -> list[Json]:
    """For each unit the differences: right of the middle is better, and what is tolerated is shaded."""
    currency, found = summary["currency"], []
    known = [one for one in summary["comparisons"] if one["worse_by"] is not None and one["half_width"] is not None]
    for unit in dict.fromkeys(one["unit"] for one in known):
        rows = [one for one in known if one["unit"] == unit]
        reach = [abs(one["worse_by"]) + one["half_width"] for one in rows] + [one["tolerance"] for one in rows]
        size, title = _scale(unit, reach)
        at = [-one["worse_by"] / size for one in rows]
        half = [one["half_width"] / size for one in rows]
        ends = [[middle - width, middle + width] for middle, width in zip(at, half, strict=True)]
        hover = [
            [
                word("hover_name", name=text(one["name"]), decision=_decision(one)),
                word(
                    "hover_values",
                    base=shown(one["base"], unit, currency),
                    value=shown(one["value"], unit, currency),
                ),
                word(
                    "hover_change",
                    change=_spoken(change(one, currency)),
                    tolerated=_spoken(amount(one["tolerance"], unit, currency)),
                ),
            ]
            for one in rows
        ]
        tolerated = {
            "type": "bar",
            "orientation": "h",
            "x": compact([-one["tolerance"] / size for one in rows]),
            "y": [text(one["name"]) for one in rows],
            "marker": {"color": {"$colour": "c1band"}},
            "width": 0.7,
            "hoverinfo": "skip",
            "showlegend": False,
        }
        table = [
            [
                text(one["name"]),
                _decision(one),
                *(cell(one[key], unit, currency) for key in ("base", "value")),
                *(cell(value, "points" if unit == "share" else unit, currency) for value in _signed(one, unit)),
            ]
            for one in rows
        ]
        keys = ("measure", "decision", "baseline", "now", "difference", "half_width", "tolerance")
        found.append(
            plot(
                f"differences_{unit}",
                [tolerated, _dots(rows, at, ends, hover)],
                _layout(len(rows), word("from_baseline", unit=title)),
                [word(key) for key in keys],
                table,
            )
        )
    return found


def _signed(one: Json, unit: str) -> list[float]:
    """The difference as it is, its half width and what is tolerated; of shares in points."""
    by = one["worse_by"] if one["more_is_worse"] else -one["worse_by"]
    return [value * (100.0 if unit == "share" else 1.0) for value in (by, one["half_width"], one["tolerance"])]


def _dots(rows: list[Json], at: list[float], ends: list[list[float]], hover: list[list[Json]]) -> Json:
    verdicts = [VERDICTS.get(one["decision"], "uncertain") for one in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "x": compact(at),
        "y": [text(one["name"]) for one in rows],
        "error_x": whiskers(
            [high - middle for middle, (_, high) in zip(at, ends, strict=True)],
            [middle - low for middle, (low, _) in zip(at, ends, strict=True)],
            thickness=2,
            width=5,
        ),
        "marker": {
            "size": 12,
            "symbol": [SYMBOL[one] for one in verdicts],
            "color": [{"$colour": COLOUR[one]} for one in verdicts],
            "line": {"width": 2, "color": [{"$colour": COLOUR[one]} for one in verdicts]},
        },
        "customdata": hover,
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }


def _layout(rows: int, title: Json) -> Json:
    return {
        "height": FEWEST + ROW * rows,
        "xaxis": {"title": {"text": title}, "zeroline": False},
        "yaxis": {"autorange": "reversed", "type": "category", "automargin": True},
        "shapes": [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": 0,
                "x1": 0,
                "y0": 0,
                "y1": 1,
                "line": {"color": {"$colour": "ink"}, "width": 2, "dash": "dash"},
            }
        ],
    }


def _scale(unit: str, values: list[float]) -> tuple[float, Json]:
    """What one unit of the axis is, and its name."""
    if unit == "share":
        return 0.01, word("unit_share")
    if unit == "s":
        found = time_unit(max(values, default=0.0))
        return found.size, word(found.word)
    return 1.0, word(f"unit_{unit}")


def _decision(one: Json) -> Json:
    return word(f"decision_{one['decision'].replace(' ', '_')}")


def _spoken(one: Amount) -> Json | str:
    return word(one.word, n=one.n) if one.word else one.n
