"""Redials, call-backs and appointments against exact figures.

Each row: the case, what an error in would move its figures, and the bias surely seen in shares and in minutes. False
alarm: 1e-7 a figure (`check_case`), 3e-5 in all. `test_a_fault_is_seen` breaks one rule at a time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from check_case import FALSE_ALARM_OF_CUSTOMERS, check_case

from experiments.validation.case import Case
from experiments.validation.cases import CASES

Row = tuple[str, str, float, float]

QUICK: list[Row] = [
    ("D-Retrial-moderate", "who abandons redials after a delay with new patience", 0.6, 0.42),
    ("D-VirtualHold-2", "a call-back keeps its place and never abandons", 0.36, 0.68),
    ("F-Exp-heterogeneous", "odds by segment; who comes is served in the order of slots", 0.19, 17.0),
    ("F-Reminders", "reasons, reminders and their addresses, cancelling, lateness, hosts held", 0.075, 0.43),
]
SLOW: list[Row] = [
    ("D-Retrial-trunks", "who is blocked redials, too", 0.44, 0.075),
    ("D-Callback-reserve1", "diverted contacts leave their type; reservation", 0.3, 2.5),
    ("F-Exp-individual-p1", "the host stays until the last has left", 0.17, 14.0),
    ("F-Exp-bailey-welch-p1", "two clients in the first slot", 0.14, 15.0),
    ("F-Exp-wide24-p1", "slots longer than the work", 0.25, 21.0),
    ("F-Exp-pairs-p0.75", "two clients in every slot, no-shows", 0.24, 19.0),
    ("F-Erlang4", "work of low variation", 0.19, 12.0),
    ("F-Deterministic", "ends of work and slots at the same instant", 0.22, 10.0),
    ("F-Optimal-n2-p0.7-g0.5", "slots at any second", 0.0, 10.0),
    ("F-Optimal-n5-p1-g0.5", "slots at any second", 0.0, 13.0),
    ("F-Optimal-n5-p0.5-g0.5", "half do not come", 0.0, 11.0),
    ("F-Optimal-n10-p0.9-g0.5", "slots at any second", 0.0, 14.0),
    ("F-Optimal-n10-p0.5-g0.5", "half do not come", 0.0, 17.0),
    ("F-MixedQueue", "clients and callers share agents and patience by longest wait", 0.6, 0.96),
]
ROWS = QUICK + SLOW
HOUR = 3600.0


def shorter(case: Case) -> Case:
    """A case in steady state for one day instead of several; sessions as they are."""
    if case.name.startswith("F-"):
        return case
    scenario = copy.deepcopy(case.scenario)
    scenario["calendar"] |= {"days": 1, "warm_up": "240 min"}
    return replace(case, scenario=scenario, measured=((4 * HOUR, 23 * HOUR),))


def check(name: str, share: float, minutes: float) -> None:
    check_case(shorter(CASES[name]), 30, share=share, minutes=minutes, false_alarm=FALSE_ALARM_OF_CUSTOMERS)


@pytest.mark.parametrize(("name", "rule", "share", "minutes"), QUICK, ids=[row[0] for row in QUICK])
def test_figures_are_met(name: str, rule: str, share: float, minutes: float) -> None:
    check(name, share, minutes)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "rule", "share", "minutes"), SLOW, ids=[row[0] for row in SLOW])
def test_more_figures_are_met(name: str, rule: str, share: float, minutes: float) -> None:
    check(name, share, minutes)


# --- power ---------------------------------------------------------------------------------------------------------

Scenario = dict[str, Any]


def patience_is_kept_from_attempt_to_attempt(s: Scenario) -> None:
    s["contacts"]["calls"]["patience_on_retry"] = "same"


def nobody_redials_twice(s: Scenario) -> None:
    s["journeys"]["most_attempts"] = 2


def the_blocked_do_not_redial(s: Scenario) -> None:
    del s["journeys"]["calls"]["blocked"]


def half_the_call_backs_do_not_pick_up(s: Scenario) -> None:
    s["orchestration"]["virtual_hold"]["callback"]["reach"] = "50%"


def dialling_takes_time(s: Scenario) -> None:
    s["orchestration"]["virtual_hold"]["callback"]["ring"] = "30 s"


def call_backs_without_reservation(s: Scenario) -> None:
    del s["routing"]


def segments_miss_alike(s: Scenario) -> None:
    del s["appointments"]["session"]["no_show"]["segments"]


def everybody_comes(s: Scenario) -> None:
    del s["appointments"]["session"]["no_show"]


def every_message_has_an_address_of_its_own(s: Scenario) -> None:
    s["reminders"] = copy.deepcopy(s["reminders"])
    s["reminders"]["sms_hours"]["channel"] = "telephone"


def a_reminder_is_not_sent(s: Scenario) -> None:
    s["appointments"]["session"]["reminders"] = ["sms_day", "sms_hours"]


def hosts_are_not_protected(s: Scenario) -> None:
    del s["appointments"]["session"]["protect_before"]


def hosts_leave_who_waits(s: Scenario) -> None:
    s["contacts"]["visit"]["patience"] = "60 min"


def work_is_exponential(s: Scenario) -> None:
    s["contacts"]["visit"]["handle_time"] = {"exponential": {"mean": "20 min"}}


def clients_go_before_callers(s: Scenario) -> None:
    del s["routing"]  # the present precede under `priority`


FAULTS: list[tuple[str, Callable[[Scenario], None]]] = [
    ("D-Retrial-moderate", patience_is_kept_from_attempt_to_attempt),
    ("D-Retrial-moderate", nobody_redials_twice),
    ("D-Retrial-trunks", the_blocked_do_not_redial),
    ("D-VirtualHold-2", half_the_call_backs_do_not_pick_up),
    ("D-VirtualHold-2", dialling_takes_time),
    ("D-Callback-reserve1", call_backs_without_reservation),
    ("F-Exp-heterogeneous", segments_miss_alike),
    ("F-Reminders", every_message_has_an_address_of_its_own),
    ("F-Reminders", a_reminder_is_not_sent),
    ("F-Reminders", hosts_are_not_protected),
    ("F-Exp-pairs-p0.75", everybody_comes),
    ("F-Exp-individual-p1", hosts_leave_who_waits),
    ("F-Erlang4", work_is_exponential),
    ("F-MixedQueue", clients_go_before_callers),
]

SMALL = (every_message_has_an_address_of_its_own, clients_go_before_callers)  # in their effects: more replications


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fault"), FAULTS, ids=[f"{name}-{fault.__name__}" for name, fault in FAULTS])
def test_a_fault_is_seen(name: str, fault: Callable[[Scenario], None]) -> None:
    """As a faulty engine would do it; the test of that case must notice."""
    case = shorter(CASES[name])
    scenario = copy.deepcopy(case.scenario)
    fault(scenario)
    replications = 60 if fault in SMALL else 20
    broken = replace(case, scenario=scenario)
    with pytest.raises(AssertionError, match="off by"):
        check_case(broken, replications, share=99.0, minutes=99.0, false_alarm=FALSE_ALARM_OF_CUSTOMERS)
