"""`ccsim erlang` through its entry point; the figures are those of tests/test_erlang_closed_forms.py."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ccsim.cli.main import cli

LOAD = ("--rate", "200 per h", "--aht", "4 min")


def erlang(*arguments):
    return CliRunner().invoke(cli, ["erlang", *arguments])


@pytest.mark.parametrize(
    ("arguments", "agents"),
    [
        (("c", *LOAD, "--service-level", "80%"), 17),
        (("c", *LOAD, "--delay-probability", "0.2"), 18),
        (("a", *LOAD, "--patience", "3 min", "--service-level", "80%"), 16),
        (("a", *LOAD, "--patience", "3 min", "--abandonment", "5%"), 16),
        (("a", *LOAD, "--patience", "3 min", "--service-level", "80%", "--abandonment", "3%"), 17),
        (("b", "--rate", "20.015 per min", "--aht", "4.2 min", "--blocking", "1%"), 100),
    ],
)
def test_agents_needed(arguments, agents):
    done = erlang(*arguments)
    assert done.exit_code == 0 and done.stderr == ""
    assert done.stdout.startswith(f"{agents} agents for ")
    marked = [line for line in done.stdout.splitlines() if line.lstrip().startswith("> ")]
    assert len(marked) == 1 and marked[0].split()[1] == str(agents)
    assert json.loads(erlang(*arguments, "--json").stdout)["agents"] == agents


@pytest.mark.parametrize(
    ("target", "bound"), [("--asa", "10 s"), ("--occupancy", "75%"), ("--delay-probability", "10%")]
)
def test_the_number_found_meets_the_target_and_one_less_does_not(target, bound):
    name, limit = target[2:].replace("-", "_"), 10.0 if bound == "10 s" else float(bound[:-1]) / 100
    found = json.loads(erlang("c", *LOAD, target, bound, "--json").stdout)
    fewer = json.loads(erlang("c", *LOAD, "--agents", str(found["agents"] - 1), "--json").stdout)
    assert found[name] <= limit < fewer[name]


def test_an_answer_in_json():
    answer = json.loads(erlang("a", *LOAD, "--patience", "3 min", "--agents", "14", "--json").stdout)
    assert answer["service_level"] == pytest.approx(0.680279435994)
    assert answer["asa"] == pytest.approx(60 * 0.252202850134)
    assert answer["mean_wait"] == pytest.approx(60 * 0.280346846851)
    assert answer["offered_load"] == pytest.approx(40 / 3)


def test_an_answer_in_the_terminal():
    lines = erlang("c", *LOAD, "--agents", "16", "--within", "30 s").stdout.splitlines()
    assert lines[0] == "13.33 erlangs offered"
    assert "service level %" in lines[2] and lines[3].split()[0] == "16" and len(lines) == 4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("c", "--rate", "200", "--aht", "4 min", "--agents", "16"), "did you mean '200 per h'?"),
        (("c", "--rate", "200 per h", "--aht", "4", "--agents", "16"), "a duration with its unit"),
        (("c", *LOAD, "--agents", "12"), "the queue grows without end"),
        (("c", *LOAD), "give --agents for an answer, or a target"),
        (("c", *LOAD, "--agents", "16", "--asa", "5 s"), "not both"),
        (("c", *LOAD, "--service-level", "80"), "did you mean '80%'?"),
        (("a", *LOAD, "--agents", "16"), "Missing option '--patience'"),
        (("b", *LOAD), "give either --agents or the target --blocking"),
        (("c", *LOAD, "--agent", "16"), "--agents"),
    ],
)
def test_what_is_asked_wrongly(arguments, says):
    done = erlang(*arguments)
    assert done.exit_code == 2 and done.stdout == "" and says in done.stderr


@pytest.mark.parametrize("rate", ["100 per 30 min", "50 per 15 min", "4800 per d"])
def test_a_rate_per_half_hour_is_the_same_rate(rate):
    """Planners count per half-hour."""
    asked = ("--aht", "4 min", "--patience", "3 min", "--agents", "16", "--json")
    assert json.loads(erlang("a", "--rate", rate, *asked).stdout) == pytest.approx(
        json.loads(erlang("a", "--rate", "200 per h", *asked).stdout)
    )
