"""`ccsim check` through its entry point: statuses, files, annotations, what is asked wrongly."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import ccsim
from ccsim.cli.layout import with_half_width
from ccsim.cli.main import cli
from ccsim.study import parallel
from ccsim.study.runs import Runs


def check(*arguments):
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def changed(file: Path, *replacements: tuple[str, str]) -> Path:
    text = file.read_text(encoding="utf-8")
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def well_staffed(small_file):
    return changed(small_file, ("staffing: 4", "staffing: 9"))


@pytest.fixture
def at_its_target(small_file):
    """Nobody can tell after 20 replications on which side of its bound it is."""
    level = ccsim.check(ccsim.load(small_file), max_replications=20).targets[0].value
    return changed(small_file, ("at_least: 80%", f"at_least: {level:.4f}"))


@pytest.fixture
def fewer(small_file, tmp_path):
    """An overlay that takes two of four agents away."""
    file = tmp_path / "fewer.yaml"
    file.write_text("extends: small.yaml\nagents: {team: {staffing: 2}}\n", encoding="utf-8")
    return file


# --- statuses -----------------------------------------------------------------------------------------------------


def test_a_target_missed(small_file):
    done = check(small_file)
    assert done.exit_code == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "Small team: failed: 1 of 2 targets missed"
    assert lines[1].startswith("20 replications of at most 1,280 · seed 7 · ")
    assert lines[1].endswith(" · confidence 95 % for all 2 questions")
    rows = {line.split()[0]: line.split()[-1] for line in lines if line.startswith(("eighty", "few"))}
    assert rows == {"eighty_twenty": "missed", "few_leave": "met"}
    assert max(map(len, lines)) <= 100


def test_all_met(well_staffed):
    done = check(well_staffed)
    assert done.exit_code == 0 and "passed: 2 of 2 targets met" in done.stdout


@pytest.mark.parametrize("typed", ["90%", "0.9", "90 %"])
def test_confidence_as_typed(small_file, typed):
    assert "confidence 90 % for all 2 questions" in check(small_file, "--confidence", typed).stdout


@pytest.mark.parametrize(("options", "status"), [((), 3), (("--undecided", "pass"), 0), (("--undecided", "fail"), 1)])
def test_undecided_at_the_limit(at_its_target, options, status):
    done = check(at_its_target, "--max-replications", 20, *options)
    assert done.exit_code == status
    assert "Small team: uncertain: 1 of 2 targets met, 1 uncertain" in done.stdout
    assert "20 replications · seed" in done.stdout and "uncertain: too close to the bound" in done.stdout


def test_people_read_uncertain_and_machines_undecided(at_its_target, tmp_path):
    """In the table, the workbook and the summary for people; `--json` and the type in JUnit keep the value."""
    junit, markdown, book = (tmp_path / name for name in ("check.xml", "check.md", "check.xlsx"))
    files = ("--junit", junit, "--markdown", markdown, "--xlsx", book)
    done = check(at_its_target, "--max-replications", 20, "--json", *files)
    assert json.loads(done.stdout)["outcome"] == "undecided" and 'type="undecided"' in junit.read_text()
    assert 'message="uncertain: service_level' in junit.read_text()
    assert "uncertain: 1 of 2 targets met" in markdown.read_text() and "undecided" not in markdown.read_text()
    sheet = load_workbook(book)["Targets"]
    column = next(cell.column for cell in sheet[1] if cell.value == "decision")
    assert {sheet.cell(row, column).value for row in (2, 3)} == {"met", "uncertain"}


def test_targets_that_are_all_open_do_not_read_as_missed(at_its_target):
    text = at_its_target.read_text()
    at_its_target.write_text("\n".join(line for line in text.splitlines() if "few_leave" not in line))
    done = check(at_its_target, "--max-replications", 20)
    assert "Small team: uncertain: 1 target uncertain\n" in done.stdout and "0 of 1" not in done.stdout


def test_a_missed_target_goes_before_an_undecided_one(at_its_target):
    changed(at_its_target, ("at_most: 99%", "at_most: 1%"))
    assert check(at_its_target, "--max-replications", 20, "--undecided", "pass").exit_code == 1


def test_more_replications_decide(at_its_target):
    level = float(re.search(r"at_least: (0\.\d+)", at_its_target.read_text())[1])
    changed(at_its_target, (f"at_least: {level:.4f}", f"at_least: {level - 0.02:.4f}"))
    done = check(at_its_target)
    assert done.exit_code == 0
    after = next(line.split()[-2] for line in done.stdout.splitlines() if line.startswith("eighty_twenty"))
    assert int(after.replace(",", "")) > 20


def test_ctrl_c(small_file, tmp_path, monkeypatch):
    def stopped(*given):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(Runs, "until", stopped)
    done = check(small_file, "--junit", tmp_path / "report.xml")
    assert done.exit_code == 130 and done.stdout == "" and "stopped before anything was finished" in done.stderr
    assert not (tmp_path / "report.xml").exists()


BEGUN = """
import sys
from ccsim.cli.main import main
from ccsim.study.runs import Runs
until = Runs.until
def begun(*given):
    print("begun", file=sys.stderr, flush=True)
    yield from until(*given)
Runs.until = begun
main()
"""


def test_a_real_ctrl_c_ends_with_130(small_file):
    changed(small_file, ("days: 2", "days: 200"))  # the first look takes some ten seconds
    command = [sys.executable, "-c", BEGUN, "check", str(small_file), "--engine", "reference", "--quiet"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr.readline() == "begun\n"
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        printed, said = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130 and printed == "" and "stopped" in said


# --- against a baseline -------------------------------------------------------------------------------------------


def test_a_regression(small_file, fewer):
    done = check(fewer, "--baseline", small_file)
    assert done.exit_code == 1
    assert f"AGAINST {small_file}, on the same customers" in " ".join(done.stdout.split())
    row = next(line for line in done.stdout.splitlines() if line.startswith("abandonment_rate "))
    assert row.endswith("regression") and "no regression" not in row and "points" in row


def test_no_regression(small_file, fewer):
    done = check(small_file, "--baseline", fewer)
    assert done.exit_code == 1 and "no regression found" in done.stdout  # the target is missed all the same
    changed(small_file, ("at_least: 80%", "at_least: 1%"))
    done = check(small_file, "--baseline", fewer)
    assert done.exit_code == 0
    assert "note: target eighty_twenty is another" not in done.stdout  # fewer.yaml extends it and has it too


def test_the_same_scenario_is_no_regression(well_staffed):
    done = check(well_staffed, "--baseline", well_staffed)
    assert done.exit_code == 0 and "note: the baseline is the same scenario" in done.stdout
    assert done.stdout.splitlines()[1].startswith("20 replications")


def test_tolerances(small_file, fewer):
    changed(small_file, ("at_least: 80%", "at_least: 1%"))
    lax = [f"--tolerance={one}" for one in ("service_level of calls=100 points", "abandonment_rate=100 points")]
    done = check(fewer, "--baseline", small_file, *lax)
    assert done.exit_code == 0, done.stdout
    done = check(fewer, "--baseline", small_file, *lax, "--tolerance", "asa of sales=1 s", "--tolerance", "cost=2 %")
    assert done.exit_code == 1
    decisions = {line.split("  ")[0]: line for line in done.stdout.splitlines()}
    assert decisions["asa of sales"].endswith(" regression") and "no regression" not in decisions["asa of sales"]
    assert decisions["cost"].endswith("no regression")


def test_a_wait_quantile_is_shown_beside_the_share_that_is_asked(small_file):
    changed(small_file, ("measure: service_level, at_least: 80%", "measure: wait_p90, at_most: 10 min"))
    done = check(small_file)
    shown = ccsim.simulate(ccsim.load(small_file), replications=20).estimates.get("contact", "calls", "wait_p90").mean
    assert re.search(r" ([\d.]+ (s|min)); [\d.]+ ± [\d.]+ % within 10 min +20 +met", done.stdout), done.stdout
    assert f" {with_half_width(shown, math.nan, 's')}; " in done.stdout


def test_two_values_of_one_measure_are_explained(small_file):
    """A difference may be told long before the target is."""
    longer = "baseline and now: after as many replications as the difference took"
    assert longer not in check(small_file, "--baseline", small_file, "--max-replications", 40).stdout
    changed(small_file, ("at_least: 80%", "at_least: 57%"))
    done = check(small_file, "--baseline", small_file, "--max-replications", 40)
    assert longer in done.stdout and "±: all 4 questions share the confidence" in done.stdout


def test_targets_dropped_are_told(small_file, tmp_path):
    before = tmp_path / "before.yaml"
    before.write_text(small_file.read_text(encoding="utf-8"), encoding="utf-8")
    changed(small_file, ("at_least: 80%", "at_least: 10%"), ("few_leave", "few_hang_up"))
    done = check(small_file, "--baseline", before)
    notes = " ".join(done.stdout.split("note: ", 1)[1].split())
    assert "target eighty_twenty is another in the baseline: service_level of calls within 20 s at least 80 %" in notes
    assert "the baseline has one target more: few_leave, abandonment_rate at most 99 %" in notes


# --- what is written ----------------------------------------------------------------------------------------------


def test_junit(small_file, fewer, tmp_path):
    report = tmp_path / "reports" / "check.xml"
    assert check(fewer, "--baseline", small_file, "--junit", report).exit_code == 1
    root = ElementTree.parse(report).getroot()
    assert root.tag == "testsuites"
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"fewer: targets", "fewer: baseline"} or set(suites) == {
        "Small team: targets",
        "Small team: baseline",
    }
    cases = root.findall(".//testcase")
    assert [case.get("name") for case in cases] == ["eighty_twenty", "few_leave"] * 2
    for level in (root, *suites.values()):
        inside = level.findall(".//testcase")
        counted = [len(level.findall(f".//{tag}")) for tag in ("failure", "error", "skipped")]
        assert [int(level.get(key)) for key in ("tests", "failures", "errors", "skipped")] == [len(inside), *counted]
    failures = root.findall(".//failure")
    assert [one.get("type") for one in failures] == ["missed", "regression", "regression"]
    assert failures[0].get("message").startswith("missed: service_level of calls within 20 s at least 80 %: ")
    assert [path.name for path in report.parent.iterdir()] == ["check.xml"]  # nothing half-written beside it


@pytest.mark.parametrize(("options", "tag"), [((), "error"), (("pass",), "skipped"), (("fail",), "failure")])
def test_junit_of_what_is_undecided(at_its_target, tmp_path, options, tag):
    more = ("--undecided", *options) if options else ()
    check(at_its_target, "--max-replications", 20, "--junit", tmp_path / "r.xml", *more)
    (first, second) = ElementTree.parse(tmp_path / "r.xml").getroot().findall(".//testcase")
    assert [child.tag for child in first] == [tag] and [child.tag for child in second] == ["system-out"]


def test_names_are_escaped_everywhere(small_file, tmp_path, monkeypatch):
    odd = tmp_path / "a,b: 5%"
    odd.mkdir()
    file = odd / "scenario.yaml"
    file.write_text(small_file.read_text(encoding="utf-8"), encoding="utf-8")
    changed(file, ("name: Small team", r'name: "<b>*S* & \"Co\"| ]]>\a"'))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    done = check(file, "--junit", tmp_path / "r.xml", "--markdown", tmp_path / "s.md", "--annotations", "github")
    assert done.exit_code == 1
    case = ElementTree.parse(tmp_path / "r.xml").getroot().find(".//testcase")
    assert case.get("classname") == '<b>*S* & "Co"| ]]>\ufffd.targets'
    heading = (tmp_path / "s.md").read_text(encoding="utf-8").splitlines()[0]
    assert heading.startswith('### ❌ \\<b\\>\\*S\\* &amp; "Co"\\| \\]\\]\\>')
    (annotation,) = (line for line in done.stdout.splitlines() if line.startswith("::"))
    assert annotation.startswith("::error file=a%2Cb%3A 5%25/scenario.yaml,line=")
    assert "at least 80 %25: " in annotation


def test_markdown_is_written_and_to_the_job_summary_appended(small_file, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("what another step said\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    check(small_file, "--markdown", summary)
    check(small_file, "--markdown", summary)
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("what another step said\n") and text.count("### ❌ Small team: failed: 1 of 2") == 2
    other = tmp_path / "other.md"
    other.write_text("old\n", encoding="utf-8")
    check(small_file, "--markdown", other)
    assert "old" not in other.read_text(encoding="utf-8")
    head, rule, *rows = [line for line in other.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert {line.count("|") for line in (head, rule, *rows)} == {6} and len(rows) == 2


def test_json(small_file, fewer):
    done = check(fewer, "--baseline", small_file, "--json", "--annotations", "github")
    said = json.loads(done.stdout)
    assert done.exit_code == 1 and said["outcome"] == "failed" and said["decisions"] == 4
    first = said["targets"][0]
    assert (first["name"], first["decision"], first["bound"]) == ("eighty_twenty", "missed", 0.8)
    assert first["low"] < first["value"] < first["high"] < 0.8
    assert first["file"] == str(small_file) and first["line"] == line_of(small_file, "eighty_twenty")
    assert {one["decision"] for one in said["comparisons"]} == {"regression"}
    assert said["provenance"]["baseline"] != said["provenance"]["fingerprint"]
    assert done.stderr.count("::error file=") == 3


def line_of(file: Path, name: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(f"{name}:"))


def test_annotations_point_to_the_line_of_the_target(small_file, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    overlay = tmp_path / "busier.yaml"
    overlay.write_text(
        "extends: small.yaml\ndemand: {}\ntargets:\n\n  # stricter\n  few_leave: {at_most: 1%}\n", encoding="utf-8"
    )
    done = check(overlay, "--annotations", "github")
    found = {}
    for line in done.stdout.splitlines():
        if match := re.match(r"::error file=(.*),line=(\d+),col=3,title=ccsim check%3A (\w+)::missed: ", line):
            found[match[3]] = (match[1], int(match[2]))
    folder = tmp_path.name
    assert found == {
        "eighty_twenty": (f"{folder}/small.yaml", line_of(small_file, "eighty_twenty")),
        "few_leave": (f"{folder}/busier.yaml", 6),
    }


def test_annotations_of_what_is_undecided(at_its_target):
    for options, kind in (((), "warning"), (("--undecided", "pass"), "notice"), (("--undecided", "fail"), "error")):
        done = check(at_its_target, "--max-replications", 20, "--annotations", "github", *options)
        assert [line.split(" ")[0] for line in done.stdout.splitlines() if line.startswith("::")] == [f"::{kind}"]


def test_nothing_to_annotate(well_staffed):
    assert "::" not in check(well_staffed, "--annotations", "github").stdout


# --- what it does not depend on -----------------------------------------------------------------------------------


def test_processes_and_engines_change_nothing(small_file, fewer, tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "POOL_START", 0.0)
    written = []
    for jobs, engine in ((1, "reference"), (2, "reference"), (1, "compiled"), (2, "compiled")):
        report = tmp_path / f"{jobs}{engine}.xml"
        done = check(fewer, "--baseline", small_file, "--json", "--junit", report, "--jobs", jobs, "--engine", engine)
        assert done.exit_code == 1, (done.stderr, done.exception)
        said = json.loads(done.stdout)
        assert said["provenance"].pop("engine") == engine
        written.append((done.exit_code, said, report.read_bytes()))
    assert all(one == written[0] for one in written)


# --- what is asked wrongly ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--tolerance", "asa=5 s"), "--tolerance needs --baseline"),
        (("--baseline", "HEAD"), "HEAD: no such file; FILE as it was at a revision is git:HEAD"),
        (("--baseline", "{file}", "--tolerance", "asa"), "--tolerance takes MEASURE=VALUE"),
        (("--baseline", "{file}", "--tolerance", "asaa=5 s"), "asaa: no such measure (did you mean 'asa'?)"),
        (("--baseline", "{file}", "--tolerance", "asa=5"), "asa: expected a duration, like '5 s'"),
        (("--baseline", "{file}", "--tolerance", "asa=-5 s"), "asa: expected a duration, like '5 s'"),
        (("--baseline", "{file}", "--tolerance", "abandonment_rate=3"), "expected points of a share"),
        (("--baseline", "{file}", "--tolerance", "abandonment_rate=10 %"), "10 % of what? say '10 points'"),
        (("--baseline", "{file}", "--tolerance", "occupancy=1 %"), "only a target can say"),
        (("--baseline", "{file}", "--tolerance", "wait_p90=5 s"), "a quantile is no mean of replications"),
        (("--baseline", "{file}", "--tolerance", "asa of nobody=5 s"), "asa is not measured of 'nobody'"),
        (("--baseline", "{file}", "--tolerance", "csat=1"), "there is no experience"),
        (("--baseline", "nowhere.yaml"), "nowhere.yaml: no such file"),
        (("--confidence", "1"), "must be below 100%, got '1'"),
        (("--confidence", "95"), "did you mean '95%'?"),
        (("--max-replications", "1"), "1 is not in the range x>=2"),
        (("--undecided", "maybe"), "'maybe' is not one of 'pass', 'fail'"),
        (("--annotations", "gitlab"), "'gitlab' is not 'github'"),
        (("--jobs", "0"), "0 is not in the range x>=1"),
        (("--engine", "fast"), "'fast' is not one of"),
        (("--junit", "{folder}"), "it is a folder"),
        (("--junit", "{file}/x.xml"), "is a file, not a folder"),
        (("--junit", "{file}"), "the scenario is read from it"),
        (("--markdown", "{file}"), "the scenario is read from it"),
    ],
)
def test_what_is_asked_wrongly(small_file, options, says, monkeypatch):
    monkeypatch.setattr(Runs, "until", lambda *given: pytest.fail("simulated in vain"))
    places = {"file": str(small_file), "folder": str(small_file.parent)}
    text = small_file.read_text(encoding="utf-8")
    done = check(small_file, *(one.format(**places) for one in options))
    assert done.exit_code == 2 and done.stdout == "" and says in done.stderr
    assert small_file.read_text(encoding="utf-8") == text


def test_the_faults_of_both_scenarios_at_once(small_file, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(small_file.read_text(encoding="utf-8").replace("staffing: 4", "staffing: -4"), encoding="utf-8")
    changed(small_file, ("measure: service_level,", "measure: service_levle,"))
    done = check(small_file, "--baseline", broken)
    faults = done.stderr.strip().splitlines()
    assert done.exit_code == 2 and len(faults) == 2
    assert any("did you mean 'service_level'?" in fault for fault in faults)


def test_nothing_to_check(small_file):
    text = small_file.read_text(encoding="utf-8")
    small_file.write_text(text[: text.index("targets:")], encoding="utf-8")
    done = check(small_file)
    assert done.exit_code == 2 and "nothing to check: the scenario has no targets" in done.stderr
    done = check(small_file, "--baseline", small_file)
    assert done.exit_code == 2 and "no tolerance says what is to be compared" in done.stderr
    done = check(small_file, "--baseline", small_file, "--tolerance", "asa=5 s")
    assert done.exit_code == 0 and "passed: no regression found" in done.stdout


def test_other_days_have_other_customers(small_file, tmp_path):
    before = tmp_path / "before.yaml"
    before.write_text("extends: small.yaml\ncalendar: {days: 1}\n", encoding="utf-8")
    done = check(small_file, "--baseline", before)
    assert done.exit_code == 2 and "calendar: days is 2 (base: 1)" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(small_file, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = check(small_file, "--junit", closed / "r.xml")
    assert done.exit_code == 2 and "may not be written to" in done.stderr


def test_a_full_disk_leaves_the_table_and_the_old_file(small_file, tmp_path, monkeypatch):
    def full(*given, **options):
        raise OSError(28, "No space left on device")

    report = tmp_path / "r.xml"
    report.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fdopen", full)
    done = check(small_file, "--junit", report)
    assert done.exit_code == 2 and "No space left on device" in done.stderr
    assert "failed: 1 of 2 targets missed" in done.stdout and report.read_text() == "old"
    assert not list(tmp_path.glob(".ccsim-partial-*"))
