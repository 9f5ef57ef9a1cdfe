"""What service costs: each plan a point, those that none is both cheaper and better than joined by a line."""

from __future__ import annotations

from collections.abc import Callable

from ccsim.measures.catalogue import find
from ccsim.report import differences
from ccsim.report.corner import corner, ends_along
from ccsim.report.forest import HOVER
from ccsim.report.numbers import THIN, compact, with_band
from ccsim.report.plans import Plan, cost_measure, short
from ccsim.report.plot_parts import Json, precise, spoken, text, whiskers, word
from ccsim.report.words import Said, as_is, joined, measure_name, said
from ccsim.study.margins import usual

NEAR = 0.08  # of the picture: closer points have one label
MANY = 12  # points, from which on only those on the line have labels
ON: Json = {"size": 11, "symbol": "circle"}
OFF: Json = {"size": 17, "symbol": "circle-open", "line": {"width": 2}}  # seen around one in the same place
Point = tuple[Plan, Json, Json]  # with its cost, and its service
Surely = Callable[[int, int], bool]


def frontier(plans: list[Plan], base: Plan, center: Json, currency: str) -> Json | None:
    """The figure, a variant for each measure of service to choose from."""
    measure = cost_measure([plan.record for plan in plans])
    rows = [
        one
        for one in base.record["estimates"]
        if one["unit"] not in differences.NO_SERVICE and differences.better(one) and one["mean"] is not None
    ]
    found = {}
    for row, what in zip(rows, differences.labels(rows, center), strict=True):
        points = _points(plans, row, measure, currency)
        if len(points) > 1:
            found[differences.key(row)] = variant(points, what, differences.better(row) == "more", currency), what
    if not found:
        return None
    return {
        "id": "service_cost",
        "kind": "plot",
        "variants": {key: drawn for key, (drawn, _) in found.items()},
        "choices": [{"key": key, "name": spoken(what)} for key, (_, what) in found.items()],
    }


def undominated(
    points: list[tuple[float, float]], more: bool, dearer: Surely | None = None, better: Surely | None = None
) -> list[int]:
    """Places of points, by cost, each of which costs more and serves better than the one before: of those that cost the
    same only the best.

    `dearer`, `better`: whether the first of two places costs more, or serves better, beyond chance and by what matters;
    without them by any difference.
    """
    sign = 1.0 if more else -1.0
    dearer = dearer or (lambda one, other: points[one][0] > points[other][0])
    better = better or (lambda one, other: sign * points[one][1] > sign * points[other][1])
    order = sorted(range(len(points)), key=lambda at: (points[at][0], -sign * points[at][1]))
    levels: list[list[int]] = []
    for at in order:  # each level is what does not cost more than its cheapest, so that small steps do not add up
        if levels and not dearer(at, levels[-1][0]):
            levels[-1].append(at)
        else:
            levels.append([at])
    kept: list[list[int]] = []

    def best(level: list[int]) -> int:
        return max(level, key=lambda at: sign * points[at][1])

    def step(one: int, other: int) -> bool:
        return dearer(one, other) and better(one, other)

    for level in levels:
        own = best(level)
        if kept and not better(own, best(kept[-1])):
            continue
        while kept and not dearer(own, best(kept[-1])):
            kept[-1] = [at for at in kept[-1] if dearer(own, at)]
            if not kept[-1] or (len(kept) > 1 and not step(best(kept[-1]), best(kept[-2]))):
                kept.pop()
        kept.append(level)
    return [best(level) for level in kept]


def told_apart(points: list[Point], more: bool) -> tuple[Surely, Surely]:
    """How `undominated` tells plans apart: by more than matters; and from the base, on the same customers, surely."""
    sign = 1.0 if more else -1.0
    least = max(_least(plan, cost) for plan, cost, _ in points), max(_least(plan, own) for plan, _, own in points)

    def sure(one: int, other: int, of: Json) -> bool:
        """Whether a difference does not hold zero; that of two alternatives is not kept."""
        first, second = points[one][0], points[other][0]
        row = _difference(second if first.base else first, of) if first.base or second.base else None
        return row is None or row["low"] is None or not row["low"] <= 0 <= row["high"]

    def dearer(one: int, other: int) -> bool:
        more_paid = points[one][1]["mean"] - points[other][1]["mean"]
        return bool(more_paid > least[0]) and sure(one, other, points[one][1])

    def better(one: int, other: int) -> bool:
        gain = sign * (points[one][2]["mean"] - points[other][2]["mean"])
        return bool(gain > least[1]) and sure(one, other, points[one][2])

    return dearer, better


def _least(plan: Plan, estimate: Json) -> float:
    """The least difference that matters: as was asked, else the usual one of its own value."""
    row = _difference(plan, estimate)
    return float(row["margin"]) if row else usual(find(estimate["measure"])).of(estimate["mean"])


def _difference(plan: Plan, estimate: Json) -> Json | None:
    """Of a plan to the base in what is estimated; None: not compared."""
    what = differences.key(estimate)
    return next((row for row in plan.record.get("differences", ()) if differences.key(row) == what), None)


def variant(points: list[Point], what: Said, more: bool, currency: str) -> Json:
    unit = points[0][2]["unit"]
    most = max(abs(point[2]["mean"]) for point in points)
    size, called = (1.0, as_is("")) if unit == "share" else differences.scale(unit, most, currency)
    values = [(cost["mean"], service["mean"]) for _, cost, service in points]
    best = undominated(values, more, *told_apart(points, more))
    others = [at for at in range(len(points)) if at not in best]
    called_there = _labels(points, best)
    data = [
        _trace([points[at] for at in chosen], [called_there[at] for at in chosen], key, size, what, currency)
        for key, chosen in (("frontier_on", best), ("frontier_off", others))
        if chosen
    ]
    title = joined([what, called]) if called("en") else what
    across = ends_along([cost for _, cost, _ in points], 1.0)
    up = ends_along([service for *_, service in points], size)
    layout = {
        "height": 420,
        "separators": f".{THIN}",
        "xaxis": {
            "title": {"text": spoken(_cost_title(points[0][1], currency))}, "tickformat": ",", "range": across.reach,
        },
        "yaxis": {
            "title": {"text": spoken(title)}, "range": up.reach,
            **({"tickformat": ".2~%"} if unit == "share" else {}),
        },
        "annotations": corner(across, up, more),
        "showlegend": True,
    }  # fmt: skip
    rows = [
        [
            plan.numeral,
            text(plan.name),
            *(precise(cost[end], cost["unit"], currency) for end in ("mean", "low", "high")),
            *(precise(service[end], unit, currency) for end in ("mean", "low", "high")),
            word("yes" if at in best else "no"),
        ]
        for at, (plan, cost, service) in enumerate(points)
    ]
    columns = [
        *(word(key) for key in ("number", "plan", "cost", "low", "high")),
        spoken(what),
        *(word(key) for key in ("low", "high", "on_frontier")),
    ]
    return {"data": data, "layout": layout, "columns": columns, "rows": rows}


def _points(plans: list[Plan], row: Json, measure: str, currency: str) -> list[Point]:
    """Of plans that pay in the same money and have the measure."""
    found = []
    for plan in plans:
        cost = plan.estimate(measure)
        service = plan.estimate(row["measure"], row["scope"], row["name"])
        if cost and service and plan.record["currency"] == currency:
            found.append((plan, cost, service))
    return found


def _labels(points: list[Point], best: list[int]) -> list[Said]:
    """By number, with the sign of whether it holds; of those that lie together the first is called for all, and of many
    those on the line, with what lies in the very same place."""
    places = []
    values = [(cost["mean"], service["mean"]) for _, cost, service in points]
    for along in zip(*values, strict=True):
        width = (max(along) - min(along)) or 1.0
        places.append([(one - min(along)) / width for one in along])
    first: dict[int, int] = {}
    for at in [*best, *(one for one in range(len(points)) if one not in best)]:
        x, y = places[0][at], places[1][at]
        near = [one for one in first.values() if abs(places[0][one] - x) < NEAR and abs(places[1][one] - y) < NEAR]
        first[at] = near[0] if near else at
    own = [said("point_base" if plan.base else "point_plan", n=plan.numeral, mark=plan.mark) for plan, *_ in points]
    if len(points) > MANY:
        called = [at for at in best if first[at] == at]
        same = {
            at: [one for one in range(len(points)) if first[one] == at and values[one] == values[at]] for at in called
        }
        return [joined([own[one] for one in same.get(at, [])]) for at in range(len(points))]
    return [joined([own[one] for one in range(len(points)) if first[one] == at]) for at in range(len(points))]


def _trace(own: list[Point], labels: list[Said], key: str, size: float, what: Said, currency: str) -> Json:
    on = key == "frontier_on"
    colour = "c1" if on else "c7"
    costs, services = [point[1] for point in own], [point[2] for point in own]
    return {
        "type": "scatter",
        "mode": "lines+markers+text" if on else "markers+text",
        "name": word(key),
        "x": compact((one["mean"] for one in costs), 7),
        "y": compact((one["mean"] / size for one in services), 7),
        "error_x": _bars(costs, 1.0, colour),
        "error_y": _bars(services, size, colour),
        "line": {"color": {"$colour": "c1"}, "width": 1.5, "dash": "dot"},
        "marker": {**(ON if on else OFF), "color": {"$colour": colour}},
        "text": [spoken(one) for one in labels],
        "textposition": "top right",
        "textfont": {"color": {"$colour": "ink"}},
        "cliponaxis": False,
        "customdata": [_hover(point, what, currency) for point in own],
        "hovertemplate": HOVER,
    }  # fmt: skip


def _bars(values: list[Json], size: float, colour: str) -> Json:
    up, down = (
        [abs(one[end] - one["mean"]) / size if one[end] is not None else 0.0 for one in values]
        for end in ("high", "low")
    )
    return whiskers(up, down, 7, colour=colour)


def _hover(point: Point, what: Said, currency: str) -> list[Json]:
    plan, cost, service = point
    told = said("frontier_service", what=what, value=_with_interval(service, currency))
    paid = said("frontier_cost", value=_with_interval(cost, currency))
    return [text(short(plan.name)), spoken(told), spoken(paid), spoken(said(f"plan_{plan.holds or 'open'}"))]


def _with_interval(value: Json, currency: str) -> str:
    return with_band(value["mean"], value["low"], value["high"], value["unit"], currency)


def _cost_title(cost: Json, currency: str) -> Said:
    if cost["measure"] == "paid_hours":
        return measure_name("paid_hours")
    return joined([said("cost"), as_is(currency)]) if currency else said("cost")
