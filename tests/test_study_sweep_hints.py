"""A factor that is no number is told how to be written, and what it is told works."""

from __future__ import annotations

import re

import pytest
from sweep_experiments import SCENARIO, write

from ccsim.errors import ScenarioError
from ccsim.study.sweep_file import read_experiment
from ccsim.study.sweep_plan import planned

FACTOR = """
    scenario: morning.yaml
    design: grid
    factors:
      it: {factor}
"""


def refused(folder, factor):
    """The messages of an experiment with one factor."""
    with pytest.raises(ScenarioError) as caught:
        read_experiment(write(folder, FACTOR.format(factor=factor)))
    return [fault.message for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("factor", "wanted"),
    [
        (
            "{path: contacts.*.arrivals, values: [90%, 120%]}",
            ['{change: "contacts.*.arrivals*=", values: [90%, 120%]}', "contacts.calls.arrivals.rate"],
        ),
        (
            "{path: contacts.calls.arrivals, from: 100, to: 200, levels: 3}",
            ['{change: "contacts.calls.arrivals*=", values: [90%, 110%]}', "values: [30 per h]"],
        ),
        ("{path: contacts.calls.patience.exponential, values: [1, 2]}", ["patience.exponential.mean"]),
    ],
    ids=["every name", "a range", "a law"],
)
def test_what_is_said_instead_works(tmp_path, factor, wanted):
    told = refused(tmp_path, factor)
    assert all(one in told[0] for one in wanted) and "say {" not in "".join(told[1:])
    examples = re.findall(r"\{(?:change|path): .*?\]\}", told[0])
    assert len(examples) == len(wanted)
    for example in examples:
        plan = planned(read_experiment(write(tmp_path, FACTOR.format(factor=example))))
        assert len(plan.points) == example.count(",")


def test_arrivals_that_are_recorded_are_not_scaled(tmp_path):
    """Nothing is advised that the scenario does not take: of many names those that can be, or none."""
    (tmp_path / "calls.csv").write_text("time,contact\n2026-03-02 08:30,calls\n", encoding="utf-8")
    scenario = SCENARIO.replace("{rate: 30 per h}", "{trace: calls.csv}")
    factor = FACTOR.format(factor="{path: contacts.*.arrivals, values: [90%]}")
    with pytest.raises(ScenarioError) as caught:
        read_experiment(write(tmp_path, factor, scenario))
    assert "*=" not in str(caught.value)
    more = "contacts:\n      leads: {channel: voice, arrivals: {per_day: 40}, handle_time: 3 min}"
    scenario = scenario.replace("contacts:", more).replace("skills: [calls]", "skills: [calls, leads]")
    with pytest.raises(ScenarioError) as caught:
        read_experiment(write(tmp_path, factor, scenario))
    example = '{change: ["contacts.leads.arrivals*="], values: [90%]}'
    assert example in str(caught.value)
    assert read_experiment(write(tmp_path, FACTOR.format(factor=example), scenario)).factors[0].unit == "share"


def test_a_number_out_of_bounds_and_a_wrong_name_have_no_such_hint(tmp_path):
    assert "{change" not in "".join(refused(tmp_path, "{path: agents.team.staffing, values: [-1]}"))
    assert "{change" not in "".join(refused(tmp_path, "{path: contacts.call.arrivals, values: [90%]}"))


def test_words_in_a_range_are_listed(tmp_path):
    told = refused(tmp_path, "{path: routing.contact_rule, from: longest_wait, to: earliest_deadline}")
    assert told[0].endswith("; what is no number is listed, like values: [longest_wait, earliest_deadline]")
    read_experiment(
        write(tmp_path, FACTOR.format(factor="{path: routing.contact_rule, values: [longest_wait, earliest_deadline]}"))
    )
