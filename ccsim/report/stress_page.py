"""`report.html` of a stress test: what breaks the plan first, then every line, target by target."""

from __future__ import annotations

import shlex
from typing import Any

from ccsim.report import differences, side_tables
from ccsim.report.answer import place
from ccsim.report.comparison_answer import Answer, named
from ccsim.report.comparison_page import reproduce
from ccsim.report.forest import forest
from ccsim.report.numbers import bound
from ccsim.report.plans import Plan, shared_changes, standing
from ccsim.report.shell import drawn, shell
from ccsim.report.words import Said, as_is, joined, said, told

Json = dict[str, Any]
TOLD = 6  # lines that break it, in the answer


def page(summary: Json, language: str = "en", script_file: str = "") -> str:
    """The page as text, of what `stress.json` holds; see `ccsim.report.run_page.page`."""
    compared = summary["comparison"]
    systems = [compared["base"], *compared["alternatives"]]
    center, currency = compared["center"], compared["currency"]
    plans = [Plan(at + 1, one["name"], at == 0, one) for at, one in enumerate(systems)]
    lines = {row["line"]: row for row in summary["lines"] if row["kind"] != "as_it_is" and not row["why_not"]}
    found, targets = forest(plans[1:], center, currency), side_tables.matrix(plans, center)
    confidence = bound(summary["confidence"], "share")
    provenance = summary["provenance"]
    sections = [
        "answer",
        *(["side_by_side"] if targets else []),
        *(["differences"] if found else []),
        *("changed", "warnings", "reproduce"),
    ]
    return shell(
        "stress.html.j2",
        heading=summary["scenario"],
        changes=shared_changes(systems),
        version=provenance["versions"]["ccsim"],
        lead=[
            said("stress_lines", n=sum(1 for row in lines.values() if not row["group"])),
            place(center),
            said("facts", replications=summary["replications"], seed=summary["seed"], confidence=confidence),
        ],
        sections=sections,
        figures=drawn(found),
        language=language,
        script_file=script_file,
        summary=summary,
        answer=verdict(summary, plans, lines),
        standing=_standings(summary, plans, lines),
        joint=said("joint", confidence=confidence),
        gains=said("stress_gains_together", confidence=confidence) if _worth(lines) else None,
        not_made=[f"{row['line']}: {row['why_not']}" for row in summary["lines"] if row["why_not"]],
        targets=targets,
        forest=found,
        changed=side_tables.changed(plans, compared["inputs"]),
        warnings=[
            told(one, compared["sentences"]) for one in dict.fromkeys([*compared["warnings"], *summary["notes"]])
        ],
        reproduce=reproduce(summary, plans, _command(summary)),
    )


def verdict(summary: Json, plans: list[Plan], lines: dict[str, Json]) -> Answer:
    """Whether the plan holds as it is, what breaks it, and where one agent more brings most."""
    base = plans[0]
    happen = {name: row for name, row in lines.items() if not row["group"]}
    by_name = {plan.name: plan for plan in plans}
    worse = {name: _then(base, by_name[name]).get("missed", []) for name in happen}
    breaking = [name for name, missed in worse.items() if missed]
    unsure = [plan.name for plan in plans[1:] if plan.holds == "uncertain" and plan.name in happen]
    told = [said("stress_line_breaks", line=name, names=", ".join(worse[name])) for name in breaking[:TOLD]]
    told += [said("and_more", n=len(breaking) - TOLD)] if len(breaking) > TOLD else []
    if base.holds == "met" and unsure:
        told.append(said("stress_unsure", names=named(unsure)))
    told += _most(summary, lines)
    if not base.holds:
        return Answer("", "", said("stress_no_targets"), told)
    if base.holds != "met":
        head = said("stress_fails" if base.holds == "missed" else "stress_open")
        return Answer(base.holds, base.mark, head, [said("stress_as_it_is", standing=standing(base)), *told])
    if breaking:
        return Answer("uncertain", "!", said("stress_breaks", n=len(breaking), all=len(happen)), told)
    return Answer("met", "✔", said("stress_robust"), told)


def _then(base: Plan, plan: Plan) -> dict[str, list[str]]:
    """Targets by their verdict, of those that have another one than as it is."""
    was = {one["name"]: one["verdict"] for one in base.record["targets"]}
    found: dict[str, list[str]] = {}
    for one in plan.record["targets"]:
        if one["verdict"] != was.get(one["name"]):
            found.setdefault(one["verdict"], []).append(one["name"])
    return found


def _otherwise(base: Plan, plan: Plan) -> Said:
    """What becomes of targets, as far as it is another thing than as it is."""
    if not plan.verdicts:
        return standing(plan)
    then = _then(base, plan)
    parts = [said(f"then_{key}", names=", ".join(then[key])) for key in ("missed", "uncertain", "met") if key in then]
    return joined(parts, "; ") if parts else said("stress_same")


def _most(summary: Json, lines: dict[str, Json]) -> list[Said]:
    """The group in which one agent more surely brings something, and most as far as it is seen."""
    more = [row for row in lines.values() if row["kind"] == "one_more" and row["gain_low"] is not None]
    sure = [row for row in more if row["gain_low"] > 0]
    if not sure:
        return [said("stress_no_gain")] if more else []
    best = max(sure, key=lambda row: float(row["gain"]))
    ends = {key: _three(best[f"gain_{key}"]) for key in ("low", "high")}
    told = [said("stress_gain", group=best["group"], gain=_three(best["gain"]), per=_per(summary), **ends)]
    close = [row["group"] for row in more if row is not best and row["gain_high"] >= best["gain_low"]]
    return [*told, said("stress_close", names=named(close))] if close else told


def _three(value: float) -> str:
    return f"{value:.3g}".replace("-", "\u2212")


def _worth(lines: dict[str, Json]) -> bool:
    return any(row["gain"] is not None for row in lines.values())


def _per(summary: Json) -> Said:
    """What a gain is counted by."""
    money = "1,000" in summary["gain_unit"]
    return said("per_money", currency=summary["currency"]) if money else said("per_fte")


def _standings(summary: Json, plans: list[Plan], lines: dict[str, Json]) -> tuple[list[Said], list[side_tables.Row]]:
    """A row for each line: whether it holds, each measure as it is or by how much it differs, what an agent brings."""
    center, currency = summary["comparison"]["center"], summary["comparison"]["currency"]
    columns = list(dict.fromkeys(differences.key(row) for plan in plans[1:] for row in plan.record["differences"]))
    of = {differences.key(row): row for plan in plans[1:] for row in plan.record["differences"]}
    heads = [said("stress_line"), said("holds_column"), *(differences.label(of[key], center) for key in columns)]
    heads += [said("stress_worth", per=_per(summary))] if _worth(lines) else []
    rows = []
    for plan in plans:
        own = {differences.key(row): row for row in plan.record.get("differences", ())}
        if plan.base:
            values = [plan.estimate(of[key]["measure"], of[key]["scope"], of[key]["name"]) for key in columns]
            cells: list[Any] = [side_tables.estimate(plan, one) for one in values]
        else:
            cells = [differences.interval(own[key], currency) if key in own else ("", "") for key in columns]
        if _worth(lines):
            cells.append(_gain(lines.get(plan.name)))
        rows.append((plan, standing(plan) if plan.base else _otherwise(plans[0], plan), cells))
    return heads, rows


def _gain(row: Json | None) -> tuple[Said | str, Said | str]:
    if row is None or row["gain"] is None:
        return "", ""
    value = differences.in_unit(as_is(_three(row["gain"])), said("in_points"))
    if row["gain_low"] is None:
        return value, ""
    return value, said("two_ends", low=_three(row["gain_low"]), high=_three(row["gain_high"]))


def _command(summary: Json) -> str:
    provenance = summary["provenance"]
    changes = [f"--set {shlex.quote(change)}" for change in provenance["changes"]]
    options = [f"--replications {summary['replications']}", f"--seed {summary['seed']}"]
    return " ".join(["ccsim stress FILE", *changes, *options, f"--confidence {100 * summary['confidence']:g}%"])
