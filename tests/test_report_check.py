"""The report of a check as text and files: what was decided first, what would decide the rest, rebuilt to the byte."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import OutputError, ResultsError
from ccsim.measures.catalogue import MEASURES
from ccsim.report import check_answer as answer
from ccsim.report import check_beside as beside
from ccsim.report import check_plots as plots
from ccsim.report.answer import costs
from ccsim.report.check_page import page
from ccsim.report.numbers import NOTHING
from ccsim.report.rebuild import rebuild
from ccsim.report.run import tidy
from ccsim.report.words.check import UNITS

FILES = ["check.csv", "check.json", "report.html"]
SHAPES = """
  per_interval: {contact: calls, measure: service_level, at_least: 50%, per: interval, in: 80%}
  most_days: {contact: calls, measure: service_level, at_least: 10%, per: day, probability: 50%}
  nine_in_ten: {contact: calls, measure: wait_p90, at_most: 60 min}
  quick: {contact: sales, measure: asa, at_most: 30 min}
  cheap: {measure: cost, at_most: 100000}
"""


def cli_check(*arguments, **environment):
    return CliRunner().invoke(cli, ["check", *map(str, arguments)], env=environment)


def shown(text):
    """What the page shows, without the script that draws and the words it has at hand."""
    return text.split('id="page-data"')[0]


@pytest.fixture
def shapes(small_file):
    """Targets of every shape: a value, one in each interval, a share of days, a wait quantile, a time, money."""
    text = small_file.read_text(encoding="utf-8").rstrip()
    small_file.write_text(text + SHAPES, encoding="utf-8")
    return small_file


@pytest.fixture
def result(shapes):
    fewer = ccsim.load(shapes, ["agents.team.staffing-=1"])
    return ccsim.check(fewer, shapes, max_replications=20, tolerances={"cost": "30 %", "asa of sales": "20 min"})


@pytest.fixture
def out(result, tmp_path):
    result.save(tmp_path / "out")
    return tmp_path / "out"


def test_every_unit_has_its_words():
    assert {measure.unit for measure in MEASURES.values()} == set(UNITS)


@pytest.mark.parametrize(
    ("targets", "pairs", "said"),
    [
        (["met", "met"], [], "Passed: every target is met."),
        (["met"], [], "Passed: the target is met."),
        (["met"], ["no regression"], "Passed: every target is met, and nothing is worse than the baseline."),
        ([], ["no regression"], "Passed: nothing is worse than the baseline."),
        (["met", "missed"], ["undecided"], "Failed: a target is missed."),
        (["met"], ["regression"], "Failed: it is worse than the baseline."),
        (["missed"], ["regression"], "Failed: a target is missed, and it is worse than the baseline."),
        (["met", "undecided"], [], "Uncertain: too close to tell by so many replications."),
    ],
)
def test_the_answer(targets, pairs, said):
    found = {*targets, *pairs}
    outcome = "failed" if found & {"missed", "regression"} else "undecided" if "undecided" in found else "passed"
    summary = {
        "outcome": outcome,
        "targets": [{"decision": one} for one in targets],
        "comparisons": [{"decision": one} for one in pairs],
    }
    assert answer.outcome(summary)("en") == said
    counted = answer.counts(summary)("en")
    assert ("uncertain" in counted) == ("undecided" in found) and ("missed" in counted) == ("missed" in found)


def test_the_first_screen_counts_what_is_met():
    targets = [{"decision": one} for one in ("met", "met", "missed", "undecided")]
    pairs = [{"decision": one} for one in ("no regression", "undecided")]
    counted = answer.counts({"targets": targets, "comparisons": pairs})
    assert counted("en") == (
        "2 of 4 targets met, 1 missed, 1 uncertain; none of 2 differences is a regression, 1 uncertain"
    )
    assert counted("es").startswith("cumple 2 de 4 objetivos, incumple 1, 1 de resultado incierto; ")
    assert answer.counts({"targets": targets[:2], "comparisons": []})("en") == "2 of 2 targets met"


def test_what_it_costs_is_what_a_run_of_as_many_says(small_file):
    """The same replications, the same money, whatever is decided by them."""
    found = ccsim.check(small_file, max_replications=20)
    assert found.replications == 20
    run = ccsim.simulate(ccsim.load(small_file), replications=20)
    assert run.estimates.get("all", "all", "cost").mean > 0
    for one in found.costs:
        known = run.estimates.get("all", "all", one.measure)
        assert (one.value, one.high) == pytest.approx((known.mean, known.high), nan_ok=True)
    summary = found.summary()
    assert [one("es") for one in beside.costs(summary)] == [
        one("es") for one in costs(tidy(run.measures), run.summary())
    ]
    band = beside.cost_interval(summary)
    assert band is not None and "95\u00a0% confidence for it alone, over all 20 replications" in band("en")
    free = {**summary, "costs": [{**one, "value": 0.0, "low": 0.0, "high": 0.0} for one in summary["costs"]]}
    assert beside.cost_interval(free) is None


def test_which_command_shows_when_it_falls_short(shapes, tmp_path):
    summary = ccsim.check(ccsim.load(shapes, ["agents.team.staffing-=1"]), max_replications=20).summary()
    told = f"at which times it falls short: ccsim run {shapes} --set agents.team.staffing-=1 --out DIR"
    assert told in shown(page(summary))
    del summary["provenance"]["file"]  # of a folder of before
    assert "short: ccsim run FILE --set agents.team.staffing-=1 --out DIR" in shown(page(summary))
    for one in summary["targets"]:
        one["decision"], one["asked"] = "met", {**one["asked"], "per": "horizon"}
    assert "at which times it falls short" not in shown(page(summary))


def test_a_scenario_of_two_files_has_no_one_name(shapes, tmp_path):
    over = tmp_path / "over.yaml"
    over.write_text(f"extends: {shapes.name}\nname: Over\nagents: {{team: {{staffing: 3}}}}\n")
    assert ccsim.check(over, max_replications=20).provenance()["file"] == ""


def test_why_a_run_may_say_something_else(result):
    summary = result.summary()
    assert beside.judged_after(summary)("en").startswith("Judged after 20 replications; the page of ccsim run")
    summary["targets"][0]["replications"] = 1280
    assert beside.judged_after(summary)("es").startswith("Juzgado tras 20 a 1\u202f280 réplicas")
    assert "may say met or missed where a check" in beside.judged_after(summary)("en")
    text = shown(page(summary))
    assert "Judged after 20 to 1\u202f280 replications" in text and 'id="cost"' in text


def test_a_bar_clear_of_its_bound_may_be_undecided(result):
    """The test is stricter than Student's t where values are skewed; the figure would seem to say otherwise."""
    summary = result.summary()
    one = next(one for one in summary["targets"] if one["name"] == "quick")
    one |= {"decision": "undecided", "value": one["bound"] - 9.0, "low": one["bound"] - 10.0}
    assert beside.clear_yet_open({**summary, "targets": [{**one, "high": one["bound"] + 1.0}]}) is None
    told = beside.clear_yet_open({**summary, "targets": [{**one, "high": one["bound"] - 1.0}]})
    assert told is not None and told("en").startswith("quick: the interval just keeps clear of the bound")


def test_a_row_for_every_target(result, shapes):
    summary = result.summary()
    rows = {row.name: row for row in answer.target_rows(summary)}
    assert list(rows) == [one.name for one in result.targets]
    lines = shapes.read_text(encoding="utf-8").splitlines()
    assert answer.folder_of(summary) == f"{shapes.parent}/" and f"in {shapes.parent}/" in shown(page(summary))
    for name, row in rows.items():
        file, _, line = row.where.rpartition(":")
        assert file == shapes.name and lines[int(line) - 1].strip().startswith(f"{name}:")
    assert "of the days meet it" in rows["most_days"].found("en")
    assert "within 60" in rows["nine_in_ten"].found("en")
    assert rows["per_interval"].found == "" and "intervals met" in rows["per_interval"].detail("en")
    assert "intervalos cumplen" in rows["per_interval"].detail("es")
    assert rows["cheap"].asked("es") == "Costo total de máximo 100\u202f000"
    text = shown(page(summary))
    assert all(name in text for name in rows) and "None" not in text and ">nan" not in text


def test_dots_stand_where_the_decision_says(result):
    """Right of the bound and met are one and the same; so are left of what is tolerated and regression."""
    summary = result.summary()
    decided = {one["name"]: one["decision"] for one in summary["targets"]}
    seen = {}
    for figure in plots.targets(summary):
        (dots,) = figure["data"]
        ends = zip(dots["x"], dots["error_x"]["array"], dots["error_x"]["arrayminus"], strict=True)
        for name, (x, up, down) in zip(dots["y"], ends, strict=True):
            seen[name["$name"]] = "met" if x - down >= 0 else "missed" if x + up <= 0 else "undecided"
    assert seen == {name: one for name, one in decided.items() if name != "per_interval"}
    assert {"met", "missed"} <= set(seen.values())
    changes = {one["name"]: one["decision"] for one in summary["comparisons"]}
    told = {}
    for figure in plots.differences(summary):
        tolerated, dots = figure["data"]
        for at, name in enumerate(dots["y"]):
            x, edge = dots["x"][at], tolerated["x"][at]
            worse = x + dots["error_x"]["array"][at] < edge
            told[name["$name"]] = "regression" if worse else "no regression"
            assert worse or x - dots["error_x"]["arrayminus"][at] > edge or changes[name["$name"]] == "undecided"
    assert {name: one for name, one in changes.items() if one != "undecided"}.items() <= told.items()
    assert {"regression", "no regression"} <= set(changes.values())


def test_what_would_decide_the_rest():
    one = {"name": "x", "decision": "undecided", "replications": 40, "low": 0.7, "high": 0.8, "value": 0.75}
    one |= {
        "bound": 0.775,
        "at_least": True,
        "unit": "share",
        "measure": "service_level",
        "asked": {"probability": None},
    }

    def told(**other):
        said = answer.would_decide({"targets": [{**one, **other}], "comparisons": []})
        return [part("en") for part in said]

    (sentence,) = told()  # half of 0.05 has to become 0.025: four times as many
    assert "some 160 replications" in sentence and "--max-replications 160" in sentence
    assert "more replications may" in told(value=None, low=None, high=None)[0]
    assert "even 4\u202f000 replications would hardly" in told(bound=0.7501)[0]
    assert told(low=0.75, high=0.75) == []  # nothing varies: no number of them shows more
    assert told(decision="met") == []
    worse = {**one, "worse_by": 0.02, "half_width": 0.02, "tolerance": 0.01}
    (sentence,) = answer.would_decide({"targets": [], "comparisons": [worse]})
    assert sentence("es").startswith("x, frente a la base: unas 160 réplicas")
    assert [answer.next_look(wanted, 1280) for wanted in (3.0, 2560.0, 2561.0)] == [2560, 2560, 5120]


def test_changes_as_they_are_read():
    one = {"unit": "share", "worse_by": 0.0132, "half_width": 0.0014, "more_is_worse": False}
    assert answer.change(one, "").said("en") == "\u22121.3 ± 0.1 points"
    assert answer.change({**one, "worse_by": 0.0001}, "").said("es") == "0.0 ± 0.1 puntos"
    one = {"unit": "score", "worse_by": 0.0061, "half_width": 0.0042, "more_is_worse": False}
    assert answer.change(one, "").said == "\u22120.0061 ± 0.0042"
    one = {"unit": "s", "worse_by": 7.41, "half_width": 4.79, "more_is_worse": True}
    assert answer.change(one, "").said == "+7.4 ± 4.8\u00a0s"
    money = {**one, "unit": "money", "worse_by": -859.3, "half_width": 18.37}
    assert answer.change(money, "USD").said == "\u2212859 ± 18\u00a0USD"
    assert answer.change({**money, "unit": "h", "worse_by": 51.66, "half_width": 1.31}, "").said == "+51.7 ± 1.3\u00a0h"
    assert answer.change({**money, "half_width": 0.0}, "USD").said == "\u2212859\u00a0USD ± 0\u00a0USD"
    assert answer.change({**one, "worse_by": None, "half_width": None}, "").said == NOTHING
    assert answer.amount(0.01, "share", "").said("es") == "1 punto"


def test_all_of_it_stands_in_the_files(result, out):
    assert sorted(path.name for path in out.iterdir()) == FILES
    said = json.loads((out / "check.json").read_text(encoding="utf-8"))
    files = said.pop("files")
    assert sorted(files) == FILES and said == json.loads(json.dumps(result.summary()))
    with (out / "check.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = [(one["about"], one["name"], one["decision"]) for one in rows]
    assert asked == [("target", one.name, one.decision) for one in result.targets] + [
        ("baseline", one.name, one.decision) for one in result.comparisons
    ]
    assert {"mean", "low", "high", "unit", "bound", "bound_unit", "quantile_s"} <= set(rows[0])
    units = {row["name"]: (row["unit"], row["bound_unit"]) for row in rows if row["about"] == "target"}
    assert units["nine_in_ten"] == ("share", "s") and units["quick"] == ("s", "s")
    assert float(rows[0]["low"]) == result.targets[0].low and rows[0]["line"] == str(result.targets[0].place.line)


def test_the_same_bytes_again(out):
    before = (out / "report.html").read_bytes()
    index = (out / "check.json").read_bytes()
    assert rebuild(out) == [out / "report.html"]
    assert (out / "report.html").read_bytes() == before and (out / "check.json").read_bytes() == index
    done = CliRunner().invoke(cli, ["report", str(out), "--lang", "es"])
    assert done.exit_code == 0 and '<html lang="es"' in (out / "report.html").read_text(encoding="utf-8")


def test_results_outlive_a_bug_of_the_page(result, tmp_path, monkeypatch):
    def bug(*given):
        raise KeyError("bug")

    monkeypatch.setattr("ccsim.report.check_page.page", bug)
    with pytest.raises(KeyError, match="bug"):
        result.save(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES[:2]
    monkeypatch.undo()
    rebuild(tmp_path / "out")
    assert (tmp_path / "out" / "report.html").exists()


def test_what_is_not_ours_is_left_alone(result, out):
    (out / "report.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"there is a report\.html already"):
        result.save(out)
    with pytest.raises(OutputError, match=r"report\.html: there is one already"):
        rebuild(out)
    assert (out / "report.html").read_text(encoding="utf-8") == "mine"
    (out / "check.json").write_text('{"outcome": "passed", "files": {}}', encoding="utf-8")
    with pytest.raises(ResultsError, match="it is not as ccsim wrote it"):
        rebuild(out)


def test_on_the_command_line(shapes, tmp_path):
    out, book = tmp_path / "out", tmp_path / "check.xlsx"
    done = cli_check(
        shapes, "--baseline", shapes, "--max-replications", 20, "--out", out, "--lang", "es", "--xlsx", book
    )
    assert done.exit_code == 1 and done.stderr.endswith(f"wrote {', '.join(FILES)} to {out}\n")
    assert "TARGETS" in done.stdout  # the terminal goes on in English
    text = (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="es"' in text and f"--baseline {shapes}" in shown(text)
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["About", "Targets", "Differences", "Cost"]
    titles, *rows = sheets["Targets"].iter_rows(values_only=True)
    told = {row[0]: dict(zip(titles, row, strict=True)) for row in rows}
    assert told["eighty_twenty"]["decision"] == "missed" and told["eighty_twenty"]["unit"] == "%"
    assert (told["nine_in_ten"]["unit"], told["nine_in_ten"]["bound"]) == ("%", 3600)
    assert told["nine_in_ten"]["unit of bound"] == "s" and told["nine_in_ten"]["quantile (s)"] > 0
    titles, first, *_ = sheets["Cost"].iter_rows(values_only=True)
    assert first[0] == "cost" and first[titles.index("mean")] > 0
    titles, *_ = sheets["Differences"].iter_rows(values_only=True)
    assert titles[2:6] == ("base", "other", "difference", "half_width")
    again = cli_check(shapes, "--out", out, "--quiet")
    assert again.exit_code == 1 and again.stderr == ""
    assert '<html lang="en"' in (out / "report.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_told_before_anything_runs(small_file, tmp_path):
    (tmp_path / "check.csv").write_text("mine", encoding="utf-8")
    done = cli_check(small_file, "--out", tmp_path)
    assert done.exit_code == 2 and "there is a check.csv already" in done.stderr and done.stdout == ""


@pytest.mark.parametrize("command", ["check", "run"])
def test_in_which_language_pages_open(command, small_file, tmp_path):
    def opened(*options, **environment):
        arguments = [command, str(small_file), "--quiet", *options]
        done = CliRunner().invoke(cli, arguments, env={"LANG": "es_CO.UTF-8", "LC_ALL": "es_CO.UTF-8", **environment})
        if done.exit_code == 2:
            return done.stderr
        return (tmp_path / "out" / "report.html").read_text(encoding="utf-8").split("<html lang=")[1][:4]

    out = ("--out", str(tmp_path / "out"))
    assert opened(*out) == '"en"'  # what a page says first must not depend on the machine
    assert opened(*out, "--lang", "es") == '"es"'
    assert opened(*out, CCSIM_LANG="es") == '"es"'
    assert opened(*out, "--lang", "en", CCSIM_LANG="es") == '"en"'
    assert "--lang needs --out DIR" in opened("--lang", "es")
    assert "the environment variable CCSIM_LANG=pt asks for a language" in opened(*out, CCSIM_LANG="pt")
    assert "the option --lang pt asks for a language" in opened(*out, "--lang", "pt")
    quiet = CliRunner().invoke(cli, [command, str(small_file), "--quiet"], env={"CCSIM_LANG": "es"})
    assert quiet.stderr == "" and quiet.exit_code in (0, 1)
