"""Tables of plans side by side: what each costs and whether it holds, its targets, and what is changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ccsim.report import answer, differences
from ccsim.report.comparison_answer import cost_against_base, named, taken_together
from ccsim.report.numbers import shown
from ccsim.report.plans import Plan, brief, cost, shared_changes, standing
from ccsim.report.words import Said, said, told

Json = dict[str, Any]
MOST_INPUTS = 200  # of one plan; comparison.json has every one


@dataclass(frozen=True)
class Asked:
    """A target as a heading: its name and what it asks."""

    name: str
    sentence: Said


@dataclass(frozen=True)
class Judged:
    """A target of one plan; `mark` and word tell the verdict without its colour."""

    verdict: str
    mark: str
    found: Said
    interval: str


@dataclass(frozen=True)
class Matrix:
    """Targets by plans; `turned`: plans are the rows, of which there are more."""

    targets: list[Asked]
    plans: list[Plan]
    cells: list[list[Judged | None]]  # of each target, by plan
    turned: bool


@dataclass(frozen=True)
class Changed:
    """What was changed in a plan: as typed, and inputs with where they are changed (empty: everywhere), their value in
    the base and here."""

    plan: Plan
    typed: list[str]
    inputs: list[tuple[str, Said | str, Said | str, Said | str]]
    more: int


def matrix(plans: list[Plan], center: Json) -> Matrix | None:
    """Every target that some plan has; a target that asks something else in another plan is another one."""
    columns: dict[tuple[str, str], Asked] = {}
    found: dict[tuple[str, str], dict[int, Judged]] = {}
    for place, plan in enumerate(plans):
        rows = answer.target_rows({**plan.record, "center": {**center, "contacts": plan.record["contacts"]}})
        for one, row in zip(plan.record["targets"], rows, strict=True):
            key = one["name"], row.sentence("en")
            columns.setdefault(key, Asked(one["name"], row.sentence))
            found.setdefault(key, {})[place] = Judged(row.verdict, row.mark, brief(plan, one, center), row.interval)
    if not columns:
        return None
    cells = [[found[key].get(place) for place in range(len(plans))] for key in columns]
    return Matrix(list(columns.values()), plans, cells, turned=len(plans) > max(len(columns), 3))


@dataclass(frozen=True)
class Badge:
    """A verdict as a pill: how it looks, and what it says."""

    verdict: str
    mark: str
    words: Said


def badge_of(plan: Plan) -> list[Badge]:
    """Whether a plan holds; none where it has no targets."""
    return [Badge(plan.holds, plan.mark, said(f"plan_{plan.holds}"))] if plan.holds else []


Row = tuple[Plan, list[Badge], Said | None, list[Any]]  # whose, its verdict, what that is of, and cells


def standings(plans: list[Plan], measure: str) -> tuple[list[Said], list[Row]]:
    """Headings, and a row for each plan: whether it holds, then what it costs, that against the base, the verdict."""
    compared = any(cost_against_base(plan, measure) for plan in plans)
    judged = any("verdict" in plan.record for plan in plans)
    heads = [
        "plan",
        "holds_column",
        "cost",
        *(["cost_difference"] if compared else []),
        *(["taken_together"] if judged else []),
    ]
    rows: list[Row] = []
    for plan in plans:
        row: list[Any] = [cost(plan, measure)]
        if compared:
            own = cost_against_base(plan, measure)
            row.append(differences.interval(own, plan.record["currency"]) if own else ("", ""))
        if judged:
            row.append(("", "") if plan.base else (taken_together(plan, measure), ""))
        rows.append((plan, badge_of(plan), standing(plan), row))
    return [said(key) for key in heads], rows


def details(plan: Plan, center: Json) -> list[list[Any]]:
    """What is compared of a plan: measure, base, this, difference with interval, what matters, verdict."""
    currency = plan.record["currency"]
    rows = plan.record["differences"]
    pairs = sorted(
        zip(rows, differences.labels(rows, center), strict=True),
        key=lambda pair: differences.ORDER.index(pair[0]["verdict"]),
    )
    return [
        [
            what,
            shown(row["base"], row["unit"], currency),
            shown(row["other"], row["unit"], currency),
            differences.interval(row, currency),
            differences.amount(row["margin"], row["unit"], currency),
            (row["verdict"], differences.MARKS[row["verdict"]], differences.verdict(row), differences.doubt(row)),
        ]
        for row, what in pairs
    ]


def changed(plans: list[Plan], inputs: list[Json], sentences: Json) -> list[Changed]:
    """Of each alternative."""
    shared = shared_changes([plan.record for plan in plans])
    found = []
    for plan in plans:
        if plan.base:
            continue
        own = [
            (one["input"], _where(one), _said(one["base"], sentences), _said(one["others"][plan.name], sentences))
            for one in inputs
            if plan.name in one["others"]
        ]
        typed = [change for change in plan.changes if change not in shared]
        found.append(Changed(plan, typed, own[:MOST_INPUTS], max(len(own) - MOST_INPUTS, 0)))
    return found


def _where(row: Json) -> Said | str:
    """Which of all that an input speaks of are changed."""
    names = row.get("where")
    return said("only_there", names=named(names)) if names else ""


def _said(value: str | None, sentences: Json) -> Said | str:
    return "–" if value is None else told(value, sentences)
