"""`report.html` of a comparison: which plan to take first, then how they differ, then what it rests on."""

from __future__ import annotations

import shlex
from functools import partial
from typing import Any

from ccsim.report import answer, comparison_answer, differences, side_tables
from ccsim.report.forest import PLANS, forest
from ccsim.report.frontier import frontier
from ccsim.report.numbers import bound
from ccsim.report.plans import Plan, ranked, shared_changes
from ccsim.report.shell import drawn, reproduced, shell
from ccsim.report.words import Said, said, told

Json = dict[str, Any]
WORDS = ("better", "worse", "no_practical_difference", "undecided", "neither")


def page(summary: Json, language: str = "en", script_file: str = "") -> str:
    """The page as text, of what `comparison.json` holds; see `ccsim.report.run_page.page`."""
    systems = [summary["base"], *summary["alternatives"]]
    choice, center, currency = summary["choice"], summary["center"], summary["currency"]
    plans = ranked(systems, choice["first"])
    base = next(plan for plan in plans if plan.base)
    others = [plan for plan in plans if not plan.base]
    compared = forest(others, center, currency)
    service = frontier(plans, base, center, currency)
    shared = shared_changes(systems)
    targets = side_tables.matrix(plans, center)
    confidence = bound(summary["confidence"], "share")
    facts = said("facts", replications=summary["replications"], seed=summary["seed"], confidence=confidence)
    sections = [
        "answer",
        *(["side_by_side"] if targets else []),
        *(["differences"] if compared else []),
        *(["service_for_money"] if service else []),
        *("changed", "method", "warnings", "reproduce"),
    ]
    provenance = summary["base"]["provenance"]
    return shell(
        "comparison.html.j2",
        heading=summary["base"]["name"],
        changes=shared,
        version=provenance["versions"]["ccsim"],
        lead=[said("against_one" if len(others) == 1 else "against_many", n=len(others)), answer.place(center), facts],
        sections=sections,
        figures=drawn(compared, service),
        language=language,
        script_file=script_file,
        summary=summary,
        answer=comparison_answer.verdict(summary, plans),
        effects=comparison_answer.effects(plans, choice, center),
        marks=differences.MARKS,
        standing=side_tables.standings(plans, choice["measure"]),
        judged=said("judged_each", confidence=confidence),
        targets=targets,
        terms=PLANS,
        undecided=any("uncertain" in plan.verdicts for plan in plans),
        forest=compared,
        joint=said("joint", confidence=confidence),
        overall=partial(comparison_answer.taken_together, measure=choice["measure"]),
        details=[(plan, side_tables.details(plan, center)) for plan in others if plan.record["differences"]],
        left_out={plan.name: [told(one, summary["sentences"]) for one in plan.record["left_out"]] for plan in others},
        frontier=service,
        plans=plans,
        changed=side_tables.changed(plans, summary["inputs"], summary["sentences"]),
        method=method(summary, confidence),
        words=WORDS,
        warnings=warnings_of(summary, base),
        reproduce=reproduce(summary, plans, command(summary, systems)),
    )


def method(summary: Json, confidence: str) -> list[Said]:
    """How the comparison was made, in plain words."""
    lines = [
        said("method_customers", replications=summary["replications"]),
        said("method_joint", n=summary["comparisons"], confidence=confidence),
        said("method_margins"),
    ]
    if summary["margins"]:
        own = ", ".join(f"{measure} {value}" for measure, value in summary["margins"].items())
        lines.append(said("method_own_margins", margins=own))
    return [*lines, said("method_overall"), said("method_frontier")]


def reproduce(summary: Json, plans: list[Plan], typed: str) -> list[tuple[str, Said | str]]:
    """What has to be the same for the same numbers."""
    provenance = next(plan for plan in plans if plan.base).record["provenance"]
    engines = dict.fromkeys(plan.record["provenance"]["engine"] for plan in plans)
    rows = [
        ("scenario", provenance["scenario"]),
        ("command", typed),
        ("fingerprint", provenance["fingerprint"]),
        ("engine", ", ".join(engines)),
        ("policy", provenance["policy"] or ""),
    ]
    return reproduced(rows, provenance["versions"], sorted(summary.get("files", ())))


def warnings_of(summary: Json, base: Plan) -> list[Said | str]:
    """Those of the base, by its name; notes, which say of which plan they are."""
    found: list[Said | str] = []
    for text in dict.fromkeys(summary["warnings"]):
        one = told(text, summary["sentences"])
        own = said("of_base", name=base.name, warning=one)
        found.append(own("en") if isinstance(one, str) else own)
    return [*found, *(told(text, summary["sentences"]) for text in dict.fromkeys(summary["notes"]))]


def command(summary: Json, systems: list[Json]) -> str:
    """As it may be typed; what came from other files is left open."""
    options = [f"--measure {shlex.quote(one)}" for one in summary["asked"]]
    options += [f"--margin {shlex.quote(f'{measure}={value}')}" for measure, value in summary["margins"].items()]
    options.append(f"--replications {summary['replications']}")
    return typed(systems, [*options, f"--seed {summary['seed']}", f"--confidence {100 * summary['confidence']:g}%"])


def typed(systems: list[Json], options: list[str]) -> str:
    """`ccsim compare BASE …` with alternatives as they were typed."""
    shared = shared_changes(systems)
    words = ["ccsim compare BASE"]
    for one in systems[1:]:
        own = [change for change in one["provenance"]["changes"] if change not in shared]
        name = "" if one["name"] == ", ".join(own) else f"{one['name']}: "
        words.append(f"--with {shlex.quote(name + '; '.join(own))}" if own else "OTHER")
    words += [f"--everywhere {shlex.quote(change)}" for change in shared]
    return " ".join([*words, *options])
