"""`simulate`: same bits for any number of processes, stopping, Ctrl-C, killed workers, policies."""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from stand_in_engine import at_once, use

import ccsim
from ccsim.errors import CcsimError, PolicyError, WorkerLost
from ccsim.measures import Meter
from ccsim.model import build
from ccsim.scenario import load
from ccsim.study import parallel, replication
from ccsim.study.effort import replication_seconds
from ccsim.study.replication import Job
from ccsim.study.simulate import simulate

KILLS = "CCSIM_TEST_KILLS"  # a folder; each file in it is one worker still to be killed
FIRST = "CCSIM_TEST_FIRST"  # the process that starts the others; they are given replications 1 and 2, and it makes 3


def kills_its_process(model, workload, policy=None, at=2):
    """Dies in a worker process at replication `at`, as long as there is a file that says so."""
    orders = sorted(Path(os.environ[KILLS]).glob("kill-*"))
    if workload.replication == at and os.getpid() != int(os.environ[FIRST]) and orders:
        time.sleep(1)  # until those before it are handed over
        orders[0].unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return at_once(model, workload, policy)


def stopped_by_ctrl_c(model, workload, policy=None):
    if workload.replication == 3:
        raise KeyboardInterrupt
    return at_once(model, workload, policy)


def short_of_memory_before_others_finish(model, workload, policy=None):
    if os.getpid() == int(os.environ[FIRST]):
        raise MemoryError
    time.sleep(1)
    return at_once(model, workload, policy)


@pytest.fixture
def small(small_file):
    return load(str(small_file))


@pytest.fixture
def pooled(monkeypatch):
    """Starts a pool of processes however short the run."""
    monkeypatch.setattr(parallel, "POOL_START", 0.0)
    monkeypatch.setenv(FIRST, str(os.getpid()))


def test_replications_and_seed_come_from_the_scenario_unless_given(small):
    result = simulate(small)
    assert (result.replications, result.seed) == (4, 7)
    given = simulate(small, replications=2, seed=8)
    assert (given.replications, given.seed) == (2, 8)
    assert not given.measures.equals(simulate(small, replications=2, seed=7).measures)


def test_the_same_bits_from_any_number_of_processes(small, pooled, monkeypatch):
    one = simulate(small, replications=6, jobs=1, records=True)
    sizes = []
    real = parallel.task_size
    monkeypatch.setattr(parallel, "task_size", lambda *given: sizes.append(real(*given)) or sizes[-1])
    two = simulate(small, replications=6, jobs=2, records=True)
    assert sizes == [1] * 6, "no process was started"
    pd.testing.assert_frame_equal(one.measures, two.measures, check_exact=True)
    pd.testing.assert_frame_equal(one.contacts, two.contacts, check_exact=True)
    pd.testing.assert_frame_equal(one.agents, two.agents, check_exact=True)


def test_the_same_bits_however_many_are_measured_together(small, monkeypatch):
    monkeypatch.setattr(replication, "TOGETHER", 3.5 * replication_seconds(build(small), "reference"))
    three = simulate(small, replications=5, engine="reference", records=True)
    assert three.job.together == 3
    monkeypatch.setattr(replication, "TOGETHER", 0.0)
    one = simulate(small, replications=5, engine="reference", records=True)
    assert one.job.together == 1
    pd.testing.assert_frame_equal(one.measures, three.measures, check_exact=True)
    pd.testing.assert_frame_equal(one.contacts, three.contacts, check_exact=True)


def test_a_short_run_starts_no_processes(small):
    seconds = replication_seconds(build(small), "reference")
    assert not parallel.worth_a_pool(seconds, 4, 2)
    assert parallel.worth_a_pool(seconds, 100_000, 2)
    assert not parallel.worth_a_pool(seconds, 100_000, 1)
    assert not parallel.worth_a_pool(3600.0, 1, 8)


def leaves_its_mark(model, workload, policy=None):
    """In the folder that the scenario is named after."""
    (Path(model.name) / f"{os.getpid()}-{workload.replication}").touch()
    return at_once(model, workload, policy)


def stopped_by_ctrl_c_when_others_have_finished(model, workload, policy=None):
    if os.getpid() == int(os.environ[FIRST]):
        while len(list(Path(model.name).glob("*-*"))) < 2:
            time.sleep(0.05)
        time.sleep(1)  # until they are handed over
        raise KeyboardInterrupt
    return leaves_its_mark(model, workload, policy)


def marked(small, tmp_path):
    return small.model_copy(update={"name": str(tmp_path)})


def test_the_same_processes_serve_all_looks_at_the_precision(small, tmp_path, monkeypatch, pooled):
    use(monkeypatch, leaves_its_mark)
    simulation = small.simulation.model_copy(update={"precision": {"offered": 1e-9}, "max_replications": 40})
    result = simulate(marked(small, tmp_path).model_copy(update={"simulation": simulation}), jobs=2)
    marks = [mark.name.split("-") for mark in tmp_path.glob("*-*")]
    assert result.replications == len(marks) == 40
    processes = {process for process, _ in marks}
    assert str(os.getpid()) in processes and len(processes) == 2


@pytest.mark.slow
def test_results_do_not_pile_up(small, tmp_path, monkeypatch):
    """Whoever takes them slowly finds no more of them made than the processes are allowed to be ahead."""
    model = build(marked(small, tmp_path))
    workers = parallel.Workers([Job(model, Meter(model), 1, leaves_its_mark)], jobs=2, seconds=1.0)
    with closing(workers), closing(workers.replications(range(1, 101))) as finished:
        assert next(finished).number == 1
        time.sleep(2)
        assert len(list(tmp_path.glob("*-*"))) <= 1 + parallel.AHEAD + parallel.AHEAD_HERE
        assert [replication.number for replication in finished] == list(range(2, 101))


def test_short_replications_travel_together():
    assert parallel.task_size(0.01, 200, 2) == 25
    assert parallel.task_size(0.001, 10_000, 2) == 250
    assert parallel.task_size(0.01, 8, 2) == 1
    assert parallel.task_size(60.0, 30, 2) == 1


def test_fewer_travel_together_towards_the_end():
    parts = list(parallel.parts_of(range(3, 203), 2, 0.01, 2))
    assert [number for part in parts for number in part] == list(range(3, 203))
    assert len(parts[0]) == 25 and len(parts[-1]) == 1
    assert sorted(map(len, parts), reverse=True) == list(map(len, parts))


def test_records_not_kept_are_simulated_again_with_the_same_bits(small):
    kept, again = simulate(small, replications=2, records=True), simulate(small, replications=2)
    pd.testing.assert_frame_equal(kept.contacts, again.contacts, check_exact=True)
    pd.testing.assert_frame_equal(kept.agents, again.agents, check_exact=True)


def test_records_agree_with_the_measures(small):
    result = simulate(small, replications=3)
    contacts, offered = result.contacts, result.estimates.get("contact", "calls", "offered").mean
    assert (contacts.contact_type == "calls").sum() / 3 == pytest.approx(offered)
    assert not contacts.duplicated(["replication", "contact"]).any()
    answered = contacts[(contacts.contact_type == "calls") & (contacts.outcome == "answered")]
    assert answered.wait_s.mean() == pytest.approx(result.estimates.get("contact", "calls", "asa").mean)
    assert (answered.talk_s == 180).all() and (answered.work_s == 210).all() and (answered.wrap_up_s == 30).all()
    assert set(result.agents.state) <= {"on_duty", "break", "overtime", "contact"}
    hours = answered.arrived.dt.hour
    assert hours.between(8, 11).all()


def test_until_precise_looks_at_twenty_forty_and_so_on(small, monkeypatch):
    use(monkeypatch, at_once)
    simulation = small.simulation.model_copy(update={"precision": {"offered": 1e-9}, "max_replications": 30})
    seen = []
    result = simulate(
        small.model_copy(update={"simulation": simulation}), progress=lambda done, goal: seen.append((done, goal))
    )
    assert result.replications == 30
    assert seen[0] == (1, 20) and seen[19] == (20, 20) and seen[20] == (21, 30)
    easy = small.simulation.model_copy(update={"precision": {"offered": 1e9}})
    assert simulate(small.model_copy(update={"simulation": easy})).replications == 20


def test_ctrl_c_keeps_what_is_finished(small, monkeypatch):
    use(monkeypatch, stopped_by_ctrl_c)
    result = simulate(small)
    assert result.interrupted and result.replications == 2
    assert result.notes[0] == "stopped by Ctrl-C: results of the 2 replications finished until then"
    use(monkeypatch, at_once)
    pd.testing.assert_frame_equal(result.measures, simulate(small, replications=2).measures, check_exact=True)


def test_ctrl_c_before_anything_is_finished(small, monkeypatch):
    def at_the_first(model, workload, policy=None):
        raise KeyboardInterrupt

    use(monkeypatch, at_the_first)
    with pytest.raises(KeyboardInterrupt):
        simulate(small)


def test_ctrl_c_keeps_what_other_processes_have_finished(small, tmp_path, monkeypatch, pooled):
    use(monkeypatch, stopped_by_ctrl_c_when_others_have_finished)
    result = simulate(marked(small, tmp_path), replications=5, jobs=2)
    assert result.interrupted and result.replications == 2
    use(monkeypatch, at_once)
    pd.testing.assert_frame_equal(result.measures, simulate(small, replications=2).measures, check_exact=True)


@pytest.mark.slow
def test_what_stops_a_replication_waits_for_those_before_it(small, monkeypatch, pooled):
    use(monkeypatch, short_of_memory_before_others_finish)
    result = simulate(small, replications=5, jobs=2)
    assert result.replications == 2 and "not enough memory" in result.lost


@pytest.mark.slow
@pytest.mark.parametrize("kills", [1, 2])
def test_a_killed_worker(small, monkeypatch, tmp_path, pooled, kills):
    for number in range(kills):
        (tmp_path / f"kill-{number}").touch()
    monkeypatch.setenv(KILLS, str(tmp_path))
    use(monkeypatch, kills_its_process)
    result = simulate(small, replications=5, jobs=2)
    use(monkeypatch, at_once)
    assert not list(tmp_path.glob("kill-*"))
    if kills == 1:  # a second pool finishes the work
        assert result.replications == 5 and not result.lost
    else:
        assert result.replications == 1 and "a worker process was killed, twice" in result.lost
        assert result.lost in result.notes[0]
    same = simulate(small, replications=result.replications)
    pd.testing.assert_frame_equal(result.measures, same.measures, check_exact=True)


def test_a_killed_worker_before_anything_is_finished(small, monkeypatch, pooled):
    def lost(workers, numbers):
        raise WorkerLost("a worker process was killed")
        yield

    monkeypatch.setattr(parallel.Workers, "replications", lost)
    with pytest.raises(WorkerLost, match="killed"):
        simulate(small, jobs=2)


class Forgetful:
    """Leaves the scenario's rules alone, but counts; a policy that leaked would count on."""

    def __init__(self) -> None:
        self.asked = 0

    def choose_agent(self, contact, agents, now):
        self.asked += 1
        return agents[0] if self.asked < 50 else agents[-1]


class Raising:
    def choose_agent(self, contact, agents, now):
        raise RuntimeError("lost my way")


def test_a_policy_starts_anew_in_each_replication(small, pooled):
    policy = Forgetful()
    one = simulate(small, replications=4, policy=policy)
    two = simulate(small, replications=4, policy=Forgetful, jobs=2)
    assert policy.asked == 0
    pd.testing.assert_frame_equal(one.contacts, two.contacts, check_exact=True)
    assert one.provenance()["policy"] == "test_study_simulate:Forgetful"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_policy_that_raises(small, pooled, jobs):
    with pytest.raises(PolicyError, match="lost my way"):
        simulate(small, policy=Raising(), jobs=jobs)


def test_a_policy_of_the_scenario(small_file):
    broken = "class Broken:\n    def __init__(self): raise ValueError('no')\n    choose_agent = None\n"
    (small_file.parent / "mine.py").write_text(broken)
    small_file.write_text(small_file.read_text() + "routing: {policy: 'mine:Broken'}\n")
    with pytest.raises(PolicyError, match=r"Broken\(\) raised ValueError: no"):
        simulate(load(str(small_file)))


def test_a_policy_of_the_scenario_in_several_processes(small_file, pooled):
    (small_file.parent / "last.py").write_text(
        "class Last:\n    def choose_agent(self, contact, agents, now): return agents[-1]\n"
    )
    small_file.write_text(small_file.read_text() + "routing: {policy: 'last:Last'}\n")
    small = load(str(small_file))
    one, two = simulate(small, replications=3), simulate(small, replications=3, jobs=2)
    pd.testing.assert_frame_equal(one.contacts, two.contacts, check_exact=True)
    assert one.contacts.sort_values(["replication", "arrived_s"]).agent.iloc[0] == "team.04"
    assert one.provenance()["policy"] == "last:Last"


def test_what_cannot_be_asked(small):
    with pytest.raises(CcsimError, match="replications must be at least 1, got 0"):
        simulate(small, replications=0)
    with pytest.raises(CcsimError, match="jobs must be at least 1, got 0"):
        simulate(small, jobs=0)


def test_names_of_the_package():
    assert ccsim.simulate is simulate and ccsim.load is load
    assert set(dir(ccsim)) >= {"load", "simulate", "Scenario", "Result", "CcsimError", "__version__"}
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = ccsim.simulat
