"""The report of a comparison as text: its answer, its numbers, and folders as they were."""

from __future__ import annotations

import json
import random
import re

import pytest
from click.testing import CliRunner

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import OutputError
from ccsim.report import comparison_answer, differences, side_tables
from ccsim.report.answer import counts, target_rows
from ccsim.report.comparison_page import page
from ccsim.report.forest import first, forest
from ccsim.report.frontier import frontier, undominated
from ccsim.report.frontier import variant as frontier_variant
from ccsim.report.plans import Plan, ranked, standing
from ccsim.report.selection_page import page as selection_page
from ccsim.report.words import as_is

REPORT = "report.html"
MORE, LESS = "agents.team.staffing+=2", "agents.team.staffing-=1"


@pytest.fixture
def compared(small_file):
    def run(*changes, **options):
        base = ccsim.load(small_file)
        others = [ccsim.load(small_file, changes=one if isinstance(one, list) else [one]) for one in changes]
        return ccsim.compare(base, *others, **{"replications": 20, **options})

    return run


def plans_of(summary):
    return ranked([summary["base"], *summary["alternatives"]], summary["choice"]["first"])


def answer(comparison):
    summary = comparison.summary()
    return comparison_answer.verdict(summary, plans_of(summary))


def told(found, language="en"):
    return " ".join([found.headline(language), *(line(language) for line in found.lines)]).replace("\u202f", "")


def page_data(text):
    return json.loads(re.search(r'<script type="application/json" id="page-data">(.*?)</script>', text, re.S).group(1))


@pytest.mark.parametrize(
    ("verdicts", "english", "spanish"),
    [
        (["met"], "meets its target", "cumple su objetivo"),
        (["met", "met"], "meets all 2 targets", "cumple los 2 objetivos"),
        (["uncertain"], "1 target uncertain: a", "1 objetivo incierto: a"),
        (["uncertain", "uncertain"], "2 targets uncertain: a, b", "2 objetivos inciertos: a, b"),
        (["missed"], "misses a", "incumple a"),
        (
            ["met", "missed", "uncertain"],
            "meets 1 of 3 targets; misses b; 1 target uncertain: c",
            "cumple 1 de 3 objetivos; incumple b; 1 objetivo incierto: c",
        ),
    ],
)
def test_what_is_not_decided_does_not_read_as_missed(verdicts, english, spanish):
    targets = [{"name": name, "verdict": verdict} for name, verdict in zip("abc", verdicts, strict=False)]
    plan = Plan(1, "more", False, {"targets": targets})
    assert (standing(plan)("en"), standing(plan)("es")) == (english, spanish)
    said = counts({"targets": targets})("es")
    assert "0 de" not in said and ("incumple" in said) == ("missed" in verdicts)


def test_which_plan_to_take(compared):
    """The one that `cheapest` names, whether it holds, what it costs, and by how much that is more than the base's."""
    comparison = compared(MORE, "agents.team.staffing+=3", names=["two more", "three more"])
    found = answer(comparison)
    assert comparison.choice.first == "two more" and found.verdict == "met" and found.mark == "✔"
    assert found.headline("en") == "two more is the cheapest plan that meets every target."
    assert found.headline("es") == "two more es el plan más barato que cumple todos los objetivos."
    cost = comparison.alternatives[0].result.estimates.get("all", "all", "cost").mean
    row = next(one for one in comparison.alternatives[0].findings if one.compared.text == "cost").difference
    assert f"It costs {cost:.0f} for 2 days" in told(found).replace("\u00a0", " ")
    ends = re.search(r"Costs ([\d.]+) to ([\d.]+) more than the base", told(found))
    low, high = (round(end, 1) for end in (row.low, row.high))
    assert (float(ends[1]), float(ends[2])) == (low, high)
    assert "Also meets every target: three more." in told(found)
    assert "The base, Small team: meets 1 of 2 targets; misses “calls: service level" in told(found)
    spanish = told(found, "es").replace("\u00a0", " ")
    assert "La base, Small team: cumple 1 de 2 objetivos; incumple «calls: nivel de servicio en 20 s" in spanish
    only = answer(compared(MORE, names=["two more"]))
    assert only.headline("en") == "two more is the only plan that meets every target."


def test_no_plan_and_not_decided(compared, small_file):
    none = answer(compared(LESS, names=["one less"]))
    assert none.verdict == "missed" and none.headline("en") == "No plan meets every target."
    assert "All plans miss the same targets. “calls: service level within" in told(none), "one less makes it worse"
    assert re.search(r"at least 80.%”: [\d.]+.% with Small team; [\d.]+.% with one less\.", told(none))
    assert "Closest to what is asked, by its mean: Small team (the base)." in told(none)
    small_file.write_text(small_file.read_text().replace("at_least: 80%", "at_least: 58%"))
    unsure = answer(compared(LESS, names=["one less"], replications=4))
    assert unsure.verdict == "uncertain" and "No plan is certain to meet every target yet" in told(unsure)
    assert "Small team may: meets 1 of 2 targets; 1 target uncertain: “calls: service level" in told(unsure)
    small_file.write_text(small_file.read_text().split("targets:")[0])
    without = answer(compared(LESS, names=["one less"]))
    assert without.verdict == "" and without.headline("en") == "There are no targets to meet; one less costs least."


def judged(name, *verdicts):
    asked = {"per": "horizon", "share": 1.0, "ignore_below": 0.0, "probability": None}
    of = {"measure": "no_show_rate", "scope": "all", "scope_name": "", "each": None, "asked": asked, "at_least": False}
    estimate = {"mean": 0.188, "low": 0.18, "high": 0.1996}
    targets = [
        of | {"name": "abc"[at], "bound": 0.2 - at / 100, "verdict": verdict, "estimate": estimate}
        for at, verdict in enumerate(verdicts)
    ]
    return {"name": name, "targets": targets, "contacts": [], "currency": "", "estimates": [], "differences": []}


@pytest.mark.parametrize(
    ("base", "less", "says"),
    [
        (
            ("missed", "uncertain"),
            ("missed", "met"),
            "All plans miss the same targets. “No-show rate at most 20 %”: 18.8 % with less; 18.8 % with base. "
            "They differ in “No-show rate at most 19 %”: met with less; uncertain with base.",
        ),
        (
            ("missed", "met"),
            ("met", "missed"),
            "Nobody misses fewer targets than less, base, and each of them misses others. less: meets 1 of "
            "2 targets; misses “No-show rate at most 19 %” (found: 18.8 %).",
        ),
        (("missed", "missed"), ("missed", "met"), "Fewest missed by less: meets 1 of 2 targets; misses “No-show rate"),
    ],
)
def test_plans_that_all_miss_something_are_told_apart(base, less, says):
    choice = {"first": None, "perhaps": [], "measure": "cost", "met": [], "targets": True}
    summary = {"choice": choice, "center": {"days": 1}, "currency": ""}
    plans = ranked([judged("base", *base), judged("less", *less)])
    assert says in told(comparison_answer.verdict(summary, plans)).replace("\u00a0", " ")


def test_what_no_plan_changes_is_said_of_all_of_them_at_once(compared):
    """Where paired differences of what the target is about are known, and none matters surely."""
    idle = compared("contacts.sales.handle_time+=1 s", names=["a second"], replications=4)
    found = answer(idle)
    assert re.match(
        r"No plan meets every target. Every plan misses “calls: service level within 20.s at least 80.%”, and none of "
        r"those tried surely changes it: [\d.]+.% to [\d.]+.%\.",
        told(found),
    )
    assert "All plans miss the same targets" not in told(found)


def test_a_change_without_any_effect_is_called_that(compared):
    summary = compared("contacts.calls.lost_value=12", names=["idle"], replications=2).summary()
    (plan,) = [plan for plan in plans_of(summary) if not plan.base]
    effect = comparison_answer.effect(plan, "cost", summary["center"])
    assert effect.overall("en").startswith("No effect at all on what is compared: every figure is the same.")
    assert (effect.cost, effect.told, effect.alike, effect.open) == (None, [], None, None)
    assert page(summary).count("Check that the change can act.") >= 3  # card, table, differences


def test_alternatives_are_counted_and_the_base_is_not(compared):
    summary = compared(MORE, LESS, names=["two more", "one less"], replications=2).summary()
    plans = plans_of(summary)
    assert [plan.number for plan in plans if not plan.base] == [1, 2]
    assert [plan.number for plan in plans if plan.base] == [0]
    assert '<span class="number">0</span>' not in page(summary)


def test_warnings_say_of_which_plan_they_are(compared):
    summary = compared(MORE, names=["two more"], replications=2).summary()
    text = page({**summary, "warnings": ["nobody comes"], "notes": ["two more: nobody goes"], "sentences": {}})
    warned = text.split('id="h-warnings"')[1]
    assert "Small team (the base): nobody comes" in warned and ">two more: nobody goes" in warned


def test_an_end_that_rounds_to_the_bound_gets_a_digit_more():
    (row,) = target_rows(judged("base", "uncertain"))
    assert row.interval.replace("\u00a0", " ") == "18.0 % \u2013 19.96 %"


def test_the_base_is_named_where_it_is_the_one_to_take(compared, small_file):
    small_file.write_text(small_file.read_text().replace("at_least: 80%", "at_least: 20%"))
    found = answer(compared(MORE, names=["two more"]))
    assert found.headline("en") == "The base, Small team, is the cheapest plan that meets every target."
    assert "Also meets every target: two more." in told(found) and "than the base" not in told(found)


def test_what_is_not_told_apart_is_never_called_better(compared):
    summary = compared(
        MORE, "contacts.calls.talk_time=181 s", names=["two more", "a second longer"], replications=4
    ).summary()
    plans = [plan for plan in plans_of(summary) if not plan.base]
    seen = set()
    for plan in plans:
        effect = comparison_answer.effect(plan, "cost", summary["center"])
        paid = comparison_answer.cost_against_base(plan, "cost")
        rows = [row for row in plan.record["differences"] if row is not paid]
        verdicts = [row["verdict"] for row in rows]
        seen |= set(verdicts)
        decided = [one for one in verdicts if one not in ("undecided", "no practical difference")]
        assert sorted(verdict for verdict, _ in effect.told) == sorted(decided)[: len(effect.told)] or effect.more
        for row, what in zip(rows, differences.labels(rows, summary["center"], within=True), strict=True):
            if row["verdict"] == "undecided":
                assert what("en") in effect.open("en")
                assert not any(line("en").startswith(what("en")) for _, line in effect.told)
    assert {"better", "undecided"} <= seen


def test_service_for_money_is_called_that(compared):
    summary = compared(MORE, LESS, names=["two more", "one less"]).summary()
    center = summary["center"]
    plans = {plan.name: comparison_answer.effect(plan, "cost", center) for plan in plans_of(summary) if not plan.base}
    assert plans["two more"].overall("en") == "Better service for more money: nothing else is worse."
    assert plans["one less"].overall("es") == "Menos dinero por peor servicio: nada más mejora."


def test_figures_have_the_numbers_of_the_file(compared):
    comparison = compared(MORE, LESS, names=["two more", "one less"])
    summary = comparison.summary()
    figures = {one["id"]: one for one in page_data(page(summary))["figures"]}
    rows = {differences.key(row): row for one in summary["alternatives"] for row in one["differences"]}
    assert set(figures["forest"]["variants"]) == set(rows) and len(rows) > 4
    for key, variant in figures["forest"]["variants"].items():
        drawn = {row[1]["$name"]: row[2:8] for row in variant["rows"]}
        for one in summary["alternatives"]:
            row = next(found for found in one["differences"] if differences.key(found) == key)
            size = 0.01 if row["unit"] == "share" else 1.0
            wanted = [row["base"], row["other"], *(row[end] / size for end in ("difference", "low", "high", "margin"))]
            assert [value for value, *_ in drawn[one["name"]]] == pytest.approx(wanted, rel=1e-6), key
    systems = {one["name"]: one for one in (summary["base"], *summary["alternatives"])}
    for key, variant in figures["service_cost"]["variants"].items():
        scope, name, measure, _ = key.split("/")
        for row in variant["rows"]:
            own = systems[row[1]["$name"]]
            of = next(
                one for one in own["estimates"] if (one["scope"], one["name"], one["measure"]) == (scope, name, measure)
            )
            wanted = [own["cost"][end] for end in ("mean", "low", "high")] + [
                of[end] for end in ("mean", "low", "high")
            ]
            assert [value for value, *_ in row[2:8]] == pytest.approx(wanted, rel=1e-6)


def test_the_band_is_what_does_not_matter(compared):
    summary = compared(MORE, names=["two more"], margins={"abandonment_rate": "3 points"}).summary()
    plans = [plan for plan in plans_of(summary) if not plan.base]
    figure = forest(plans, summary["center"], "")
    band, zero = figure["variants"]["all/all/abandonment_rate/"]["layout"]["shapes"]
    assert (band["x0"], band["x1"]) == (pytest.approx(-3), pytest.approx(3)) and zero["x0"] == zero["x1"] == 0
    sides = [one["text"] for one in figure["variants"]["all/all/abandonment_rate/"]["layout"]["annotations"]]
    assert {"$word": "side_less_better"} in sides and {"$word": "side_more_worse"} in sides
    assert figure["choices"][0]["key"] == first(plans) == "contact/calls/service_level/"
    assert figure["choices"][0]["name"]["$said"]["es"] == "calls: nivel de servicio en 20\u00a0s"


def test_the_frontier_by_hand():
    points = [(10.0, 0.8), (12.0, 0.9), (11.0, 0.7), (12.0, 0.85), (15.0, 0.9)]
    assert undominated(points, more=True) == [0, 1]
    assert undominated(points, more=False) == [0, 2]


def test_the_frontier_has_only_steps_that_matter():
    """Cents are no trade-off, however many follow one another; nor is service that differs by chance."""

    def by_two(one, other):
        return points[one][0] > points[other][0] + 2

    points = [(10.0, 0.8), (10.5, 0.9), (11.0, 0.85), (20.0, 0.95), (20.1, 0.7)]
    assert undominated(points, True, by_two) == [1, 3]
    points = [(float(cost), cost / 100) for cost in range(10, 20)]
    assert [points[at][0] for at in undominated(points, True, by_two)] == [12, 15, 19]
    points = [(10.0, 0.8), (12.0, 0.801), (30.0, 0.802), (50.0, 0.9)]
    assert undominated(points, True, by_two, lambda one, other: points[one][1] > points[other][1] + 0.01) == [1, 3]


def test_the_frontier_against_every_pair():
    """Where any difference counts: those of which no other costs no more and serves no worse, of equal ones one."""
    numbers = random.Random(5)
    for _ in range(200):
        points = [(float(numbers.randint(0, 6)), float(numbers.randint(0, 6))) for _ in range(7)]
        for more in (True, False):
            sign = 1 if more else -1
            free = {
                (cost, service)
                for cost, service in points
                if not any(
                    other <= cost and sign * own >= sign * service and (other, own) != (cost, service)
                    for other, own in points
                )
            }
            found = undominated(points, more)
            assert {points[at] for at in found} == free and len(found) == len(free)


def test_the_frontier_asks_what_is_known_against_the_base(compared):
    """Costs that surely differ by less than 1 %, and one that may not differ at all, are one level with the base."""
    summary = compared(MORE, LESS, names=["two more", "one less"]).summary()
    plans = plans_of(summary)
    base = next(plan for plan in plans if plan.base)

    def on_the_line():
        found = frontier(plans, base, summary["center"], summary["currency"])
        variant = found["variants"]["contact/calls/service_level/"]
        return {row[1]["$name"] for row in variant["rows"] if row[-1] == {"$word": "yes"}}

    assert on_the_line() == {"Small team", "two more", "one less"}
    [row] = [
        one
        for one in next(plan for plan in plans if plan.name == "two more").record["differences"]
        if one["measure"] == "cost"
    ]
    row["low"] = -1.0
    assert on_the_line() == {"two more", "one less"}


def test_plans_in_one_place_are_both_called_and_seen(compared):
    """One label for both, and a ring around the point; no sign of a place is also one of a verdict."""
    summary = compared("contacts.calls.lost_value=12", replications=2).summary()
    found = frontier(plans_of(summary), plans_of(summary)[0], summary["center"], summary["currency"])
    drawn = found["variants"]["contact/calls/service_level/"]["data"]
    labels = [one["$said"]["en"] for trace in drawn for one in trace["text"]]
    assert labels[0] == "base ?, 1 ?"
    on, off = (next(one for one in drawn if one["name"] == {"$word": f"frontier_{key}"}) for key in ("on", "off"))
    assert off["marker"]["symbol"] == "circle-open" and off["marker"]["size"] > on["marker"]["size"]


def test_a_plan_that_pays_in_other_money_has_no_place_on_the_frontier(compared):
    summary = compared("currency=EUR", MORE, names=["in euros", "two more"]).summary()
    plans = plans_of(summary)
    found = frontier(plans, next(plan for plan in plans if plan.base), summary["center"], summary["currency"])
    rows = next(iter(found["variants"].values()))["rows"]
    assert {row[1]["$name"] for row in rows} == {"Small team", "two more"}


def estimates(measure, unit, *values):
    """A mean with half a width each."""
    of = {"scope": "all", "name": "all", "measure": measure, "unit": unit}
    return [{**of, "mean": mean, "low": mean - half, "high": mean + half} for mean, half in values]


@pytest.mark.parametrize(
    ("costs", "services", "more", "there"),
    [
        ([(100, 1), (200, 1)], [(0.6, 0.01), (0.9, 0.01)], True, True),
        ([(100, 1), (200, 1)], [(0.8, 0.15), (0.9, 0.01)], True, False),  # a cross that reaches up
        ([(150, 60), (200, 1)], [(0.9, 0.01), (0.6, 0.01)], True, False),  # a cross that reaches to the left
        ([(100, 1), (200, 1)], [(0.9, 0.01), (0.6, 0.01)], True, False),  # the plan itself is cheap and good
        ([(100, 1), (200, 1)], [(9.0, 0.1), (5.0, 0.1)], False, True),
        ([(100, 1), (200, 1)], [(5.0, 0.1), (9.0, 0.1)], False, False),
        ([(100, 0), (100, 0)], [(0.5, 0.0), (0.5, 0.0)], True, True),
    ],
)
def test_the_corner_is_named_where_nothing_is_drawn(compared, costs, services, more, there):
    plan = plans_of(compared(MORE, names=["two more"], replications=2).summary())[0]
    measured = estimates("cost", "money", *costs), estimates("service_level", "share", *services)
    points = [(plan, *both) for both in zip(*measured, strict=True)]
    drawn = frontier_variant(points, as_is("service"), more, "USD")
    assert bool(drawn["layout"]["annotations"]) == there
    for axis, values in (("xaxis", costs), ("yaxis", services)):
        first, last = drawn["layout"][axis]["range"]
        assert first < min(mean - half for mean, half in values) and max(mean + half for mean, half in values) < last


def test_targets_stand_side_by_side(compared):
    comparison = compared(MORE, "targets.eighty_twenty.at_least=70%", names=["two more", "asks less"])
    summary = comparison.summary()
    plans, center = plans_of(summary), summary["center"]
    matrix = side_tables.matrix(plans, center)
    assert [one.sentence("en").split("at ")[-1] for one in matrix.targets if one.name == "eighty_twenty"] == [
        "least 80\u00a0%",
        "least 70\u00a0%",
    ]
    of = {plan.name: place for place, plan in enumerate(plans)}
    own, other = (row for one, row in zip(matrix.targets, matrix.cells, strict=True) if one.name == "eighty_twenty")
    assert own[of["asks less"]] is None and other[of["Small team"]] is None
    for name, result in comparison.results.items():
        verdict = next(one for one in result.targets if one.name == "eighty_twenty").verdict
        judged = (other if name == "asks less" else own)[of[name]]
        assert judged.verdict == verdict and judged.found("en").endswith("%")
    assert not matrix.turned and side_tables.matrix(plans * 3, center).turned


def test_what_was_changed(compared):
    summary = compared([MORE, "contacts.sales.patience=5 min"], LESS, names=["two more", "one less"]).summary()
    changed = {
        one.plan.name: one for one in side_tables.changed(plans_of(summary), summary["inputs"], summary["sentences"])
    }
    assert changed["two more"].typed == [MORE, "contacts.sales.patience=5 min"]
    assert any("5 min" in after and "5 min" not in before for _, _, before, after in changed["two more"].inputs)
    assert changed["one less"].typed == [LESS]
    text = page(summary)
    assert MORE in text and f"--with &#39;one less: {LESS}&#39;" in text


def test_a_comparison_and_its_folder_make_the_same_page(compared, tmp_path):
    comparison = compared(MORE, names=["two more"], margins={"asa": "5 s"}, measures=["asa", "service_level", "cost"])
    written = comparison.save(tmp_path / "out")
    assert [path.name for path in written] == ["comparison.csv", "comparison.json", REPORT]
    before, listed = ((tmp_path / "out" / name).read_bytes() for name in (REPORT, "comparison.json"))
    done = CliRunner().invoke(cli, ["report", str(tmp_path / "out")])
    assert done.exit_code == 0 and done.stderr == f"wrote {tmp_path / 'out' / REPORT}\n"
    assert (tmp_path / "out" / REPORT).read_bytes() == before and len(before) < 6_000_000
    assert json.loads((tmp_path / "out" / "comparison.json").read_bytes()) == json.loads(listed)
    assert CliRunner().invoke(cli, ["report", str(tmp_path / "out"), "--lang", "es"]).exit_code == 0
    assert b'<html lang="es"' in (tmp_path / "out" / REPORT).read_bytes()
    comparison.save(tmp_path / "out")  # its own, whichever language it opens in
    assert (tmp_path / "out" / REPORT).read_bytes() == before
    assert b"--measure asa --measure service_level --measure cost --margin &#39;asa=5 s&#39;" in before


def test_a_selection_and_its_folder_make_the_same_page(small_file, tmp_path):
    out = tmp_path / "out"
    command = ["compare", str(small_file), "--with", f"two more: {MORE}", "--with", f"one less: {LESS}", "--quiet"]
    chosen = [*command, "--select", "asa", "--delta", "2 s", "--out", str(out)]
    for language in ("es", "en"):
        done = CliRunner().invoke(cli, [*chosen, "--lang", language])
        assert done.exit_code == 0, done.stderr
        assert f'<html lang="{language}"' in (out / REPORT).read_text(encoding="utf-8")
    before = (out / REPORT).read_text(encoding="utf-8")
    assert "two more is the best by mean wait of the answered (ASA)." in before
    assert "two more es el mejor en espera media de los atendidos (ASA)." in before
    assert "ccsim compare BASE --with &#39;two more: agents.team.staffing+=2&#39;" in before
    summary = json.loads((out / "selection.json").read_text())
    rows = next(one for one in page_data(before)["figures"] if one["id"] == "behind")["rows"]
    of = {one["name"]: one for one in summary["systems"]}
    for _, name, mean, _, _, least, most, replications in rows:
        own = of[name["$name"]]
        assert [mean[0], least[0], most[0]] == pytest.approx([own["estimate"]["mean"], *own["behind"]], rel=1e-6)
        assert replications == str(own["replications"])
    assert CliRunner().invoke(cli, ["report", str(out)]).exit_code == 0
    assert (out / REPORT).read_text(encoding="utf-8") == before


def test_a_selection_that_is_not_decided_says_so(small_file):
    base, more = ccsim.load(small_file), ccsim.load(small_file, changes=["contacts.calls.talk_time=181 s"])
    summary = ccsim.select(base, more, names=["a second longer"], measure="asa", delta="1 min").summary()
    assert "Any of these will do, within 60\u00a0s of the best by mean wait" in selection_page(summary)
    assert "is not decided yet" in selection_page({**summary, "best": None})
    close = selection_page({**summary, "will_do": [summary["best"]], "perhaps": ["Small team", "a second longer"]})
    assert "Not told apart by 60\u00a0s" in close


def test_results_outlive_a_bug_of_the_page(compared, tmp_path, monkeypatch):
    comparison = compared(MORE, names=["two more"], replications=3)
    comparison.save(tmp_path / "out")

    def bug(summary, language):
        raise KeyError("bug")

    monkeypatch.setattr("ccsim.report.comparison_page.page", bug)
    with pytest.raises(KeyError, match="bug"):
        comparison.save(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["comparison.csv", "comparison.json"]
    monkeypatch.undo()
    comparison.save(tmp_path / "out")
    assert (tmp_path / "out" / REPORT).is_file()


def test_what_somebody_else_put_there_stays(compared, tmp_path):
    comparison = compared(MORE, names=["two more"], replications=3)
    comparison.save(tmp_path / "out")
    mine = tmp_path / "out" / REPORT
    mine.write_text("mine")
    with pytest.raises(OutputError, match=r"there is a report\.html already"):
        comparison.save(tmp_path / "out")
    done = CliRunner().invoke(cli, ["report", str(tmp_path / "out")])
    assert done.exit_code == 2 and "did not write it or it was changed since" in done.stderr
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("gone", ["center", "inputs", "sentences", "estimates"])
def test_the_folder_of_an_older_ccsim_is_refused(compared, tmp_path, gone):
    out = tmp_path / "out"
    compared(MORE, names=["two more"], replications=3).save(out)
    said = json.loads((out / "comparison.json").read_text())
    del (said["base"] if gone == "estimates" else said)[gone]
    (out / "comparison.json").write_text(json.dumps(said))
    before = (out / REPORT).read_bytes()
    done = CliRunner().invoke(cli, ["report", str(out)])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
    assert "an older ccsim wrote comparison.json" in done.stderr and "run the same command again" in done.stderr
    assert (out / REPORT).read_bytes() == before
    for wrong in ("[]", "{", json.dumps({**said, "alternatives": 3})):
        (out / "comparison.json").write_text(wrong)
        done = CliRunner().invoke(cli, ["report", str(out)])
        assert done.exit_code == 2 and "comparison.json: it is not as ccsim wrote it" in done.stderr


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_sentence_is_said_in_every_language(compared, language):
    summary = compared(MORE, LESS, "currency=EUR", names=["<b>two</b>", "one less", "x"], replications=4).summary()
    text = page(summary, language)
    assert f'<html lang="{language}"' in text
    shown = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.S)
    assert "{" not in shown and "undefined" not in shown and "None" not in shown
    assert "<b>" not in shown and "&lt;b&gt;two&lt;/b&gt;" in shown


def words_of(found):
    """Keys of words that figures leave to the page."""
    if isinstance(found, dict):
        return {found["$word"]} if "$word" in found else {key for one in found.values() for key in words_of(one)}
    return {key for one in found for key in words_of(one)} if isinstance(found, list) else set()


def test_figures_say_words_that_there_are(compared, small_file):
    others = [ccsim.load(small_file, changes=[one]) for one in (MORE, LESS)]
    selected = ccsim.select(ccsim.load(small_file), *others, measure="asa", delta="2 s").summary()
    for text in (page(compared(MORE, LESS, replications=4).summary()), selection_page(selected)):
        data = page_data(text)
        for figure in data["figures"]:
            used = words_of(figure) | {f"fig_{figure['id']}"}
            assert len(used) > 8 and used <= set(data["words"]["en"]) & set(data["words"]["es"])
