"""`ccsim sweep --cluster` through its entry point, on a real scheduler and workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from click.testing import CliRunner
from dask_on_loopback import PATIENCE, ROOT, Loopback, free_port, kill, loopback, until
from sweep_experiments import GRID, SCENARIO, write

from ccsim.cli.main import cli
from ccsim.errors import WorkerLost
from ccsim.study import sweep_cluster
from ccsim.study.sweep import sweep as swept
from ccsim.study.sweep_run import Stale

pytestmark = pytest.mark.slow
pytest.importorskip("distributed")
FILES = ("results.parquet", "effects.csv", "manifest.json")
MANY = GRID.replace("to: 4, step: 1", "to: 9, step: 1") + "    replications: 40\n"
ENDLESS = GRID + "    replications: 1000000\n"
KILLER = """
    scenario: morning.yaml
    design: grid
    factors:
      policy: {variants: {mine: ["routing.policy=rules:Rule"], none: []}}
      team: {path: agents.team.staffing, values: [2, 3]}
    replications: 2
"""


@pytest.fixture
def own(tmp_path):
    """A cluster of this test's own, as yet without a process."""
    with loopback(tmp_path / "cluster") as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One with two workers, the second with two threads; nobody harms it."""
    with loopback(tmp_path_factory.mktemp("cluster")) as found:
        found.scheduler()
        found.worker()
        found.worker("--nthreads", "2")
        yield found


def sweep(*arguments):
    return CliRunner().invoke(cli, ["sweep", *map(str, arguments)])


def begun(folder, cluster: Loopback, *arguments: str) -> subprocess.Popen[str]:
    """The command in a folder, its files named from there: a worker would not find them."""
    command = [sys.executable, "-m", "ccsim", "sweep", "experiment.yaml", "--out", "out", "--cluster", cluster.address]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen([*command, *arguments], cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True)


def finished(folder) -> int:
    journal = folder / "out" / "points.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def said_by(process: subprocess.Popen[str]) -> str:
    """What it says on stderr until its end."""
    return process.communicate(timeout=60)[1]


def same_bytes(out, other) -> bool:
    return all((out / name).read_bytes() == (other / name).read_bytes() for name in FILES)


def with_table(folder):
    """Staffing is in a table, beside the scenario."""
    scenario = SCENARIO.replace("staffing: 3", "staffing: staffing.csv")
    change = 'change: "agents.team.staffing+=", from: 0, to: 7, step: 1'
    file = write(
        folder,
        MANY.replace("replications: 40", "replications: 150").replace(
            "path: agents.team.staffing, from: 2, to: 9, step: 1", change
        ),
        scenario,
    )
    (folder / "staffing.csv").write_text("start,agents\n08:00,2\n10:00,0\n")
    return file


def test_the_same_bytes_though_a_worker_is_killed_in_the_middle(tmp_path, shared):
    """One of three is killed, at a point; what is read is read where the files are."""
    from distributed import Client

    file = with_table(tmp_path)
    with Client(shared.address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == 2, "two workers")
        others = set(client.nthreads())
        doomed = shared.worker()
        (address,) = until(lambda: set(client.nthreads()) - others, "the third")
        process = begun(tmp_path, shared)
        until(lambda: finished(tmp_path) > 1 and client.processing()[address], "two points, and one at work")
        kill(doomed)
    assert finished(tmp_path) < 14, "too late to mean anything"
    assert said_by(process) == "wrote report.html, results.parquet, effects.csv, manifest.json to out\n"
    assert process.returncode == 0
    swept(file, out=tmp_path / "one")
    assert same_bytes(tmp_path / "out", tmp_path / "one")


def test_a_sweep_goes_on_on_a_cluster_and_a_compiled_one_gives_the_same(tmp_path, shared):
    file = write(tmp_path, MANY)
    assert swept(file, out=tmp_path / "out", shard=(1, 2)).missing
    told: list[tuple[int, int]] = []
    found = swept(file, out=tmp_path / "out", cluster=shared.address, progress=lambda *done: told.append(done))
    assert told == [(done, 16) for done in range(9, 17)]
    assert found.frame.equals(swept(file, cluster=shared.address, engine="compiled").frame)
    swept(file, out=tmp_path / "one")
    assert same_bytes(tmp_path / "out", tmp_path / "one")


def test_ctrl_c_keeps_what_is_finished_and_frees_the_workers(tmp_path, shared):
    """Two points are done in no time, the others never: their workers are free again all the same."""
    from distributed import Client

    variants = "short: {variants: {yes: [simulation.replications=1], no: [simulation.replications=1000000]}}"
    write(tmp_path, GRID.replace("patience: {path", f"{variants}\n      patience: {{path"))
    process = begun(tmp_path, shared)
    until(lambda: finished(tmp_path) > 1, "two points")
    process.send_signal(signal.SIGINT)
    said = said_by(process)
    assert process.returncode == 130
    assert "stopped by Ctrl-C: " in said and "with --out the same command goes on" in said
    assert "Traceback" not in said and "distributed" not in said
    with Client(shared.address, set_as_default=False) as client:
        until(lambda: not any(client.processing().values()), "tasks to be cancelled")
        executing = partial(client.run, lambda dask_worker: dask_worker.state.executing_count)
        until(lambda: not any(executing().values()), "workers to be free")


def test_what_a_worker_has_not_is_said(tmp_path, shared):
    """A table that is changed meanwhile stops the sweep; a policy that is nowhere beside the scenario is a fault."""
    file = with_table(tmp_path)

    def changing(done, aimed_at):
        (tmp_path / "staffing.csv").write_text("start,agents\n08:00,5\n10:00,0\n")

    with pytest.raises(Stale, match=r"a file that the scenario reads was changed meanwhile \(.*staffing\.csv\)"):
        swept(file, cluster=shared.address, progress=changing)
    found = swept(write(tmp_path, KILLER), cluster=shared.address)
    assert list(found.faults) == [1, 2] and found.frame.point.unique().tolist() == [3, 4]
    assert "No module named 'rules' on worker tcp://127.0.0.1:" in found.faults[1]


def test_a_point_that_kills_its_worker_is_a_fault_and_costs_no_other(tmp_path, own):
    """Its policy travels with it. dask, told to give up at once, gives up those that wait behind it, too."""
    own.scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    own.worker(nanny=True)
    (tmp_path / "rules.py").write_text(
        "import os\nclass Rule:\n    def choose_agent(self, contact, agents, now):\n"
        "        os.kill(os.getpid(), 9) if len(agents) == 3 else None\n        return agents[0]\n"
    )
    file = write(tmp_path, KILLER)
    found = swept(file, cluster=own.address)
    killers = {point for point, fault in found.faults.items() if "its worker was killed" in fault}
    assert set(found.faults) == killers == {2}
    assert found.frame.point.unique().tolist() == [1, 3, 4]


def test_the_scheduler_lost_in_the_middle(tmp_path, own):
    own.scheduler()
    own.worker()
    file = write(tmp_path, MANY)
    process = begun(tmp_path, own, "--quiet")
    until(lambda: finished(tmp_path) > 1, "two points")
    kill(own.processes[0])
    said = said_by(process)
    kept = finished(tmp_path)
    assert process.returncode == 2 and kept < 16
    assert said == (
        f"ccsim: the scheduler of --cluster {own.address} does not answer any more: {kept} of 16 points are finished; "
        "with --out the same command goes on\n"
    )
    assert len(json.loads((tmp_path / "out" / "manifest.json").read_text())["missing"]) == 16 - kept
    swept(file, out=tmp_path / "out")
    swept(file, out=tmp_path / "one")
    assert same_bytes(tmp_path / "out", tmp_path / "one")


def test_it_waits_for_workers_as_often_as_all_are_gone(tmp_path, own, monkeypatch):
    monkeypatch.setattr(sweep_cluster, "RESTART", 0.0)
    file = write(tmp_path)
    own.scheduler()
    told: list[str] = []
    done: list[tuple[int, int]] = []

    def announce(sentence):
        told.append(sentence)
        own.worker()

    def progress(*now):
        done.append(now)
        if now == (2, 6) and len(told) == 1:
            kill(own.processes[-1])

    found = swept(file, cluster=own.address, announce=announce, progress=progress)
    assert len(told) == 2 and told[0] == told[1]
    assert told[0].startswith(f"no worker at {own.address}: waits for one (dask worker {own.address} --nthreads 1)")
    assert done == sorted(done) and done.count((2, 6)) > 1  # told again while it waits: the time left grows
    assert found.frame.equals(swept(file).frame)


def test_a_worker_that_came_and_died_between_two_looks_is_missed_again(tmp_path, own, monkeypatch):
    """As fast as that the cluster is empty whenever it is looked at, and nobody would be told to start another."""
    monkeypatch.setattr(sweep_cluster, "RESTART", 0.0)
    file = write(tmp_path)
    own.scheduler()
    told: list[str] = []
    look = sweep_cluster.Cluster._look

    def blind(cluster):
        monkeypatch.setattr(cluster._client, "nthreads", dict)
        look(cluster)

    monkeypatch.setattr(sweep_cluster.Cluster, "_look", blind)

    def announce(sentence):
        told.append(sentence)
        if len(told) < 3:
            own.worker()

    begun = time.monotonic()

    def progress(*now):
        assert time.monotonic() < begun + PATIENCE, "nobody was told that the worker is gone"
        if now == (2, 6) and len(told) == 1:
            kill(own.processes[-1])

    assert swept(file, cluster=own.address, announce=announce, progress=progress).frame.equals(swept(file).frame)
    assert len(told) >= 2


def test_workers_of_other_versions_are_refused(tmp_path, own):
    """First one that comes later, then one that is there already."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "true = metadata.version\n"
        "metadata.version = lambda name: '1.0' if name == 'numpy' else true(name)\n"
    )
    file = write(tmp_path)
    own.scheduler()
    with pytest.raises(WorkerLost, match=rf"a worker came to --cluster {own.address} with numpy 1\.0 instead of "):
        swept(file, cluster=own.address, announce=lambda _: own.worker(PYTHONPATH=str(tmp_path / "other")))
    done = sweep(file, "--cluster", own.address, "--out", tmp_path / "out")
    assert done.exit_code == 2 and not (tmp_path / "out").exists()
    assert f"--cluster {own.address}: worker tcp://127.0.0.1:" in done.stderr and done.stdout == ""
    assert " has numpy 1.0 instead of " in done.stderr and "results could differ: install the same" in done.stderr


def test_addresses_that_do_not_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(sweep_cluster, "ANSWER", 1.0)
    file = write(tmp_path)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    for address, said in {
        nobody: f"--cluster {nobody}: no dask scheduler answers there within 1 s: is it started (dask scheduler), is",
        "scheduler": "--cluster scheduler: expected the address of a dask scheduler with its port, like tcp://",
        "http://scheduler:8786": "--cluster http://scheduler:8786: expected the address of a dask scheduler",
    }.items():
        done = sweep(file, "--cluster", address, "--out", tmp_path / "out")
        assert (done.exit_code, done.stdout) == (2, "") and not (tmp_path / "out").exists()
        assert done.stderr.startswith(said) and done.stderr.count("\n") == 1


def test_options_that_do_not_go_together_and_a_package_that_is_missing(tmp_path, monkeypatch):
    file = write(tmp_path)
    both = sweep(file, "--cluster", "tcp://scheduler:8786", "--jobs", "2")
    assert both.exit_code == 2 and "--cluster has workers of its own" in both.stderr
    merged = sweep("--merge", "whole", "part", "--cluster", "tcp://scheduler:8786")
    assert merged.exit_code == 2 and "it has no --cluster" in merged.stderr
    monkeypatch.setattr(sweep_cluster, "find_spec", lambda name: None)
    none = sweep(file, "--cluster", "tcp://scheduler:8786")
    assert (none.exit_code, none.stdout) == (2, "")
    assert none.stderr == "--cluster needs dask.distributed, which is not installed: pip install 'ccsim[cluster]'\n"
