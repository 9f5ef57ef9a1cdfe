"""Results in a folder: complete, or not there at all."""

from __future__ import annotations

import errno
import json
import math
from pathlib import Path

import pandas as pd
import pytest

from ccsim.errors import OutputError
from ccsim.scenario import load
from ccsim.study import saving
from ccsim.study.simulate import simulate


@pytest.fixture
def result(small_file):
    return simulate(load(str(small_file)), replications=2)


def test_files_of_a_run(result, tmp_path):
    out = tmp_path / "deep" / "out"
    written = result.save(out)
    assert [path.name for path in written] == ["measures.csv", "summary.json"]
    assert sorted(path.name for path in out.iterdir()) == ["measures.csv", "summary.json"]
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    table = pd.read_csv(out / "measures.csv", keep_default_na=False)
    assert list(table) == ["scope", "name", "interval", "measure", "mean", "half_width", "low", "high", "replications"]
    row = table[(table.scope == "contact") & (table.name == "calls") & (table.interval == "")]
    row = row[row.measure == "service_level"].iloc[0]
    expected = result.estimates.get("contact", "calls", "service_level")
    assert (float(row["mean"]), float(row.half_width)) == (expected.mean, expected.half_width)


def test_summary_is_strict_json_and_names_all_that_is_needed_to_reproduce(result, tmp_path):
    result.save(tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(), parse_constant=pytest.fail)
    provenance = summary["provenance"]
    assert provenance["seed"] == 7 and provenance["replications"] == 2 and provenance["engine"] == "reference"
    assert len(provenance["fingerprint"]) >= 16 and set(provenance["versions"]) >= {"ccsim", "numpy", "simpy", "python"}
    assert [target["name"] for target in summary["targets"]] == ["eighty_twenty", "few_leave"]
    assert {row["interval"] for row in summary["estimates"]} == {""}


def test_one_replication_has_no_interval_and_says_null(small_file, tmp_path):
    one = simulate(load(str(small_file)), replications=1)
    assert math.isnan(one.estimates.get("all", "all", "asa").half_width)
    asa = [row for row in one.summary()["estimates"] if (row["scope"], row["measure"]) == ("all", "asa")]
    assert asa[0]["half_width"] is None and asa[0]["mean"] > 0


def test_records_as_parquet(result, tmp_path):
    result.save(tmp_path / "out", records=True)
    contacts, agents = (pd.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in ("contacts", "agents"))
    assert contacts.contact.tolist() == result.contacts.contact.tolist()
    assert contacts.wait_s.equals(result.contacts.wait_s)
    assert len(agents) == len(result.agents) and set(agents.replication) == {1, 2}


def test_records_as_csv_without_pyarrow(result, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "has_parquet", lambda: False)
    result.save(tmp_path / "out", records=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "agents.csv",
        "contacts.csv",
        "measures.csv",
        "summary.json",
    ]
    contacts = pd.read_csv(tmp_path / "out" / "contacts.csv", parse_dates=["arrived"])
    assert contacts.contact.tolist() == result.contacts.contact.tolist()
    assert contacts.wait_s.equals(result.contacts.wait_s)


def test_another_runs_records_do_not_stay_beside_this_runs_summary(result, tmp_path):
    out = tmp_path / "out"
    result.save(out, records=True)
    (out / "mine.txt").write_text("kept")
    result.save(out)
    assert sorted(path.name for path in out.iterdir()) == ["measures.csv", "mine.txt", "summary.json"]


def test_a_folder_that_cannot_be(result, tmp_path):
    (tmp_path / "file").write_text("here first")
    with pytest.raises(OutputError, match="file is a file, not a folder"):
        result.save(tmp_path / "file")
    with pytest.raises(OutputError, match=r"cannot write results to .*below: .*file is a file, not a folder"):
        result.save(tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "here first"


@pytest.mark.parametrize("records", [False, True])
def test_a_full_disk_leaves_the_folder_as_it_was(result, tmp_path, monkeypatch, records):
    out = tmp_path / "out"
    result.save(out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*given, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    monkeypatch.setattr(saving, "has_parquet", lambda: False)
    with pytest.raises(OutputError, match="No space left on device; nothing was changed there"):
        result.save(out, records=records)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_disk_that_is_full_in_earnest(result, tmp_path, monkeypatch):
    """/dev/full takes no byte: what is buffered fails when the file is closed."""
    table = saving.CsvTable.__init__

    def on_a_full_disk(self, folder, name):
        table(self, folder, name)
        self._file.close()
        self._file = open("/dev/full", "w")  # noqa: SIM115, PTH123

    monkeypatch.setattr(saving.CsvTable, "__init__", on_a_full_disk)
    monkeypatch.setattr(saving, "has_parquet", lambda: False)
    with pytest.raises(OutputError, match="No space left on device"):
        result.save(tmp_path / "out", records=True)
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".ccsim-partial-*"))
