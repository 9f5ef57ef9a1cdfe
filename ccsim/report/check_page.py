"""`report.html` of a check: passed or not first, then each target and difference, and what the confidence means."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from ccsim.report import check_answer as answer
from ccsim.report import check_beside as beside
from ccsim.report import check_plots as plots
from ccsim.report.answer import MARKS, place
from ccsim.report.numbers import bound
from ccsim.report.shell import reproduced, shell, with_changes
from ccsim.report.words import Said, said, told

if TYPE_CHECKING:
    from ccsim.report.check_answer import Json


def page(summary: Json, language: str = "en", script_file: str = "") -> str:
    """The page as text, from what `check.json` holds; `script_file`: where plotly is instead of in the page."""
    provenance = summary["provenance"]
    confidence = bound(summary["confidence"], "share")
    several = summary["decisions"] > 1
    targets, differences = answer.target_rows(summary), answer.difference_rows(summary)
    figures = [plots.targets(summary), plots.differences(summary)]
    verdict = answer.VERDICTS.get(summary["outcome"], "uncertain")
    sections = [
        "answer",
        *(["targets"] if targets else []),
        *(["baseline"] if differences else []),
        "sure",
        *(["notes"] if summary["notes"] else []),
        "reproduce",
    ]
    facts = said(
        "check_facts",
        replications=answer.count(provenance["replications"]),
        most=answer.count(provenance["max_replications"]),
        seed=provenance["seed"],
        confidence=confidence,
    )
    after = {(one["measure"], one["scope"], one["scope_name"]): one["replications"] for one in summary["targets"]}
    return shell(
        "check.html.j2",
        heading=provenance["scenario"],
        changes=provenance["changes"],
        version=provenance["versions"]["ccsim"],
        lead=[place(summary["center"]), facts],
        sections=sections,
        figures=[*figures[0], *figures[1]],
        language=language,
        script_file=script_file,
        verdict=verdict,
        mark=MARKS[verdict],
        outcome=answer.outcome(summary),
        counts=answer.counts(summary),
        after=beside.judged_after(summary),
        costs=beside.costs(summary),
        cost_interval=beside.cost_interval(summary),
        not_met=answer.not_met(summary),
        when=_when(summary),
        would_decide=answer.would_decide(summary),
        sure=said(
            "sure_all" if several else "sure_one",
            confidence=confidence,
            n=answer.count(summary["decisions"]),
            wrong=f"{100 * (1 - summary['confidence']):.3g}",
        ),
        several=several,
        clear_yet_open=beside.clear_yet_open(summary),
        folder=answer.folder_of(summary),
        targets=targets,
        differences=differences,
        longer=any(
            after.get((one["measure"], one["scope"], one["scope_name"]), one["replications"]) != one["replications"]
            for one in summary["comparisons"]
        ),
        about_baseline=said("differences_how", name=provenance["baseline_name"] or ""),
        of_targets=figures[0],
        of_differences=figures[1],
        notes=[told(one, summary["sentences"]) for one in summary["notes"]],
        reproduce=_reproduce(summary),
    )


def _when(summary: Json) -> Said | None:
    """Which command shows when targets fall short, which a check does not keep; None: none does."""
    if all(one["decision"] == "met" and one["asked"]["per"] == "horizon" for one in summary["targets"]):
        return None
    provenance = summary["provenance"]
    file = quote(provenance["file"]) if provenance.get("file") else "FILE"
    parts = ["ccsim run", file, with_changes(provenance["changes"]), "--out DIR"]
    return said("check_when", command=" ".join(filter(None, parts)))


def _reproduce(summary: Json) -> list[tuple[str, Said | str]]:
    provenance = summary["provenance"]
    command = ["ccsim check FILE"]
    if provenance["baseline"] is not None:
        command.append(f"--baseline {quote(provenance['baseline_name'] or 'FILE')}")
    command += [f"--tolerance {quote(f'{one}={value}')}" for one, value in provenance["tolerances"].items()]
    command.append(f"--seed {provenance['seed']} --max-replications {provenance['max_replications']}")
    command.append(f"--confidence {summary['confidence']:g}")
    rows = [
        ("scenario", provenance["scenario"]),
        ("changes", with_changes(provenance["changes"])),
        ("fingerprint", provenance["fingerprint"]),
        ("baseline", provenance["baseline_name"] or ""),
        ("baseline_fingerprint", provenance["baseline"] or ""),
        ("command", " ".join(command)),
        ("engine", provenance["engine"]),
    ]
    return reproduced(rows, provenance["versions"], ("check.csv", "check.json", "report.html"))
