"""The answer of a comparison first: which plan to take, whether it holds, what it costs, what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ccsim.measures.catalogue import WITHIN
from ccsim.report import differences
from ccsim.report.answer import days_of
from ccsim.report.plans import Plan, asked_of, brief, cost, in_words, shortfall
from ccsim.report.words import Said, and_more, as_is, joined, said

Json = dict[str, Any]
NAMED = 4  # plans named in one sentence
TOLD = 4  # what a plan does, in the answer
OPEN = ("undecided", "no practical difference")
CLOSE = 1e-3  # parts of what is asked, below which one is no closer to it than another
ALTERNATIVES = 3  # of which that is told where none is the one to take


@dataclass(frozen=True)
class Answer:
    """`verdict` as the targets have them; empty: there are none."""

    verdict: str
    mark: str
    headline: Said
    lines: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Effect:
    """What a plan does against the base: taken together, what is told apart, and what is not."""

    plan: Plan
    overall: Said
    cost: Said | None
    told: list[tuple[str, Said]]  # with the verdict
    more: list[Said]
    open: Said | None
    alike: Said | None


def verdict(summary: Json, plans: list[Plan]) -> Answer:
    """Which plan holds at least cost, said no more surely than it is known; `plans` as `ranked`."""
    choice, center, base = summary["choice"], summary["center"], next(plan for plan in plans if plan.base)
    first = next((plan for plan in plans if plan.name == choice["first"]), None)
    if first is None:
        if choice["perhaps"]:
            own = [plan for plan in plans if plan.name in choice["perhaps"]]
            lines = [said("perhaps_holds", name=plan.name, standing=in_words(plan, center)) for plan in own[:NAMED]]
            return Answer("uncertain", "?", said("choice_open"), [*lines, *and_more(len(own) - NAMED)])
        stuck = unchanged(plans)
        alike = [plan for plan in plans if len(_named(plan, "missed")) == len(_named(plans[0], "missed"))]
        lines = (
            _fewest(alike, len(plans), center, [one["name"] for one in stuck])
            if len(alike) > 1
            else [
                said("fewest", name=plans[0].called, standing=in_words(plans[0], center)),
                *_price(summary, plans[0]),
            ]
        )
        lines = [*(_unchanged(plans, one, center) for one in stuck), *lines]
        return Answer("missed", "✖", said("choice_none"), lines if base in alike else [*lines, _base(base, center)])
    if not choice["targets"]:
        head = said("choice_no_targets", name=first.name)
        return Answer("", "", head, [*_price(summary, first), *_beside(choice)])
    only = len(choice["met"]) == 1 and len(plans) > 1
    head = said(f"choice_{'base' if first is base else 'other'}{'_only' if only else ''}", name=first.name)
    lines = [*_price(summary, first), *_beside(choice)]
    return Answer("met", "✔", head, lines if first is base else [*lines, _base(base, center)])


def effects(plans: list[Plan], choice: Json, center: Json) -> list[Effect]:
    """What the plan to take does; where that is the base, or none, what the best of the others do."""
    alternatives = [plan for plan in plans if not plan.base]
    own = [plan for plan in alternatives if plan.name == choice["first"]]
    return [effect(plan, choice["measure"], center) for plan in own or alternatives[:ALTERNATIVES]]


def effect(plan: Plan, measure: str, center: Json) -> Effect:
    """`measure`: what cost is, which is told apart."""
    if differences.no_effect(plan.record):
        return Effect(plan, differences.overall(plan.record), None, [], [], None, None)
    currency = plan.record["currency"]
    paid = cost_against_base(plan, measure)
    rows = [row for row in plan.record["differences"] if row is not paid]
    named = differences.labels(rows, center, within=True)
    pairs = sorted(zip(rows, named, strict=True), key=lambda pair: differences.ORDER.index(pair[0]["verdict"]))
    decided = [(row, what) for row, what in pairs if row["verdict"] not in OPEN]
    told = [(row["verdict"], differences.told(row, what, currency)) for row, what in decided[:TOLD]]
    open_, alike = ([what for row, what in pairs if row["verdict"] == verdict] for verdict in OPEN)
    return Effect(
        plan,
        taken_together(plan, measure),
        None if paid is None or paid["low"] is None else against_base(paid, currency),
        told,
        and_more(len(decided) - TOLD, "more_differences"),
        said("not_told_apart", names=joined(open_, "; ")) if open_ else None,
        said("as_before", names=joined(alike, "; ")) if alike else None,
    )


def taken_together(plan: Plan, measure: str) -> Said:
    """What a plan comes to against the base; a trade of service for money is called that. `measure`: what cost is."""
    paid = cost_against_base(plan, measure)
    price = paid["verdict"] if paid is not None else ""
    found = {row["verdict"] for row in plan.record["differences"] if row is not paid}
    if price == "worse" and "better" in found and "worse" not in found:
        return said("overall_dearer")
    if price == "better" and "worse" in found and "better" not in found:
        return said("overall_cheaper")
    return differences.overall(plan.record)


def unchanged(plans: list[Plan]) -> list[Json]:
    """Targets of the base that every plan misses, and that none of them surely changes by what matters."""
    base = next(plan for plan in plans if plan.base)
    found = []
    for one in base.record["targets"]:
        others = [(plan, own) for plan in plans if not plan.base for own in plan.targets(one["name"])]
        if len(others) == len(plans) - 1 > 0 and all(
            own["verdict"] == "missed" for own in (one, *(o for _, o in others))
        ):
            rows = [_row_of(plan, one) for plan, _ in others]
            if all(row is not None and row["verdict"] in OPEN for row in rows):
                found.append(one)
    return found


def _row_of(plan: Plan, target: Json) -> Json | None:
    """The paired difference of what a target is about, where that is compared over all days."""
    if target["each"] or target["asked"]["probability"] is not None:
        return None
    what = target["scope"], target["scope_name"], target["measure"].partition(WITHIN)[0]
    rows = (row for row in plan.record["differences"] if not row["on"])
    return next((row for row in rows if (row["scope"], row["name"], row["measure"].partition(WITHIN)[0]) == what), None)


def _unchanged(plans: list[Plan], target: Json, center: Json) -> Said:
    """What is found of it in all plans: `75.5 % to 75.6 %`."""
    own = sorted(
        ((plan, one) for plan in plans for one in plan.targets(target["name"])),
        key=lambda pair: pair[1]["estimate"]["mean"],
    )
    low, high = (brief(plan, one, center) for plan, one in (own[0], own[-1]))
    found = low if low("en") == high("en") else said("two_ends", low=low, high=high)
    base = next(plan for plan in plans if plan.base)
    return said("missed_by_all", target=asked_of(base, [target], center), found=found)


def _fewest(alike: list[Plan], of: int, center: Json, told: list[str]) -> list[Said]:
    """Of several plans, of so many, that miss the fewest targets: what each has found, and in what else they differ;
    of targets without those `told` already."""
    first, *others = alike
    names = named([plan.name for plan in alike])
    if any(_named(plan, "missed") != _named(first, "missed") for plan in others):
        each = [said("selected_standing", name=plan.called, standing=in_words(plan, center)) for plan in alike[:NAMED]]
        return [said("fewest_each", names=names), *each, *and_more(len(alike) - NAMED), said("fewest_costs")]
    lines = [said("fewest_alike_all" if len(alike) == of else "fewest_alike", names=names)]
    rest = [one for one in first.record["targets"] if one["name"] not in told]
    if len(alike) == of and not any(one["verdict"] == "missed" for one in rest):
        lines = []
    for one in sorted(rest, key=lambda one: one["verdict"] != "missed"):
        asked, differing = asked_of(first, [one], center), _verdicts(alike, one["name"])
        if one["verdict"] == "missed":
            found = [(plan, target) for plan in alike[:NAMED] for target in plan.targets(one["name"])]
            parts = [said("found_in", found=brief(plan, own, center), name=plan.briefly) for plan, own in found]
            lines.append(said("of_target", target=asked, what=joined([*parts, *and_more(len(alike) - NAMED)], "; ")))
        elif len(differing) > 1:
            parts = [
                said(f"with_{verdict}", names=named([plan.name for plan in own])) for verdict, own in differing.items()
            ]
            lines.append(said("fewest_differ", target=asked, what=joined(parts, "; ")))
    if all(shortfall(first) < shortfall(plan) - CLOSE for plan in others):
        lines.append(said("fewest_closest", name=first.called))
    return [*lines, said("fewest_costs")]


def _named(plan: Plan, verdict: str) -> set[str]:
    return {one["name"] for one in plan.record["targets"] if one["verdict"] == verdict}


def _verdicts(plans: list[Plan], target: str) -> dict[str, list[Plan]]:
    """Plans by their verdict on a target, as far as they have it."""
    found: dict[str, list[Plan]] = {}
    for plan in plans:
        for one in plan.targets(target):
            found.setdefault(one["verdict"], []).append(plan)
    return found


def cost_against_base(plan: Plan, measure: str) -> Json | None:
    """The paired difference of what it costs, where that is compared."""
    rows = plan.record.get("differences", ())
    return next((row for row in rows if row["measure"] == measure and row["scope"] == "all" and not row["on"]), None)


def _price(summary: Json, plan: Plan) -> list[Said]:
    measure = summary["choice"]["measure"]
    price, interval = cost(plan, measure)
    time = days_of(summary["center"]["days"])
    lines = [said("price" if interval else "price_exact", cost=price, interval=interval, days=time)]
    row = None if plan.base else cost_against_base(plan, measure)
    return [*lines, against_base(row, summary["currency"])] if row is not None and row["low"] is not None else lines


def against_base(row: Json, currency: str) -> Said:
    """`340 to 394 USD more than the base`."""
    found = row["verdict"]
    if differences.identical(row):
        return said("costs_same")
    if found == "no practical difference":
        return said("costs_alike")
    if found == "undecided":
        return said("costs_open", ends=differences.signed_ends(row, currency))
    least, most = sorted((abs(row["low"]), abs(row["high"])))
    return said(
        "costs_more" if row["difference"] > 0 else "costs_less",
        ends=differences.ends(least, most, row["unit"], currency),
    )


def _beside(choice: Json) -> list[Said]:
    """Who else is as cheap, who holds at a higher price, who may be cheaper."""
    others = [name for name in choice["met"] if name not in (choice["first"], *choice["alike"])]
    beside = {"alike": choice["alike"], "met": others if choice["targets"] else []}
    beside |= {key: choice[key] for key in ("close", "cheaper")}
    return [said(f"beside_{key}", names=named(names)) for key, names in beside.items() if names]


def named(names: list[str]) -> Said:
    """As many names as one reads, and how many more there are."""
    return joined([as_is(", ".join(names[:NAMED])), *and_more(len(names) - NAMED)], " ")


def _base(base: Plan, center: Json) -> Said:
    return said("the_base", name=base.name, standing=in_words(base, center))
