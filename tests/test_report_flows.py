"""Where contacts went and who answered them: flows that add up, drawn with small parts as one."""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
import pytest

import ccsim
from ccsim.report import tables
from ccsim.report.flows import Flow, flows, skills
from ccsim.report.run import run_of
from ccsim.report.sankey import MOST, sankey
from ccsim.report.words import LANGUAGES

ROOT = __file__.rpartition("/tests/")[0]


@pytest.fixture(scope="module")
def bank() -> Any:
    scenario = ccsim.load(f"{ROOT}/scenarios/retail_bank", changes=["calendar.days=2"])
    return run_of(ccsim.simulate(scenario, replications=3))


@pytest.fixture(scope="module")
def minimal() -> Any:
    return run_of(ccsim.simulate(ccsim.load(f"{ROOT}/scenarios/minimal.yaml"), replications=3))


def value(measures: pd.DataFrame, scope: str, name: str, measure: str) -> float:
    rows = measures[(measures["scope"] == scope) & (measures["name"] == name) & (measures["measure"] == measure)]
    return float(rows.loc[rows["interval"].astype(str) == "", "mean"].iloc[0])


def through(links: list[Flow]) -> dict[tuple[str, str], tuple[float, float]]:
    """What comes into each place and what goes out."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for flow in links:
        comes, goes = found.get(flow.target, (0.0, 0.0))
        found[flow.target] = comes + flow.mean, goes
        comes, goes = found.get(flow.source, (0.0, 0.0))
        found[flow.source] = comes, goes + flow.mean
    return found


def test_what_comes_in_goes_out(bank: Any) -> None:
    links = flows(bank.measures)
    found = through(links)
    arrived = sum(goes for (kind, _), (_, goes) in found.items() if kind == "type")
    assert arrived == pytest.approx(value(bank.measures, "all", "all", "arrived"))
    for place, (comes, goes) in found.items():
        if place[0] in ("queue", "group"):
            assert comes == pytest.approx(goes), place
    ends = sum(comes for (kind, _), (comes, _) in found.items() if kind == "out")
    assert ends == pytest.approx(arrived)
    assert {"contained", "abandoned", "settled", "unsettled"} <= {name for kind, name in found if kind == "out"}
    for group in ("account_team", "generalists"):
        assert found["group", group][0] == pytest.approx(value(bank.measures, "agents", group, "taken"))
    (call,) = (flow for flow in links if (flow.source[1], flow.target[1]) == ("account_call", "account_team"))
    assert call.low <= call.mean == value(bank.measures, "skill", "account_call/account_team", "taken") <= call.high
    settled = found["out", "settled"][0]
    assert settled == pytest.approx(
        value(bank.measures, "all", "all", "taken_resolution") * value(bank.measures, "all", "all", "taken")
    )


def test_one_group_and_nothing_before_the_queue(minimal: Any) -> None:
    """Types lead to the group, which is known by itself; all is settled, and nothing is said of it."""
    links = flows(minimal.measures)
    assert {flow.source for flow in links} == {("type", "calls")}
    assert {flow.target for flow in links} >= {("group", "team"), ("out", "abandoned")}
    (taken,) = (flow for flow in links if flow.target[0] == "group")
    assert taken.mean == value(minimal.measures, "contact", "calls", "answered") and taken.low < taken.high
    assert sankey(minimal.measures) is not None
    assert tables.who_answered(minimal.measures) is None and skills(minimal.measures).empty


def test_results_that_do_not_say_who_answered(bank: Any) -> None:
    """Of an older ccsim: contacts are answered, by whom is not known."""
    old = bank.measures[~bank.measures["measure"].isin(["taken", "taken_share", "taken_resolution"])]
    found = through(flows(old))
    assert found["out", "answered"][0] > 0 and not any(kind == "group" for kind, _ in found)
    assert tables.who_answered(old) is None


def measures_of(types: int, groups: int) -> pd.DataFrame:
    """Made up: each type is twice the next, each group takes a bit of all; some ends are very rare."""
    rows = []
    for k in range(types):
        offered = 2.0 ** (types - k) * 1000
        counts = {"offered": offered, "answered": offered - 4, "abandoned": 2, "balked": 1, "dropped": 1}
        counts |= {"arrived": offered + 1, "blocked": 1}
        rows += [("contact", f"type {k}", name, n) for name, n in counts.items()]
        rows += [("skill", f"type {k}/group {g}", "taken", (offered - 4) / groups) for g in range(groups)]
        rows += [("skill", f"type {k}/group {g}", "taken_share", 1 / groups) for g in range(groups)]
    rows += [("agents", f"group {g}", "taken_resolution", 0.9) for g in range(groups)]
    table = pd.DataFrame(rows, columns=["scope", "name", "measure", "mean"])
    return table.assign(interval="", low=table["mean"], high=table["mean"])


def test_small_parts_are_drawn_as_one() -> None:
    every = flows(measures_of(12, 9))
    figure = sankey(measures_of(12, 9))
    assert figure is not None
    node, link = figure["data"][0]["node"], figure["data"][0]["link"]
    names = [place for place, _ in figure["places"]]
    kinds = [place["$word"] for place in names if "$word" in place and place["$word"].startswith("flow_other")]
    assert sorted(kinds) == ["flow_other_ends", "flow_other_groups", "flow_other_types"]
    assert next(one for one in names if one and one.get("$word") == "flow_other_types")["n"] == "3"
    shown = [one["$name"] for one in names if "$name" in one]
    assert sum(one.startswith("type") for one in shown) == MOST["type"] - 1
    assert sum(one.startswith("group") for one in shown) == MOST["group"] - 1
    assert sum(link["value"]) == pytest.approx(sum(flow.mean for flow in every), rel=1e-3)
    assert len(node["label"]) == len(node["color"]) == len(node["customdata"]) == len(names)
    for language in LANGUAGES:
        assert "type 9, type 10, type 11" in figure["note"]["$said"][language]
    rows = {(row[0].get("$name"), row[1].get("$name")): row for row in figure["rows"]}
    assert ("type 11", None) in rows and len(figure["rows"]) == len(every)  # the table has each by itself
    assert sum(row[5][0] for row in figure["rows"] if row[0].get("$name") == "type 0") == pytest.approx(1, rel=1e-3)


def test_few_are_drawn_as_they_are() -> None:
    figure = sankey(measures_of(1, 2))
    assert figure is not None
    assert [one["text"]["$word"] for one in figure["layout"]["annotations"]] == [
        *("flow_arrived", "flow_queue", "flow_answered", "flow_outcome")
    ]
    assert "$name" in figure["places"][0][0]


def test_who_answered_what(bank: Any) -> None:
    table = tables.who_answered(bank.measures)
    assert table is not None
    heads = [column("en") for column in table.columns]
    row = {str(cells[0].value): cells for cells in table.rows[:-1]}["account_call"]
    cells = dict(zip(heads, row, strict=True))
    share = value(bank.measures, "skill", "account_call/account_team", "taken_share")
    assert cells["account_team"].interval == f"{100 * share:.1f}\u00a0%"
    assert cells["digital_team"].value == ""  # has not the skill
    assert table.rows[-1][0].value("es") == LANGUAGES["es"]["all"]


def test_nothing_arrived() -> None:
    empty = copy.copy(measures_of(1, 1))
    assert sankey(empty.assign(mean=0.0)) is None
