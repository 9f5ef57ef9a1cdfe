"""Sweeps: points, tables, what is kept, what is joined."""

from __future__ import annotations

import json
import math
import re

import pandas as pd
import pytest
from sweep_experiments import GRID, SCENARIO, Counting, of_design, write

import ccsim
from ccsim.errors import OutputError
from ccsim.study import record_files, sweep_run
from ccsim.study.sweep import sweep

OF_POLICIES = """
    scenario: morning.yaml
    design: grid
    factors:
      policy: {variants: {none: [], mine: ["routing.policy=rules:Rule"]}}
      team: {path: agents.team.staffing, values: [2, 3]}
    replications: 2
    """


@pytest.fixture
def counting(monkeypatch):
    """Replaces what simulates a point by what counts them, too."""

    def install(stop_at=0):
        counted = Counting(getattr(sweep_run.outcome, "outcome", sweep_run.outcome), stop_at)
        monkeypatch.setattr(sweep_run, "outcome", counted)
        return counted

    return install


def table(folder):
    return (folder / "results.parquet").read_bytes()


def test_a_grid_holds_what_single_runs_give(tmp_path):
    file = write(tmp_path)
    found = ccsim.sweep(file)
    assert found.frame.groupby("point").first()[["team", "patience"]].to_records(index=False).tolist() == [
        (2, 90.0), (2, 180.0), (3, 90.0), (3, 180.0), (4, 90.0), (4, 180.0)
    ]  # fmt: skip
    changes = ["agents.team.staffing=4", "contacts.calls.patience.exponential.mean=90 s"]
    alone = ccsim.simulate(ccsim.load(tmp_path / "morning.yaml", changes))
    rows = found.frame[found.frame.point == 5].set_index(["target", "measure"])
    for measure in ("asa", "abandonment_rate", "paid_hours"):
        own = alone.estimates.get("all", "all", measure)
        row = rows.loc[("", measure)]
        assert (row.estimate, row.half_width, row.low, row.high) == (own.mean, own.half_width, own.low, own.high)
        assert row.replications == 4
    assert rows.loc[("eighty_twenty", "service_level_within_20")].verdict == alone.targets[0].verdict
    assert not found.missing and not found.faults


def test_effects_have_the_intervals_that_compare_has(tmp_path):
    """One measure, one alternative: the same difference, the same ends."""
    found = sweep(
        write(
            tmp_path,
            """
            scenario: morning.yaml
            design: one_at_a_time
            factors: {team: {path: agents.team.staffing, values: [2, 4]}}
            replications: 12
            measures: [asa, wait_p90]
            """,
        )
    )
    effects = found.effects.set_index(["measure", "level"])
    for level in ("2", "4"):
        other = ccsim.load(tmp_path / "morning.yaml", [f"agents.team.staffing={level}"])
        compared = ccsim.compare(tmp_path / "morning.yaml", other, measures=["asa"], replications=12)
        one, row = compared.differences.iloc[0], effects.loc[("asa", level)]
        assert (row.difference, row.low, row.high) == pytest.approx((one.difference, one.low, one.high), rel=1e-9)
        assert 0 < row.half_width < found.frame.half_width[found.frame.measure == "asa"].max()
    assert effects.loc["wait_p90"].half_width.isna().all()


def test_many_replications_are_kept_in_batches(tmp_path):
    file = write(tmp_path, GRID.replace("from: 2, to: 4", "from: 3, to: 4") + "    replications: 130\n")
    found = sweep(file)
    kept = next(iter(found.outcomes.values()))["by_replication"]
    assert {len(one) for one in kept} == {sweep_run.BATCHES}
    asa = found.effects[(found.effects.measure == "asa") & (found.effects.level == "4")].iloc[0]
    assert asa.high < 0 and asa.half_width < -asa.difference / 2


def test_a_mapping_is_an_experiment(tmp_path, monkeypatch):
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    said = {
        "scenario": "morning.yaml",
        "design": "one_at_a_time",
        "base": ["contacts.calls.arrivals*=1.2"],
        "factors": {"more": {"change": "agents.team.staffing+=", "values": [1, 2]}},
        "replications": 2,
        "measures": ["asa of calls", "wait_p90", "service_level_within_60"],
    }
    found = ccsim.sweep(said)
    assert found.frame.groupby("point").more.first().tolist() == [0, 1, 2]
    busier = ccsim.simulate(ccsim.load("morning.yaml", ["contacts.calls.arrivals*=1.2"]), replications=2, within=[60.0])
    own = found.frame[(found.frame.point == 1) & (found.frame.target == "")].set_index("measure").estimate
    assert own["asa"] == busier.estimates.get("contact", "calls", "asa").mean
    assert own["wait_p90"] == busier.estimates.get("all", "all", "wait_p90").mean
    assert own["service_level_within_60"] == busier.estimates.get("all", "all", "service_level_within_60").mean
    effects = found.effects.set_index(["measure", "level"]).difference
    assert effects["asa", "2"] == pytest.approx(
        found.frame[(found.frame.point == 3) & (found.frame.measure == "asa")].estimate.item() - own["asa"]
    )
    assert effects["asa", "2"] < effects["asa", "1"] < 0


def test_several_changes_move_together_and_variants_have_names(tmp_path):
    file = write(
        tmp_path,
        """
        scenario: morning.yaml
        design: grid
        factors:
          moved: {change: [agents.team.staffing+=, "contacts.calls.arrivals.rate*="], values: [1, 2]}
          rule: {variants: {as is: [], nobody waits: [contacts.calls.patience=1 s, contacts.calls.answer_within=5 s]}}
        replications: 1
        measures: [asa, agents_on_duty]
        """,
    )
    found = sweep(file)
    assert found.manifest["points"][3]["changes"] == [
        "agents.team.staffing+=2",
        "contacts.calls.arrivals.rate*=2",
        "contacts.calls.patience=1 s",
        "contacts.calls.answer_within=5 s",
    ]
    assert found.frame.rule.unique().tolist() == ["as is", "nobody waits"]
    on_duty = found.frame[found.frame.measure == "agents_on_duty"].estimate.tolist()
    assert on_duty == [4.0, 4.0, 5.0, 5.0]


@pytest.mark.parametrize("design", ["{latin_hypercube: {points: 9, seed: 3}}", "{sobol: {points: 8}}"])
def test_samples_stay_in_their_ranges_and_say_what_correlates(tmp_path, design):
    found = sweep(write(tmp_path, of_design(design)))
    points = found.frame.groupby("point")[["team", "patience"]].first()
    assert set(points.team) == {2, 3, 4} and points.patience.between(60, 480).all()
    if "latin" in design:
        assert points.team.value_counts().tolist() == [3, 3, 3]
        thirds = [math.floor(9 * math.log(value / 60) / math.log(8)) for value in points.patience]
        assert sorted(thirds) == list(range(9))
    effects = found.effects.set_index(["measure", "factor"])
    assert effects.loc[("asa", "team")].rank_correlation < -0.5
    assert effects.loc[("paid_hours", "team")].slope == pytest.approx(2.0, rel=0.05)  # two hours each


def test_points_with_the_same_scenario_are_simulated_once(tmp_path, counting):
    counted = counting()
    found = sweep(write(tmp_path, of_design("one_at_a_time").replace("log: true", "levels: 2")))
    assert len(found.manifest["points"]) == 6 and len(counted.runs) == 5  # the team's base is one of its values
    assert found.frame.point.nunique() == 6


def test_a_point_that_fails_costs_no_other(tmp_path, counting):
    (tmp_path / "rules.py").write_text(
        "class Rule:\n    def choose_agent(self, *given):\n        raise RuntimeError('no idea')\n"
    )
    file = write(tmp_path, OF_POLICIES)
    counted = counting()
    found = sweep(file, out=tmp_path / "out")
    assert list(found.faults) == [3, 4] and "no idea" in found.faults[3]
    assert found.frame.point.unique().tolist() == [1, 2]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["faults"] == [{"point": n, "fault": found.faults[n]} for n in (3, 4)] and manifest["complete"]
    assert len(counted.runs) == 4
    assert sweep(file, out=tmp_path / "out").faults == found.faults and len(counted.runs) == 4
    assert sweep(file, out=tmp_path / "out", retry=True).faults == found.faults and len(counted.runs) == 6


def test_memory_that_is_short_is_a_fault_of_the_point(tmp_path, monkeypatch):
    def short(scenario, **options):
        if "agents.team.staffing=3" in scenario.changes:
            raise MemoryError
        return ccsim.simulate(scenario, **options)

    monkeypatch.setattr(sweep_run, "simulate", short)
    assert sweep(write(tmp_path)).faults == {3: "not enough memory", 4: "not enough memory"}


def test_processes_and_interruptions_change_no_byte(tmp_path, counting, monkeypatch):
    file = write(tmp_path)
    whole = sweep(file, out=tmp_path / "whole")
    counted = counting(stop_at=3)
    assert sweep(file, out=tmp_path / "out").interrupted
    assert pd.read_parquet(tmp_path / "out" / "results.parquet").point.unique().tolist() == [1, 2]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["missing"] == [3, 4, 5, 6]
    again = counting()
    assert not sweep(file, out=tmp_path / "out").interrupted
    assert len(counted.runs) == 2 and len(again.runs) == 4 and not set(counted.runs) & set(again.runs)
    monkeypatch.setattr("ccsim.study.parallel.POOL_START", 0.0)
    sweep(file, out=tmp_path / "two", jobs=2)
    for name in ("results.parquet", "effects.csv", "manifest.json"):
        first = (tmp_path / "whole" / name).read_bytes()
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() == first
    assert whole.frame.equals(pd.read_parquet(tmp_path / "two" / "results.parquet"))


@pytest.mark.parametrize(("cut", "lost"), [(1, 0), (2, 1), (500, 1)])  # (1, 0): all but the end of the line is there
def test_a_torn_or_spoilt_line_is_simulated_again_and_no_other(tmp_path, counting, cut, lost):
    file, out = write(tmp_path), tmp_path / "out"
    sweep(file, out=out)
    first = table(out)
    journal = out / "points.jsonl"
    journal.write_bytes(journal.read_bytes()[:-cut])
    counted = counting()
    sweep(file, out=out)
    assert len(counted.runs) == lost and table(out) == first
    lines = journal.read_bytes().split(b"\n")
    journal.write_bytes(b"\n".join([lines[0], lines[1].replace(b"0.", b"1.", 1), *lines[2:]]))
    again = counting()
    sweep(file, out=out)
    assert len(again.runs) == 1 and table(out) == first
    sweep(file, out=out)
    assert len(again.runs) == 1


def test_shards_merged_are_the_whole(tmp_path, counting):
    file = write(tmp_path)
    sweep(file, out=tmp_path / "whole")
    counted = counting()
    for number in (1, 2, 3, 4):
        sweep(file, out=tmp_path / f"part{number}", shard=(number, 4))
    assert len(counted.runs) == 6 == len(set(counted.runs))
    parts = [tmp_path / f"part{number}" for number in (1, 2, 3, 4)]
    some = ccsim.merge(tmp_path / "some", [parts[0], parts[3]])
    assert some.missing == [2, 3, 6]
    ccsim.merge(tmp_path / "merged", parts)
    assert table(tmp_path / "merged") == table(tmp_path / "whole")
    assert (tmp_path / "merged" / "effects.csv").read_bytes() == (tmp_path / "whole" / "effects.csv").read_bytes()
    ccsim.merge(tmp_path / "some", parts[1:3])
    assert table(tmp_path / "some") == table(tmp_path / "whole")
    sweep(file, out=tmp_path / "merged")
    assert len(counted.runs) == 6


def test_others_are_refused(tmp_path):
    out = tmp_path / "out"
    sweep(write(tmp_path), out=out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(OutputError, match="another sweep: the experiment was another one"):
        sweep(write(tmp_path, GRID.replace("to: 4", "to: 3")), out=out)
    with pytest.raises(OutputError, match="another sweep: the scenario was another one"):
        sweep(write(tmp_path, scenario=SCENARIO.replace("30 per h", "31 per h")), out=out)
    with pytest.raises(OutputError, match="another sweep"):
        sweep(write(tmp_path, GRID + "    replications: 3\n"), out=out)
    sweep(tmp_path / "experiment.yaml", out=tmp_path / "other")
    with pytest.raises(OutputError, match=r"other holds another sweep: the experiment was another one"):
        ccsim.merge(tmp_path / "merged", [out, tmp_path / "other"])
    with pytest.raises(OutputError, match=r"is no folder of a sweep: it has no manifest\.json"):
        ccsim.merge(tmp_path / "merged", [out, tmp_path / "nowhere"])
    assert not (tmp_path / "merged").exists()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_other_versions_and_other_results_are_refused(tmp_path):
    file, out = write(tmp_path), tmp_path / "out"
    sweep(file, out=out)
    sweep(file, out=tmp_path / "two")
    journal = out / "points.jsonl"
    from ccsim.study.sweep_journal import line_of, read_journal

    outcomes = read_journal(out)
    next(iter(outcomes.values()))["rows"][0][5] += 0.5
    journal.write_bytes(b"".join(line_of(*item) for item in outcomes.items()))
    with pytest.raises(OutputError, match="other results of a point"):
        ccsim.merge(tmp_path / "merged", [out, tmp_path / "two"])
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["versions"]["numpy"] = "1.0"
    (out / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(OutputError, match=r"it was done with numpy 1\.0 instead of"):
        sweep(file, out=out)


@pytest.mark.parametrize("name", ["results.parquet", "points.jsonl", "effects.csv", "manifest.json"])
def test_somebodys_own_files_are_left_alone(tmp_path, name):
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine")
    with pytest.raises(OutputError, match=re.escape(name)):
        sweep(write(tmp_path), out=out)
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [(name, "mine")]


def test_two_at_once_in_one_folder_are_refused(tmp_path):
    from ccsim.study.sweep_folder import Folder

    found = sweep(write(tmp_path))
    with (
        Folder(tmp_path / "out", found.manifest),
        pytest.raises(OutputError, match="another sweep is at work"),
        Folder(tmp_path / "out", found.manifest),
    ):
        pass


def test_a_table_changed_meanwhile_stops_it(tmp_path, counting):
    scenario = SCENARIO.replace("staffing: 3", "staffing: staffing.csv")
    (tmp_path / "staffing.csv").write_text("start,agents\n08:00,3\n10:00,0\n")
    file = write(tmp_path, GRID.replace("path: agents.team.staffing, from: 2, to: 4, step: 1",
                                        'change: "agents.team.staffing+=", values: [0, 1]'), scenario)  # fmt: skip
    counted = counting()

    def changing(done, aimed_at):
        if done == 1:
            (tmp_path / "staffing.csv").write_text("start,agents\n08:00,5\n10:00,0\n")

    with pytest.raises(ccsim.CcsimError, match="a file that the scenario reads was changed meanwhile"):
        sweep(file, out=tmp_path / "out", progress=changing)
    (tmp_path / "staffing.csv").write_text("start,agents\n08:00,3\n10:00,0\n")
    sweep(file, out=tmp_path / "out")
    assert len(counted.runs) == 5  # one, one in vain, then the other three


def test_without_pyarrow_the_table_is_csv(tmp_path, monkeypatch):
    file, out = write(tmp_path), tmp_path / "out"
    found = sweep(file, out=out)
    monkeypatch.setattr(record_files, "has_parquet", lambda: False)
    sweep(file, out=out)
    assert not (out / "results.parquet").exists()
    written = pd.read_csv(out / "results.csv", keep_default_na=False, na_values={"estimate": [""]})
    assert written.estimate.tolist() == found.frame.estimate.tolist()
    assert written.columns.tolist() == found.frame.columns.tolist()


@pytest.mark.slow
def test_a_worker_that_is_killed_is_a_fault_of_its_point(tmp_path, monkeypatch):
    """The process of a point dies, that of the others does not."""
    (tmp_path / "rules.py").write_text(
        "import os\nclass Rule:\n    def choose_agent(self, *given):\n        os.kill(os.getpid(), 9)\n"
    )
    file = write(tmp_path, OF_POLICIES)
    monkeypatch.setattr("ccsim.study.parallel.POOL_START", 0.0)
    found = sweep(file, jobs=2)
    assert set(found.faults) == {3, 4}
    assert all("was killed" in fault for fault in found.faults.values()), found.faults
    assert found.frame.point.unique().tolist() == [1, 2]
