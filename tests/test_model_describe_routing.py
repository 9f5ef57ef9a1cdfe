"""Who takes what, as `ccsim validate` tells it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from ccsim.model import build
from ccsim.model.describe_routing import AGENTS, CONTACTS, describe_routing
from ccsim.scenario import source
from ccsim.scenario.schema import AgentRule, ContactRule

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def told(file: str, *changes: str) -> list[str]:
    scenario = source(SCENARIOS / file).scenario(changes)
    return [line.removeprefix("routing ") for line in describe_routing(scenario, build(scenario))]


def test_ranks_delays_and_reservations() -> None:
    assert told("multichannel")[2:] == [
        "billing_call: billing_team, then digital_team (after 30 s, while more than 2 of it are idle)",
        "technical_call: technicians, then digital_team (after 45 s, while more than 2 of it are idle)",
        "service_mail: billing_team or branch_staff",
    ]


def test_groups_by_default_stand_fastest_first() -> None:
    assert told("multichannel", "routing.preferences=null", "routing.reserve=null")[2:] == [
        "billing_call: billing_team, then digital_team",
        "technical_call: technicians, then digital_team",
        "service_mail: billing_team, then branch_staff",
    ]


def test_skills_that_lie_idle() -> None:
    own = ("routing.preferences.billing_call=[billing_team]", "routing.reserve.digital_team.billing_call=null")
    assert told("multichannel", *own)[2] == "billing_call: billing_team; never digital_team, though skilled"
    assert told("retail_bank")[2].endswith("generalists (after 20 s); advisers only while a live rule adds it")


@pytest.mark.parametrize("rule", get_args(ContactRule))
def test_contact_rules(rule: str) -> None:
    changes = [f"routing.contact_rule={rule}"] * (rule != "priority")
    assert told("multichannel", *changes)[0] == f"{rule}: who comes free takes {CONTACTS[rule]}"


@pytest.mark.parametrize("rule", get_args(AgentRule))
def test_agent_rules(rule: str) -> None:
    changes = [f"routing.agent_rule={rule}"] * (rule != "longest_idle")
    assert told("multichannel", *changes)[1] == f"{rule}: of a pool a contact goes to {AGENTS[rule]}"


def test_where_there_is_no_choice_nothing_is_told() -> None:
    assert told("minimal.yaml") == []


def test_a_policy_in_python(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("class Last:\n    def choose_agent(self, c, agents, now): return agents[-1]\n")
    file = tmp_path / "own.yaml"
    file.write_text(f"extends: {SCENARIOS / 'minimal.yaml'}\nrouting: {{policy: 'mine:Last'}}\n")
    scenario = source(file).scenario()
    assert list(describe_routing(scenario, build(scenario))) == ["routing: by the policy mine:Last"]
