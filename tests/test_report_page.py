"""The report as text: words in every language, the answer, what the folder has to hold, and files left as they were."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest
from click.testing import CliRunner

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import OutputError, ResultsError
from ccsim.measures.appointment_measures import LEAD_BANDS, REASONS
from ccsim.measures.catalogue import MEASURES
from ccsim.report import answer, answer_when, at_risk, figures, outcomes, register
from ccsim.report.rebuild import KINDS, rebuild
from ccsim.report.run import run_of
from ccsim.report.run_page import page
from ccsim.report.shell import embedded
from ccsim.report.slots import slots
from ccsim.report.words import LANGUAGES, TABLES, both, said
from ccsim.study.saving import INDEXES

ROOM = Path(__file__).parents[1] / "ccsim" / "report"
REPORT = "report.html"


@pytest.fixture
def result(small_file):
    return ccsim.simulate(ccsim.load(small_file), replications=3, engine="reference")


@pytest.fixture
def out(result, tmp_path):
    result.save(tmp_path / "out")
    return tmp_path / "out"


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_word_is_missing_in_any_language():
    english, spanish = LANGUAGES["en"], LANGUAGES["es"]
    assert len(english) == sum(map(len, TABLES))  # none is said twice
    assert {key for key in english if blanks(english[key]) != blanks(spanish[key])} == set()
    assert all(words.values() and all(words.values()) for words in LANGUAGES.values())
    wanted = {f"m_{name}" for name in MEASURES} | {f"reason_{one}" for one in REASONS}
    wanted |= {f"lead_{band.name}" for band in LEAD_BANDS}
    ends = (*outcomes.BEFORE_AGENTS[:-1], *outcomes.OF_OFFERED, *outcomes.BOOKINGS, "settled", "unsettled")
    assert wanted | {f"out_{one}" for one in ends} <= set(english)


def test_no_word_is_there_in_vain():
    spoken = ROOM / "words"
    files = [path for path in ROOM.rglob("*") if path.suffix in (".py", ".js", ".j2") and path.parent != spoken]
    sources = "".join(path.read_text() for path in files)
    made = (
        "m_",
        "out_",
        "reason_",
        "lead_",
        "fig_",
        "section_",
        "day_",
        "month_",
        "verdict_",
        "short_",
        "per_",
        "each_",
        "wait_",
        "tool_",
        "flow_",
        "replay_ev_",
        "known_",
        "step_",
        "evidence_",
    )
    made = (
        *made,
        "choice_",
        "beside_",
        "plan_",
        "these_",
        "brief_",
        "scope_",
        "is_",
        "overall_",
        "means_",
        "behind_",
        "then_",
        "with_",
    )
    made = (*made, "matters_how_", "effects_how_", "sensitivity_", "design_", "choose_", "points_", "tornado_")
    made = (*made, "likely_", "kept_", "decision_", "unit_", "default", "assumed")  # sources, as the summary has them
    spare = [key for key in LANGUAGES["en"] if not key.startswith(made) and f'"{key}"' not in sources]
    assert spare == []


def test_what_a_name_says_is_no_html():
    assert "<b>" not in both(said("risk_below", what="<b>", bound="1", n=1, all=2, slots="x"))
    text = embedded({"name": "</script><!--"})
    assert "<" not in text and json.loads(text) == {"name": "</script><!--"}


def test_the_answer(result):
    run = run_of(result)
    summary = run.summary
    verdicts = {one.name: one.verdict for one in result.targets}
    assert verdicts["few_leave"] == "met"
    kind, _ = answer.verdict(summary)
    assert kind == {"missed": "missed", "met": "met"}.get(verdicts["eighty_twenty"], "uncertain")
    rows = {row.name: row for row in answer.target_rows(summary)}
    assert rows["eighty_twenty"].sentence("en") == "calls: service level within 20\u00a0s at least 80\u00a0%"
    assert rows["few_leave"].sentence("es") == "Todos los contactos: abandono de máximo 99\u00a0%"
    cost = answer.costs(run.measures, summary)[0]("en")
    assert "USD" not in cost and "2 days" in cost
    free = run.measures[run.measures["measure"] != "cost"]  # of people without a price their hours
    hours = result.estimates.get("all", "all", "paid_hours").mean
    assert answer.costs(free, summary)[0]("en") == f"{hours:.1f} paid hours for 2 days"
    summary["targets"] = []
    assert answer.verdict(summary)[1]("en").startswith("The scenario has no targets")


def test_a_target_on_everything_says_what_everything_is():
    """Contacts where it is how they are served; of money, hours, people and bookings nothing, as it would be silly."""

    def asked(measure, bound):
        target = {"measure": measure, "bound": bound, "at_least": False, "scope": "all", "scope_name": "all"}
        return [answer.sentence(target, "USD", {})(one).replace("\u00a0", " ") for one in ("en", "es")]

    assert asked("abandonment_rate", 0.05) == [
        "All contacts: abandonment at most 5 %",
        "Todos los contactos: abandono de máximo 5 %",
    ]
    assert asked("aht", 240.0)[0] == "All contacts: handle time (AHT) at most 240 s"
    others = {
        "cost": 1e6,
        "paid_hours": 80.0,
        "occupancy": 0.9,
        "no_show_rate": 0.2,
        "offered": 90.0,
        "cost_channel": 9,
    }
    for measure, bound in others.items():
        assert all(":" not in told and told[0].isupper() for told in asked(measure, bound)), measure


def test_when_it_breaks(result):
    """Every interval named is one in which the whole interval of the measure is on the wrong side."""
    run = run_of(result)
    run.summary["targets"][0]["bound"] = 0.999
    found = {one.target["name"]: one for one in at_risk.broken(run.measures, run.summary)}
    assert set(found) == {"eighty_twenty", "few_leave"} and len(found["few_leave"].rows) == 0
    one = found["eighty_twenty"]
    table = run.measures
    table = table[(table.scope == "contact") & (table.name == "calls") & (table.measure == "service_level")]
    table = table[table.interval.astype(str).str.len() > 10].set_index("interval")
    assert 0 < len(one.rows) < one.intervals == len(table)
    wrong = set(table.index[table.high < 0.999])
    assert set(one.rows["interval"]) == wrong
    assert one.rows["short"].is_monotonic_decreasing
    times = {label[11:16] for label in wrong}
    assert all(start in times for start, _ in one.stretches)
    (told,) = (risk("en") for risk in answer_when.risks([one], run.summary))
    assert told.startswith("calls: service level within 20\u00a0s below 99.9\u00a0%"), told
    assert f"in {len(wrong)} of {len(table)} half-hours" in told and "eighty_twenty" not in told
    worst = table.loc[sorted(wrong), "mean"]
    assert one.worst["value"] == worst.min() and worst[one.worst["interval"]] == worst.min()
    when = one.worst["interval"][11:]
    assert any(f"Worst {day}\u00a0Mar\u00a0{when}" in told for day in ("Mon\u00a02", "Tue\u00a03"))
    assert answer.spoken_moment("2026-12-31 23:30", {"first_day": "2026-12-31", "last_day": "2027-01-01"})("es") == (
        "jue 31 dic 2026 23:30".replace(" ", "\u00a0")
    )
    assert "half-hours whose whole 95\u00a0%" in answer_when.what_breaks([one], run.summary)("en")
    run.summary["provenance"]["replications"] = 1  # has no interval to speak of
    assert answer_when.what_breaks([one], run.summary) is None
    along = figures.axis(run.measures, 1800.0)
    assert figures.by_hours(run.measures, run.summary, along, [one])[1]["first"] == "contact/calls"


@pytest.mark.parametrize(
    ("seconds", "plain", "article"),
    [
        (1800.0, "half-hours", "the half-hours"),
        (900.0, "quarter-hours", "the quarter-hours"),
        (3600.0, "hours", "the hours"),
        (600.0, "intervals of 10\u00a0min", "the intervals of 10\u00a0min"),
        (None, "intervals", "the intervals"),
    ],
)
def test_intervals_have_the_names_that_planners_give_them(seconds, plain, article):
    assert slots(seconds)("en") == plain and slots(seconds, article=True)("en") == article


def test_a_run_and_its_folder_make_the_same_page(result, out):
    before = (out / REPORT).read_bytes()
    summary = json.loads((out / "summary.json").read_text())
    assert rebuild(out) == [out / REPORT]
    assert (out / REPORT).read_bytes() == before
    assert json.loads((out / "summary.json").read_text()) == summary
    assert 4_500_000 < len(before) < 6_000_000
    assert len(re.findall(rb"https?://[^\s\"'<>]*\.(?:js|css|woff2?)", before.split(b"plotly.js v")[0])) == 0


def test_results_outlive_a_bug_of_the_page(result, tmp_path, monkeypatch):
    def bug(*given):
        raise KeyError("bug")

    monkeypatch.setattr("ccsim.report.run_page.page", bug)
    with pytest.raises(KeyError, match="bug"):
        result.save(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["measures.csv", "summary.json", "waits.csv"]
    monkeypatch.undo()
    rebuild(tmp_path / "out")
    assert (tmp_path / "out" / REPORT).exists()


def test_a_report_in_spanish_is_still_ours(result, out):
    done = CliRunner().invoke(cli, ["report", str(out), "--lang", "es"])
    assert done.exit_code == 0 and done.stderr == f"wrote {out / REPORT}\n" and done.stdout == ""
    assert '<html lang="es"' in (out / REPORT).read_text()
    result.save(out)
    assert '<html lang="en"' in (out / REPORT).read_text()


def test_reports_may_share_their_script(result, tmp_path):
    for name in ("a", "b"):
        result.save(tmp_path / name)
        rebuild(tmp_path / name, share_script=True)
    (script,) = tmp_path.glob("*.min.js")
    for name in ("a", "b"):
        text = (tmp_path / name / REPORT).read_text()
        assert f'<script src="../{script.name}">' in text and len(text) < 600_000
    script.write_text("mine")
    with pytest.raises(OutputError, match="ccsim did not write"):
        rebuild(tmp_path / "a", share_script=True)
    assert script.read_text() == "mine"


def test_what_somebody_changed_is_left_alone(out):
    (out / REPORT).write_text("mine")
    with pytest.raises(OutputError, match=r"report\.html: there is one already"):
        rebuild(out)
    assert (out / REPORT).read_text() == "mine"
    (out / REPORT).unlink()
    rebuild(out)
    (out / "measures.csv").write_text((out / "measures.csv").read_text().replace("0.", "1.", 1))
    with pytest.raises(ResultsError, match=r"measures\.csv was changed since"):
        rebuild(out)


def test_a_folder_is_read_once(out, monkeypatch):
    read = []
    monkeypatch.setattr("ccsim.report.rebuild.run_of", lambda folder: read.append(folder) or run_of(folder))
    rebuild(out, announce=read.append)
    assert read == [out]


@pytest.mark.parametrize("files", [None, ["measures.csv"]])
def test_a_summary_that_lists_its_files_in_another_way(out, files):
    summary = json.loads((out / "summary.json").read_text())
    (out / "summary.json").write_text(json.dumps({**summary, "files": files}))
    with pytest.raises(ResultsError, match=r"cannot read .*summary\.json: it is not as ccsim wrote it"):
        rebuild(out)


def test_nothing_to_report_on(tmp_path):
    done = CliRunner().invoke(cli, ["report", str(tmp_path)])
    assert done.exit_code == 2 and "it is empty; a folder of results is what" in done.stderr
    done = CliRunner().invoke(cli, ["report", str(tmp_path), "--lang", "pt"])
    asks = "asks for a language that there is not: there are en (English) and es (Español)"
    assert done.exit_code == 2 and f"the option --lang pt {asks}" in done.stderr
    done = CliRunner().invoke(cli, ["report", str(tmp_path)], env={"CCSIM_LANG": "fr"})
    assert done.exit_code == 2 and f"the environment variable CCSIM_LANG=fr {asks}" in done.stderr
    done = CliRunner().invoke(cli, ["report", str(tmp_path), "--lang", "pt"], env={"CCSIM_LANG": "es"})
    assert f"the option --lang pt {asks}" in done.stderr


def test_what_an_older_summary_lacks_is_left_out(out):
    summary = json.loads((out / "summary.json").read_text())
    for key in ("center", "inputs", "warnings", "files"):
        del summary[key]
    for one in summary["targets"]:
        del one["asked"], one["each"]
    (out / "summary.json").write_text(json.dumps(summary))
    (out / REPORT).unlink()
    rebuild(out)
    text = (out / REPORT).read_text()
    assert "Small team" in text and 'id="assumptions"' not in text


@pytest.mark.parametrize("scenario", ["minimal.yaml", "clinic", "multichannel"])
def test_one_replication_has_a_report_too(scenario):
    file = ROOM.parents[1] / "scenarios" / scenario
    days = ["calendar.days=2"] if scenario != "minimal.yaml" else []
    text = page(run_of(ccsim.simulate(ccsim.load(file, days), replications=1, engine="reference")), "es")
    assert "no tiene intervalo" in text and "nan" not in text.split('id="page-data"')[0].lower().split()


def test_everything_said_has_its_source(result):
    rows = {one["input"]: one for one in result.summary()["inputs"]}
    assert rows["agents.team"]["source"].startswith("small.yaml:") and "staffing: 4" in rows["agents.team"]["value"]
    assert rows["contacts.calls.resolution"] == {
        "input": "contacts.calls.resolution",
        "value": "100%",
        "source": "default",
        "evidence": "assumed",
        "grounds": "",
    }
    assert "contacts.calls.patience" not in rows  # said, on the line of contacts.calls


@pytest.mark.slow
def test_what_the_command_line_asks_for_is_said_so(small_file, tmp_path):
    room = tmp_path / "out"
    asked = ["run", str(small_file), "--replications", "2", "--seed", "7", "--out", str(room), "--quiet"]
    assert CliRunner().invoke(cli, asked).exit_code == 0
    summary = json.loads((room / "summary.json").read_text())
    rows = {one["input"]: (one["value"], one["source"]) for one in summary["inputs"]}
    assert len(rows) == len(summary["inputs"])
    assert rows["simulation.replications"] == ("2", "command_line") and rows["simulation.seed"] == ("7", "command_line")
    assert "simulation" not in rows
    assert "línea de comandos</span></span></td>" in (room / REPORT).read_text()


def test_of_one_line_only_what_was_given_is_replaced():
    scenario = ccsim.load(ROOM.parents[1] / "scenarios" / "clinic", ["calendar.days=1"])
    result = ccsim.simulate(scenario, replications=2, engine="reference")
    rows = {one["input"]: (one["value"], one["source"]) for one in result.summary()["inputs"]}
    assert rows["simulation.replications"] == ("2", "simulate()")
    assert rows["simulation.seed"] == ("2016", "scenario.yaml:15")


def test_inputs_stand_by_how_they_are_known(small_file, tmp_path):
    with small_file.open("a") as file:
        file.write("evidence:\n  contacts.*.handle_time: {measured: '<i>ACD</i>, March'}\n  contacts: assumed\n")
    result = ccsim.simulate(ccsim.load(small_file), replications=2, engine="reference")
    summary = json.loads(json.dumps(result.summary()))
    kinds = [alike.rows[0]["evidence"] for alike in register.register(summary["inputs"])]
    assert kinds == ["assumed", "", "measured", "decided"]
    assert sum(len(alike.rows) for alike in register.register(summary["inputs"])) == len(summary["inputs"])
    text = page(run_of(result))
    heading, told = text.index("Supuestos: "), text.index("&lt;i&gt;ACD&lt;/i&gt;, March")
    assert heading < text.index("Medidos: 1") < told < text.index("Decididos por quien planifica: ")
    assert "How inputs are known: measured 1, assumed " in text and "<i>ACD" not in text


def test_of_older_runs_nobody_said_how_inputs_are_known(result):
    summary = result.summary()
    summary["inputs"] = [{key: row[key] for key in ("input", "value", "source")} for row in summary["inputs"]]
    (alike,) = register.register(summary["inputs"])
    assert len(alike.rows) == len(summary["inputs"])
    assert register.known(summary["inputs"])("en") == f"How inputs are known: not said {len(alike.rows)}"


def test_every_kind_of_results_is_known_by_its_file():
    assert [kind.index for kind in KINDS] == list(INDEXES)
