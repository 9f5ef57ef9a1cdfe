"""Both engines behind `simulate` and `ccsim run`: the same digits, chosen by what a job is worth."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from ccsim.cli.main import cli
from ccsim.engine import choose
from ccsim.engine.compiled import machine
from ccsim.scenario import load
from ccsim.study import parallel
from ccsim.study.simulate import simulate


def run(*arguments):
    return CliRunner().invoke(cli, ["run", *map(str, arguments)])


@pytest.fixture
def small(small_file):
    return load(str(small_file))


@pytest.fixture
def cold(monkeypatch):
    """A machine on which nothing has been compiled; gives what was announced."""
    announced = []
    load_really = machine.load

    def load_as_if_cold(announce=None, entry=None):
        if not announced:
            announced.append("compiling")
            if announce is not None:
                announce("compiling")
        return load_really(entry=entry)

    monkeypatch.setattr("ccsim.engine.compiled.machine.is_ready", lambda: False)
    monkeypatch.setattr("ccsim.engine.compiled.machine.load", load_as_if_cold)
    return announced


def test_switching_the_engine_changes_no_printed_digit(small_file, tmp_path):
    printed, summaries = {}, {}
    for engine in ("reference", "compiled"):
        out = tmp_path / engine
        done = run(small_file, "--engine", engine, "--out", out, "--records", "--quiet")
        assert done.exit_code == 0, done.output
        assert f"· {engine} engine ·" in done.stdout
        printed[engine] = done.stdout.replace(f"{engine} engine", "")
        summaries[engine] = json.loads((out / "summary.json").read_text())
        assert summaries[engine]["provenance"].pop("engine") == engine
        assert summaries[engine]["provenance"].pop("engine_reason") == "asked for"
        assert summaries[engine]["files"].pop("report.html")  # the page names its engine
        inputs = summaries[engine]["inputs"]
        assert [one["value"] for one in inputs if one["input"] == "simulation.engine"] == [engine]
        summaries[engine]["inputs"] = [one for one in inputs if one["input"] != "simulation.engine"]
    assert printed["reference"] == printed["compiled"]
    assert summaries["reference"] == summaries["compiled"]  # the digests of all other files among it


def test_the_engine_of_the_scenario(small_file):
    small_file.write_text(small_file.read_text().replace("seed: 7", "seed: 7, engine: compiled"))
    assert "· compiled engine ·" in run(small_file).stdout
    assert "· reference engine ·" in run(small_file, "--engine", "reference").stdout


def test_the_same_bits_from_compiled_processes(small, monkeypatch):
    monkeypatch.setattr(parallel, "POOL_START", 0.0)
    one = simulate(small, replications=6, jobs=1, engine="compiled", records=True)
    two = simulate(small, replications=6, jobs=2, engine="compiled", records=True)
    pd.testing.assert_frame_equal(one.measures, two.measures, check_exact=True)
    pd.testing.assert_frame_equal(one.contacts, two.contacts, check_exact=True)


def test_a_short_job_is_not_worth_compiling(small, cold):
    result = simulate(small)
    assert (result.engine, result.engine_limit, cold) == ("reference", "", [])
    assert result.engine_reason == "done before the compiled engine would be made ready on this machine"


def test_a_job_that_is_worth_it(small, cold, monkeypatch):
    monkeypatch.setattr(choose, "COMPILATION", 1e-6)
    assert simulate(small, replications=1).engine == "compiled"
    assert cold == ["compiling"]


def test_a_precision_may_take_all_replications_there_are(small, cold, monkeypatch):
    """Of 20 the reference would make short work; nobody knows whether they will do."""
    monkeypatch.setattr(choose, "COMPILATION", 1.0)
    precise = small.simulation.model_copy(update={"precision": {"offered": 1e9}})
    result = simulate(small.model_copy(update={"simulation": precise}))
    assert (result.replications, result.engine) == (20, "compiled")
    assert simulate(small, replications=20).engine == "reference"


def test_what_is_ready_is_used(small, monkeypatch):
    monkeypatch.setattr("ccsim.engine.compiled.machine.is_ready", lambda: True)
    result = simulate(small, replications=1)
    assert (result.engine, result.engine_reason) == ("compiled", "the faster one")


def test_compilation_is_announced_on_stderr_unless_quiet(small_file, cold):
    assert run(small_file, "--engine", "compiled").stderr == "ccsim: compiling\n"
    assert run(small_file, "--engine", "compiled", "--quiet").stderr == ""
