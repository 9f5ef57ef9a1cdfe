"""`ccsim run` through its entry point."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import pty
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from stand_in_engine import at_once, use

from ccsim.cli.main import cli
from ccsim.scenario import load
from ccsim.study import record_files
from ccsim.study.assumptions import COMMAND_LINE
from ccsim.study.simulate import simulate


def run(*arguments):
    return CliRunner().invoke(cli, ["run", *map(str, arguments)])


def test_the_table_says_what_the_result_says(small_file):
    done = run(small_file, "--engine", "reference")
    assert done.exit_code == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[:2] == ["Small team (small.yaml)", "Mon 02 Mar 2026 to Tue 03 Mar 2026 (2 days), Europe/Madrid"]
    assert lines[2].startswith("4 replications · seed 7 · reference engine · ± half width of the 95 % interval")
    level = simulate(load(str(small_file))).estimates.get("contact", "calls", "service_level")
    calls = next(line for line in lines if line.startswith("calls "))
    assert f"{100 * level.mean:.1f} ± {100 * level.half_width:.1f}" in calls
    assert max(map(len, lines)) <= 100
    verdicts = {line.split()[0]: line.split()[-1] for line in lines[lines.index(lines[-1]) - 2 :]}
    assert verdicts["eighty_twenty"] == "missed" and verdicts["few_leave"] == "met"


def test_one_replication_has_no_half_widths(small_file):
    done = run(small_file, "--replications", 1)
    assert done.exit_code == 0 and "one replication: no ±" in done.stdout
    assert "±" not in done.stdout.split("no ±")[1]
    assert "uncertain" in done.stdout


def test_json_is_the_summary(small_file):
    done = run(small_file, "--json", "--replications", 3, "--seed", 11)
    summary = json.loads(done.stdout)
    assert summary["provenance"]["seed"] == 11 and summary["provenance"]["replications"] == 3
    result = replace(simulate(load(str(small_file)), replications=3, seed=11), given_at=COMMAND_LINE)
    assert summary == json.loads(json.dumps(result.summary()))


def test_files_are_written_and_named_on_stderr(small_file, tmp_path):
    out = tmp_path / "out"
    done = run(small_file, "--out", out, "--records", "--replications", 2)
    assert done.exit_code == 0
    assert (
        done.stderr
        == "wrote agents.parquet, contacts.parquet, customers.parquet, measures.csv, report.html, summary.json, "
        f"waits.csv to {out}\n"
    )
    contacts = pd.read_parquet(out / "contacts.parquet")
    assert contacts.contact.tolist() == simulate(load(str(small_file)), replications=2).contacts.contact.tolist()
    again = run(small_file, "--out", out, "--quiet", "--replications", 2)
    assert again.stderr == f"removed agents.parquet, contacts.parquet, customers.parquet of an earlier run from {out}\n"
    assert sorted(path.name for path in out.iterdir()) == ["measures.csv", "report.html", "summary.json", "waits.csv"]


def test_records_without_pyarrow_are_csv_and_it_says_so(small_file, tmp_path, monkeypatch):
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
    done = run(small_file, "--out", tmp_path / "out", "--records", "--replications", 1)
    assert done.exit_code == 0 and "pyarrow is not installed: records are written as CSV" in done.stderr
    assert (tmp_path / "out" / "contacts.csv").exists()


def test_a_folder_that_cannot_be_written_is_found_before_simulating(small_file, tmp_path, monkeypatch):
    monkeypatch.setattr("ccsim.study.simulate.simulate", lambda *given, **options: pytest.fail("simulated in vain"))
    done = run(small_file, "--out", small_file / "out")
    assert done.exit_code == 2 and done.stdout == ""
    assert "cannot write results to" in done.stderr and "is a file, not a folder" in done.stderr


@pytest.mark.parametrize("records", [True, False])
def test_a_full_disk_costs_the_files_not_the_table(small_file, tmp_path, monkeypatch, records):
    def full(*given, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
    done = run(small_file, "--out", tmp_path / "out", *(["--records"] if records else []))
    assert done.exit_code == 2 and done.stdout == run(small_file).stdout
    assert "No space left on device" in done.stderr
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".ccsim-partial-*"))


def test_faults_leave_no_folder(small_file, tmp_path):
    small_file.write_text(small_file.read_text().replace("staffing: 4", "staffing: -4"))
    done = run(small_file, "--out", tmp_path / "out")
    assert done.exit_code == 2 and not (tmp_path / "out").exists()


def test_ctrl_c_shows_and_saves_what_is_finished(small_file, tmp_path, monkeypatch):
    def stopped(model, workload, policy=None):
        if workload.replication == 3:
            raise KeyboardInterrupt
        return at_once(model, workload, policy)

    use(monkeypatch, stopped)
    out = tmp_path / "out"
    done = run(small_file, "--out", out, "--records")
    assert done.exit_code == 0 and "2 replications" in done.stdout.splitlines()[2]
    assert "stopped by Ctrl-C: results of the 2 replications finished until then" in done.stderr
    assert set(pd.read_parquet(out / "contacts.parquet").replication) == {1, 2}
    assert json.loads((out / "summary.json").read_text())["interrupted"] is True


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_real_ctrl_c(small_file, tmp_path, jobs):
    """The signal goes to the whole process group, as a terminal sends it."""
    out = tmp_path / "out"
    arguments = ["run", small_file, "--replications", "100000", "--jobs", str(jobs), "--out", out, "--records"]
    code = "from ccsim.study import parallel; parallel.POOL_START = 0; from ccsim.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".ccsim-partial-*/contacts.parquet")):  # the first replication is done
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "stopped by Ctrl-C: results of the" in said and "Traceback" not in said
    assert printed.startswith("Small team (small.yaml)\n")
    replications = json.loads((out / "summary.json").read_text())["provenance"]["replications"]
    assert pd.read_parquet(out / "contacts.parquet").replication.max() == replications > 0


def test_progress_goes_to_a_terminal_with_the_time_left(small_file):
    """What is announced stands on a line of its own above the bar."""
    terminal, end = pty.openpty()
    code = "from ccsim.study import effort; effort.free_bytes = lambda: 1e5; from ccsim.cli.main import main; main()"
    command = [sys.executable, "-c", code, "run", str(small_file), "--replications", "30", "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=end, text=True)
    os.close(end)
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that nobody has the other end open any more
        while chunk := os.read(terminal, 65536):
            shown += chunk
    printed, _ = process.communicate(timeout=60)
    os.close(terminal)
    assert (
        process.returncode == 0
        and printed.startswith("Small team (small.yaml)\n")
        and "replications" not in printed.splitlines()[3]
    )
    assert b"30/30" in shown and b"left" in shown and b"0:00:" in shown
    assert b"\x1b[2Kccsim: a replication of 400 contacts may need 0.2 MB, and 0.1 MB are free" in shown


def test_the_life_of_a_contact(small_file):
    contacts = simulate(load(str(small_file)), replications=2).contacts
    waited = contacts[(contacts.replication == 2) & contacts.waited & (contacts.outcome == "answered")].iloc[0]
    done = run(small_file, "--trace", waited.contact, "--replication", 2)
    assert done.exit_code == 0 and done.stderr == ""
    assert waited.agent in done.stdout
    assert done.stdout.splitlines()[0].startswith(f"{waited.arrived:%Y-%m-%d %H:%M}")
    assert run(small_file, "--explain", waited.contact, "--replication", 2).stdout == done.stdout


def test_a_journey_is_told_by_the_reference_engine_whatever_is_asked(small_file):
    contact = simulate(load(str(small_file)), replications=1).contacts.contact.iloc[0]
    done = run(small_file, "--trace", contact, "--engine", "compiled")
    assert done.exit_code == 0 and done.stderr.startswith("ccsim: the reference engine tells journeys")
    assert done.stdout == run(small_file, "--trace", contact).stdout


def test_what_keeps_the_compiled_engine_from_it(small_file):
    """A policy in Python: the reference engine runs and the heading says why; asked for by name, nothing runs."""
    (small_file.parent / "mine.py").write_text(
        "class Last:\n    def choose_agent(self, c, agents, now): return agents[-1]\n"
    )
    small_file.write_text(small_file.read_text() + "routing: {policy: 'mine:Last'}\n")
    done = run(small_file)
    lines = done.stdout.splitlines()
    assert done.exit_code == 0 and "· reference engine ·" in lines[2]
    assert lines[3] == "not by the faster compiled engine: its routing policy mine:Last is written in Python"
    provenance = json.loads(run(small_file, "--json").stdout)["provenance"]
    assert (provenance["engine"], provenance["engine_reason"]) == (
        "reference",
        "its routing policy mine:Last is written in Python",
    )
    assert "faster" not in run(small_file, "--engine", "reference").stdout
    refused = run(small_file, "--engine", "compiled")
    assert refused.exit_code == 2 and refused.stdout == ""
    assert "engine 'compiled' cannot run this scenario: its routing policy mine:Last is written in" in refused.stderr
    small_file.write_text(small_file.read_text().replace("seed: 7", "seed: 7, engine: compiled"))
    assert run(small_file).stderr == refused.stderr


def test_a_contact_nobody_knows(small_file):
    done = run(small_file, "--trace", "calls/2026-03-02T08:00/9999")
    assert done.exit_code == 2 and done.stdout == "" and "not in replication 1" in done.stderr


def test_tables_of_the_scenario_survive_out(small_file, monkeypatch):
    """The planner's agents.csv and contacts.csv beside the scenario, results to the same folder."""
    folder = small_file.parent
    (folder / "contacts.csv").write_text("start,weight\n08:00,1\n09:00,2\n10:00,2\n11:00,1\n")
    (folder / "agents.csv").write_text("start,agents\n08:00,4\n10:00,5\n12:00,0\n")
    text = small_file.read_text().replace("rate: 40 per h", "per_day: 160, profile: contacts.csv")
    small_file.write_text(text.replace("staffing: 4", "staffing: agents.csv"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr("ccsim.study.simulate.simulate", lambda *given, **options: pytest.fail("simulated in vain"))
    done = run(small_file, "--out", folder, "--records", "--records-format", "csv")
    assert done.exit_code == 2 and done.stdout == "" and len(done.stderr.splitlines()) == 1
    assert "there is a contacts.csv already, and the scenario reads it" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_of_the_users_in_the_way_is_found_before_simulating(small_file, tmp_path, monkeypatch):
    monkeypatch.setattr("ccsim.study.simulate.simulate", lambda *given, **options: pytest.fail("simulated in vain"))
    (tmp_path / "measures.csv").write_text("mine")
    done = run(small_file, "--out", tmp_path)
    assert done.exit_code == 2 and "there is a measures.csv already, and ccsim did not write it" in done.stderr
    assert (tmp_path / "measures.csv").read_text() == "mine"


def test_records_as_csv_on_request(small_file, tmp_path):
    out = tmp_path / "out"
    done = run(small_file, "--out", out, "--records", "--records-format", "csv", "--replications", 1)
    assert (
        done.stderr
        == "wrote agents.csv, contacts.csv, customers.csv, measures.csv, report.html, summary.json, waits.csv to "
        f"{out}\n"
    )
    contacts = pd.read_csv(out / "contacts.csv")
    assert contacts.interval.iloc[0] == "2026-03-02 08:00" and contacts.contact.iloc[0] == "calls/2026-03-02T08:00/0"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("arguments", [("run",), ("run", "--json"), ("validate",)])
def test_a_full_disk_behind_stdout_is_one_line(small_file, tmp_path, arguments):
    command, *options = arguments
    more = ["--out", str(tmp_path / "out"), "--replications", "2"] if command == "run" else []
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "ccsim", command, str(small_file), *options, *more],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr == "ccsim: cannot print the results: No space left on device\n"
    assert command != "run" or (tmp_path / "out" / "measures.csv").exists()  # what can be kept is kept


def test_more_contacts_than_memory_holds(small_file, monkeypatch):
    def short(model, workload, policy=None):
        raise MemoryError("Unable to allocate 81.2 GiB for an array")

    use(monkeypatch, short)
    done = run(small_file, "--jobs", 1)
    assert done.exit_code == 2 and done.stdout == "" and len(done.stderr.splitlines()) == 1
    assert "not enough memory: 400 contacts are expected in each replication" in done.stderr
    assert "bug" not in done.stderr


def test_memory_that_ends_on_the_way_leaves_what_is_done(small_file, monkeypatch):
    def short(model, workload, policy=None):
        if workload.replication == 3:
            raise MemoryError
        return at_once(model, workload, policy)

    use(monkeypatch, short)
    done = run(small_file, "--jobs", 1)
    assert done.exit_code == 2 and "2 replications" in done.stdout.splitlines()[2]
    assert "not enough memory" in done.stderr and "results of the 2 replications finished before it" in done.stderr


def test_the_interval_of_a_result_names_a_contact(small_file):
    contacts = simulate(load(str(small_file)), replications=1).contacts
    first = contacts.iloc[0]
    same = [first.contact, f"calls/{first.interval}/0", f"calls/{first.arrived:%Y-%m-%dT%H:%M}/0"]
    told = [run(small_file, "--trace", name) for name in same]
    assert {one.exit_code for one in told} == {0} and len({one.stdout for one in told}) == 1
    wrong = run(small_file, "--trace", "calls")
    assert wrong.exit_code == 2 and f"such as {first.contact}" in wrong.stderr
