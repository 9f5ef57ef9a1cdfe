"""`report.html` of a sweep: which points meet all targets and at what cost, then what does what, then every point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.measures.catalogue import find
from ccsim.report import sweep_answer as answer
from ccsim.report import sweep_choice_answer as choice
from ccsim.report.answer import MARKS, place
from ccsim.report.numbers import FIXED, between, bound, shown
from ccsim.report.plot_parts import Json
from ccsim.report.shell import drawn, option, reproduced, shell
from ccsim.report.sweep_axes import MOST_MEASURES, Axes
from ccsim.report.sweep_choice import choices
from ccsim.report.sweep_effect_plots import MOST_FACTORS, effects
from ccsim.report.sweep_frontier import against, frontier
from ccsim.report.sweep_influence import Influences
from ccsim.report.sweep_interactions import MOST_PAIRS, interactions
from ccsim.report.sweep_maps import clouds, heat, interval_text, pairs
from ccsim.report.sweep_matters import what_matters
from ccsim.report.sweep_points import MET, MISSED, UNCERTAIN, Points, short
from ccsim.report.sweep_sensitivity import sensitivity
from ccsim.report.words import Said, and_more, as_is, capital, joined, measure_name, said, told

if TYPE_CHECKING:
    from ccsim.study.sweep_result import Sweep

MOST_ROWS, MOST_CELLS = 300, 2_600  # of the table of points
MOST_FAULTS = 20
MOST_TARGETS = 3  # of a verdict that are named in a row of it
ONE_LINE = 16  # letters that are not broken into lines
VERDICTS = {MET: "met", UNCERTAIN: "uncertain", MISSED: "missed"}


@dataclass(frozen=True)
class Value:
    """A cell of the table of points: `order` is what it is sorted by."""

    text: str
    interval: str = ""
    order: str = ""


def page(sweep: Sweep, language: str = "en", script_file: str = "") -> str:
    """The page as text, opening in a language; `script_file`: where plotly is instead of in the page."""
    points = Points(sweep)
    influences, axes = Influences(points), Axes(points)
    any_value = any(not np.isnan(one.estimate).all() for one in axes.measures)
    of_pairs = pairs(points, influences, axes) if any_value else []
    by_factor = effects(points, influences, axes) if any_value else []
    matter = sensitivity(points, influences, axes) if any_value else None
    together = interactions(points, influences, axes) if any_value else None
    two = None
    if of_pairs:
        two = clouds(points, axes, of_pairs) if points.sampled else heat(points, axes, of_pairs)
    front = frontier(points, axes)
    own = choices(points)
    verdict, mark, holds = choice.verdict(own) if own else answer.verdict(points)
    best = choice.chosen(own) if own else answer.chosen(points)
    manifest = points.manifest
    confidence = bound(manifest["confidence"], "share")
    replications = "–".join(map(str, points.replications)) or "0"
    facts = said("facts", replications=replications, seed=manifest["seed"], confidence=confidence)
    sections = [
        "answer",
        *(["effects"] if by_factor else []),
        *(["pairs"] if two else []),
        *(["frontier"] if front else []),
        *(["matters"] if matter else []),
        *("points", "design", "reproduce"),
    ]
    alone = len(points.factors) == 1 and points.kind == "grid"
    factor_titles: list[Said] = [as_is(factor["name"]) for factor in points.factors]
    return shell(
        "sweep.html.j2",
        heading=manifest["experiment"],
        version=manifest["versions"]["ccsim"],
        lead=[manifest["scenario"]["name"], place(manifest["center"]), facts],
        sections=sections,
        figures=drawn(*by_factor, two, front, matter, together),
        language=language,
        script_file=script_file,
        more={"columns": axes.columns(), "about": axes.about(), "choices": _first(axes, of_pairs, points, best)},
        kind=points.kind,
        sampled=points.sampled,
        unbalanced=points.kind == "grid" and not points.finished.all(),
        verdict=verdict,
        mark=mark,
        holds=holds,
        beside=choice.beside(own) if own else answer.beside(points),
        a_point=answer.what_a_point_is(points),
        gaps=answer.gaps(points),
        best=best,
        targets=answer.target_sentences(points),
        matters=what_matters(points, influences),
        measures=[option(one.key, capital(one.label)) for one in axes.measures],
        left_out=len(points.measures) > MOST_MEASURES,
        pair_options=_pair_options(two, points, of_pairs),
        against=[option(one.key, capital(one.label)) for one in against(points, axes)],
        effects=list(zip(by_factor, factor_titles, strict=False)),
        effects_how=said("effects_how_one" if alone else f"effects_how_{points.kind}"),
        factors_left_out=len(points.factors) > MOST_FACTORS,
        bounds=any(one.bound is not None for one in axes.measures),
        pairs_how=_pairs_how(two, points, axes),
        held=_held(two, points),
        two=two,
        frontier=front,
        frontier_given=said("decided_frontier", given=own.given_names) if own else None,
        matter=matter,
        together=together,
        pairs_left_out=len(points.factors) * (len(points.factors) - 1) // 2 > MOST_PAIRS,
        drawn_of=(len(axes.drawn), int(points.finished.sum())),
        table=_table(points, axes),
        faults=[(number, told(fault, sweep.sentences)) for number, fault in list(sweep.faults.items())[:MOST_FAULTS]],
        more_faults=max(len(sweep.faults) - MOST_FAULTS, 0),
        missing=_spans(sweep.missing),
        design=answer.design_facts(points),
        factors=_factors(points),
        reproduce=_reproduce(points),
    )


def _pair_options(two: Json | None, points: Points, of: list[tuple[int, int]]) -> list[tuple[str, str, Said]]:
    if two is None:
        return []
    known = set(two["frames"])
    return [
        option(f"{one}-{other}", as_is(f"{points.factors[one]['name']} × {points.factors[other]['name']}"))
        for one, other in of
        if f"{one}-{other}" in known
    ]


def _held(two: Json | None, points: Points) -> list[tuple[str, list[tuple[str, str, Said]]]]:
    """Of each factor, where the others can be held, its name and its levels to choose from."""
    if two is None or "held" not in two:
        return []
    return [
        (
            factor["name"],
            [
                *(option(str(at), as_is(short(level, 24))) for at, level in enumerate(points.levels(at_factor))),
                option("all", said("level_all")),
            ],
        )
        for at_factor, factor in enumerate(points.factors)
    ]


def _pairs_how(two: Json | None, points: Points, axes: Axes) -> Said:
    """What a cell, or a mark, of the figure of two factors is."""
    more = len(points.factors) > 2
    if two is None or two["kind"] == "cloud":
        return joined([said("fig_pairs_how"), *([said("fig_pairs_why")] if more else [])], " ")
    parts = [said("fig_heat_held" if "held" in two else "fig_heat_mean" if more else "fig_heat_how")]
    if "held" in two and len(points.factors) > 3:
        parts.append(said("fig_heat_partly"))
    elif more and "held" not in two:
        parts.append(said("fig_heat_many"))
    if any(one.bound is not None for one in axes.measures):
        parts.append(said("fig_heat_bound"))
    return joined(parts, " ")


def _first(axes: Axes, of: list[tuple[int, int]], points: Points, best: answer.Chosen | None) -> dict[str, str]:
    """What is chosen when the page opens: of other factors the levels of the point that stands first."""
    found = {"measure": axes.measures[0].key} if axes.measures else {}
    if of:
        found["pair"] = f"{of[0][0]}-{of[0][1]}"
    service = against(points, axes)
    if service:
        found["against"] = service[0].key
    own = next((one for one in points.points if best and one["point"] == best.point), None)
    for factor in range(len(points.factors)):
        found[f"level{factor}"] = str(points.levels(factor).index(own["settings"][factor])) if own else "all"
    return found


def _table(points: Points, axes: Axes) -> dict[str, Any]:
    """Every point, or the best of many: settings, targets, cost and measures."""
    ranked = points.ranked
    rows = []
    cost = points.cost
    unit = find(cost.measure).unit if cost else ""
    columns = len(points.factors) + len(axes.measures) + 3
    names = answer.target_names(points)
    for at in ranked[: min(MOST_ROWS, MOST_CELLS // columns)]:
        point = points.points[at]
        settings = [
            Value(_kept_together(short(text)), order=str(number) if number is not None else text)
            for text, number in zip(point["settings"], point["numbers"], strict=True)
        ]
        values = []
        if cost:
            own = between(cost.low[at], cost.high[at], unit, points.currency) if cost.high[at] > cost.low[at] else ""
            values.append(Value(shown(cost.estimate[at], unit, points.currency), own, _order(cost.estimate[at])))
        for measured in axes.measures:
            if cost and measured.scope == "all" and measured.measure == cost.measure:
                continue
            text, interval = interval_text(measured, at, points.currency)
            values.append(Value(text, interval, _order(measured.estimate[at])))
        verdict = VERDICTS.get(int(points.standing[at]), "")
        which = [
            *_which(points, at, "missed", names),
            *_which(points, at, "uncertain", names, f"{MARKS['uncertain']} " if verdict == "missed" else ""),
        ]
        rows.append((str(point["point"]), settings, (verdict, MARKS.get(verdict, ""), which), values))
    heads: list[Said] = [capital(measure_name(cost.measure))] if cost else []
    heads += [
        capital(one.label) for one in axes.measures if not (cost and one.scope == "all" and one.measure == cost.measure)
    ]
    return {"rows": rows, "heads": heads, "judged": points.judged, "all": len(ranked), "shown": len(rows)}


def _which(points: Points, at: int, verdict: str, names: dict[str, Said], mark: str = "") -> list[Said]:
    """The targets of a point with a verdict, in words; of many the first ones, and how many more."""
    own = [name for name, one in points.verdicts[at].items() if one == verdict]
    told = [names.get(name, as_is(name)) for name in own[:MOST_TARGETS]]
    told += and_more(len(own) - MOST_TARGETS)
    return [joined([as_is(mark), joined(told, "; ")], "")] if told else []


def _kept_together(text: str) -> str:
    """`2 min` on one line."""
    return text.replace(" ", FIXED) if len(text) <= ONE_LINE else text


def _order(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.8g}"


def _factors(points: Points) -> list[tuple[str, str, int]]:
    """Factors with what they take and how many values that is."""
    found = []
    for at, factor in enumerate(points.factors):
        levels = points.levels(at)
        listed = [short(level, 30) for level in levels]
        few = len(levels) <= 12
        text = ", ".join(listed) if few else f"{listed[0]} … {listed[-1]}"
        found.append((factor["name"], text, len(levels)))
    return found


def _spans(numbers: list[int]) -> str:
    """Numbers that follow one another as one span."""
    parts: list[list[int]] = []
    for one in numbers:
        if parts and one == parts[-1][1] + 1:
            parts[-1][1] = one
        else:
            parts.append([one, one])
    told = [str(first) if first == last else f"{first}–{last}" for first, last in parts]
    return ", ".join(told[:MOST_FAULTS]) + (", …" if len(told) > MOST_FAULTS else "")


def _reproduce(points: Points) -> list[tuple[str, Said | str]]:
    manifest = points.manifest
    rows = [
        ("scenario", manifest["scenario"]["name"]),
        ("experiment", manifest["experiment"]),
        ("fingerprint", f"{manifest['fingerprint']} ({manifest['scenario']['fingerprint']})"),
        ("seed", str(manifest["seed"])),
        ("command", "ccsim sweep EXPERIMENT --out DIR"),
    ]
    return reproduced(rows, manifest["versions"], ("results.parquet", "effects.csv", "manifest.json", "points.jsonl"))
