"""Figures of a check: targets about their bounds and differences about the baseline, a figure for each unit."""

from __future__ import annotations

from ccsim.report import check_dots
from ccsim.report.check_answer import VERDICTS, Amount, Json, amount, change, count, line, with_interval
from ccsim.report.check_dots import BAND, Dots
from ccsim.report.numbers import bound, compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, cell, plot, text, whiskers, word

COLOUR = {"met": "good", "missed": "bad", "uncertain": "open"}
SYMBOL = {"met": "circle", "missed": "x", "uncertain": "diamond-open"}


def targets(summary: Json) -> list[Json]:
    """For each unit those targets that are one value: right of the middle is the good side of the bound."""
    currency, found = summary["currency"], []
    for dots in check_dots.targets(summary):
        unit, rows, lines = dots.unit, dots.rows, [line(one) for one in dots.rows]
        hover = [
            [
                word("hover_name", name=text(one["name"]), decision=_decision(one)),
                word("hover_found", **dict(zip(("value", "range"), with_interval(one, currency), strict=True))),
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
                [_dots(dots, hover)],
                _layout(len(rows), word("from_bound", unit=word(dots.called))),
                columns,
                table,
            )
        )
    return found


def differences(summary: Json) -> list[Json]:
    """For each unit the differences: right of the middle is better, and what is tolerated is shaded."""
    currency, found = summary["currency"], []
    for dots in check_dots.differences(summary):
        unit, rows = dots.unit, dots.rows
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
            "x": compact([-one for one in dots.tolerated]),
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
                [tolerated, _dots(dots, hover)],
                _layout(len(rows), word("from_baseline", unit=word(dots.called))),
                [word(key) for key in keys],
                table,
            )
        )
    return found


def _signed(one: Json, unit: str) -> list[float]:
    """The difference as it is, its half width and what is tolerated; of shares in points."""
    by = one["worse_by"] if one["more_is_worse"] else -one["worse_by"]
    return [value * (100.0 if unit == "share" else 1.0) for value in (by, one["half_width"], one["tolerance"])]


def _dots(dots: Dots, hover: list[list[Json]]) -> Json:
    rows, at, ends = dots.rows, dots.at, dots.ends
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


def _decision(one: Json) -> Json:
    return word(f"decision_{one['decision'].replace(' ', '_')}")


def _spoken(one: Amount) -> Json | str:
    return word(one.word, n=one.n) if one.word else one.n
