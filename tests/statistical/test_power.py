"""The statistical tests see the faults they are there for: a wrong rule in the scenario must fail against the figures.

Each row breaks one thing in a case as a faulty engine would and asks the test of that case to notice.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from check_case import check_case

from experiments.validation.cases import CASES

Scenario = dict[str, Any]


def patience_by_its_mean_alone(s: Scenario) -> None:
    s["contacts"]["calls"]["patience"] = {"exponential": {"mean": "120 s"}}


def lines_held_through_wrap_up(s: Scenario) -> None:
    calls = s["contacts"]["calls"]  # as if the wrap-up were talk
    calls["talk_time"] = {"exponential": {"mean": "168 s"}}
    del calls["wrap_up"]


def work_is_exponential(s: Scenario) -> None:
    s["contacts"]["calls"]["handle_time"] = {"exponential": {"mean": "180 s"}}


def no_reservation(s: Scenario) -> None:
    del s["routing"]["reserve"]


def no_priority(s: Scenario) -> None:
    s["routing"]["contact_rule"] = "longest_wait"


def longest_wait_becomes_own_first(s: Scenario) -> None:
    s["routing"] |= {"contact_rule": "group_order", "order": {"A": ["type1"], "B": ["type1", "type2"]}}


def preferences_forgotten(s: Scenario) -> None:
    s["routing"]["preferences"]["type1"] = ["B", "A"]


def skills_forget_their_own_handle_time(s: Scenario) -> None:
    s["agents"]["C"]["skills"] = ["type1", "type2"]


def pace_ignored(s: Scenario) -> None:
    s["channels"]["chat"]["pace"] = [1, 1, 1]


def closing_serves_the_waiting(s: Scenario) -> None:
    s["opening"]["at_close"] = "serve"


def one_waiting_place_more(s: Scenario) -> None:
    s["contacts"]["calls"]["max_waiting"] = 6


FAULTS: list[tuple[str, Callable[[Scenario], None]]] = [
    ("A-MMnG-det-n10", patience_by_its_mean_alone),
    ("A-TalkWrapTrunks", lines_held_through_wrap_up),
    ("A-MDn-n4", work_is_exponential),
    ("B-V-reserve1", no_reservation),
    ("B-V-priority", no_priority),
    ("B-N-fcfs", longest_wait_becomes_own_first),
    ("B-N-static-own-first", preferences_forgotten),
    ("B-M-static", skills_forget_their_own_handle_time),
    ("E-Chat-least3x3", pace_ignored),
    ("P-MMCClrQ", closing_serves_the_waiting),
    ("P-MMCBlocked", one_waiting_place_more),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fault"), FAULTS, ids=[f"{name}-{fault.__name__}" for name, fault in FAULTS])
def test_a_fault_is_seen(name: str, fault: Callable[[Scenario], None]) -> None:
    scenario = copy.deepcopy(CASES[name].scenario)
    fault(scenario)
    with pytest.raises(AssertionError, match="off by"):
        check_case(replace(CASES[name], scenario=scenario), 20, share=9.0, minutes=9.0)
