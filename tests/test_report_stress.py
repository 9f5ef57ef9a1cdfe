"""The report of a stress test as text: what breaks the plan, what one agent more brings, and folders as they were."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

import ccsim
from ccsim.cli.main import cli
from ccsim.report.plans import Plan
from ccsim.report.stress_answer import changed, verdict
from ccsim.report.stress_page import held, page
from ccsim.report.stress_words import line_called
from ccsim.report.words import LANGUAGES, said


def answer(summary):
    systems = [summary["comparison"]["base"], *summary["comparison"]["alternatives"]]
    lines = {row["line"]: row for row in summary["lines"] if row["kind"] != "as_it_is" and not row["why_not"]}
    return verdict(summary, held(systems, lines), lines)


def stressed(file, bound, **options):
    file.write_text(file.read_text().replace("at_least: 80%", f"at_least: {bound}"))
    return ccsim.stress(file, **{"replications": 20, **options})


def told(found, language="en"):
    return " ".join([found.headline(language), *(line(language) for line in found.lines)])


def test_what_breaks_the_plan(small_file):
    summary = stressed(small_file, "52%", replications=60).summary()
    breaking = [row["line"] for row in summary["lines"] if row["breaks"] and not row["group"]]
    happen = [row for row in summary["lines"] if row["kind"] == "what_if" and not row["why_not"]]
    found = answer(summary)
    assert 0 < len(breaking) < len(happen)
    assert (
        found.headline("en")
        == f"The plan holds as it is; {len(breaking)} of {len(happen)} things that may happen break it."
    )
    spoken = {code: told(found, code).replace("\u00a0", " ") for code in LANGUAGES}
    words = {
        "en": "“calls: service level within 20 s at least 52 %”: breaks with {}",
        "es": "«calls: nivel de servicio en 20 s de mínimo 52 %»: deja de cumplirse con {}",
    }
    for code, text in words.items():
        now = [row for row in summary["lines"] if row["breaks"]]
        called = ", ".join(line_called(row)(code) for row in now)
        assert text.format(called) in spoken[code]


def record_of(verdict, mean, bound=0.15):
    estimate = {"mean": mean, "low": mean - 0.001, "high": mean + 0.001}
    asked = {"per": "horizon", "share": 1.0, "ignore_below": 0.0, "probability": None}
    target = {"name": "they_come", "verdict": verdict, "estimate": estimate, "bound": bound, "at_least": False}
    of = {"measure": "no_show_rate", "scope": "appointment", "scope_name": "visits", "each": None, "asked": asked}
    return {"targets": [target | of], "contacts": [], "currency": ""}


@pytest.mark.parametrize(
    ("then", "says", "badge"),
    [
        (
            ("missed", 0.182),
            "brings “visits: no-show rate at most 15 %” to its bound; nearest is 18.2 %, with less.",
            "=",
        ),
        (("missed", 0.2), "to its bound or any nearer: 18.8 % as it is.", "="),
        (("met", 0.12), "“visits: no-show rate at most 15 %”: met with less.", "✔ repairs they_come"),
        (("uncertain", 0.15), "15 %”: uncertain with less.", "? uncertain: they_come"),
    ],
)
def test_whether_anything_brings_a_missed_target_to_its_bound(then, says, badge):
    base = Plan(0, "base", True, record_of("missed", 0.188), said("stress_now"))
    less = Plan(1, "less", False, record_of(*then))
    lines = {"less": {"kind": "what_if", "group": ""}}
    found = told(verdict({"comparison": {"center": {}}}, [base, less], lines)).replace("\u00a0", " ")
    assert "misses “visits: no-show rate at most 15 %” (found: 18.8 %)." in found and says in found
    (pill,) = changed(base, less)
    assert f"{pill.mark} {pill.words('en')}".startswith(badge)
    assert ("as it is now" in pill.words("en")) == (badge == "=")


def moved(surely, low, high):
    row = {"target": "they_come", "unit": "share", "at_least": False, "difference": (low + high) / 2}
    return {**row, "low": low, "high": high, "surely": surely}


@pytest.mark.parametrize(
    ("row", "differs", "badge"),
    [
        (moved("worse", 0.007, 0.012), True, "✖ still misses they_come, by 0.7 to 1.2 points more"),
        (moved("better", -0.012, -0.007), True, "= still misses they_come, by 0.7 to 1.2 points less"),
        (moved("", -0.001, 0.002), True, "= the same are met and missed"),
        (moved("", -0.001, 0.002), False, "= as it is now"),
    ],
)
def test_the_same_verdicts_are_as_it_is_now_only_where_nothing_moves(row, differs, badge):
    base = Plan(0, "base", True, record_of("missed", 0.188), said("stress_now"))
    less = Plan(1, "less", False, record_of("missed", 0.19))
    less.record["differences"] = [{"verdict": "worse" if differs else "undecided"}]
    (pill,) = changed(base, less, [row])
    assert f"{pill.mark} {pill.words('en')}".replace("\u00a0", " ") == badge


def test_who_helps_what_is_missed_is_said_before_who_brings_most(small_file):
    """With the paired difference that a comparison of the target's measure finds, wider as more hold together."""
    found = stressed(small_file, "80%", replications=10)
    summary = found.summary()
    (row,) = summary["moved"]["one more in team"]
    other = ccsim.load(small_file, changes=["agents.team.staffing+=1"])
    pair = ccsim.compare(small_file, other, measures=["service_level of calls"], replications=10).differences.iloc[0]
    assert row["difference"] == pytest.approx(pair.difference) and row["surely"] == "better"
    assert row["low"] < pair.low < pair.high < row["high"]
    assert {one["surely"] for name in summary["moved"] if "less in" in name for one in summary["moved"][name]} == {
        "worse"
    }
    (helps, most) = answer(summary).lines[-2:]
    assert "one agent more is seen to help it most in team, by" in helps("en") and "Apart from" in most("en")
    row["surely"] = ""
    assert "in no group is it certain that one agent more helps it" in answer(summary).lines[-2]("en")
    text = re.sub(r"<script.*?</script>|<style.*?</style>", "", page(found.summary()), flags=re.S)
    assert "still misses eighty_twenty, by" in text and " lost</span>" in text and " gained</span>" in text


@pytest.mark.parametrize(
    ("bound", "kind", "says"),
    [
        ("10%", "met", "The plan holds, and none of what was tried breaks it."),
        (
            "95%",
            "missed",
            "The plan does not hold even as it is. As it is: meets 1 of 2 targets; misses “calls",
        ),
    ],
)
def test_plans_that_nothing_breaks_and_that_do_not_hold(small_file, bound, kind, says):
    found = answer(stressed(small_file, bound, replications=6).summary())
    assert found.verdict == kind and says in told(found)


def test_without_targets_nothing_breaks(small_file):
    small_file.write_text(small_file.read_text().split("targets:")[0])
    found = answer(ccsim.stress(small_file, replications=3).summary())
    assert found.verdict == "" and found.headline("en") == "The scenario has no targets, so nothing can break."


def test_where_one_agent_more_brings_most(small_file):
    summary = stressed(small_file, "48%", replications=10).summary()
    row = next(one for one in summary["lines"] if one["kind"] == "one_more")
    assert row["gain_low"] > 0
    numbers = re.search(
        r"Apart from what the targets ask, one agent more .* most in team: (\S+) points .* \((\S+) to (\S+)\)",
        told(answer(summary)),
    )
    wanted = [row["gain"], row["gain_low"], row["gain_high"]]
    decimals = {len(one.partition(".")[2]) for one in numbers.groups()}
    assert len(decimals) == 1 and 10 ** -decimals.pop() <= (wanted[2] - wanted[1]) / 10, "digits tell the ends apart"
    assert [f"{one:.{len(text.partition('.')[2])}f}" for one, text in zip(wanted, numbers.groups(), strict=True)] == [
        *numbers.groups()
    ]
    other = {**row, "line": "one more in others", "group": "others", "gain": row["gain"] * 0.9}
    summary["lines"].append(other)
    assert "It may be no more than in others." in told(answer(summary))
    for one in summary["lines"]:
        if one["kind"] == "one_more":
            one["gain_low"] = -1.0
    assert "Apart from what the targets ask: in no group is it certain that one agent more improves" in told(
        answer(summary)
    )


def test_a_stress_test_and_its_folder_make_the_same_page(small_file, tmp_path):
    out = tmp_path / "out"
    command = ["stress", str(small_file), "--replications", "3", "--quiet", "--out", str(out)]
    assert CliRunner().invoke(cli, [*command, "--lang", "es"]).exit_code == 0
    assert b'<html lang="es"' in (out / "report.html").read_bytes()
    assert CliRunner().invoke(cli, command).exit_code == 0
    before = (out / "report.html").read_bytes()
    done = CliRunner().invoke(cli, ["report", str(out)])
    assert done.exit_code == 0 and (out / "report.html").read_bytes() == before
    summary = json.loads((out / "stress.json").read_text())
    text = before.decode()
    data = json.loads(re.search(r'id="page-data">(.*?)</script>', text, re.S).group(1))
    variants = data["figures"][0]["variants"]
    for row in summary["lines"]:
        for measure, size in (("service_level", 0.01), ("cost", 1.0)):
            called = line_called(row)("en")
            drawn = [one for one in variants[f"all/all/{measure}/"]["rows"] if one[1]["$said"]["en"] == called]
            for one in drawn:
                wanted = [row[f"{measure}_{end}"] / size for end in ("difference", "low", "high")]
                assert [value for value, *_ in one[4:7]] == pytest.approx(wanted, rel=1e-6)
            assert len(drawn) == (row["kind"] != "as_it_is" and not row["why_not"])
    shown = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.S)
    assert "{" not in shown and "None" not in shown and all(f'lang="{code}"' in shown for code in LANGUAGES)
    del summary["comparison"]
    (out / "stress.json").write_text(json.dumps(summary))
    old = CliRunner().invoke(cli, ["report", str(out)])
    assert old.exit_code == 2 and "an older ccsim wrote stress.json" in old.stderr


@pytest.mark.parametrize("language", ["en", "es"])
def test_lines_are_called_lines_and_counted(small_file, language):
    summary = ccsim.stress(small_file, replications=3).summary()
    text = re.sub(r"<script.*?</script>|<style.*?</style>", "", page(summary), flags=re.S)
    other = {"en": "es", "es": "en"}[language]
    shown = re.sub(r"<[^>]+>", "\n", re.sub(rf'<span lang="{other}">.*?</span>', "", text, flags=re.S))
    words = {
        "en": ("volume \u221210 %", "as it is", "one less in team", "this plan", "4 things that may happen"),
        "es": ("volumen \u221210 %", "como está", "uno menos en team", "este plan", "4 situaciones posibles"),
    }
    less, base, agent, plan, counted = words[language]
    assert less in shown and base in shown and agent in shown and counted in shown
    assert plan not in shown and "volume -10" not in shown and "Small team (" not in shown
    rows = len(re.findall(r'<tr><th scope="row"', text.split('id="plans"')[1].split("</table>")[0]))
    assert rows == 1 + sum(1 for row in summary["lines"] if row["kind"] != "as_it_is" and not row["why_not"])


def test_lines_that_could_not_be_tried_are_named(small_file):
    """With the reason in either language, where it can be said."""
    text = small_file.read_text().replace("handle_time: 5 min", "handle_time: 12 s").replace("talk_time", "handle_time")
    idle = "agents:\n  idle: {skills: [sales], staffing: 0}\n  team:"
    small_file.write_text(text.replace("agents:\n  team:", idle).replace("3 min, wrap_up: 30 s", "9 s"))
    summary = ccsim.stress(small_file, replications=3).summary()
    why = {row["line"]: row["why_not"] for row in summary["lines"] if row["why_not"]}
    assert why["AHT -15 s"] == (
        "calls: the mean is 9 s: '15 s' less would leave nothing; "
        "sales: the mean is 12 s: '15 s' less would leave nothing"
    )
    assert set(why) == {"AHT -15 s", "absence +3 points", "one less in idle"} and set(why.values()) == set(
        summary["sentences"]
    )
    shown = page(summary).split('id="page-data"')[0]
    for line in (
        "calls: la media es 9 s: con &#39;15 s&#39; menos no quedaría nada; sales: la media es 12 s: con",
        "todos los grupos se planifican por conteos: los conteos de personal son netos, el ausentismo ya está",
        "0 agentes programados, con 1 menos quedaría por debajo de 0",
        '<span lang="es">uno menos en idle</span>: <span lang="en">0 agents are planned, 1 less would be below 0<',
    ):
        assert line in shown
    del summary["sentences"]  # an older version wrote it
    shown = page(summary).split('id="page-data"')[0]
    assert '<bdi lang="en">0 agents are planned, 1 less would be below 0</bdi>' in shown
