"""Forest plot: how each alternative differs from the base, with its interval, against what matters."""

from __future__ import annotations

from typing import Any, NamedTuple

from ccsim.report import differences
from ccsim.report.numbers import compact, shown
from ccsim.report.plans import Plan
from ccsim.report.plot_parts import Json, precise, spoken, text, whiskers, word
from ccsim.report.words import Said, as_is, joined, said

ROW, FEWEST = 46, 110  # pixels of a row, with its name above it, and around them
HOVER = "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>"
LOOKS = {
    "better": ("better", "c3", "circle"),
    "worse": ("worse", "c6", "diamond"),
    "higher": ("neither", "c1", "square"),
    "lower": ("neither", "c1", "square"),
    "undecided": ("undecided", "c7", "circle-open"),
    "no practical difference": ("no_practical_difference", "c7", "line-ns-open"),
}


class Terms(NamedTuple):
    """Keys of the words for what is held against a base, for the base, and for what each says."""

    one: str = "plan"
    base: str = "in_base"
    this: str = "this_plan"
    values: str = "forest_values"
    difference: str = "difference_from_base"


PLANS = Terms()


def forest(plans: list[Plan], center: Json, currency: str, terms: Terms = PLANS) -> Json | None:
    """The figure, a variant for each measure to choose from: at first one of service that tells plans apart."""
    rows: dict[str, list[tuple[Plan, Json]]] = {}
    for plan in plans:
        for row in plan.record.get("differences", ()):
            rows.setdefault(differences.key(row), []).append((plan, row))
    if not rows:
        return None
    shown = first(plans)
    rows = {shown: rows[shown], **rows}
    named = differences.labels([own[0][1] for own in rows.values()], center)
    variants = {key: variant(own, what, currency, terms) for (key, own), what in zip(rows.items(), named, strict=True)}
    choices = [{"key": key, "name": spoken(what)} for key, what in zip(rows, named, strict=True)]
    return {"id": "forest", "kind": "plot", "variants": variants, "choices": choices}


def first(plans: list[Plan]) -> str:
    """The first measure of service that somebody makes better or worse; without one the first of all."""
    rows = [row for plan in plans for row in plan.record.get("differences", ())]
    told = (row for row in rows if row["verdict"] in ("better", "worse") and row["unit"] not in differences.NO_SERVICE)
    return differences.key(next(told, rows[0]))


def variant(rows: list[tuple[Plan, Json]], what: Said, currency: str, terms: Terms = PLANS) -> Json:
    """A row for each plan; what is no worse nor better, and by less than matters, lies within the band."""
    unit, better = rows[0][1]["unit"], differences.better(rows[0][1])
    margin = max(row["margin"] for _, row in rows)
    reach = [abs(row[end]) for _, row in rows for end in ("low", "high", "difference") if row[end] is not None]
    size, called = differences.scale(unit, max(reach, default=margin), currency)
    farthest = max([*reach, min(margin, 2 * max(reach, default=margin))]) / size or 1.0
    data = []
    for look, colour, symbol in dict.fromkeys(LOOKS.values()):
        own = [(at, *pair) for at, pair in enumerate(rows) if LOOKS[pair[1]["verdict"]] == (look, colour, symbol)]
        own = [one for one in own if one[2]["difference"] is not None]
        if own:
            data.append(_trace(own, (look, colour, symbol), size, what, currency, terms))
    sides = [
        {
            "xref": "paper", "x": x, "xanchor": "left" if x == 0 else "right", "y": -1.0, "showarrow": False,
            "text": word(key), "font": {"color": {"$colour": "soft"}},
        }
        for x, key in zip((0, 1), _sides(better), strict=True)
    ]  # fmt: skip
    band = {
        "type": "rect", "xref": "x", "yref": "paper", "x0": -margin / size, "x1": margin / size, "y0": 0, "y1": 1,
        "fillcolor": {"$colour": "grid"}, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    zero = {
        "type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
        "line": {"color": {"$colour": "ink"}, "width": 1.2, "dash": "dot"}, "layer": "below",
    }  # fmt: skip
    title = joined([said(terms.difference), called]) if called("en") else said(terms.difference)
    layout = {
        **rows_of([plan for plan, _ in rows], sides),
        "xaxis": {"title": {"text": spoken(title)}, "range": [-1.08 * farthest, 1.08 * farthest], "zeroline": False},
        "shapes": [band, zero],
    }
    return {"data": data or [_nothing()], "layout": layout, "columns": _columns(terms), "rows": _cells(rows, currency)}


def rows_of(plans: list[Plan], more: list[Json]) -> Json:
    """Layout of a row for each plan, its name above it, where long names have room on a phone, too; `more`: what is
    written besides, above all rows."""
    names = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": at, "yanchor": "bottom", "yshift": 5, "showarrow": False,
            "text": spoken(joined([*([as_is(plan.numeral)] if plan.number else []), plan.briefly], "  ")),
        }
        for at, plan in enumerate(plans)
    ]  # fmt: skip
    return {
        "height": FEWEST + ROW * (len(plans) + 1),
        "yaxis": {
            "range": [len(plans) - 0.6, -1.35], "showticklabels": False, "showgrid": False, "zeroline": False,
            "fixedrange": True,
        },
        "annotations": [*names, *more],
        "showlegend": True,
    }  # fmt: skip


def _trace(
    own: list[tuple[int, Plan, Json]],
    looks: tuple[str, str, str],
    size: float,
    what: Said,
    currency: str,
    terms: Terms,
) -> Json:
    look, colour, symbol = looks
    rows = [row for _, _, row in own]
    reach = [
        [abs(row["difference"] - row[end]) / size if row[end] is not None else 0.0 for row in rows]
        for end in ("high", "low")
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word(f"is_{look}"),
        "x": compact((row["difference"] / size for row in rows), 7),
        "y": [at for at, _, _ in own],
        "error_x": whiskers(reach[0], reach[1], 7, colour=colour, thickness=2, width=5),
        "marker": {"size": 11, "symbol": symbol, "color": {"$colour": colour}, "line": {"width": 2}},
        "customdata": [_hover(plan, row, what, currency, terms) for _, plan, row in own],
        "hovertemplate": HOVER,
    }  # fmt: skip


def _hover(plan: Plan, row: Json, what: Said, currency: str, terms: Terms) -> list[Json]:
    mean, interval = differences.interval(row, currency)
    values = {key: shown(row[key], row["unit"], currency) for key in ("base", "other")}
    told = said("forest_difference", difference=mean, interval=interval, verdict=differences.verdict(row))
    return [spoken(plan.briefly), spoken(what), spoken(told), spoken(said(terms.values, **values))]


def _sides(better: str | None) -> tuple[str, str]:
    if better is None:
        return "side_less", "side_more"
    return ("side_less_worse", "side_more_better") if better == "more" else ("side_less_better", "side_more_worse")


def _nothing() -> Json:
    return {"type": "scatter", "mode": "markers", "x": [], "y": [], "showlegend": False}


def _columns(terms: Terms) -> list[Json]:
    keys = ("number", terms.one, terms.base, terms.this, "plan_difference", "low", "high", "matters_from", "verdict")
    return [word(key) for key in keys]


def _cells(rows: list[tuple[Plan, Json]], currency: str) -> list[list[Any]]:
    """Values in the measure's unit, differences of shares in points."""
    found = []
    for plan, row in rows:
        unit = row["unit"]
        size, of_difference = (0.01, "pp") if unit == "share" else (1.0, unit)
        values = [precise(row[key], unit, currency) for key in ("base", "other")]
        values += [
            precise(None if row[key] is None else row[key] / size, of_difference, currency)
            for key in ("difference", "low", "high", "margin")
        ]
        found.append(
            [
                plan.numeral,
                spoken(plan.words) if plan.words else text(plan.name),
                *values,
                spoken(differences.verdict(row)),
            ]
        )
    return found
