"""`ccsim check`."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

import ccsim.cli.options as options
from ccsim.cli.compare import typed_margins
from ccsim.cli.run import cores, tell_files, told
from ccsim.cli.say import say, say_table

if TYPE_CHECKING:
    from ccsim.errors import Fault
    from ccsim.scenario.schema import Scenario
    from ccsim.study.check_result import CheckResult

FAILED, UNDECIDED = 1, 3
OF_GIT = "git:"
SUMMARY = "GITHUB_STEP_SUMMARY"


@click.command(short_help="For CI: every target decided, no regression against a baseline.")
@click.argument("file", metavar="FILE")
@options.changes
@click.option(
    "--baseline",
    metavar="FILE|git:REV",
    help="Nothing may be worse than here: another scenario, or FILE as it was at a revision (git:origin/main).",
)
@click.option(
    "--tolerance",
    "tolerances",
    multiple=True,
    metavar="MEASURE=VALUE",
    help="With --baseline: how much worse is no regression: abandonment_rate='0.5 points', asa='5 s', cost='2 %' of "
    "the baseline's. [default: 1 point of a share, 1 % of the scale of a score, 5 % of anything else]",
)
@options.confidence("That no decision is wrong, of all targets, intervals and differences together", "the scenario's")
@click.option(
    "--max-replications",
    type=click.IntRange(min=2),
    help="What is uncertain then remains so. [default: the scenario's, or 1280]",
)
@click.option(
    "--undecided",
    type=click.Choice(("pass", "fail")),
    help="End with status 0 or 1 where something is uncertain and nothing missed. [default: status 3]",
)
@click.option("--junit", metavar="FILE", help="Write a test report (JUnit XML).")
@click.option("--markdown", metavar="FILE", help=f"Write a summary; append it where FILE is ${SUMMARY}.")
@click.option("--annotations", type=click.Choice(("github",)), help="Show what is not met beside the target's line.")
@click.option("--out", metavar="DIR", help="Write report.html, check.json and check.csv to this folder.")
@options.lang
@options.xlsx()
@click.option("--json", "as_json", is_flag=True, help="Print check.json instead of the table.")
@click.option("--seed", type=click.IntRange(min=0), help="Instead of the scenario's seed.")
@options.jobs(what="decisions")
@options.engine("the scenario's engine", what="decisions")
@options.quiet()
@click.pass_context
def check(
    context: click.Context,
    file: str,
    changes: tuple[str, ...],
    baseline: str | None,
    tolerances: tuple[str, ...],
    confidence: float | None,
    max_replications: int | None,
    undecided: str | None,
    junit: str | None,
    markdown: str | None,
    annotations: str | None,
    out: str | None,
    lang: str,
    xlsx: str | None,
    as_json: bool,
    seed: int | None,
    jobs: int | None,
    engine: str | None,
    quiet: bool,
) -> None:
    """Decide whether a scenario meets its targets, and whether it does worse than a baseline on the same customers.

    Simulates until every answer is clear, looking after 20, 40, 80 ... replications; what is still uncertain at the
    limit remains so. The confidence is for all decisions together, however many intervals they are about.

    Ends with status 0 where all targets are met and nothing is worse, 1 where a target is missed or something is worse,
    2 for unusable input, 3 where something is uncertain, 130 after Ctrl-C.
    """
    if tolerances and baseline is None:
        raise click.UsageError("--tolerance needs --baseline")
    with ExitStack() as stack:
        scenario, before = scenarios(file, changes, baseline, stack)
        files = [Path(one) for one in (junit, markdown) if one is not None]
        inputs = (*scenario.tables, *(place.file for place in scenario.target_places.values()), file)
        from ccsim.study.whole_file import writable

        for path in files:
            writable(path, inputs)
        options.check_xlsx(xlsx, inputs)
        if out is not None:
            from ccsim.study.check_result import CHECK
            from ccsim.study.comparison_files import check as free
            from ccsim.study.saving import REPORT

            free(Path(out), CHECK, (REPORT,))
        from ccsim.study.check import check as checked

        with told(quiet) as how:
            result = checked(
                scenario,
                before,
                confidence=confidence,
                max_replications=max_replications,
                tolerances=typed_margins(tolerances, "--tolerance"),
                seed=seed,
                jobs=jobs or cores(),
                engine=engine,  # type: ignore[arg-type]
                **how,
            )
    result = replace(result, baseline_name=baseline or "")
    try:
        show(result, baseline or "", as_json, annotations, undecided)
    finally:  # also where nobody can read the table
        write(result, baseline or "", junit, markdown, undecided)
        written = result.save(out, lang) if out is not None else []
        options.save_xlsx(result, xlsx, quiet)
        tell_files(written, [], quiet)
    context.exit(status(result, undecided))


def scenarios(
    file: str, changes: tuple[str, ...], baseline: str | None, stack: ExitStack
) -> tuple[Scenario, Scenario | None]:
    """Both, or the faults of both; a revision's files are there until the stack is left. Only the first is changed."""
    from ccsim.errors import ScenarioError
    from ccsim.scenario import load

    scenario = before = None
    faults = []
    try:
        scenario = load(file, changes)
    except ScenarioError as error:
        faults += error.faults
    try:
        if baseline is not None and not baseline.startswith(OF_GIT):
            before = load(baseline)
        elif baseline is not None and scenario is not None:
            from ccsim.study.revision import at_revision

            before = stack.enter_context(at_revision(file, baseline.removeprefix(OF_GIT)))
    except ScenarioError as error:
        faults += [hinted(fault, baseline) for fault in error.faults]
    if scenario is None or faults:
        raise ScenarioError(faults)
    return scenario, before


def hinted(fault: Fault, baseline: str | None) -> Fault:
    """A baseline that is no file may be meant as a revision."""
    if baseline is None or fault.file != baseline or not fault.message.startswith("no such file"):
        return fault
    return replace(fault, message=f"{fault.message}; FILE as it was at a revision is {OF_GIT}{baseline}")


def show(result: CheckResult, baseline: str, as_json: bool, annotations: str | None, undecided: str | None) -> None:
    """On stdout the table or JSON, then what GitHub reads; beside JSON that goes to stderr, which it reads too."""
    if as_json:
        say(json.dumps(result.summary(), ensure_ascii=False, allow_nan=False))
    else:
        from ccsim.cli.check_table import check_table

        say_table(lambda: check_table(result, baseline))
    if annotations is not None:
        from ccsim.cli.annotations import of_github

        for line in of_github(result, undecided):
            click.echo(line, err=as_json)


def write(result: CheckResult, baseline: str, junit: str | None, markdown: str | None, undecided: str | None) -> None:
    """The files asked for."""
    from ccsim.study.whole_file import append, write_whole

    if junit is not None:
        from ccsim.cli.check_junit import check_junit

        write_whole(Path(junit), check_junit(result, undecided))
    if markdown is not None:
        from ccsim.cli.check_markdown import check_markdown

        text, path = check_markdown(result, baseline), Path(markdown)
        of_the_job = os.environ.get(SUMMARY)
        if of_the_job and path.resolve() == Path(of_the_job).resolve():
            append(path, text + "\n")
        else:
            write_whole(path, text)


def status(result: CheckResult, undecided: str | None) -> int:
    if result.outcome == "failed":
        return FAILED
    if result.outcome == "passed":
        return 0
    return {"pass": 0, "fail": FAILED}.get(undecided or "", UNDECIDED)
