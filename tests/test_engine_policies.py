"""Routing policies in Python: what they are shown, what they decide, and what becomes of one that misbehaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_built import C, Live, Team, Type, center, customers, deferred, on_all_day

from ccsim.engine.simpy_engine import run
from ccsim.errors import PolicyError
from ccsim.routing.policies import load_policy


def two_agents(**kwargs):
    return center([Live()], [Type(), Type()], [Team(skills=(0, 1), duties=on_all_day(2))], **kwargs)


def simulate(model, contacts, policy):
    workload, rows = customers(model, contacts)
    return run(model, workload, policy).contacts, rows


class HighestIndex:
    def choose_agent(self, contact, agents, now):
        return agents[-1]


def test_policy_chooses_the_agent_and_leaves_the_other_side_to_the_rules():
    log, rows = simulate(two_agents(), [C(0, 0, talk=10), C(0, 1, talk=10), C(0, 2, talk=1)], HighestIndex())
    assert [log.agent[row] for row in rows] == [1, 0, 1]
    assert log.answered[rows[2]] == 10


class LastCome:
    def __init__(self):
        self.seen = []

    def choose_contact(self, agent, contacts, now):
        self.seen.append((agent.name, [contact.contact_type for contact in contacts], now))
        return contacts[-1]


def test_policy_chooses_among_all_who_wait_first_come_first():
    policy = LastCome()
    model = center([Live()], [Type(), Type()], [Team(skills=(0, 1), duties=on_all_day(1))])
    log, rows = simulate(model, [C(0, 0, talk=10), C(1, 1, talk=5), C(0, 2, talk=5), C(0, 3, talk=5)], policy)
    assert [log.answered[row] for row in rows] == [0, 20, 15, 10]
    assert policy.seen[0] == ("group0.00", ["type1", "type0", "type0"], 10)


class Nobody:
    def choose_agent(self, contact, agents, now):
        return None

    def choose_contact(self, agent, contacts, now):
        return None


def test_policy_that_takes_nobody_has_the_closing_drop_them():
    model = center([Live(windows=((0.0, 100.0),))], [Type()], [Team(skills=(0,), duties=on_all_day(1, off=100.0))])
    log, rows = simulate(model, [C(0, 0, talk=10), C(0, 5, talk=10, patience=20)], Nobody())
    assert [log.outcome[row] for row in rows] == [4, 3], "dropped, abandoned"
    assert log.left[rows[1]] == 25


class Raises:
    def choose_agent(self, contact, agents, now):
        raise ZeroDivisionError("no agents per contact")


def test_policy_that_raises_is_named_with_what_it_was_asked():
    expected = r"Raises\.choose_agent raised ZeroDivisionError: no agents per contact .*type0"
    with pytest.raises(PolicyError, match=expected):
        simulate(two_agents(), [C(0, 0, talk=10)], Raises())


class Invents:
    """Returns an agent who was free once."""

    def __init__(self):
        self.first = None

    def choose_agent(self, contact, agents, now):
        self.first = self.first or agents[0]
        return self.first


def test_policy_that_returns_a_busy_agent_is_refused():
    with pytest.raises(PolicyError, match=r"Invents\.choose_agent returned .*group0\.00.*: an agent who is not free"):
        simulate(two_agents(), [C(0, 0, talk=10), C(0, 1, talk=10)], Invents())


class Forges:
    def choose_contact(self, agent, contacts, now):
        return replace(contacts[0], row=99)


def test_policy_that_returns_no_waiting_contact_is_refused():
    with pytest.raises(PolicyError, match=r"Forges\.choose_contact returned .*row=99.*: a contact that does not wait"):
        model = center([Live()], [Type()], [Team(skills=(0,), duties=on_all_day(1))])
        simulate(model, [C(0, 0, talk=10), C(0, 1, talk=10)], Forges())


def test_policy_is_not_offered_deferred_work_for_an_agent_who_has_some_set_aside():
    """The e-mail of 0 is interrupted at 10 and resumed at 20; that of 5 waits until it is done."""
    model = center(
        [Live(), deferred(interruptible=True)],
        [Type(channel=0), Type(channel=1)],
        [Team(skills=(0, 1), duties=on_all_day(1))],
    )
    log, rows = simulate(model, [C(1, 0, talk=30), C(1, 5, talk=1), C(0, 10, talk=10)], LastCome())
    assert [log.handled[row] for row in rows] == [40, 41, 20]


def test_load_policy_reads_the_module_beside_the_scenario(tmp_path):
    (tmp_path / "mine.py").write_text(
        "class Mine:\n    def choose_agent(self, contact, agents, now):\n        return None\n"
    )
    assert load_policy("mine:Mine", str(tmp_path)).__name__ == "Mine"


@pytest.mark.parametrize(
    ("source", "name", "message"),
    [
        ("class Mine: pass\n", "mine:Mine", "neither choose_agent nor choose_contact"),
        ("x = 1\n", "mine:Mine", "mine has no class 'Mine'"),
        ("raise RuntimeError('not today')\n", "mine:Mine", "cannot import 'mine': RuntimeError: not today"),
        ("def broken(:\n", "mine:Mine", "cannot import 'mine': SyntaxError"),
        ("", "other_module_that_is_not:Mine", "cannot import 'other_module_that_is_not': ModuleNotFoundError"),
    ],
)
def test_load_policy_says_what_is_wrong(tmp_path, source, name, message):
    (tmp_path / "mine.py").write_text(source)
    with pytest.raises(PolicyError, match=message):
        load_policy(name, str(tmp_path))
