"""`ccsim compare` through its entry point."""

from __future__ import annotations

import contextlib
import json
import math
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from click.testing import CliRunner
from stand_in_engine import at_once, use

import ccsim
from ccsim.cli.compare_table import change, compare_table, with_interval
from ccsim.cli.layout import fitting_screen
from ccsim.cli.main import cli
from ccsim.cli.screen import Screen, on
from ccsim.cli.variations import apart, variation
from ccsim.errors import WorkerLost
from ccsim.estimation.paired import Difference
from ccsim.study.systems import Together

MORE = "agents.team.staffing+=1"
CHEAP = ("--select", "cost")


def compare(*arguments):
    return CliRunner().invoke(cli, ["compare", *map(str, arguments)])


@pytest.fixture
def overlay(small_file):
    file = small_file.parent / "faster.yaml"
    file.write_text("extends: small.yaml\ncontacts: {calls: {talk_time: 2 min}}\n")
    return file


def test_the_table_says_what_the_comparison_says(small_file):
    done = compare(small_file, "--set", MORE, "--replications", 30, "--engine", "reference")
    assert done.exit_code == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "Small team: 1 alternative against it",
        "Mon 02 Mar 2026 to Tue 03 Mar 2026 (2 days), Europe/Madrid",
        "30 replications of each, the same customers · seed 7 · reference engine",
    ]
    comparison = ccsim.compare(small_file, ccsim.load(small_file, changes=[MORE]), replications=30)
    assert lines[3].startswith(f"all {comparison.comparisons} intervals (±) together hold with 95 %")
    assert f"ALTERNATIVE {MORE}" in lines and max(map(len, lines)) <= 100
    found = next(one for one in comparison.alternatives[0].findings if one.compared.text == "abandonment_rate")
    row = next(line for line in lines if line.startswith("abandonment_rate %"))
    assert f"{100 * found.difference.difference:+.1f} ± {100 * found.difference.half_width:.1f}" in row
    assert row.endswith(found.judgement.verdict)
    assert " ".join(lines[-2:]).replace("   ", " ").endswith(comparison.cheapest)


def test_what_matters_most_stands_first(small_file):
    done = compare(small_file, "--set", MORE, "--replications", 30)
    words = ("worse", "better", "lower")
    verdicts = [
        line.split()[-1] for line in done.stdout.splitlines() if line.split()[-1:] and line.split()[-1] in words
    ]
    assert verdicts == sorted(verdicts, key=words.index) and set(verdicts) == set(words)


def test_measures_stand_in_one_order_and_columns_alike_in_all_alternatives(small_file):
    """On a terminal that is too narrow for all columns, too."""
    others = [ccsim.load(small_file, changes=[f"agents.team.staffing{by}"]) for by in ("+=2", "-=1")]
    comparison = ccsim.compare(small_file, *others, names=["two more", "one less"], replications=10)
    for width in (50, 80, 100):
        with on(Screen(width, terminal=width < 100)) as screen:
            lines = fitting_screen(compare_table(comparison))
        starts = [at for at, line in enumerate(lines) if line.startswith("ALTERNATIVE")]
        tables = []
        for at in starts:
            heading = next(place for place in range(at, len(lines)) if "difference  " in lines[place])
            end = next(place for place in range(heading, len(lines)) if lines[place].startswith("the same customers"))
            tables.append(lines[heading:end])
        first, second = ([re.split("  +", line)[0] for line in one[1:]] for one in tables)
        assert first == second and any(name.startswith("cost") for name in first)
        assert tables[0][0].split() == tables[1][0].split()
        assert not any("…" in name for name in first)
        if width == 50:
            assert screen.left_out and "a wider terminal or --out shows" in " ".join(" ".join(lines[-3:]).split())


def test_files_overlays_and_changes_side_by_side(small_file, overlay):
    changes = ["--set", MORE, "--set", "contacts.sales.handle_time+=1 min"]
    more = ["--with", "due first: routing.contact_rule=earliest_deadline", "--with", f"{MORE}; currency=EUR"]
    done = compare(small_file, overlay, *changes, *more)
    assert done.exit_code == 0
    named = [line.removeprefix("ALTERNATIVE ") for line in done.stdout.splitlines() if line.startswith("ALTERNATIVE")]
    assert named == ["faster", f"{MORE}, contacts.sales.handle_time+=1 min", "due first", f"{MORE}, currency=EUR"]
    assert "no effect at all on what is compared: every figure is the same (check that it can act)" in done.stdout
    assert "left out: cost: no currency here, EUR there" in done.stdout


def test_a_change_everywhere(small_file, overlay):
    busy = "contacts.*.arrivals*=120%"
    shared = ["--everywhere", busy, "--everywhere", "contacts.calls.talk_time=2 min"]  # the second is in the overlay
    done = compare(small_file, overlay, "--set", MORE, "--with", f"two: {MORE}", *shared, "--json", "--measure", "asa")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    changes = shared[1::2]
    base = ccsim.load(small_file, changes=changes)
    more = ccsim.load(small_file, changes=[*changes, MORE])
    own = ccsim.compare(base, base, more, more, names=["faster", MORE, "two"], measures=["asa"]).summary()
    assert [one["differences"] for one in found["alternatives"]] == [one["differences"] for one in own["alternatives"]]


@pytest.mark.parametrize("more", [(), ("--select", "asa", "--delta", "1 min")])
def test_what_is_changed_everywhere_stands_at_the_top(small_file, more):
    done = compare(small_file, "--set", MORE, "--everywhere", "contacts.*.arrivals*=120%", *more)
    assert done.exit_code == 0 and done.stdout.splitlines()[1] == "all with contacts.*.arrivals*=120%"
    assert f"\n{MORE}  " in done.stdout or f"ALTERNATIVE {MORE}\n" in done.stdout


def test_faults_of_a_change_everywhere_are_told_once(small_file, overlay):
    wrong = ["--everywhere", "contacts.*.arivals*=120%", "--everywhere", "agents.team", "--everywhere", "currency=null"]
    done = compare(small_file, overlay, "--set", MORE, *wrong)
    assert done.exit_code == 2 and done.stdout == ""
    said = done.stderr.splitlines()
    assert len(said) == 3 and all(line.startswith("--everywhere ") for line in said), said


def test_a_factor_of_one_everywhere_is_let_pass(small_file, overlay):
    """As in a loop over volumes."""
    asked = (small_file, overlay, "--set", MORE, "--measure", "asa", "--json")
    done = compare(*asked, "--everywhere", "contacts.*.arrivals*=100%")
    assert done.exit_code == 0 and done.stderr == "ccsim: --everywhere contacts.*.arrivals*=100% changes nothing\n"
    assert done.stdout == compare(*asked).stdout
    wrong = compare(*asked, "--everywhere", "contacts.nobody.arrivals*=100%")
    assert wrong.exit_code == 2 and "no 'nobody' in contacts" in wrong.stderr


def test_a_threshold_is_typed_and_shown_with_its_unit(small_file):
    typed = "service_level within 10 min of calls"
    done = compare(small_file, "--set", MORE, "--measure", typed, "--margin", f"{typed}=3 points")
    assert done.exit_code == 0 and f"\n{typed} % " in done.stdout
    plain = ("--measure", "service_level_within_600 of calls", "--json")
    assert json.loads(compare(small_file, "--set", MORE, *plain).stdout)["comparisons"] == 1


def test_results_do_not_go_into_the_folder_of_a_scenario(small_file, tmp_path, monkeypatch):
    monkeypatch.setattr(Together, "run", lambda *given, **options: pytest.fail("simulated in vain"))
    (tmp_path / "bank").mkdir()
    scenario = small_file.rename(tmp_path / "bank" / "scenario.yaml")
    for command in (["compare", scenario, "--set", MORE], ["run", scenario], ["stress", scenario]):
        done = CliRunner().invoke(cli, [*map(str, command), "--out", str(scenario.parent)])
        assert done.exit_code == 2 and done.stdout == ""
        said = f"cannot write results to {scenario.parent}: it holds a scenario (scenario.yaml)"
        assert said in done.stderr and f"choose another folder, like {tmp_path / 'bank-results'}" in done.stderr
    assert [path.name for path in scenario.parent.iterdir()] == ["scenario.yaml"]


def test_an_overlay_with_a_name_goes_by_it(small_file, overlay):
    overlay.write_text(overlay.read_text() + "name: Trained team\n")
    assert "\nALTERNATIVE Trained team\n" in compare(small_file, overlay).stdout


def test_a_copy_of_the_base_goes_by_its_folder(small_file, tmp_path):
    (tmp_path / "copy").mkdir()
    copy = tmp_path / "copy" / "scenario.yaml"
    copy.write_text(small_file.read_text())
    for there in (copy, copy.parent):
        assert "\nALTERNATIVE copy\n" in compare(small_file, there).stdout


def test_what_keeps_the_compiled_engine_from_it(small_file):
    (small_file.parent / "mine.py").write_text(
        "class Last:\n    def choose_agent(self, c, agents, now): return agents[-1]\n"
    )
    overlay = small_file.parent / "own_rule.yaml"
    overlay.write_text("extends: small.yaml\nrouting: {policy: 'mine:Last'}\n")
    done = compare(small_file, overlay)
    assert done.exit_code == 0, done.stderr
    heading = done.stdout.split("\n\n")[0]
    assert "not by the faster compiled engine: its routing policy mine:Last is written in Python" in heading


def test_json_is_the_summary(small_file):
    done = compare(small_file, "--set", MORE, "--json", "--measure", "asa", "--measure", "cost", "--confidence", "90%")
    summary = json.loads(done.stdout)
    own = ccsim.compare(
        small_file, ccsim.load(small_file, changes=[MORE]), names=[MORE], measures=["asa", "cost"], confidence=0.9
    )
    assert summary == json.loads(json.dumps(own.summary()))
    assert [row["measure"] for row in summary["alternatives"][0]["differences"]] == ["asa", "cost"]


@pytest.mark.parametrize("option", [("--jobs", 2), ("--engine", "compiled")])
def test_results_do_not_depend_on_processes_and_engines(small_file, monkeypatch, option):
    monkeypatch.setattr("ccsim.study.parallel.POOL_START", 0.0)
    one = json.loads(compare(small_file, "--set", MORE, "--json", "--engine", "reference", "--jobs", 1).stdout)
    two = json.loads(compare(small_file, "--set", MORE, "--json", *option).stdout)
    assert one["alternatives"][0]["differences"] == two["alternatives"][0]["differences"]
    assert one["alternatives"][0]["targets"] == two["alternatives"][0]["targets"]


def test_margins(small_file):
    done = compare(small_file, "--set", MORE, "--margin", "cost=1000", "--margin", "asa = 2 %")
    assert "of anything else; cost from 1000; asa from 2 %" in " ".join(done.stdout.split("\n\n")[0].split())
    assert next(line for line in done.stdout.splitlines() if line.startswith("cost")).endswith(
        "no practical difference"
    )


def test_files_are_written_and_named(small_file, tmp_path):
    out = tmp_path / "out"
    done = compare(small_file, "--set", MORE, "--out", out)
    assert done.exit_code == 0 and done.stderr == f"wrote comparison.csv, comparison.json, report.html to {out}\n"
    assert json.loads((out / "comparison.json").read_text())["replications"] == 4
    assert pd.read_csv(out / "comparison.csv").alternative.unique().tolist() == [MORE]
    assert compare(small_file, "--set", MORE, "--out", out, "--quiet").stderr == ""


@pytest.mark.parametrize("mine", ["comparison.csv", "comparison.json", "report.html"])
def test_a_file_in_the_way_is_found_before_simulating(small_file, tmp_path, monkeypatch, mine):
    monkeypatch.setattr(Together, "run", lambda *given, **options: pytest.fail("simulated in vain"))
    (tmp_path / mine).write_text("mine")
    done = compare(small_file, "--set", MORE, "--out", tmp_path)
    assert done.exit_code == 2 and done.stdout == "" and f"there is a {mine} already" in done.stderr
    assert (tmp_path / mine).read_text() == "mine"


def test_a_folder_that_is_a_file(small_file):
    done = compare(small_file, "--set", MORE, "--out", small_file / "out")
    assert done.exit_code == 2 and done.stdout == "" and "is a file, not a folder" in done.stderr


def test_all_faults_at_once(small_file, tmp_path):
    changes = ["--set", "agents.tem.staffing+=1", "--with", "x: routing.agent_rule"]
    more = ["--with", "y: agents.team.staffing+=many; contacts.calls.chanel=x"]
    done = compare(small_file, tmp_path / "none.yaml", *changes, *more)
    assert done.exit_code == 2 and done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    for said in (
        "--set agents.tem.staffing+=1: agents.tem: no 'tem' in agents (did you mean 'team'?)",
        "--with routing.agent_rule: expected PATH=VALUE",
        "--with agents.team.staffing+=many: agents.team.staffing: ",
        "--with contacts.calls.chanel=x: contacts.calls.chanel: unknown key (did you mean 'channel'?)",
        "none.yaml: no such file",
    ):
        assert any(said in line for line in lines), said


def test_a_base_that_is_not_there_hides_no_other_fault(tmp_path):
    done = compare(tmp_path / "none.yaml", tmp_path / "nor.yaml", "--set", "agents.team")
    assert done.exit_code == 2
    assert [line.split(": ")[-1][:12] for line in done.stderr.splitlines()] == [
        "expected PAT",
        "no such file",
        "no such file",
    ]


def test_a_change_that_changes_nothing(small_file):
    done = compare(small_file, "--set", "simulation.seed=7")
    assert done.exit_code == 2 and "changes nothing" in done.stderr


TEA = '{for: 15 min, between: "09:00-09:45", at_most_out: 25%}'
SHIFTS = f'shifts: {{early: {{agents: 4, from: "08:00", to: "12:00", breaks: {{tea: {TEA}}}}}}}'


@pytest.fixture
def with_shifts(small_file):
    small_file.write_text(small_file.read_text().replace("staffing: 4", SHIFTS))
    return small_file


def test_a_fault_elsewhere_in_the_file_names_the_alternative(with_shifts):
    early = "agents.team.shifts.early"
    done = compare(
        with_shifts, "--with", f"sound: {early}.agents+=1", "--with", f"shorter day: {early}.to=09:30", "--with", MORE
    )
    assert done.exit_code == 2 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "small.yaml:" in line and f"{early}.breaks.tea: the window 09:00-09:45 lies outside the shift" in line
    assert line.endswith("(because of 'shorter day')")


def test_a_fault_of_what_all_share_is_told_once(with_shifts):
    early = "agents.team.shifts.early"
    done = compare(with_shifts, "--everywhere", f"{early}.to=09:30", "--with", f"one more: {early}.agents+=1")
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith(f"lies outside the shift, 08:00-09:30 (because of '{early}.to=09:30')")


def test_a_slip_that_all_share_is_said_once(small_file):
    slip = "contacts.*.arrivals*=10%"
    done = compare(small_file, "--everywhere", slip, "--with", MORE, "--replications", 2)
    assert done.stdout.count("careful: ") == 1 and done.stdout.splitlines()[2].startswith(f"careful: {slip}")


def test_one_person_more_does_not_break_a_share_of_people_out(with_shifts):
    done = compare(with_shifts, "--with", "one more on Mondays: agents.team.staffing[mon]+=1", "--replications", 2)
    assert done.exit_code == 0, done.stderr
    note = "note: one more on Mondays: agents.team.shifts.early.breaks.tea: 25% of 5 is 1.25: 2 are out at once"
    assert note in done.stdout


def test_alternatives_without_a_name_are_told_apart(with_shifts):
    with_shifts.write_text(with_shifts.read_text().replace("early", "early_in_the_morning"))
    path = "agents.team.shifts.early_in_the_morning.agents"
    done = compare(with_shifts, "--with", f"{path}[mon]+=1", "--with", f"{path}[tue]+=1", "--replications", 2)
    assert done.exit_code == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("…agents[")]
    assert [row.split()[0] for row in rows] == ["…agents[mon]+=1", "…agents[tue]+=1"]


def test_the_same_every_time_says_why_where_it_is_known(small_file):
    small_file.write_text(small_file.read_text() + "reminders: {sms: {channel: sms, before: 2 h, cost: 0.1}}\n")
    done = compare(small_file, "--set", "reminders.sms.cost=0.35", "--replications", 2)
    assert done.exit_code == 0, done.stderr
    assert "no effect at all on what is compared: every figure is the same (no appointment sends sms)" in done.stdout
    plain = compare(small_file, "--set", "contacts.calls.lost_value=12", "--measure", "asa", "--replications", 2)
    assert "no effect at all on what is compared: every figure is the same (check that it can act)\n" in plain.stdout, (
        plain.stdout
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to compare with: give another scenario, --set CHANGE or --with 'NAME: CHANGE'"),
        (("--set", MORE, "--margin", "asa"), "--margin takes MEASURE=VALUE"),
        (("--set", MORE, "--margin", "asa="), "--margin takes MEASURE=VALUE"),
        (("--set", MORE, "--margin", "asa=5"), "--margin asa: expected a duration, like '5 s'"),
        (
            ("--set", MORE, "--margin", "abandonment_rate=1 %"),
            "--margin abandonment_rate: 1 % of what? say '1 point' (of the share: 80 % is 1 point more than 79 %)",
        ),
        (("--set", MORE, "--select", "service_level", "--delta", "0.5%"), "--delta 0.5%: 0.5 % of what? say '0.5 p"),
        (("--set", MORE, "--margin", "csot=5"), "--margin csot: is not compared (did you mean 'cost'?)"),
        (("--set", MORE, "--measure", "asaa"), "--measure asaa: no such measure (did you mean 'asa'?)"),
        (("--set", MORE, "--replications", 1), "1 is not in the range x>=2"),
        (("--set", MORE, "--confidence", "95"), "did you mean '95%'?"),
        (("--set", MORE, "--select", "asa"), "--select MEASURE and --delta VALUE go together"),
        (("--set", MORE, "--delta", "1 s"), "--select MEASURE and --delta VALUE go together"),
        (("--set", MORE, "--select", "asa", "--delta", "1 s", "--measure", "asa"), "it has no --measure"),
        (("--set", MORE, "--select", "asa", "--delta", "1"), "--delta 1: expected a duration"),
        (("--set", MORE, "--select", "asa", "--delta", "0 s"), "--delta 0 s: must be above 0"),
        (
            ("--set", MORE, "--select", "occupancy", "--delta", "1%"),
            "--select occupancy: neither more nor less of it is better",
        ),
        (("--set", MORE, "--select", "wait_p90", "--delta", "1 s"), "a quantile is no mean of replications"),
        (("--set", MORE, "--select", "asaa", "--delta", "1 s"), "no such measure (did you mean 'asa'?)"),
        (("--set", MORE, "--select", "asa", "--delta", "1 s", "--confidence", "40%"), "between 1/2 (a guess) and 1"),
    ],
)
def test_what_cannot_be_asked(small_file, arguments, said):
    done = compare(small_file, *arguments)
    assert done.exit_code == 2 and done.stdout == "" and said in done.stderr and "Traceback" not in done.stderr


def test_other_days_are_refused(small_file):
    done = compare(small_file, "--with", "longer: calendar.days=3")
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.startswith(
        "longer: calendar: days is 3 (base: 2): other days or intervals bring other customers"
    )


def test_ctrl_c_shows_and_saves_what_all_have(small_file, tmp_path, monkeypatch):
    def stopped(model, workload, policy=None):
        if workload.replication == 4 and len(model.agents) > 4:
            raise KeyboardInterrupt
        return at_once(model, workload, policy)

    use(monkeypatch, stopped)
    done = compare(small_file, "--set", MORE, "--out", tmp_path / "out")
    assert done.exit_code == 0 and "3 replications of each" in done.stdout
    assert "stopped by Ctrl-C: results of the 3 replications that all systems had finished" in done.stderr
    assert json.loads((tmp_path / "out" / "comparison.json").read_text())["interrupted"] is True


def test_ctrl_c_before_anything_is_finished(small_file, monkeypatch):
    def stopped(model, workload, policy=None):
        raise KeyboardInterrupt

    use(monkeypatch, stopped)
    done = compare(small_file, "--set", MORE)
    assert done.exit_code == 130 and done.stdout == ""


def test_processes_that_were_killed_end_with_2(small_file, monkeypatch):
    real = Together.run

    def lost(together, numbers, among, goal):
        real(together, range(1, 3), among, goal)
        raise WorkerLost("a worker process was killed, twice")

    monkeypatch.setattr(Together, "run", lost)
    done = compare(small_file, "--set", MORE)
    assert done.exit_code == 2 and "2 replications of each" in done.stdout
    assert (
        done.stderr == "ccsim: a worker process was killed, twice; results of the 2 replications that all systems had\n"
    )


def test_memory_that_ends(small_file, monkeypatch):
    def short(model, workload, policy=None):
        raise MemoryError

    use(monkeypatch, short)
    done = compare(small_file, "--set", MORE, "--jobs", 1)
    assert done.exit_code == 2 and done.stdout == "" and done.stderr.startswith("not enough memory: 400 contacts")


@pytest.mark.slow
def test_a_real_ctrl_c(small_file, tmp_path):
    out = tmp_path / "out"
    arguments = ["compare", small_file, "--set", MORE, "--replications", "100000", "--jobs", "2", "--out", out]
    code = "from ccsim.study import parallel; parallel.POOL_START = 0; from ccsim.cli.main import main; main()"
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=end,
        text=True,
        start_new_session=True,
    )
    os.close(end)
    shown, deadline = b"", time.monotonic() + 60
    while not any(int(done) >= 300 for done in re.findall(rb"(\d+)/200000", shown)):  # both have several
        assert time.monotonic() < deadline and process.poll() is None
        shown += os.read(terminal, 65536)
    os.killpg(process.pid, signal.SIGINT)
    with contextlib.suppress(OSError):
        while chunk := os.read(terminal, 65536):
            shown += chunk
    printed, _ = process.communicate(timeout=60)
    os.close(terminal)
    assert process.returncode == 0, shown
    assert b"stopped by Ctrl-C: results of the" in shown and b"left" in shown and b"Traceback" not in shown
    assert printed.startswith("Small team: 1 alternative against it\n")
    assert json.loads((out / "comparison.json").read_text())["replications"] > 0


def test_the_best_of_many_with_its_guarantee(small_file):
    many = [option for more in (1, 2, 3) for option in ("--with", f"{more} more: agents.team.staffing+={more}")]
    done = compare(small_file, *many, "--select", "service_level of calls", "--delta", "2 points")
    assert done.exit_code == 0 and done.stderr == "" and max(map(len, done.stdout.splitlines())) <= 100
    lines = done.stdout.splitlines()
    assert lines[0] == "4 systems on the same customers, the best by service_level of calls (more is better)"
    assert lines[4].startswith("3 more ") and lines[4].endswith("  843")
    assert lines[5] == "    all targets met" and lines[11] == "    missed eighty_twenty"
    assert lines[12] == "targets: each judged at 95 %"
    assert lines[13] == "the best by service_level of calls: 3 more"
    assert lines[14].startswith(
        "with probability 95 % the best is selected, if it is better than every other by 2 points"
    )
    again = compare(
        small_file, *many, "--select", "service_level of calls", "--delta", "2 points", "--json", "--jobs", 2
    )
    assert json.loads(again.stdout)["best"] == "3 more"


def test_equals_will_all_do(small_file):
    """Told by name, with their costs; nobody is called behind who may be the best."""
    same = ["--with", "twin: routing.contact_rule=earliest_deadline", "--with", "dear: agents.team.cost_per_hour=99"]
    done = compare(small_file, *same, "--with", "few: agents.team.staffing-=2", "--select", "asa", "--delta", "9 s")
    lines = done.stdout.splitlines()
    assert "within 9 s of the best by asa, so any of them will do: Small team · twin · dear" in lines
    few = next(line for line in lines if line.startswith("few "))
    assert re.search(r" [\d.]+ to [\d.]+ s ", few) and len({line.split()[-1] for line in lines[4:12:2]}) == 3


def test_who_is_not_told_apart(small_file):
    """Hardly different, by a delta far below what a few replications show."""
    close = ("--with", "longer: contacts.sales.handle_time+=3 s", "--select", "asa", "--delta", "0.3 s")
    said = compare(small_file, *close).stdout
    assert "not told apart by 0.3 s of asa: Small team (selected) · longer; cost and targets may decide" in said
    assert re.search(r"\nSmall team +[\d.]+ ± [\d.]+ s +up to [\d.]+ s ", said)


def test_a_delta_in_per_cent_of_the_base(small_file):
    two = ("--with", "dear: agents.team.cost_per_hour=99")
    done = compare(small_file, *two, "--select", "cost", "--delta", "2 %")
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert "better than every other by 2 % of the base's value after 20 replications or more" in said
    summary = json.loads(compare(small_file, *two, "--select", "cost", "--delta", "2 %", "--json").stdout)
    assert summary["indifference"] == pytest.approx(0.02 * summary["systems"][0]["cost"]["mean"])
    nothing = compare(small_file, "--set", MORE, "--everywhere", "agents.team.cost_per_hour=0", *CHEAP, "--delta", "2%")
    assert nothing.exit_code == 2 and "cost of the base is 0, and so is any per cent of it" in nothing.stderr


def test_a_selection_is_written(small_file, tmp_path):
    asked = ("--set", MORE, "--select", "asa", "--delta", "1 s", "--out", tmp_path / "out")
    done = compare(small_file, *asked)
    assert done.stderr == f"wrote report.html, selection.csv, selection.json to {tmp_path / 'out'}\n"
    rows = pd.read_csv(tmp_path / "out" / "selection.csv")
    summary = json.loads((tmp_path / "out" / "selection.json").read_text())
    assert summary["best"] == MORE and rows.system[rows.best].tolist() == [MORE]
    assert rows.out_by.tolist()[0] == MORE and rows.replications.tolist() == [
        one["replications"] for one in summary["systems"]
    ]
    assert compare(small_file, *asked).exit_code == 0
    (tmp_path / "out" / "selection.csv").write_text("mine")
    refused = compare(small_file, *asked)
    assert refused.exit_code == 2 and "there is a selection.csv already" in refused.stderr


def test_a_selection_cut_short(small_file, monkeypatch):
    def stopped(model, workload, policy=None):
        if workload.replication == 5:
            raise KeyboardInterrupt
        return at_once(model, workload, policy)

    use(monkeypatch, stopped)
    done = compare(small_file, "--set", MORE, "--select", "asa", "--delta", "1 s")
    assert done.exit_code == 0 and "the best by asa is not decided yet" in done.stdout
    assert done.stderr == "ccsim: stopped by Ctrl-C: nothing is decided yet, and the guarantee does not hold\n"
    assert "with probability" not in done.stdout


@pytest.mark.parametrize(
    ("typed", "name", "changes"),
    [
        ("two more: agents.team.staffing+=2", "two more", ["agents.team.staffing+=2"]),
        ("two more:agents.team.staffing+=2", "two more", ["agents.team.staffing+=2"]),
        ("at 9:30 more: a.b=1", "at 9:30 more", ["a.b=1"]),
        ("routing.policy=rules:Mine", None, ["routing.policy=rules:Mine"]),
        ("a.b=1; c.d+=2", "a.b=1, c.d+=2", ["a.b=1", "c.d+=2"]),
        ("agents.t.staffing[mon 09:00-12:00]+=1", None, ["agents.t.staffing[mon 09:00-12:00]+=1"]),
        ("mornings: agents.t.staffing[mon 09:00-12:00]+=1;", "mornings", ["agents.t.staffing[mon 09:00-12:00]+=1"]),
        ("law: a.b={exponential: {mean: 3 min}}; c=1", "law", ["a.b={exponential: {mean: 3 min}}", "c=1"]),
        ("a.b={exponential: {mean: 3 min}}", None, ["a.b={exponential: {mean: 3 min}}"]),
        ("q: name='one; two'", "q", ["name='one; two'"]),
    ],
)
def test_alternatives_as_typed(typed, name, changes):
    read = variation(typed)
    assert read.faults == () and read.name == (name or typed) and [str(one) for one in read.changes] == changes


def test_semicolons_in_brackets_do_not_part():
    assert apart("a=[1; 2]; b=2 ;; ") == ["a=[1; 2]", "b=2"]


@pytest.mark.parametrize(
    ("difference", "half", "unit", "shown"),
    [
        (0.042, 0.005, "share", "+4.2 ± 0.5"),
        (-0.0001, 0.0004, "share", "-0.01 ± 0.04"),
        (-0.00001, 0.0004, "share", "0.00 ± 0.04"),
        (-12.0, 3.04, "s", "-12.0 ± 3.0 s"),
        (0.2, 1200.0, "s", "0 ± 20 min"),
        (-13.2, 780.0, "s", "-13 ± 780 s"),
        (-900.0, 40000.0, "s", "-15 ± 667 min"),
        (240.0, 3.3, "money", "+240.0 ± 3.3"),
        (240.0, 0.0, "money", "+240 ± 0"),
        (0.0, 0.0, "share", "0 ± 0"),
        (5.0, float("nan"), "contacts", "+5.0"),
        (float("nan"), float("nan"), "share", "-"),
    ],
)
def test_differences_as_shown(difference, half, unit, shown):
    assert change(difference, half, unit) == shown


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [
        (2.9, 5.3, "points", "+4.0 ± 1.2"),
        (0.2, 6.0, "points", "+4.0 (+0.2 to +6.0)"),
        (3.5, 6.0, "points", "+4.0 (+3.5 to +6.0)"),
        (-0.1, 4.3, "points", "+4.0 (-0.1 to +4.3)"),
        (4.0, 4.0, "points", "+4.0 ± 0.0"),
        (3.0, 400.0, "s", "+0.07 (+0.05 to +6.67) min"),
        (-500.0, 8000.0, "s", "+4 (-500 to +8,000) s"),
        (math.nan, math.nan, "points", "+4.0"),
    ],
)
def test_intervals_that_do_not_lie_evenly(low, high, unit, shown):
    """Both ends where ± would say something else, such as that it may be 0."""
    parts = dict.fromkeys(Difference._fields, 0)
    half = (high - low) / 2
    found = Difference(**{**parts, "difference": 4.0, "low": low, "high": high, "half_width": half})
    assert with_interval(found, unit) == shown
