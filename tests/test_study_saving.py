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
from ccsim.study import record_files, saving
from ccsim.study.compare import compare
from ccsim.study.simulate import simulate


@pytest.fixture
def result(small_file):
    return simulate(load(str(small_file)), replications=2, engine="reference")


def test_files_of_a_run(result, tmp_path):
    out = tmp_path / "deep" / "out"
    written = result.save(out)
    assert [path.name for path in written] == ["measures.csv", "report.html", "summary.json", "waits.csv"]
    assert sorted(path.name for path in out.iterdir()) == ["measures.csv", "report.html", "summary.json", "waits.csv"]
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
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
    result.save(tmp_path / "out", records=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "agents.csv",
        "contacts.csv",
        "customers.csv",
        "measures.csv",
        "report.html",
        "summary.json",
        "waits.csv",
    ]
    contacts = pd.read_csv(tmp_path / "out" / "contacts.csv", parse_dates=["arrived"])
    assert contacts.contact.tolist() == result.contacts.contact.tolist()
    assert contacts.wait_s.equals(result.contacts.wait_s)


def test_another_runs_records_do_not_stay_beside_this_runs_summary(result, tmp_path):
    out = tmp_path / "out"
    result.save(out, records=True)
    (out / "mine.txt").write_text("kept")
    result.save(out)
    assert sorted(path.name for path in out.iterdir()) == [
        "measures.csv",
        "mine.txt",
        "report.html",
        "summary.json",
        "waits.csv",
    ]


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
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
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
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
    with pytest.raises(OutputError, match="No space left on device"):
        result.save(tmp_path / "out", records=True)
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".ccsim-partial-*"))


FOREIGN = "what the user wrote"


@pytest.mark.parametrize(
    "name", ["measures.csv", "waits.csv", "report.html", "summary.json", "contacts.parquet", "agents.parquet"]
)
def test_a_file_that_ccsim_did_not_write_is_never_replaced(result, tmp_path, name):
    (tmp_path / name).write_text(FOREIGN)
    with pytest.raises(
        OutputError, match=f"there is a {name} already, and ccsim did not write it; nothing was changed"
    ):
        result.save(tmp_path, records=True)
    assert (tmp_path / name).read_text() == FOREIGN
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({name, "small.yaml"})


def test_files_that_are_not_in_the_way_stay(result, tmp_path):
    """The two most natural names for a forecast and a staffing table, in the folder that results go to."""
    for name in ("contacts.csv", "agents.csv", "notes.txt"):
        (tmp_path / name).write_text(FOREIGN)
    for records in (True, False):
        result.save(tmp_path, records=records)
    assert all((tmp_path / name).read_text() == FOREIGN for name in ("contacts.csv", "agents.csv", "notes.txt"))
    assert not list(tmp_path.glob("*.parquet"))
    with pytest.raises(OutputError, match=r"there is a (contacts|agents)\.csv already, and ccsim did not write it"):
        result.save(tmp_path, records=True, records_format="csv")
    assert all((tmp_path / name).read_text() == FOREIGN for name in ("contacts.csv", "agents.csv"))


def test_a_file_changed_since_is_the_users(result, tmp_path):
    out = tmp_path / "out"
    result.save(out, records=True, records_format="csv")
    (out / "contacts.csv").write_text(FOREIGN)
    result.save(out)  # does not write contacts.csv, and leaves it
    assert (out / "contacts.csv").read_text() == FOREIGN and not (out / "agents.csv").exists()
    (out / "measures.csv").write_text(FOREIGN)
    with pytest.raises(OutputError, match=r"there is a measures\.csv already, and it was changed since ccsim wrote it"):
        result.save(out)
    assert (out / "measures.csv").read_text() == FOREIGN


def test_a_folder_or_a_link_in_the_way(result, tmp_path):
    (tmp_path / "a" / "measures.csv").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"there is a measures\.csv already"):
        result.save(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "summary.json").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputError, match=r"there is a summary\.json already"):
        result.save(tmp_path / "b")


@pytest.mark.parametrize("other", ["[]", "{", '{"files": {"measures.csv": null}}', '{"provenance": {}, "files": []}'])
def test_another_summary_claims_nothing(result, tmp_path, other):
    (tmp_path / "summary.json").write_text(other)
    with pytest.raises(OutputError, match="ccsim did not write it"):
        result.save(tmp_path)
    assert (tmp_path / "summary.json").read_text() == other


def test_an_input_of_the_scenario_is_not_removed_though_ccsim_wrote_it(result, tmp_path):
    out = tmp_path / "out"
    result.save(out, records=True, records_format="csv")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with (
        pytest.raises(OutputError, match=r"there is a contacts\.csv already, and the scenario reads it"),
        saving.Saving(out, inputs=(str((out / "contacts.csv").resolve()),)),
    ):
        pytest.fail("entered")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_file_that_turns_up_while_it_simulates_stays(result, tmp_path):
    out = tmp_path / "out"
    with saving.Saving(out) as open_one:
        out.mkdir()
        (out / "measures.csv").write_text(FOREIGN)
        with pytest.raises(OutputError, match="ccsim did not write it"):
            open_one.commit(result)
    assert [path.name for path in out.iterdir()] == ["measures.csv"] and (out / "measures.csv").read_text() == FOREIGN


def test_the_summary_lists_the_files_of_its_run(result, tmp_path):
    written = result.save(tmp_path / "out", records=True)
    files = json.loads((tmp_path / "out" / "summary.json").read_text())["files"]
    assert sorted(files) == [path.name for path in written]
    assert all(saving.digest(path) == files[path.name] for path in written if path.name != "summary.json")


def test_parquet_that_cannot_be(result, tmp_path, monkeypatch):
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
    with pytest.raises(OutputError, match="records cannot be parquet: pyarrow is not installed"):
        result.save(tmp_path / "out", records=True, records_format="parquet")
    assert not (tmp_path / "out").exists()


def test_a_column_that_has_no_value_yet_takes_text_later(tmp_path):
    """Nobody is served in the first replication, somebody in the second; the center has no self-service."""
    table = record_files.ParquetTable(tmp_path, "contacts")
    no_bots = pd.Categorical.from_codes([-1], categories=pd.Index([], dtype=object))
    for agent in (None, "team.01"):
        table.append(pd.DataFrame({"agent": pd.Series([agent], dtype=object), "bot": no_bots, "wait_s": [math.nan]}))
    table.close()
    found = pd.read_parquet(tmp_path / "contacts.parquet")
    assert found.agent.tolist()[1] == "team.01" and found.agent.isna()[0] and found.bot.isna().all()


def test_a_table_that_never_gets_a_row_has_its_columns(tmp_path):
    table = record_files.ParquetTable(tmp_path, "holds")
    empty = pd.DataFrame({"agent": pd.Series([], dtype=object), "start_s": pd.Series([], dtype=float)})
    for _ in range(2):
        table.append(empty)
    table.close()
    found = pd.read_parquet(tmp_path / "holds.parquet")
    assert list(found) == ["agent", "start_s"] and len(found) == 0


def test_the_distribution_of_waits_agrees_with_the_measures_and_the_contacts(result, tmp_path):
    result.save(tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "waits.csv", keep_default_na=False)
    assert list(table.columns) == ["scope", "name", "wait_s", "share", "low", "high"]
    contacts = result.contacts
    for (scope, name), own in table.groupby(["scope", "name"]):
        if scope == "contact":
            waited = contacts[(contacts.contact_type == name) & contacts.outcome.isin(["answered", "abandoned"])].wait_s
            expected = [(waited <= one).mean() for one in own.wait_s]
            assert own.share.tolist() == pytest.approx(expected, abs=1e-9)
        assert own.share.iloc[-1] == 1.0 and (own.share.diff().dropna() >= 0).all()
        for share in (0.5, 0.8, 0.9, 0.95):
            quantile = result.estimates.get(scope, name, f"wait_p{round(100 * share)}").mean
            assert (own.share[own.wait_s < quantile - 1e-6] <= share + 1e-9).all()
            assert (own.share[own.wait_s >= quantile] >= share - 1e-9).all()
    assert {("all", "all"), ("contact", "calls")} <= set(zip(table.scope, table.name, strict=True))


def test_a_report_of_other_results_is_called_that(result, small_file, tmp_path):
    result.save(tmp_path / "run")
    other = load(small_file, changes=["agents.team.staffing+=1"])
    comparison = compare(load(small_file), other, names=["one more"], replications=2)
    comparison.save(tmp_path / "comparison")
    with pytest.raises(OutputError, match=r"report\.html already, and it is of a run that ccsim wrote there"):
        comparison.save(tmp_path / "run")
    with pytest.raises(OutputError, match=r"report\.html already, and it is of a comparison that ccsim wrote there"):
        result.save(tmp_path / "comparison")
