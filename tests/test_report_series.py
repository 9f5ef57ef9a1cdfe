"""Tables behind the figures of a run: the numbers of `measures.csv`, none of them made up."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

import ccsim
from ccsim.errors import ResultsError
from ccsim.report import figures, load, outcomes, series
from ccsim.report.run import run_of

TWO_TEAMS = ["account_team", "generalists"]
ROOT = __file__.rpartition("/tests/")[0]


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """Everything that a scenario can have: two days, saved and read back."""
    result = ccsim.simulate(ccsim.load(f"{ROOT}/scenarios/retail_bank", changes=["calendar.days=2"]), replications=3)
    folder = tmp_path_factory.mktemp("bank") / "out"
    result.save(folder)
    return result, run_of(folder)


@pytest.fixture(scope="module")
def minimal():
    return run_of(ccsim.simulate(ccsim.load(f"{ROOT}/scenarios/minimal.yaml"), replications=3))


@pytest.mark.slow
def test_a_folder_holds_what_the_result_holds(bank):
    result, run = bank
    own = run_of(result)
    for table in (own.measures, result.measures):  # tidied or not
        for measure, scope, name in (("asa", "contact", "account_call"), ("occupancy", "agents", "advisers")):
            ours, theirs = (series.by_interval(one, measure, scope, name) for one in (table, run.measures))
            assert len(ours) > 10 and ours.equals(theirs)
        assert series.over_horizon(table).equals(series.over_horizon(run.measures))
    assert run.title == own.title == "Retail bank, a spring week, calendar.days=2"
    assert series.targets(own.summary).equals(series.targets(run.summary))


def test_a_measure_by_interval_and_by_day(bank):
    result, run = bank
    table = series.by_interval(run.measures, "asa", "channel", "voice")
    for row in table.itertuples():
        expected = result.estimates.get("channel", "voice", "asa", row.interval)
        np.testing.assert_array_equal((row.mean, row.low, row.high), (expected.mean, expected.low, expected.high))
    assert table["start"].dt.strftime("%Y-%m-%d %H:%M").tolist() == table["interval"].tolist()
    for scope, name in (("all", "all"), ("segment", "digital")):
        days = series.by_day(run.measures, "asa", scope, name)
        assert days["day"].tolist() == ["2026-03-02", "2026-03-03"]
        assert days["mean"].tolist() == [result.estimates.get(scope, name, "asa", day).mean for day in days["day"]]
    agents = series.by_interval(run.measures, "agents_on_duty")  # has a row `after`
    assert agents["interval"].str.match(r"2026-03-0[23] \d\d:\d\d$").all()


def test_targets_stand_with_their_bounds(bank, minimal):
    _, run = bank
    table = series.targets(run.summary).set_index("name")
    assert table.loc["abandonment", ["measure", "unit", "bound", "at_least"]].tolist() == [
        *("abandonment_rate", "share", 0.05, False)
    ]
    assert math.isnan(table.loc["voice_floor", "mean"])
    bounds = series.bounds(run.measures, run.summary, "service_level", "contact", "card_call")
    assert bounds["name"].tolist() == ["cards_first"]  # asked within 20 s, which is its answer_within
    assert series.bounds(run.measures, run.summary, "service_level", "channel", "email").empty is False
    assert series.bounds(run.measures, run.summary, "service_level_answered", "contact", "card_call").empty
    assert series.bounds(minimal.measures, minimal.summary, "asa").empty


def test_offered_load_is_arrivals_times_work(bank):
    result, run = bank
    assert load.interval_seconds(run.measures) == 1800
    table = load.offered_load(run.measures, "contact", "account_call").set_index("interval")
    offered, aht = (
        result.estimates.get("contact", "account_call", one, "2026-03-02 10:00").mean for one in ("offered", "aht")
    )
    assert table.loc["2026-03-02 10:00", "erlangs"] == pytest.approx(offered * aht / 1800)
    whole = load.offered_load(run.measures)
    parts = [load.offered_load(run.measures, "contact", one) for one in series.names_of(run.measures, "contact")]
    assert whole["erlangs"].sum() == pytest.approx(sum(part["erlangs"].sum() for part in parts))
    assert whole["start"].is_monotonic_increasing and whole["interval"].is_unique


def test_load_and_staff_of_some_groups_and_of_all(bank):
    result, run = bank
    whole = load.load_and_staff(run.measures, load.offered_load(run.measures)).set_index("interval")
    some = load.load_and_staff(run.measures, load.offered_load(run.measures, "contact", "account_call"), TWO_TEAMS)
    some = some.set_index("interval")
    at = "2026-03-02 10:00"
    duty = {one: result.estimates.get("agents", one, "agents_on_duty", at).mean for one in TWO_TEAMS}
    assert some.loc[at, "agents_on_duty"] == pytest.approx(sum(duty.values()))
    busy = sum(duty[one] * result.estimates.get("agents", one, "occupancy", at).mean for one in duty)
    assert some.loc[at, "agents_busy"] == pytest.approx(busy)
    assert whole.loc[at, "agents_on_duty"] == result.estimates.get("all", "all", "agents_on_duty", at).mean
    assert not whole.isna().any(axis=None)


def test_load_where_clocks_go_back(small_file):
    text = (
        small_file.read_text()
        .replace("2026-03-02, days: 2", "2026-10-25")
        .replace('mon-fri: "08:00-12:00"', 'sun: "01:00-05:00"')
    )
    small_file.write_text(text, encoding="utf-8")
    run = run_of(ccsim.simulate(ccsim.load(small_file), replications=2))
    table = load.load_and_staff(run.measures, load.offered_load(run.measures))
    night = [one[11:] for one in table["interval"] if "01:30" < one[11:16] < "03:30"]
    assert night == ["02:00+02:00", "02:30+02:00", "02:00+01:00", "02:30+01:00", "03:00"]
    assert series.by_interval(run.measures, "arrived", "contact", "calls")["interval"].tolist()[2:7] == [
        f"2026-10-25 {one}" for one in night
    ]


def test_occupancy_over_dates_is_time_over_time(bank):
    result, run = bank
    table = load.occupancy_by_weekday(run.measures)
    assert list(dict.fromkeys(table["name"])) == series.names_of(run.measures, "agents")
    assert set(table["weekday"]) == {0, 1} and (table["dates"] == 1).all()
    row = table[(table["name"] == "advisers") & (table["weekday"] == 1) & (table["time"] == "10:30")].iloc[0]
    assert row["mean"] == pytest.approx(
        result.estimates.get("agents", "advisers", "occupancy", "2026-03-03 10:30").mean
    )
    same_day = run.measures.assign(
        interval=run.measures["interval"].astype(str).str.replace("2026-03-03", "2026-03-09"),
    )
    both = load.occupancy_by_weekday(same_day)
    row = both[(both["name"] == "advisers") & (both["weekday"] == 0) & (both["time"] == "10:30")].iloc[0]
    days = ("2026-03-02 10:30", "2026-03-03 10:30")
    share, duty = (
        [result.estimates.get("agents", "advisers", measure, day).mean for day in days]
        for measure in ("occupancy", "agents_on_duty")
    )
    assert row["dates"] == 2 and row["mean"] == pytest.approx(np.dot(share, duty) / sum(duty))


def test_appointments_by_outcome_reason_and_lead_time(bank):
    result, run = bank
    booked = outcomes.bookings(run.measures)
    assert booked["mean"].sum() == pytest.approx(result.estimates.get("appointment", "advice", "booked").mean)
    reasons = outcomes.missed_by_reason(run.measures)
    rate = result.estimates.get("appointment", "advice", "no_show_rate").mean
    assert reasons["reason"].tolist() == ["forgot", "emergency", "solved_elsewhere"]
    assert reasons["mean"].sum() == pytest.approx(rate)
    leads = outcomes.missed_by_lead_time(run.measures)
    assert leads["days"].is_monotonic_increasing and len(leads) >= 3
    hosts = outcomes.host_waits(run.measures)
    assert set(hosts["name"]) == {"advisers"} and set(hosts["measure"]) > {"late_wait", "no_show_wait"}


def test_costs_add_up(bank):
    result, run = bank
    table = series.costs(run.measures)
    assert table["mean"].sum() == pytest.approx(result.estimates.get("all", "all", "cost").mean)
    assert table["share"].sum() == pytest.approx(1)
    groups = series.staff_costs(run.measures)
    staff = groups.loc[groups["kind"] == "cost_staff", "mean"].sum()
    assert staff == pytest.approx(table.set_index("kind").loc["cost_staff", "mean"])


def test_waits_and_experience(bank):
    result, run = bank
    waits = series.wait_quantiles(run.measures)
    own = waits[waits["name"] == "account_call"]
    assert own["percent"].tolist() == [50, 80, 90, 95] and own["mean"].is_monotonic_increasing
    csat = series.experience(run.measures, "segment").set_index(["name", "measure"])
    assert csat.loc[("digital", "csat"), "mean"] == result.estimates.get("segment", "digital", "csat").mean
    assert series.journeys(run.measures)["measure"].tolist() == list(series.JOURNEYS)


def test_what_a_scenario_has_not_is_an_empty_table(minimal):
    measures = minimal.measures
    for table, columns in (
        (series.costs(measures), 5),
        (series.staff_costs(measures), 5),
        (series.experience(measures), 6),
        (series.journeys(measures), 6),
        (outcomes.bookings(measures), 5),
        (outcomes.missed_by_reason(measures), 5),
        (outcomes.missed_by_lead_time(measures), 6),
        (outcomes.host_waits(measures), 5),
        (outcomes.self_service(measures), 5),
        (series.by_interval(measures, "csat"), 5),
        (series.by_day(measures, "no_show_rate"), 5),
        (series.wait_quantiles(measures, "segment"), 5),
        (load.offered_load(measures, "contact", "nobody"), 3),
    ):
        assert len(table) == 0 and len(table.columns) == columns


def test_a_contact_type_may_be_called_na(small_file, tmp_path):
    small_file.write_text(small_file.read_text().replace("calls", "NA"), encoding="utf-8")
    ccsim.simulate(ccsim.load(small_file), replications=2).save(tmp_path / "out")
    run = run_of(tmp_path / "out")
    assert series.names_of(run.measures, "contact") == ["NA", "sales"]
    assert len(series.by_interval(run.measures, "asa", "contact", "NA")) > 5


def test_what_is_no_results_of_a_run(tmp_path):
    def said(folder):
        with pytest.raises(ResultsError) as error:
            run_of(folder)
        return str(error.value)

    assert "there is no such folder" in said(tmp_path / "nowhere") and "summary.json (a run)" in said(tmp_path / "x")
    assert "it is empty; a folder of results is what a ccsim command with --out DIR wrote" in said(tmp_path)
    (tmp_path / "comparison.json").write_text("{}")
    assert "it holds a comparison; ccsim run FILE --out DIR writes them" in said(tmp_path)
    (tmp_path / "summary.json").write_text("{")
    assert "not the summary of a run" in said(tmp_path)
    (tmp_path / "summary.json").write_text(json.dumps({"provenance": {"scenario": "x"}, "targets": []}))
    assert "there is no measures.csv" in said(tmp_path)
    (tmp_path / "measures.csv").write_text("scope,name,interval,measure,mean\n")
    assert "no column half_width, low, high, replications" in said(tmp_path)
    (tmp_path / "measures.csv").write_text("")
    assert "cannot read" in said(tmp_path)


@pytest.mark.parametrize(
    ("contacts", "channels", "found"),
    [(["calls"], ["voice"], ["of all", "of voice"]), (["calls", "mail"], ["voice", "email"], ["of voice"])],
)
def test_what_is_asked_of_all_is_asked_of_the_only_contact_type(
    contacts: list[str], channels: list[str], found: list[str]
) -> None:
    center = {"contacts": [{"name": name, "channel": on} for name, on in zip(contacts, channels, strict=True)]}
    targets = [
        {"name": "of all", "scope": "all", "scope_name": "all"},
        {"name": "of voice", "scope": "channel", "scope_name": "voice"},
    ]
    asked = figures.asked({"center": center, "targets": targets}, "contact", "calls")
    assert [one["name"] for one in asked] == found
