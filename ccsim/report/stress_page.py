"""`report.html` of a stress test: what breaks the plan first, then every line, target by target."""

from __future__ import annotations

from typing import Any

from ccsim.report import differences, side_tables
from ccsim.report.answer import place
from ccsim.report.comparison_page import reproduce
from ccsim.report.forest import forest
from ccsim.report.numbers import NOTHING, bound, pair
from ccsim.report.plans import Plan, shared_changes, standing
from ccsim.report.shell import drawn, shell, with_changes
from ccsim.report.stress_answer import changed, gained, per, verdict
from ccsim.report.stress_words import LINES, line_called
from ccsim.report.words import Said, as_is, joined, said, told

Json = dict[str, Any]


def page(summary: Json, language: str = "en", script_file: str = "") -> str:
    """The page as text, of what `stress.json` holds; see `ccsim.report.run_page.page`."""
    compared = summary["comparison"]
    systems = [compared["base"], *compared["alternatives"]]
    center, currency = compared["center"], compared["currency"]
    lines = {row["line"]: row for row in summary["lines"] if row["kind"] != "as_it_is" and not row["why_not"]}
    plans = held(systems, lines)
    found, targets = forest(plans[1:], center, currency, LINES), side_tables.matrix(plans, center)
    confidence = bound(summary["confidence"], "share")
    provenance = summary["provenance"]
    sections = [
        "answer",
        *(["side_by_side"] if targets else []),
        *(["line_effects"] if found else []),
        *("changed", "warnings", "reproduce"),
    ]
    return shell(
        "stress.html.j2",
        heading=summary["scenario"],
        changes=shared_changes(systems),
        version=provenance["versions"]["ccsim"],
        lead=[
            *_counted(lines),
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
        terms=LINES,
        joint=said("stress_joint", confidence=confidence),
        gains=said("stress_gains_together", confidence=confidence, per=per(summary)) if _worth(lines) else None,
        not_made=[(line_called(row), _why(row, summary)) for row in summary["lines"] if row["why_not"]],
        targets=targets,
        forest=found,
        changed=side_tables.changed(plans, compared["inputs"], compared["sentences"]),
        warnings=[
            told(one, compared["sentences"]) for one in dict.fromkeys([*compared["warnings"], *summary["notes"]])
        ],
        reproduce=reproduce(summary, plans, _command(summary)),
    )


def held(systems: list[Json], lines: dict[str, Json]) -> list[Plan]:
    """The scenario as it is, and by number every line that could be made."""
    first, *others = systems
    base = Plan(0, first["name"], True, first, said("stress_now"))
    called = {name: line_called(row) for name, row in lines.items()}
    return [base, *(Plan(at, one["name"], False, one, called.get(one["name"])) for at, one in enumerate(others, 1))]


def _why(row: Json, summary: Json) -> Said | str:
    return told(row["why_not"], summary.get("sentences", {}))


def _counted(lines: dict[str, Json]) -> list[Said]:
    """How many things may happen, and in how many groups an agent more and one less is tried."""
    happen = sum(1 for row in lines.values() if not row["group"])
    groups = len({row["group"] for row in lines.values() if row["group"]})
    counted = [(happen, "stress_lines", "stress_lines_one"), (groups, "stress_groups", "stress_groups_one")]
    return [said(one if n == 1 else several, n=n) for n, several, one in counted if n]


def _worth(lines: dict[str, Json]) -> bool:
    return any(row["gain"] is not None for row in lines.values())


def _standings(summary: Json, plans: list[Plan], lines: dict[str, Json]) -> tuple[list[Said], list[side_tables.Row]]:
    """A row for each line: its targets, each measure as it is or by how much it differs, what an agent brings."""
    center, currency = summary["comparison"]["center"], summary["comparison"]["currency"]
    columns = list(dict.fromkeys(differences.key(row) for plan in plans[1:] for row in plan.record["differences"]))
    of = {differences.key(row): row for plan in plans[1:] for row in plan.record["differences"]}
    heads = [said("stress_line"), said("stress_targets"), *(_head(of[key], center, currency) for key in columns)]
    heads += [said("stress_worth", per=per(summary))] if _worth(lines) else []
    rows = []
    for plan in plans:
        own = {differences.key(row): row for row in plan.record.get("differences", ())}
        if plan.base:
            values = [plan.estimate(of[key]["measure"], of[key]["scope"], of[key]["name"]) for key in columns]
            cells: list[Any] = [_as_it_is(one) for one in values]
        else:
            cells = [differences.interval(own[key], currency, False) if key in own else ("", "") for key in columns]
        if _worth(lines):
            cells.append(_gain(lines.get(plan.name)))
        badges = (
            side_tables.badge_of(plan)
            if plan.base
            else changed(plans[0], plan, summary.get("moved", {}).get(plan.name, ()))
        )
        rows.append((plan, badges, standing(plan) if plan.base or not badges else None, cells))
    return heads, rows


def _head(row: Json, center: Json, currency: str) -> Said:
    """A measure, with the unit of its values where differences have the same."""
    of = differences.measured(row, center)
    return joined([of, as_is(currency)]) if row["unit"] == "money" and currency else of


def _as_it_is(one: Json | None) -> tuple[str, str]:
    """A value with its interval; of money the heading says which."""
    if one is None:
        return NOTHING, ""
    return pair(one["mean"], one["low"], one["high"], one["unit"])


def _gain(row: Json | None) -> tuple[Said | str, Said | str]:
    if row is None or row["gain"] is None:
        return NOTHING, ""
    gain, *ends = gained(row)
    key = "stress_lost" if row["kind"] == "one_less" else "stress_gained"
    return said(key, n=gain), said("two_ends", low=ends[0], high=ends[1]) if ends else ""


def _command(summary: Json) -> str:
    provenance = summary["provenance"]
    options = [f"--replications {summary['replications']}", f"--seed {summary['seed']}"]
    options.append(f"--confidence {100 * summary['confidence']:g}%")
    return " ".join(filter(None, ["ccsim stress FILE", with_changes(provenance["changes"]), *options]))
