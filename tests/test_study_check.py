"""`ccsim.check` from Python: what comes out, how long it takes, and that changes made in pairs are seen."""

from __future__ import annotations

import pytest

import ccsim
from ccsim.errors import CcsimError, ScenarioError
from ccsim.study.runs import Runs

MORE = "agents.team.staffing+=1"


@pytest.fixture
def small(small_file):
    return ccsim.load(small_file)


def test_tables(small, small_file):
    result = ccsim.check(small, ccsim.load(small_file, changes=[MORE]))
    assert result.outcome == "failed" and result.replications == result.targets[0].replications
    row = result.table.set_index("name").loc["eighty_twenty"]
    assert row.decision == "missed" and row.low < row.value < row.high and row.unit == "share"
    assert result.differences.decision.tolist()[0] == "regression"
    assert result.differences.columns.tolist() == [
        *("name", "subject", "measure", "scope", "scope_name", "unit", "decision", "base", "value"),
        *("worse_by", "half_width", "tolerance", "more_is_worse", "replications", "detail"),
    ]
    line = result.summary()["targets"][0]["line"]
    assert small_file.read_text(encoding="utf-8").splitlines()[line - 1].strip().startswith("eighty_twenty:")


def test_scenarios_may_be_paths(small, small_file, tmp_path):
    """As everywhere else; faults of both are told together."""
    of_paths = ccsim.check(small_file, str(small_file), max_replications=20)
    assert of_paths.summary() == ccsim.check(small, small, max_replications=20).summary()
    with pytest.raises(ccsim.ScenarioError) as refused:
        ccsim.check(tmp_path / "nowhere.yaml", tmp_path / "neither.yaml")
    assert len(refused.value.faults) == 2


def test_it_stops_as_soon_as_all_is_clear(small):
    clear = ccsim.check(small)
    assert clear.replications == 20 < clear.most
    close = {"agents": "team", "measure": "occupancy", "at_least": round(measured(small, "occupancy"), 3)}
    scenario = with_targets(small, occupied=close)
    assert ccsim.check(scenario, max_replications=100).replications == 100


def test_the_baseline_is_simulated_while_something_is_compared(small, small_file, monkeypatch):
    asked = []
    until = Runs.until

    def noted(self, number, among):
        asked.append((number, tuple(among)))
        return until(self, number, among)

    monkeypatch.setattr(Runs, "until", noted)
    level = measured(small, "service_level")
    scenario = with_targets(small, level={"measure": "service_level", "at_least": round(level, 4)})
    ccsim.check(scenario, ccsim.load(small_file, changes=["agents.team.staffing=2"]), max_replications=50)
    assert asked == [(20, (0, 1)), (40, (0,)), (50, (0,))]


def with_targets(scenario, **targets):
    """The same center with these targets only."""
    from ccsim.scenario.schema import Target

    return scenario.model_copy(update={"targets": {name: Target(**said) for name, said in targets.items()}})


def measured(scenario, measure):
    result = ccsim.simulate(scenario, replications=100)
    return result.estimates.get("all", "all", measure).mean


def test_a_wait_quantile_is_judged_by_the_share_of_waits(small):
    for bound, decision in ((1.0, "missed"), (600.0, "met")):
        scenario = with_targets(small, waits={"measure": "wait_p90", "contact": "calls", "at_most": bound})
        (found,) = ccsim.check(scenario, scenario).targets
        assert found.decision == decision and found.unit == "share" and 0 <= found.low <= found.value <= found.high


def test_intervals_and_days(small):
    scenario = with_targets(
        small,
        each={"measure": "service_level", "at_least": 0.02, "per": "interval"},
        none={"measure": "service_level", "at_least": 0.98, "per": "interval", "share": 0.5},
        days={"measure": "service_level", "at_least": 0.1, "per": "day", "probability": 0.8},
        staff={"measure": "occupancy", "at_least": 0.02, "per": "interval", "agents": "team"},
        volume={"measure": "service_level", "at_least": 0.02, "per": "interval", "ignore_below": 5.0},
    )
    result = ccsim.check(scenario)
    decisions = {one.name: one.decision for one in result.targets}
    assert decisions == {"each": "met", "none": "missed", "days": "met", "staff": "met", "volume": "met"}
    details = {one.name: one.detail for one in result.targets}
    assert "of 16 intervals met" in details["each"] and "missed: 2026-03-02 08:00" in details["none"]


def test_a_small_difference_needs_pairs(small, small_file):
    """A tenth of a point between two systems: seen on the same customers, never on others."""
    other = ccsim.load(small_file, changes=["contacts.sales.handle_time+=5 s"])
    found = ccsim.check(other, small, tolerances={"asa": 0.001}, max_replications=160)
    asa = found.differences.set_index("name").loc["asa"]
    assert asa.decision == "regression" and 0 < asa.worse_by < 0.1 * asa.base
    alone = ccsim.simulate(small, replications=160).estimates.get("all", "all", "asa")
    assert asa.half_width < alone.half_width


def test_what_the_baseline_has_not(small, small_file):
    text = small_file.read_text(encoding="utf-8")
    few = [line for line in text.splitlines() if not line.strip().startswith(("sales:", "eighty_twenty:"))]
    before = small_file.with_name("before.yaml")
    before.write_text("\n".join(few).replace("skills: [calls, sales]", "skills: [calls]"), encoding="utf-8")
    scenario = with_targets(
        small,
        sales={"measure": "asa", "contact": "sales", "at_most": 1000.0},
        calls={"measure": "asa", "contact": "calls", "at_most": 1000.0},
    )
    result = ccsim.check(scenario, ccsim.load(before))
    assert [one.name for one in result.comparisons] == ["calls"]
    assert "sales is not compared: the baseline has no contact sales" in result.notes


def test_money_of_two_currencies(small, small_file):
    scenario = with_targets(small, pay={"measure": "cost", "at_most": 1000.0})
    result = ccsim.check(scenario, ccsim.load(small_file, changes=["currency=EUR"]))
    assert result.comparisons == () and any("pay is not compared: " in note and "EUR" in note for note in result.notes)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"confidence": 95}, "confidence must be above 0 and below 1, got 95"),
        ({"max_replications": 1}, "max_replications must be at least 2"),
        ({"jobs": 0}, "jobs must be at least 1"),
        ({"tolerances": {"asa": 1.0}}, "there is none"),
    ],
)
def test_what_is_refused(small, options, says):
    with pytest.raises(CcsimError, match=says):
        ccsim.check(small, **options)


def test_a_tolerance_is_of_the_target_that_says_the_threshold_of_its_contacts(small, small_file):
    """`within: 20 s` where contacts are to be answered in 20 s anyway: one question, with the tolerance as typed."""
    said = "{contact: calls, measure: service_level, within: 20 s, at_least: 1%}"
    changes = ["contacts.calls.answer_within=20 s", "targets.eighty_twenty=null", f"targets.own={said}"]
    scenario = ccsim.load(small_file, changes=changes)
    for measure in ("service_level", "service_level_within_20"):
        for typed in (measure, f"{measure} of calls"):
            found = ccsim.check(scenario, small, tolerances={typed: "7 points"}, max_replications=20).comparisons
            own = [one for one in found if one.measure.startswith("service_level") and one.scope_name == "calls"]
            assert [one.tolerance for one in own] == [0.07], typed


def test_all_tolerances_that_cannot_be_meant(small):
    with pytest.raises(ScenarioError) as refused:
        ccsim.check(small, small, tolerances={"asa": -1.0, "servicelevel": "1 %", "occupancy": "1 %"})
    assert len(refused.value.faults) == 3


def test_the_same_seed_decides_the_same(small):
    assert ccsim.check(small, seed=3).summary() == ccsim.check(small, seed=3, jobs=2).summary()
    assert ccsim.check(small, seed=3).targets[0].value != ccsim.check(small, seed=4).targets[0].value
