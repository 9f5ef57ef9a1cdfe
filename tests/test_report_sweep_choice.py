"""Of a sweep over what a planner chooses and what he does not: the answer holds at every value of the latter."""

from __future__ import annotations

import re

import numpy as np
import pytest
from click.testing import CliRunner
from sweep_experiments import GRID, SCENARIO, write

from ccsim.cli.main import cli
from ccsim.report import sweep_choice_answer as answer
from ccsim.report.sweep_choice import choices
from ccsim.report.sweep_points import MET, MISSED, UNCERTAIN, UNKNOWN, Points
from ccsim.scenario.change import read_change
from ccsim.scenario.decided import decided, together
from ccsim.study.sweep import sweep


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("agents.voice.staffing[mon]", True),
        ("agents.*.shifts.early.agents", True),
        ("agents.voice.skills", True),
        ("agents.voice.skills.calls.aht", False),
        ("agents.voice.shrinkage", False),
        ("agents.voice.absence.share", False),
        ("agents.voice.cost_per_hour", None),
        ("routing.preferences.calls[1].after", True),
        ("contacts.*.arrivals", False),
        ("contacts.calls.patience.exponential.mean", False),
        ("contacts.calls.handle_time", False),
        ("contacts.calls.priority", True),
        ("segments.vip.share", False),
        ("reminders.day_before.before", True),
        ("reminders.*.remembers", False),
        ("appointments.visits.overbooking", True),
        ("appointments.visits.no_show.by_lead", False),
        ("orchestration.back.callback.attempts", True),
        ("orchestration.back.callback.reach", False),
        ("orchestration.back.accepted", False),
        ("self_service.bot.containment", False),
        ("targets.asa.at_most", None),
        ("calendar.days", None),
    ],
)
def test_what_a_planner_decides(path, wanted):
    assert decided(read_change(f"{path}=1").path) is wanted


def test_what_is_changed_together_is_of_one_kind_or_of_none():
    staffing, patience = ("agents", "a", "staffing"), ("contacts", "c", "patience")
    assert together([staffing, ("routing", "agent_rule")]) is True
    assert together([staffing, patience]) is None and together([]) is None


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return sweep(write(tmp_path_factory.mktemp("choice"), GRID + "    replications: 2\n"))


def standing(found, *kinds):
    """The points, 2, 3 and 4 people by 90 s and 3 min of patience, with these verdicts."""
    points = Points(found)
    points.standing = np.array(kinds)
    return points


def told(best):
    return {language: [note(language) for note in best.notes] for language in ("en", "es")}


def test_the_cheapest_that_holds_whatever_patience_is_comes_first(found):
    own = choices(standing(found, MISSED, MISSED, MET, UNCERTAIN, MET, MET))
    kind, mark, verdict = answer.verdict(own)
    assert (kind, mark) == ("met", "✔")
    assert verdict("en") == "One of 3 choices of team meets all targets at every value of patience that was tried."
    best = answer.chosen(own)
    assert best.heading("en") == "The only choice that meets all targets at every value of patience tried"
    assert best.settings == [("team", "4")] and best.cost("en").endswith(" paid hours")
    assert best.which("en") == "Points 5, 6"
    cheaper = {language: re.sub(r"\([\d.]+ ", "(N ", notes[0]) for language, notes in told(best).items()}
    assert cheaper["en"] == "Cheaper: team 3 (N paid hours): met at patience 90 s; not surely at patience 3 min."
    spanish = "Más barato: team 3 (N horas pagadas): se cumplen con patience 90 s; no es seguro con patience 3 min."
    assert cheaper["es"] == spanish
    assert "No planner chooses patience" in told(best)["en"][1]


def test_of_several_that_hold_the_cheapest(found):
    best = answer.chosen(choices(standing(found, MISSED, MISSED, MET, MET, MET, MET)))
    assert best.heading("en").startswith("The cheapest choice that meets") and best.settings == [("team", "3")]
    assert not any("Cheaper" in note for note in told(best)["en"])


def test_where_none_holds_everywhere_that_is_said(found):
    own = choices(standing(found, MISSED, MISSED, MET, MISSED, MET, MISSED))
    kind, _, verdict = answer.verdict(own)
    assert kind == "missed"
    assert verdict("en") == "No choice of team meets all targets at every value of patience that was tried."
    best = answer.chosen(own)
    assert best.heading("en") == "The choice that comes closest at all values of patience"
    assert best.settings == [("team", "3")]
    assert "All targets: met at patience 90 s; missed at patience 3 min." in told(best)["en"]


def test_where_one_may_hold_everywhere(found):
    own = choices(standing(found, MISSED, MISSED, MET, UNCERTAIN, MET, UNCERTAIN))
    kind, _, verdict = answer.verdict(own)
    assert kind == "uncertain" and verdict("en").endswith("that was tried; 2 of 3 may.")
    best = answer.chosen(own)
    assert best.heading("en").startswith("The cheapest choice that may meet") and best.settings == [("team", "3")]


def test_points_that_are_missing_are_neither_met_nor_possible(found):
    points = standing(found, UNKNOWN, UNKNOWN, MET, UNKNOWN, MET, MISSED)
    points.finished = points.standing != UNKNOWN
    own = choices(points)
    assert own.standing == [UNKNOWN, UNCERTAIN, MISSED]
    assert answer.verdict(own)[2]("en").endswith("; 1 of 3 may.")
    best = answer.chosen(own)
    assert best.settings == [("team", "3")]
    assert "All targets: met at patience 90 s; not simulated at patience 3 min." in told(best)["en"]


def test_nothing_is_said_of_who_decides_where_that_is_not_known(tmp_path):
    """Of a target's bound, which may be either."""
    given = "contacts.calls.patience.exponential.mean, values: [90 s, 3 min]"
    text = GRID.replace(given, "targets.eighty_twenty.at_least, values: [10%, 99%]")
    assert choices(Points(sweep(write(tmp_path, text + "    replications: 2\n")))) is None


def test_the_page_opens_with_it(tmp_path):
    """Through the command, in both languages."""
    file = write(tmp_path, GRID + "    replications: 2\n", SCENARIO.replace("at_least: 80%", "at_least: 1%"))
    ran = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(tmp_path / "out")])
    assert ran.exit_code == 0, ran.output
    shown = (tmp_path / "out" / "report.html").read_text(encoding="utf-8").partition('id="effects"')[0]
    assert "at every value of patience that was tried." in shown
    assert "en todos los valores probados de patience" in shown
    assert "The cheapest point that meets" not in shown
