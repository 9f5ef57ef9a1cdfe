"""`ccsim sweep` through its entry point."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from sweep_experiments import GRID, SCENARIO, Counting, of_design, write

from ccsim.cli.main import cli
from ccsim.cli.sweep_table import title
from ccsim.study import sweep_run
from ccsim.study.sweep import sweep as swept

ROOT = Path(__file__).parents[1]
BUSY = 4.0  # seconds of a core after which a process has imported everything and simulates


def sweep(*arguments):
    return CliRunner().invoke(cli, ["sweep", *map(str, arguments)])


def faults(tmp_path, *factors, design="grid", more="", scenario=SCENARIO):
    """What is said against an experiment, without its folder; nothing is simulated and nothing written."""
    said = "\n".join(
        ["scenario: morning.yaml", f"design: {design}", "factors:", *(f"  {one}" for one in factors), more]
    )
    done = sweep(write(tmp_path, said, scenario), "--out", tmp_path / "out")
    assert done.exit_code == 2 and done.stdout == "" and not (tmp_path / "out").exists()
    return done.stderr.replace(f"{tmp_path}/", "").splitlines()


def test_the_table_and_the_files_say_what_the_sweep_says(tmp_path):
    file = write(tmp_path)
    found = swept(file)
    done = sweep(file, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stderr == f"wrote report.html, results.parquet, effects.csv, manifest.json to {tmp_path / 'out'}\n"
    lines = done.stdout.splitlines()
    assert lines[0] == "experiment: Morning"
    assert lines[1] == "6 points (grid) · 4 replications each · seed 7 · ± half width of the 95 % interval"
    third = next(line for line in lines if line.startswith("3  3     90 s"))
    asa = found.frame[(found.frame.point == 3) & (found.frame.measure == "asa")].iloc[0]
    assert f"{asa.estimate:.1f} ± {asa.half_width:.1f} s" in third
    assert max(map(len, lines)) <= 100
    assert any("uncertain eighty_twenty" in line or "missed eighty_twenty" in line for line in lines)
    assert found.frame.equals(pd.read_parquet(tmp_path / "out" / "results.parquet"))
    again = sweep(file, "--out", tmp_path / "out", "--quiet")
    assert (again.exit_code, again.stdout, again.stderr) == (0, done.stdout, "")


def test_levels_between_are_shown_with_few_digits(tmp_path):
    text = GRID.replace("values: [90 s, 3 min]", "from: 1 min, to: 2 min, levels: 8")
    printed = sweep(write(tmp_path, text)).stdout
    assert " 68.5714 s " in printed and "68.57142" not in printed


def test_headings_and_differences_have_the_units_of_their_columns():
    assert title("all", "all", "cost_per_kept", "BRL") == "cost per kept BRL"
    assert title("agents", "team", "cost_idle", "") == "cost idle, team"
    assert title("all", "all", "abandonment_rate", "BRL") == "abandoned %"


def test_targets_stand_with_the_first_measures_and_are_not_cut(tmp_path):
    more = "      few_hang_up_in_the_morning: {measure: abandonment_rate, at_most: 0.01%}\n"
    done = sweep(write(tmp_path, scenario=SCENARIO.rstrip(" ") + more))
    assert done.exit_code == 0 and max(map(len, done.stdout.splitlines())) <= 100
    heading, _, below = done.stdout.splitlines()[3:6]
    assert heading.split()[:3] == ["team", "patience", "SL"] and done.stdout.count("targets: ") == 6
    assert below == "    targets: missed eighty_twenty, few_hang_up_in_the_morning"
    few = GRID + "    measures: [asa, paid_hours, occupancy]\n"
    beside = sweep(write(tmp_path, few, SCENARIO.rstrip(" ") + more)).stdout.splitlines()
    assert beside[3].endswith("  targets") and beside[4].endswith("  missed eighty_twenty,")
    assert beside[5] == " " * beside[3].index("targets") + "few_hang_up_in_the_morning"


def test_points_that_are_not_shown_are_named(tmp_path):
    many = GRID.replace("to: 4, step: 1", "to: 22, step: 1") + "    replications: 2\n"
    done = sweep(write(tmp_path, many))
    assert "2 points are not shown: 41 to 42, from team 22, patience 90 s on; all are in" in done.stdout
    assert "\n40  " in done.stdout and "\n41  " not in done.stdout


def test_json_is_the_summary(tmp_path):
    file = write(tmp_path)
    done = sweep(file, "--json")
    assert json.loads(done.stdout) == json.loads(json.dumps(swept(file).summary()))


@pytest.mark.parametrize("design", ["{morris: {trajectories: 4}}", "{sobol_indices: {samples: 4}}"])
def test_sensitivities(tmp_path, design):
    pytest.importorskip("SALib")
    done = sweep(write(tmp_path, of_design(design)))
    assert done.exit_code == 0
    assert ("MORRIS" if "morris" in design else "SOBOL'") in done.stdout
    last = next(line for line in done.stdout.splitlines() if line.startswith("patience"))
    own = last.split("/")[-1] if "sobol" in design else last.split("  ")[-1]
    assert float(own.split("±")[0]) < 0.05  # patience has hardly a part in paid hours


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_in_the_middle_it_goes_on_and_simulates_nothing_twice(tmp_path, jobs):
    """The process is killed as soon as some points are kept, again and again, until it is done."""
    file, out = (
        write(tmp_path, GRID.replace("to: 4, step: 1", "to: 9, step: 1") + "    replications: 40\n"),
        tmp_path / "o",
    )
    journal = out / "points.jsonl"
    command = [sys.executable, "-m", "ccsim", "sweep", str(file), "--out", str(out), "--quiet", "--jobs", str(jobs)]
    killed = 0
    for _ in range(20):
        before = journal.read_bytes().count(b"\n") if journal.exists() else 0
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while process.poll() is None and killed < 3:
            if journal.exists() and journal.read_bytes().count(b"\n") > before + 1:
                process.send_signal(signal.SIGKILL)
                killed += process.wait() == -signal.SIGKILL
                break
            time.sleep(0.002)
        _, said = process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL, said
    assert killed and process.returncode == 0
    runs = [
        json.loads(line.partition(b" ")[2])["run"] for line in journal.read_bytes().split(b"\n") if line.endswith(b"}")
    ]
    assert len(runs) == len(set(runs)) == 16
    swept(file, out=tmp_path / "whole")
    for name in ("results.parquet", "effects.csv", "manifest.json", "report.html"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


@pytest.mark.slow
def test_workers_do_not_outlive_who_started_them(tmp_path):
    """Killed itself, the sweep leaves no process behind that goes on simulating."""
    file = write(tmp_path, GRID + "    replications: 1000000\n")
    command = [sys.executable, "-m", "ccsim", "sweep", str(file), "--jobs", "2", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children: list[int] = []
    while not any(seconds(pid) > BUSY for pid in children) and process.poll() is None:
        time.sleep(0.05)
        children = [pid for pid in below(process.pid) if b"popen_loky" in cmdline(pid)]
    process.kill()
    process.wait()
    assert children
    deadline = time.monotonic() + 60
    while any(b"popen_loky" in cmdline(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = [pid for pid in children if b"popen_loky" in cmdline(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def below(pid):
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def seconds(pid):
    """Of a core that a process has had."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11]) / os.sysconf("SC_CLK_TCK")
    return 0.0


def cmdline(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def test_ctrl_c_shows_what_is_finished(tmp_path, monkeypatch):
    file = write(tmp_path)
    monkeypatch.setattr(sweep_run, "outcome", Counting(sweep_run.outcome, stop_at=3))
    done = sweep(file, "--out", tmp_path / "out", "--quiet")
    assert done.exit_code == 130 and "4 not finished" in done.stdout
    assert "stopped by Ctrl-C: 2 of 6 points are finished; with --out the same command goes on" in done.stderr
    monkeypatch.setattr(sweep_run, "outcome", Counting(sweep_run.outcome.outcome, stop_at=1))
    none = sweep(file, "--out", tmp_path / "other")
    assert none.exit_code == 130 and none.stdout == "" and "before anything was finished" in none.stderr


def test_shards_and_merge(tmp_path):
    file = write(tmp_path)
    for part in ("1/2", "2/2"):
        done = sweep(file, "--out", tmp_path / part[0], "--shard", part)
        assert done.exit_code == 0 and "3 not finished" in done.stdout
    half = sweep("--merge", tmp_path / "half", tmp_path / "2")
    assert half.exit_code == 2 and "3 of 6 points are missing: 1, 3, 5; simulate their shards" in half.stderr
    whole = sweep("--merge", tmp_path / "whole", tmp_path / "1", tmp_path / "2")
    assert whole.exit_code == 0 and whole.stdout == sweep(file).stdout


def test_points_that_fail_are_told(tmp_path, monkeypatch):
    inner = sweep_run.outcome

    def failing(shared, run):
        return (
            {"fault": "no idea"}
            if "team" in run.changes[0].text and "=2" in run.changes[0].text
            else inner(shared, run)
        )

    monkeypatch.setattr(sweep_run, "outcome", failing)
    done = sweep(write(tmp_path))
    assert done.exit_code == 0 and "2 failed" in done.stdout.splitlines()[1]
    assert done.stderr == "ccsim: point 1 failed: no idea\nccsim: point 2 failed: no idea\n"
    monkeypatch.setattr(sweep_run, "outcome", lambda shared, run: {"fault": "no idea"})
    every = sweep(write(tmp_path))
    assert every.exit_code == 2 and every.stderr.endswith("ccsim: every point failed\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give the file of one experiment, not 0"),
        (["a.yaml", "b.yaml"], "give the file of one experiment, not 2"),
        (["a.yaml", "--shard", "1/2"], "--shard needs --out DIR"),
        (["a.yaml", "--shard", "3/2", "--out", "o"], "expected a part of all points, 1/16 to 16/16, got '3/2'"),
        (["a.yaml", "--shard", "0/2", "--out", "o"], "got '0/2'"),
        (["a.yaml", "--shard", "half", "--out", "o"], "got 'half'"),
        (["a.yaml", "--retry"], "--retry needs --out DIR"),
        (["--merge", "o", "a", "--out", "b"], "--merge joins what is finished: it has no --out"),
        (["--merge", "o"], "nothing to merge: give the folders of the shards"),
        (["nowhere.yaml"], "nowhere.yaml: no such file"),
    ],
)
def test_options_that_cannot_be_meant(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = sweep(*arguments)
    assert done.exit_code == 2 and said in done.stderr and not list(tmp_path.iterdir())


def test_all_faults_are_told_at_once(tmp_path):
    said = faults(
        tmp_path,
        "team: {path: agents.team.staffing, values: [2, -1, 2.5]}",
        "typo: {path: agents.taem.staffing, values: [2]}",
        'less: {change: "agents.team.staffing-=", values: [1, 9]}',
        "turned: {path: contacts.calls.handle_time, from: 3 min, to: 2 min}",
        "mixed: {path: contacts.calls.handle_time, from: 3 min, to: 80%}",
        "zero: {path: contacts.calls.handle_time, from: 0, to: 3 min, log: true}",
        "both: {path: contacts.calls.handle_time, values: [3 min], step: 1 min}",
        "nothing: {values: [1]}",
        "whole: {change: agents.team.staffing+=1, values: [1]}",
        "twice: {path: contacts.calls.handle_time, values: [3 min, 3 min]}",
        "still: {path: contacts.calls.handle_time, from: 1 min, to: 3 min, step: 0}",
        "estimate: {path: contacts.calls.handle_time, values: [3 min]}",
        "named: {variants: {one: [agents.taem.staffing=3]}}",
        more="replications: 0\nmeasures: [asa, service_levl]\nbase: [contacts.cals.patience=3 min]\nsede: 3",
    )
    assert said == [
        "experiment.yaml:4:50: factors.team: agents.team.staffing: must not be negative, got -1",
        "experiment.yaml:4:54: factors.team: agents.team.staffing: expected a whole number, got 2.5",
        "experiment.yaml:5:47: factors.typo: agents.taem: no 'taem' in agents (did you mean 'team'?)",
        "experiment.yaml:6:56: factors.less: agents.team.staffing: 3 agents are planned, 9 less would be below 0",
        "experiment.yaml:7:63: factors.turned.to: must be above from, 3 min, got 2 min",
        "experiment.yaml:8:62: factors.mixed.to: expected a duration with its unit, like 15 s or 2 min, got '80%'",
        "experiment.yaml:9:50: factors.zero.from: log needs a range above 0, got 0",
        "experiment.yaml:10:61: factors.both.step: goes with a range, not with values",
        "experiment.yaml:11:12: factors.nothing: say one of path, change or variants",
        "experiment.yaml:12:19: factors.whole.change: expected a change up to its operator, like "
        "agents.voice.staffing[mon]+=, got 'agents.team.staffing+=1'",
        "experiment.yaml:13:10: factors.twice: a value is said twice",
        "experiment.yaml:14:75: factors.still.step: must be above 0, got '0'",
        "experiment.yaml:15:3: factors.estimate: a factor cannot be called 'estimate': a column of the results is",
        "experiment.yaml:16:28: factors.named: agents.taem: no 'taem' in agents (did you mean 'team'?)",
        "experiment.yaml:17:15: replications: must be at least 1, got 0",
        "experiment.yaml:18:17: measures[1]: no such measure: 'service_levl' (did you mean 'service_level'?)",
        "experiment.yaml:19:8: contacts.cals: no 'cals' in contacts (did you mean 'calls'?)",
        "experiment.yaml:20:1: sede: unknown key; known are name, scenario, design, factors, base, replications, "
        "measures",
    ]


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ("gird", "2:9: design: no design 'gird' (did you mean 'grid'?)"),
        ("latin_hypercube", "2:9: design.latin_hypercube.points: missing: how many"),
        ("{sobol: {points: 50}}", "2:17: design.sobol: points must be a power of 2, got 50 (did you mean 64?)"),
        ("{sobol: {pionts: 64}}", "2:18: design.sobol.pionts: unknown key (did you mean 'points'?)"),
        ("{morris: {trajectories: 4, levels: 3}}", "2:18: design.morris: levels must be even, got 3"),
        ("{grid: {points: 3}}", "2:16: design.grid: grid says nothing more: design: grid"),
        ("[grid]", "2:9: design: expected one design, like grid or sobol: {points: 64}, got a list of 1"),
        ("{latin_hypercube: {points: 1000000}}", "4:9: factors: 1,000,000 points are too many (at most 100,000)"),
    ],
)
def test_faults_of_the_design(tmp_path, design, said):
    factor = "team: {path: agents.team.staffing, from: 2, to: 3, step: 1}"
    assert faults(tmp_path, factor, design=design) == [f"experiment.yaml:{said}"]


def test_faults_that_only_a_point_has(tmp_path):
    both = (
        "team: {path: agents.team.staffing, values: [3, 2]}",
        'less: {change: "agents.team.staffing-=", values: [3]}',
    )
    assert faults(tmp_path, *both) == [
        "experiment.yaml:5:53: agents.team.staffing: 2 agents are planned, 3 less would be below 0 "
        "(point 2: team = 2, less = 3)"
    ]
    again = ("one: {path: agents.team.staffing, values: [3]}", "two: {path: agents.team.staffing, values: [2]}")
    assert faults(tmp_path, *again) == ["experiment.yaml:5:8: factors.two: sets what one sets: only one of them can"]
    ranged = "team: {path: agents.team.staffing, from: 2, to: 6}"
    assert faults(tmp_path, ranged, design="{latin_hypercube: {points: 3}}") == [
        "experiment.yaml:4:44: factors.team: agents.team.staffing: expected a whole number, got 3.33333 (say step)"
    ]
    assert "grid takes single values: say step, or levels" in faults(tmp_path, ranged)[0]
    own = ("team: {path: agents.team.staffing, values: [2]}",)
    assert faults(tmp_path, *own, more="measures: [asa, asa of cals, containment]") == [
        "experiment.yaml:5:17: measures[1]: asa is not measured of 'cals' (did you mean 'calls'?)",
        "experiment.yaml:5:30: measures[2]: there is no self-service",
    ]


def test_files_that_are_no_experiment(tmp_path):
    write(tmp_path)
    scenario = sweep(tmp_path / "morning.yaml")
    assert scenario.exit_code == 2 and "a scenario, not an experiment: an experiment names it" in scenario.stderr
    missing = sweep(write(tmp_path, GRID.replace("morning.yaml", "mornin.yaml")))
    assert f"no such file: '{tmp_path}/mornin.yaml' (did you mean 'morning.yaml'?)" in missing.stderr
    stem = sweep(write(tmp_path, GRID.replace("morning.yaml", "morning")))
    assert f"no such file: '{tmp_path}/morning' (did you mean 'morning.yaml'?)" in stem.stderr
    broken = write(tmp_path, scenario=SCENARIO.replace("staffing: 3", "stafing: 3"))
    assert "morning.yaml:10:27: agents.team.stafing: unknown key (did you mean 'staffing'?)" in sweep(broken).stderr
    text = write(tmp_path, "scenario: [1")
    assert sweep(text).exit_code == 2 and "not valid YAML" in sweep(text).stderr


def test_without_salib_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("ccsim.study.sweep_design_file.has_salib", lambda: False)
    said = faults(tmp_path, "team: {path: agents.team.staffing, values: [2, 3]}", design="{morris: {trajectories: 4}}")
    assert said == [
        "experiment.yaml:2:10: design: morris needs SALib, which is not installed: pip install 'ccsim[sweep]'"
    ]
