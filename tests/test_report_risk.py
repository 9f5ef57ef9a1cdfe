"""The report of a risk analysis as text: whether the plan holds, how bad, when it breaks; folders as they were."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from small_team import SMALL

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import ResultsError
from ccsim.report import risk_answer as answer
from ccsim.report import risk_cards as cards
from ccsim.report import risk_influence as influence
from ccsim.report.risk import RiskTables, risk_of
from ccsim.report.risk_outcomes import Break, shown
from ccsim.report.risk_page import page
from ccsim.report.words import LANGUAGES

OWN = """
uncertainty:
  forecast: {change: volume, lognormal: {mean: 100%, cv: 15%}}
  staff: {change: agents.team.staffing-=, one_of: {0: 80%, 1: 20%}}
"""


def run(*arguments):
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    there = tmp_path_factory.mktemp("risk")
    text = textwrap.dedent(SMALL).replace("at_least: 80%", "at_least: 55%").replace("at_most: 99%", "at_most: 12%")
    (there / "small.yaml").write_text(text + OWN, encoding="utf-8")
    command = ["risk", there / "small.yaml", "--draws", "24", "--replications", "2", "--jobs", "1"]
    done = run(*command, "--quiet", "--out", there / "out", "--lang", "es")
    assert done.exit_code == 0, done.output
    return there / "out"


@pytest.fixture
def out(saved, tmp_path):
    return shutil.copytree(saved, tmp_path / "out")


@pytest.fixture(scope="module")
def tables(saved):
    return risk_of(saved)


def of(tables, target):
    return next(one for one in tables.outcomes if one.target is not None and one.target["target"] == target)


def told(found, language="en"):
    return " ".join([found.headline(language), *(line(language) for line in found.lines)])


def with_probabilities(summary, *bands):
    """Of the targets, in the long run and by one horizon."""
    keys = [f"met_{when}{end}" for when in ("long_run", "horizon") for end in ("", "_low", "_high")]
    targets = [
        {**one, **dict(zip(keys, (*band, *band), strict=True))}
        for one, band in zip(summary["targets"], bands, strict=True)
    ]
    return {**summary, "targets": targets}


# --- the folder -------------------------------------------------------------------------------------------------


def test_a_folder_makes_the_same_page_again(out):
    written = (out / "report.html").read_bytes()
    assert b'<html lang="es"' in written
    assert run("report", out, "--lang", "es").exit_code == 0
    assert (out / "report.html").read_bytes() == written
    assert run("report", out).exit_code == 0
    english = (out / "report.html").read_text()
    assert english == page(risk_of(out)) and '<html lang="en"' in english
    body = re.sub(r'<script.*?</script>|<style.*?</style>|data-words=".*?"', "", english, flags=re.S)
    assert "{" not in body and "None" not in body and "nan" not in body
    assert all(f'lang="{code}"' in body for code in LANGUAGES)


def test_what_was_changed_or_is_of_an_older_version_is_refused(out):
    table = out / "quantiles.csv"
    table.write_text(table.read_text().replace("0.9", "0.8", 1))
    refused = run("report", out)
    assert refused.exit_code == 2 and "quantiles.csv was changed since ccsim wrote it" in refused.stderr
    summary = json.loads((out / "risk.json").read_text())
    del summary["center"], summary["files"]["quantiles.csv"]
    (out / "risk.json").write_text(json.dumps(summary))
    refused = run("report", out)
    assert refused.exit_code == 2 and "an older ccsim wrote risk.json" in refused.stderr
    (out / "risk.json").write_text("[]")
    assert run("report", out).exit_code == 2


# --- what it says -----------------------------------------------------------------------------------------------

SAFE, OPEN, AT_RISK, HARDLY = (0.97, 0.93, 0.99), (1.0, 0.86, 1.0), (0.7, 0.6, 0.8), (0.1, 0.0, 0.3)
NEVER = (0.006, 0.0, 0.09)


@pytest.mark.parametrize(
    ("bands", "kind", "says"),
    [
        ((SAFE, SAFE), "met", "The plan holds even if its inputs turn out otherwise. Each of its 2 targets is met"),
        ((SAFE, OPEN), "uncertain", "The plan may well hold"),
        ((OPEN, AT_RISK), "uncertain", "The plan holds if its inputs are right; if they turn out otherwise, it may"),
        ((AT_RISK, HARDLY), "missed", "The plan will hardly hold: 1 of 2 targets will probably be missed."),
        ((AT_RISK, NEVER), "missed", "The plan will not hold: 1 of 2 targets will almost surely be missed."),
        ((HARDLY, NEVER), "missed", "The plan will hardly hold: 2 of 2 targets will probably be missed."),
    ],
)
def test_the_verdict(tables, bands, kind, says):
    summary = with_probabilities(tables.summary, *bands)
    for one in summary["targets"]:
        one["as_it_is"] = {**one["as_it_is"], "verdict": "met"}
    lines = answer.lines(summary)
    found = answer.verdict(summary, lines, [])
    assert found.verdict == kind and told(found).startswith(says)
    for line in lines:
        if line.verdict != "met":
            assert (
                f"{line.asked('en')}. Met in the 2 days with a probability of {line.horizon.both}; on average over "
                f"many such periods, where luck evens out, with {line.long_run.both}." in told(found)
            )
            assert line.name not in told(found)
    assert "All targets at once are met in the 2 days with a probability of" in told(found)
    assert "en los 2 días" in told(found, "es")


def test_it_depends_where_a_target_is_not_met_as_planned(tables):
    summary = with_probabilities(tables.summary, AT_RISK, SAFE)
    summary["targets"][0]["as_it_is"] = {**summary["targets"][0]["as_it_is"], "verdict": "missed"}
    found = answer.verdict(summary, answer.lines(summary), [])
    assert found.headline("en") == "It depends on how its inputs turn out whether the plan holds."


def test_what_is_planned_stands_with_the_target_and_no_probability_beside(tables):
    text = page(tables)
    heads = re.search(r'id="caption-targets".*?</thead>', text, re.S).group()
    assert "As planned" not in heads and text.count(">as planned ") == len(tables.summary["targets"])


def test_distributions_are_said_in_both_languages(tables):
    """`risk.json` has the English; that of a folder of before stays as it is."""
    text = page(tables)
    assert '<span lang="es">lognormal, media 100%, cv 15%</span>' in text
    assert "lognormal, mean 100%, cv 15%" in [one["distribution"] for one in tables.summary["inputs"]]
    old = page(RiskTables({**tables.summary, "sentences": {}}, tables.quantiles, tables.along))
    assert '<bdi lang="en">lognormal, mean 100%, cv 15%</bdi>' in old
    assert "for example `uncertainty." in text and "por ejemplo `uncertainty." in text


def test_without_targets(tables):
    summary = {**tables.summary, "targets": [], "met_together": None}
    assert answer.verdict(summary, [], []).verdict == ""
    text = page(RiskTables(summary, tables.quantiles, tables.along))
    assert 'id="targets"' not in text and 'id="chart-outcome"' in text


def test_all_targets_at_once(tables, saved):
    """No more probable than the least probable of them, up to its interval, and of the draws themselves."""
    draws = pd.read_csv(saved / "draws.csv", keep_default_na=False)
    met = draws[draws.target != ""].astype({"horizons_met": float}).groupby("target").horizons_met.mean()
    together = tables.summary["met_together"]
    assert together["low"] <= met.min() and together["value"] == pytest.approx(met.min(), abs=0.25)


def above(factor):
    off = f"{100 * abs(factor - 1):.2g}\u00a0%"
    return f"more than {off} above plan" if factor > 1 else f"above {100 * factor:.3g}\u00a0% of plan"


@pytest.mark.parametrize(
    ("value", "over", "itself", "says"),
    [
        (1.08, True, False, "demand is more than 8 % above plan"),
        (0.95, False, False, "demand is more than 5 % below plan"),
        (1.08, True, True, "demand is 8 % or more above plan"),
        (0.95, False, True, "demand is 5 % or more below plan"),
        (0.95, True, False, "demand is above 95 % of plan"),
        (1.08, False, True, "demand is 108 % of plan or less"),
        (1.0, True, False, "demand is above 100 % of plan"),
    ],
)
def test_factors_are_said_against_the_plan(value, over, itself, says):
    turn = Break(value, over, 0.2, itself)
    turned = SimpleNamespace(carried=[{"input": "demand"}], throughout="", target={}, breaks_at=lambda name: turn)
    row = {"input": "demand", "unit": "share", "changes": "contacts.*.arrivals*=; appointments.a.requests*="}
    found = answer.breaks(turned, {"inputs": [row]})("en").replace("\u00a0", " ")
    assert found.startswith(f"With a probability of 20 % {says}: there")
    points = answer.breaks(turned, {"inputs": [{**row, "changes": "agents.a.absence+="}]})("en").replace("\u00a0", " ")
    assert "plan" not in points and f"{100 * value:.0f} %" in points


def test_where_it_breaks(tables):
    """Along an input the value is on the good side of the bound before, and on the other after."""
    one = of(tables, "eighty_twenty")
    turn, table = one.breaks_at("forecast"), one.of_input("forecast")
    assert turn.above and not turn.itself and (table["mean"][table.value > turn.value] < 0.55).all()
    assert (table["mean"][table.value < turn.value] >= 0.55).all()
    assert turn.chance == pytest.approx(1 - np.interp(turn.value, table.value, table.probability), abs=1e-3)
    alone = replace(one, shares=[row for row in one.shares if row["input"] == "forecast"])
    assert answer.breaks(alone, tables.summary)("en") == (
        f"With a probability of {100 * turn.chance:.0f}\u00a0% forecast is {above(turn.value)}: there "
        "it is missed on average over all else. As all else may turn out better or worse, it can be met there and "
        "missed elsewhere, too."
    )
    assert one.throughout == "" and answer.breaks(one, tables.summary)("es").startswith("Con una probabilidad del ")


@pytest.mark.parametrize(("bound", "end"), [(0.999, "missed"), (0.001, "met")])
def test_no_value_of_an_input_makes_a_difference(tables, bound, end):
    """Where no line along an input reaches the bound it is said, in the answer of a target that is missed."""
    one = of(tables, "eighty_twenty")
    far = replace(one, target={**one.target, "bound": bound})
    assert far.throughout == end and far.breaks_at("forecast") is None
    [told_of_it] = influence.throughout([far])
    assert told_of_it("en").startswith(f"{end.capitalize()} throughout") and one.called("en") in told_of_it("en")
    summary = with_probabilities(tables.summary, HARDLY, SAFE)
    found = answer.verdict(summary, answer.lines(summary), [far])
    assert ("Whatever value any one of the inputs takes, it is missed" in told(found)) == (end == "missed")


def test_an_input_of_single_values_breaks_it_at_one_of_them(tables):
    one = of(tables, "eighty_twenty")
    turn = one.breaks_at("staff")
    assert (turn.value, turn.above, turn.itself) == (1.0, True, True) and turn.chance == pytest.approx(0.2)
    alone = replace(one, shares=[row for row in one.shares if row["input"] == "staff"])
    assert "With a probability of 20\u00a0% staff is 1 or more: there it is missed" in answer.breaks(
        alone, tables.summary
    )("en")
    assert of(tables, "few_leave").breaks_at("nobody") is None


def test_how_bad_and_at_what_cost(tables):
    summary = tables.summary
    one = of(tables, "eighty_twenty")
    worst = np.quantile(one.horizon, 0.05)
    first = cards.bad([one], summary)[0]("en")
    assert first.endswith(f"below {100 * worst:.1f}\u00a0%, so the target is missed (at least 55\u00a0%)")
    bounds = {"kept": one.horizon.min() / 2, "partly": (one.horizon.min() + worst) / 2, "missed": 0.55}
    mixed = [replace(one, target={**one.target, "bound": bound}) for bound in bounds.values()]
    ends = ["so the target is missed", "of which a part misses the target", "and still meets the target"]
    said = [line("en") for line in cards.bad(mixed, summary)]
    assert all(end in line for end, line in zip(ends, said, strict=True))
    row = next(one for one in summary["measures"] if one["measure"] == "cost")
    ends, lines = cards.costs(summary)
    assert ends.split()[::2] == [f"{row[f'long_run_{end}']:.0f}" for end in ("low", "high")]
    assert f"{row['as_it_is']:.0f} as planned" in lines[1]("en")
    assert lines[-1]("en").startswith("The first range has what the inputs alone do to it; the second")
    without = {**summary, "measures": [one for one in summary["measures"] if one["measure"] != "cost"]}
    assert cards.costs(without) is None


def test_inputs_or_chance_of_every_target(tables):
    """Of what is alone of its kind the measure is that over all; where others were asked for, that is said."""
    summary = tables.summary
    targets = [one for one in tables.outcomes if one.target is not None]
    assert all("from the inputs" in line("en") for line in cards.spread(targets)) and len(targets) == 2
    asked = {**summary, "measures": [row for row in summary["measures"] if row["measure"] != "abandonment_rate"]}
    left = [one for one in RiskTables(asked, tables.quantiles, tables.along).outcomes if one.target is not None]
    *_, last = cards.spread(left)
    assert last("en").startswith("Not told apart here") and "abandonment" in last("en").casefold()


def test_the_measure_of_what_is_alone_of_its_kind(tables):
    """A target about the only appointments of a center has the row over all, unless measures were asked for."""
    row = {**tables.summary["targets"][0], "scope": "contact", "name": "alone"}
    summary = {**tables.summary, "targets": [row]}
    own = tables.summary["targets"][0]

    def moved(table):
        mine = (table.target == own["target"]).to_numpy()
        return table.assign(scope=np.where(mine, "contact", table.scope), name=np.where(mine, "alone", table.name))

    def measure(asked):
        found = RiskTables({**summary, "asked": asked}, moved(tables.quantiles), moved(tables.along)).outcomes
        return found[0].measure

    assert (measure([])["scope"], measure([])["measure"]) == ("all", own["measure"]) and measure(["asa"]) is None


def test_the_worst_target_is_shown_first(tables):
    summary = with_probabilities(tables.summary, AT_RISK, HARDLY)
    assert '"choices":{"outcome":"t1"}' in page(RiskTables(summary, tables.quantiles, tables.along)).replace(": ", ":")
    summary = with_probabilities(tables.summary, HARDLY, AT_RISK)
    assert '"choices":{"outcome":"t0"}' in page(RiskTables(summary, tables.quantiles, tables.along)).replace(": ", ":")


def test_shares_of_a_distribution_are_its_probability(tables):
    """What is drawn on the good side of the bound is the probability that the target is met, to a few quantiles."""
    for one in shown(tables.outcomes):
        bins = one.bins()
        assert bins.long_run.sum() in (pytest.approx(1), 0) and bins.horizon.sum() == pytest.approx(1)
        if one.target is not None:
            assert np.abs(bins.edges - one.bound).min() < 1e-9
            assert bins.long_run[bins.good].sum() == pytest.approx(one.target["met_long_run"], abs=0.01)


def test_measures_that_targets_are_about_are_drawn_once(tables):
    keys = [one.key for one in shown(tables.outcomes)]
    assert keys[:2] == ["t0", "t1"] and len(keys) == len(set(keys)) < len(tables.outcomes)


def test_the_register_says_where(tables, saved):
    rows = {one["input"]: one for one in tables.summary["inputs"]}
    line = 1 + (saved.parent / "small.yaml").read_text().splitlines().index(OWN.splitlines()[2])
    assert rows["forecast"]["source"] == f"small.yaml:{line}"
    text = page(tables)
    assert f"small.yaml:{line}" in text and "lognormal, mean 100%, cv 15%" in text


def test_what_is_not_drawn_though_nobody_measured_it_is_told(tables):
    """The volume is drawn; patience, which nobody measured either and stands on the same line, is taken as it is."""
    held = [one["input"] for one in tables.summary["held"]]
    assert "contacts.calls.patience" in held and not {one for one in held if "arrivals" in one or "staffing" in one}
    assert {one["evidence"] for one in tables.summary["held"]} <= {"assumed", ""}
    text = page(tables)
    assert f"Not drawn, taken as they are though nobody has measured them: {len(held)}" in text
    assert "nadie los midió" in text and held[0] in text


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (1.084, "share", "108 %"),
        (1_500_000, "contacts", "1 500 000 contacts"),
        (12_345, "", "12 345"),
        (0.0123, "", "0.0123"),
        (1.236, "per h", "1.24 per h"),
        (45, "s", "45 s"),
        (390, "s", "6.5 min"),
        (-9000, "s", "\u22122.5 h"),
        (-4.2, "", "\u22124.2"),
    ],
)
def test_values_of_inputs_are_told_as_others(value, unit, told):
    assert answer.amount(value, unit).replace("\u00a0", " ").replace("\u202f", " ") == told


def test_an_input_has_one_unit_of_time(tables):
    first, *others = tables.summary["inputs"]
    rows = [{**first, "unit": "s", "low": 240.0, "median": 360.0, "high": 480.0}, *others]
    text = page(RiskTables({**tables.summary, "inputs": rows}, tables.quantiles, tables.along))
    assert "6\u00a0min<small>4\u00a0min \u2013 8\u00a0min</small>" in text


# --- pictures ---------------------------------------------------------------------------------------------------


def test_pictures_draw_what_the_tables_say(saved, tables):
    axes = ccsim.plot.distribution(saved, "few_leave")
    heights = [bar.get_height() for box in axes.containers for bar in box]
    assert sum(heights) == pytest.approx(1) and "met in the long run with" in axes.get_title(loc="left")
    other = axes.figure.add_subplot(1, 2, 2)
    assert ccsim.plot.input_shares(tables, "few_leave", ax=other) is other
    wanted = {one["input"]: 100 * one["first"] for one in tables.summary["shares"] if one["target"] == "few_leave"}
    names = [one.get_text() for one in other.get_yticklabels()]
    drawn = [bar.get_width() for bar in other.patches]
    assert dict(zip(names, drawn, strict=True)) == pytest.approx(wanted)
    assert ccsim.plot.distribution(saved, "service_level", "calls").get_xlabel() == "service level of calls, %"
    assert not any(line.get_linestyle() == "--" for line in ccsim.plot.distribution(saved, "asa").get_lines())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["asaa"], "no target or measure asaa (did you mean 'asa'?): there are eighty_twenty, few_leave,"),
        (["few_leave", "--of", "calls"], "few_leave is a target: it has no --of NAME and no --scope SCOPE"),
        (["few_leave", "--scope", "all"], "few_leave is a target: it has no --of NAME and no --scope SCOPE"),
        (["asa", "--of", "nobody"], "asa is of all: choose with --of NAME or --scope SCOPE"),
        (["asa", "--by", "day"], "holds a risk analysis, whose picture has no --by day"),
        (["asa", "--of", "a", "--of", "b"], "is of one thing: give --of once"),
    ],
)
def test_pictures_that_cannot_be_drawn(saved, tmp_path, arguments, says):
    done = run("plot", saved, *arguments, "-o", tmp_path / "a.png")
    assert done.exit_code == 2 and says in " ".join(done.stderr.split()) and not (tmp_path / "a.png").exists()


def test_pictures_in_files(saved, tmp_path):
    for options in ([], ["--by", "input"]):
        done = run("plot", saved, "eighty_twenty", *options, "-o", tmp_path / "a.svg")
        assert done.exit_code == 0 and "<svg" in (tmp_path / "a.svg").read_text()
    with pytest.raises(ResultsError, match="cannot read"):
        ccsim.plot.distribution(tmp_path, "asa")
