"""What replications take, and how many processes the memory of a machine carries."""

from __future__ import annotations

import pytest

from ccsim.model import build
from ccsim.scenario import load
from ccsim.study import effort
from ccsim.study.simulate import simulate

MEMINFO = (
    "MemTotal:       32000000 kB\nMemFree:          100000 kB\nMemAvailable:    8000000 kB\nHugePages_Total:       0\n"
)


@pytest.fixture
def model(small_file):
    return build(load(str(small_file)))


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with 8 GB free, in no container; the folder takes the files of one."""
    (tmp_path / "meminfo").write_text(MEMINFO)
    monkeypatch.setattr(effort, "MEMORY", tmp_path / "meminfo")
    monkeypatch.setattr(effort, "CGROUP", tmp_path)
    return tmp_path


def test_expected_contacts(model):
    assert effort.expected_contacts(model) == pytest.approx(2 * 4 * 50)


def test_seconds_by_engine(model):
    reference, compiled = (effort.replication_seconds(model, name) for name in ("reference", "compiled"))
    assert reference > compiled > 400 * 0.5e-6
    assert effort.replication_seconds(model, "any other") == reference


def test_free_memory_of_the_machine_and_of_a_container(machine):
    assert effort.free_bytes() == 8_192_000_000
    (machine / "memory.max").write_text("max\n")
    (machine / "memory.current").write_text("1000000000\n")
    (machine / "memory.stat").write_text("anon 1\ninactive_file 400000000\n")
    assert effort.free_bytes() == 8_192_000_000
    (machine / "memory.max").write_text("2000000000\n")
    assert effort.free_bytes() == 1_400_000_000  # what a file cache holds can be had back


def test_memory_nobody_knows(machine, model, monkeypatch):
    (machine / "meminfo").unlink()
    monkeypatch.delattr(effort.os, "sysconf")
    assert effort.free_bytes() is None
    assert effort.within_memory(model, 64) == (64, "")


@pytest.mark.parametrize(
    ("free", "jobs", "fewer", "says"),
    [
        (100e9, 4, 4, ""),
        (33e9, 4, 3, "3 processes instead of 4: a replication of 400 contacts may need 10.2 GB, and 33.0 GB are free"),
        (11e9, 4, 1, "one process instead of 4: a replication of 400 contacts may need 10.2 GB, and 11.0 GB are free"),
        (9e9, 4, 1, "a replication of 400 contacts may need 10.2 GB, and 9.0 GB are free: memory may run out"),
        (9e9, 1, 1, "a replication of 400 contacts may need 10.0 GB, and 9.0 GB are free: memory may run out"),
        (10.1e9, 1, 1, ""),
    ],
)
def test_as_many_processes_as_memory_carries(model, monkeypatch, free, jobs, fewer, says):
    monkeypatch.setattr(effort, "CONTACT_BYTES", 10e9 / 400)
    monkeypatch.setattr(effort, "free_bytes", lambda: free)
    assert effort.within_memory(model, jobs) == (fewer, says)


def test_a_simulation_says_that_memory_is_short_and_still_runs(small_file, monkeypatch):
    monkeypatch.setattr(effort, "free_bytes", lambda: 100e3)
    said = []
    result = simulate(load(str(small_file)), replications=2, jobs=4, announce=said.append, engine="reference")
    assert result.replications == 2 and result.notes == ()
    assert said == ["a replication of 400 contacts may need 0.2 MB, and 0.1 MB are free: memory may run out"]
