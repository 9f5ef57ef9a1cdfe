"""`report.html` of `ccsim compare --select`: which is the best by one measure, and how far the others are behind."""

from __future__ import annotations

import shlex
from typing import Any

from ccsim.report import differences, side_tables
from ccsim.report.answer import days_of, place
from ccsim.report.comparison_answer import Answer, named
from ccsim.report.comparison_page import reproduce, typed, warnings_of
from ccsim.report.forest import PLANS, rows_of
from ccsim.report.frontier import frontier
from ccsim.report.numbers import NOTHING, bound, compact, pair
from ccsim.report.plans import Plan, cost, cost_measure, counted, in_words, shared_changes, short
from ccsim.report.plot_parts import Json, plot, precise, spoken, text, word
from ccsim.report.shell import drawn, shell
from ccsim.report.words import Said, as_is, joined, said

LOOKS = (("will_do", "c3"), ("perhaps", "c7"), ("not", "c6"))


def page(summary: Json, language: str = "en", script_file: str = "") -> str:
    """The page as text, of what `selection.json` holds; see `ccsim.report.run_page.page`."""
    systems, center, currency = summary["systems"], summary["center"], summary["currency"]
    plans = ordered(summary)
    base = next(plan for plan in plans if plan.base)
    shared = shared_changes(systems)
    measure = differences.label(summary["by"], center)
    behind, targets = _behind(plans, summary, measure), side_tables.matrix(plans, center)
    service = frontier(plans, base, center, currency)
    confidence = bound(summary["confidence"], "share")
    sections = [
        "answer",
        *(["behind"] if behind else []),
        *(["side_by_side"] if targets else []),
        *(["service_for_money"] if service else []),
        *("changed", "warnings", "reproduce"),
    ]
    provenance = base.record["provenance"]
    options = [f"--select {shlex.quote(summary['measure'])}", f"--delta {shlex.quote(summary['delta'])}"]
    options += [f"--seed {provenance['seed']}", f"--confidence {100 * summary['confidence']:g}%"]
    return shell(
        "selection.html.j2",
        heading=systems[0]["name"],
        changes=shared,
        version=provenance["versions"]["ccsim"],
        lead=[
            said("best_of", n=len(plans)),
            place(center),
            said("selection_facts", seed=provenance["seed"], confidence=confidence),
        ],
        sections=sections,
        figures=drawn(behind, service),
        language=language,
        script_file=script_file,
        answer=verdict(summary, plans),
        guarantee=said("guarantee", confidence=confidence, delta=least(summary)),
        standing=_standings(plans, measure, summary),
        judged=said("judged_each", confidence=confidence),
        uneven=len({one["replications"] for one in systems}) > 1,
        behind=behind,
        targets=targets,
        terms=PLANS,
        frontier=service,
        plans=plans,
        changed=side_tables.changed(plans, summary["inputs"], summary["sentences"]),
        warnings=warnings_of(summary, base),
        reproduce=reproduce(summary, plans, typed(systems, options)),
    )


def ordered(summary: Json) -> list[Plan]:
    """The best first, then who lasted longest, then by value."""
    sign = -1.0 if differences.better(summary["by"]) == "more" else 1.0

    def rank(record: Json) -> tuple[bool, int, float]:
        value = record["estimate"]["mean"]
        worst = float("inf")
        return record["name"] != summary["best"], -record["replications"], worst if value is None else sign * value

    systems = summary["systems"]
    return counted(sorted(systems, key=rank), systems[0])


def least(summary: Json) -> Said:
    """The least difference worth finding."""
    known, unit = summary["indifference"], summary["by"]["unit"]
    return as_is(summary["delta"]) if known is None else differences.amount(known, unit, summary["currency"])


def verdict(summary: Json, plans: list[Plan]) -> Answer:
    """Said no more surely than it is known, as the table of `ccsim compare --select` says it."""
    measure = differences.measured(summary["by"], summary["center"])
    words: dict[str, Any] = {"measure": measure, "delta": least(summary)}
    if summary["best"] is None:
        return Answer("uncertain", "?", said("selected_open", **words))
    best, currency, unit = plans[0], summary["currency"], summary["by"]["unit"]
    value = best.record["estimate"]
    named_first = differences.label(summary["by"], summary["center"])
    shown_value, reach = pair(value["mean"], value["low"], value["high"], unit, currency)
    lines = [said("selected_value", measure=named_first, value=shown_value, interval=reach or NOTHING)]
    lines.append(said("selected_standing", name=best.called, standing=in_words(best, summary["center"])))
    price, interval = cost(best, cost_measure(summary["systems"]))
    time = days_of(summary["center"]["days"])
    lines.append(said("price" if interval else "price_exact", cost=price, interval=interval, days=time))
    will_do, perhaps = summary["will_do"], [one for one in summary["perhaps"] if one != best.name]
    if len(will_do) > 1:
        head = said("selected_alike", names=named(will_do), **words)
        lines += [said("selected_perhaps", names=named(perhaps))] if perhaps else []
    elif perhaps:
        head = said("selected_close", names=named([best.name, *perhaps]), **words)
    else:
        head = said("selected_best", name=best.name, **words)
    return Answer(best.holds, best.mark, head, lines)


def _standings(plans: list[Plan], measure: Said, summary: Json) -> tuple[list[Said], list[side_tables.Row]]:
    """Plans with the measure, how far each is behind, after how many replications, and what it costs."""
    heads, rows = side_tables.standings(plans, cost_measure(summary["systems"]))
    more = [measure, said("behind_best"), said("replications")]
    found = []
    for plan, badges, holds, cells in rows:
        value, unit, currency = plan.record["estimate"], summary["by"]["unit"], summary["currency"]
        own = [
            pair(value["mean"], value["low"], value["high"], unit, currency),
            (_far(plan, unit, currency), ""),
            (str(plan.record["replications"]), ""),
        ]
        found.append((plan, badges, holds, [*own, *cells]))
    return [*heads[:2], *more, *heads[2:]], found


def _far(plan: Plan, unit: str, currency: str) -> Said:
    least, most = plan.record["behind"]
    if most is None:
        return as_is("–")
    return as_is("0") if most == 0 else differences.ends(least, most, unit, currency)


def _behind(plans: list[Plan], summary: Json, measure: Said) -> Json | None:
    """A bar for each plan, from at least to at most so far behind the best."""
    drawn_plans = [plan for plan in plans if plan.record["behind"][1] is not None]
    if not drawn_plans:
        return None
    unit, currency, enough = summary["by"]["unit"], summary["currency"], summary["indifference"] or 0.0
    most = max(plan.record["behind"][1] for plan in drawn_plans)
    size, called = differences.scale(unit, max(most, enough), currency)
    data = []
    for key, colour in LOOKS:
        own = [(at, plan) for at, plan in enumerate(drawn_plans) if _kind(plan, summary) == key]
        if own:
            data.append(_bars(own, key, colour, size, unit, currency))
    band = {
        "type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": enough / size, "y0": 0, "y1": 1,
        "fillcolor": {"$colour": "grid"}, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    title = joined([measure, said("behind_best"), called]) if called("en") else joined([measure, said("behind_best")])
    farthest = 1.08 * max(most, enough) / size or 1.0
    layout = {
        **rows_of(drawn_plans, []),
        "xaxis": {"title": {"text": spoken(title)}, "range": [-0.01 * farthest, farthest]},
        "shapes": [band],
        "bargap": 0.75,
    }
    rows = [_cells(plan, unit, currency) for plan in drawn_plans]
    columns = [
        *(word(key) for key in ("number", "plan")),
        spoken(measure),
        *(word(key) for key in ("low", "high", "behind_least", "behind_most", "replications")),
    ]
    return plot("behind", data, layout, columns, rows)


def _cells(plan: Plan, unit: str, currency: str) -> list[Any]:
    """Values in the measure's unit, differences of shares in points."""
    size, of_difference = (0.01, "pp") if unit == "share" else (1.0, unit)
    value = [precise(plan.record["estimate"][end], unit, currency) for end in ("mean", "low", "high")]
    behind = [precise(end / size, of_difference, currency) for end in plan.record["behind"]]
    return [plan.numeral, text(plan.name), *value, *behind, str(plan.record["replications"])]


def _kind(plan: Plan, summary: Json) -> str:
    if plan.name in summary["will_do"]:
        return "will_do"
    return "perhaps" if plan.name in summary["perhaps"] else "not"


def _bars(own: list[tuple[int, Plan]], key: str, colour: str, size: float, unit: str, currency: str) -> Json:
    behind = [plan.record["behind"] for _, plan in own]
    ends = [differences.ends(least, most, unit, currency) for least, most in behind]
    return {
        "type": "bar",
        "orientation": "h",
        "name": word(f"behind_{key}"),
        "y": [at for at, _ in own],
        "base": compact((least / size for least, _ in behind), 7),
        "x": compact(((most - least) / size for least, most in behind), 7),
        "marker": {"color": {"$colour": colour}, "line": {"color": {"$colour": colour}, "width": 2}},
        "customdata": [
            [text(short(plan.name)), spoken(end)] for (_, plan), end in zip(own, ends, strict=True)
        ],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra>%{fullData.name}</extra>",
    }  # fmt: skip
