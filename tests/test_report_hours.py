"""Hour by hour and day by day: thresholds of targets, clocks of deferred work, days of what is chosen."""

from __future__ import annotations

import re
import textwrap

import pandas as pd
import pytest

import ccsim
from ccsim.report import figures, plots, tables
from ccsim.report.at_risk import broken
from ccsim.report.clocks import by_opening_hours
from ccsim.report.run import COLUMNS, run_of
from ccsim.report.run_page import page

COSTING = {"cost_staff": 300.0, "cost_lines": 100.0}
MAIL = """
    name: Calls and mail
    calendar: {start: 2026-03-02, days: 2, timezone: Europe/Madrid}
    opening: {mon-fri: "08:00-12:00"}
    simulation: {replications: 3, seed: 7}
    channels: {voice: {kind: live}, email: {kind: deferred}}
    contacts:
      calls: {channel: voice, arrivals: {rate: 20 per h}, patience: 3 min, handle_time: 4 min}
      mails: {channel: email, arrivals: {rate: 4 per h}, handle_time: 6 min, answer_within: 2 h}
    agents:
      team: {skills: [calls, mails], staffing: 3, cost_per_hour: 15}
    targets:
      quick: {channel: email, measure: service_level, within: 5 min, at_least: 40%}
      same_day: {contact: mails, measure: service_level, at_least: 90%}
      said_again: {contact: mails, measure: service_level, within: 2 h, at_least: 95%}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    file = tmp_path_factory.mktemp("mail") / "mail.yaml"
    file.write_text(textwrap.dedent(MAIL), encoding="utf-8")
    return run_of(ccsim.simulate(ccsim.load(file), engine="reference"))


@pytest.fixture(scope="module")
def text(run):
    return page(run)


def hours(run):
    along = figures.axis(run.measures, 1800.0)
    return figures.by_hours(run.measures, run.summary, along, broken(run.measures, run.summary))


def test_each_threshold_of_targets_has_its_line(run):
    shown = hours(run)[0][0]["variants"]
    for scope in ("channel/email", "contact/mails"):  # the only type of a channel is the channel
        told = shown[scope]
        assert [line["name"]["$said"]["en"] for line in told["lines"]] == [
            "service level within 5\u00a0min",
            "service level within 2\u00a0h",
        ]
        assert told["lines"][0]["mean"] != told["lines"][1]["mean"]
        texts = [one["text"]["$said"]["es"] for one in told["bounds"]]
        assert [text.partition(" ")[0] for text in texts][:2] == ["40\u00a0%", "90\u00a0%"] and "5\u00a0min" in texts[0]
    (line,) = shown["contact/calls"]["lines"]
    assert line["name"] == {"$word": "m_service_level"} and shown["contact/calls"]["bounds"] == []


def test_two_clocks_are_told_where_there_are_two(run, text):
    shown = hours(run)[0][0]["variants"]
    assert shown["contact/calls"]["note"] == ""
    assert "mails: waits go by the clock on the wall" in shown["channel/email"]["note"]["$said"]["en"]
    assert "horas en que el canal está abierto" in shown["all/all"]["note"]["$said"]["es"]
    center = run.summary["center"]
    elapsed = {**center, "contacts": [{**one, "clock": "elapsed"} for one in center["contacts"]]}
    assert by_opening_hours(elapsed) is None
    contacts = text.split('id="contacts"')[1].split("<script")[0]
    assert contacts.count("mails: waits go by the clock on the wall") == 3  # the table, and both figures of deferred


def test_days_are_those_of_what_is_chosen(run, monkeypatch):
    scopes = hours(run)[1]["scopes"]
    table = tables.days(run.measures, run.summary, scopes)
    assert list(table.bodies) == [one["key"] for one in scopes] and table.key == "table_days"
    rows = run.measures[(run.measures["name"] == "mails") & (run.measures["measure"] == "offered")]
    own = rows[rows["interval"] == "2026-03-02"]["mean"].iloc[0]
    assert float(table.bodies["contact/mails"][0][1].value) == pytest.approx(own, abs=0.05)
    assert table.bodies["all/all"][0][1].value != table.bodies["contact/mails"][0][1].value
    assert table.bodies["all/all"][0][4].value == "" != table.bodies["contact/calls"][0][4].value  # no mean of both
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    alone = tables.days(run.measures, run.summary, scopes)
    assert alone.key == "days_of_all" and list(alone.bodies) == ["all/all"]
    after = page(run).split('id="by_interval"')[1]
    assert after.index("</section>") < after.index("all contacts together")


def test_cells_have_one_unit_and_whole_contacts():
    assert tables._cell(279.0, 262.8, 306.6, "s", "") == tables.Cell(
        "4.65\u00a0min", "4.38\u00a0min \u2013 5.11\u00a0min"
    )
    assert tables._cell(87.5, 80.4, 94.6, "contacts", "") == tables.Cell("88", "80 \u2013 95")
    assert tables._cell(2.5, 1.5, 3.5, "contacts", "").value == "2.5"


def test_labels_of_money_stand_past_their_intervals():
    rows = [("all", "all", "", kind, mean, 9.0, mean - 9, mean + 9, 3) for kind, mean in COSTING.items()]
    bars, labels = plots.money(pd.DataFrame(rows, columns=list(COLUMNS)), "USD")["data"]
    assert bars["x"] == [300, 100] and labels["x"] == [309, 109] and "text" not in bars
    assert labels["text"][0].endswith("300\u00a0USD")


def test_the_inputs_say_how_many_they_are(run, text):
    count = len(run.summary["inputs"])
    assert f"{count} inputs and how they are known" in text and f"{count} datos de entrada" in text
    assert re.search(r'<span class="code whole">mail\.yaml:\d+</span></td>', text)
