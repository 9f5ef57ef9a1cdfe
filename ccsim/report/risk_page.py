"""`report.html` of a risk analysis: whether the plan holds if its inputs are wrong, how bad it may get, and why."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Any

from ccsim.report import risk_answer as answer
from ccsim.report import risk_cards as cards
from ccsim.report import risk_influence as influence
from ccsim.report import risk_plots as plots
from ccsim.report.answer import place
from ccsim.report.durations import time_unit
from ccsim.report.numbers import NOTHING, bound, shown
from ccsim.report.register import register
from ccsim.report.risk import RiskTables
from ccsim.report.risk_outcomes import Outcome
from ccsim.report.risk_outcomes import shown as shown_ones
from ccsim.report.shell import drawn, option, reproduced, shell, with_changes
from ccsim.report.words import Said, as_is, capital, said, told

Json = dict[str, Any]
FILES = ("along.csv", "draws.csv", "quantiles.csv", "report.html", "risk.csv", "risk.json", "risk.png")


@dataclass(frozen=True)
class MeasureLine:
    """A measure as the table shows it: as planned, on average over the inputs, and what may happen."""

    what: Said
    now: str
    mean: str
    long_run: tuple[Said, str]
    horizon: tuple[Said, str]
    part: str


def page(tables: RiskTables, language: str = "en", script_file: str = "") -> str:
    """The page as text; see `ccsim.report.run_page.page`."""
    summary = tables.summary
    provenance, inputs = summary["provenance"], summary["inputs"]
    every = tables.outcomes
    targets, these = answer.lines(summary), answer.days(summary)
    chosen = shown_ones(every)
    worst = _worst_first([one for one in chosen if one.target is not None], targets)
    first = worst or chosen
    labels = [one.label for one in every if one.target is None]
    met, outcome = plots.probabilities(targets, these), plots.distribution(chosen, these)
    split, carried = influence.split(summary["measures"], labels), influence.carried(chosen)
    by_input = influence.along(chosen, inputs)
    sections = [
        "answer",
        *(["targets"] if targets else []),
        "may_happen",
        *(["split"] if split else []),
        *(["carried"] if carried else []),
        *(["along"] if by_input else []),
        *("inputs", "warnings", "reproduce"),
    ]
    options = [option(one.key, one.label) for one in chosen]
    return shell(
        "risk.html.j2",
        heading=summary["scenario"],
        changes=provenance["changes"],
        version=provenance["versions"]["ccsim"],
        lead=[answer.facts(summary), place(summary["center"])],
        sections=sections,
        figures=drawn(met, outcome, split, carried, *by_input),
        language=language,
        script_file=script_file,
        more={"choices": {"outcome": first[0].key}},
        summary=summary,
        answer=answer.verdict(summary, targets, worst),
        tail=answer.whole((1 - summary["central"]) / 2),
        these=capital(these),
        within=these,
        bad=cards.bad(worst, summary),
        costs=cards.costs(summary),
        matters=cards.matters(first),
        spread=cards.spread(first),
        targets=targets,
        safe=said("risk_safe", likely=answer.whole(answer.LIKELY), unlikely=answer.whole(answer.UNLIKELY)),
        of_days=any(line.long_run is None for line in targets),
        confidence=bound(summary["confidence"], "share"),
        central=bound(summary["central"], "share"),
        options=options,
        measures=_measures(summary, labels),
        met=met,
        outcome=outcome,
        split=split,
        carried=carried,
        along=[(figure, row["input"]) for figure, row in zip(by_input, inputs, strict=False)],
        throughout=influence.throughout(worst),
        inputs_left_out=len(inputs) > influence.MOST_INPUTS,
        as_is=as_is,
        capital=capital,
        inputs=[(row, *_range(row)) for row in inputs],
        example=f"`uncertainty.{inputs[0]['input']}: assumed`",
        held=register(summary["held"]),
        in_words=lambda value: told(value, summary["sentences"]),
        warnings=[told(one, summary["sentences"]) for one in dict.fromkeys([*summary["warnings"], *summary["notes"]])],
        reproduce=_reproduce(summary),
    )


def _worst_first(found: list[Outcome], targets: list[answer.TargetLine]) -> list[Outcome]:
    order = [line.name for line in sorted(targets, key=lambda line: line.urgency)]
    return sorted(found, key=lambda one: order.index(one.target["target"]) if one.target is not None else len(order))


def _measures(summary: Json, labels: list[Said]) -> list[MeasureLine]:
    currency = summary["currency"]
    found = []
    for row, label in zip(summary["measures"], labels, strict=True):
        part = answer.part_of_inputs(row)
        found.append(
            MeasureLine(
                label,
                shown(row["as_it_is"], row["unit"], currency),
                shown(row["mean"], row["unit"], currency),
                answer.ends(row, "long_run", currency),
                answer.ends(row, "horizon", currency),
                NOTHING if part is None else answer.whole(part),
            )
        )
    return found


def _range(row: Json) -> tuple[str, str]:
    """The median of an input, and the range about it, durations in one unit."""
    values = [row[key] for key in ("low", "median", "high")]
    time = time_unit(max(map(abs, values)))
    low, median, high = (answer.amount(value, row["unit"], time) for value in values)
    return median, f"{low} – {high}"


def _reproduce(summary: Json) -> list[tuple[str, Said | str]]:
    provenance = summary["provenance"]
    command = ["ccsim risk FILE", *filter(None, [with_changes(provenance["changes"])])]
    command += [f"--measure {shlex.quote(one)}" for one in summary["asked"]]
    command.append(f"--draws {summary['draws_asked']} --replications {summary['replications']}")
    command.append(f"--range {100 * summary['central']:g}% --seed {summary['seed']}")
    command.append(f"--confidence {100 * summary['confidence']:g}%")
    rows = [
        ("scenario", provenance["scenario"]),
        ("command", " ".join(command)),
        ("fingerprint", provenance["fingerprint"]),
        ("engine", provenance["engine"]),
        ("policy", provenance["policy"] or ""),
    ]
    return reproduced(rows, provenance["versions"], FILES)
