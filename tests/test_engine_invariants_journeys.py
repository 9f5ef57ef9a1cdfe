"""What holds of customers who come again, of bots, call-backs and live rules, on any day: generated small centers.

`CCSIM_EXAMPLES=2000 pytest tests/test_engine_invariants_journeys.py` looks longer.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import Any

import floor_laws
import numpy as np
from floor_laws import SERVED, ended, is_one_of
from generated_center import World, thorough
from generated_journeys import worlds
from hypothesis import given

from ccsim.engine.logs import Act, BotResult, Origin, Outcome, Then
from ccsim.model.behaviour import MoveFrom

FOLLOWED_BY_MOVES = {
    Outcome.BLOCKED: MoveFrom.BLOCKED,
    Outcome.BALKED: MoveFrom.BALKED,
    Outcome.ABANDONED: MoveFrom.ABANDONED,
    Outcome.DROPPED: MoveFrom.DROPPED,
    Outcome.NOT_REACHED: MoveFrom.NOT_REACHED,
}


def happened(world: World, row: int) -> MoveFrom | None:
    """What a customer's next move goes by."""
    log = world.logs.contacts
    outcome = Outcome(int(log.outcome[row]))
    if outcome in SERVED:
        return MoveFrom.RESOLVED if log.resolved[row] else MoveFrom.UNRESOLVED
    if outcome == Outcome.CONTAINED:
        return MoveFrom.GAVE_UP if log.bot_result[row] == BotResult.GAVE_UP else MoveFrom.CONTAINED
    return FOLLOWED_BY_MOVES.get(outcome)


@thorough
@given(worlds())
def test_a_customers_contacts_are_a_chain(world: World) -> None:
    """Exactly one step follows where the log says MOVED, none otherwise; it begins when the one before is over, by a
    move the file allows; attempts count up and end at `most_attempts`; customers keep their segment."""
    logs, behaviour = world.logs, world.model.behaviour
    log, ends = logs.contacts, ended(logs)
    chains: dict[int, list[int]] = defaultdict(list)
    for row in np.lexsort((log.leg, log.attempt, log.customer)):
        chains[int(log.customer[row])].append(int(row))
    assert sorted(chains) == list(range(world.workload.rows))
    np.testing.assert_array_equal(logs.customers.first, world.workload.arrival)
    np.testing.assert_array_equal(logs.customers.source, world.workload.type)
    for customer, rows in chains.items():
        assert rows[0] == customer and log.origin[rows[0]] == Origin.FIRST
        assert (log.attempt[rows[0]], log.leg[rows[0]]) == (0, 0)
        assert (log.segment[rows] == logs.customers.segment[customer]).all()
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            then, attempt = Then(int(log.then[row])), int(log.attempt[row])
            assert attempt < behaviour.most_attempts
            assert (then == Then.MOVED) == (following is not None), f"row {row}: {then!r}"
            if then == Then.CUT:
                assert attempt == behaviour.most_attempts - 1
            if following is None:
                continue
            assert log.arrived[following] >= ends[row]
            if log.outcome[row] == Outcome.DIVERTED:
                assert log.origin[following] == Origin.DIVERT and log.arrived[following] == ends[row]
                assert (log.attempt[following], log.leg[following]) == (attempt, log.leg[row] + 1)
                continue
            assert (log.attempt[following], log.leg[following]) == (attempt + 1, 0)
            kind, segment = int(log.type[following]), int(log.segment[row])
            if log.bot_result[row] == BotResult.FALSELY_CONTAINED:
                assert log.origin[following] == Origin.RETURN
                assert kind == behaviour.bots[log.bot[row]].returns_to
            else:
                assert log.origin[following] == Origin.MOVE
                moves = behaviour.moves[int(log.type[row]), happened(world, row)]  # type: ignore[index]
                assert any(move.contact == kind and move.probability[segment] > 0 for move in moves)


@thorough
@given(worlds())
def test_contacts_fit_their_outcomes(world: World) -> None:
    """Outcomes partition the contacts, times ascend, patience is kept, bots and call-backs do what they say."""
    model, logs = world.model, world.logs
    floor_laws.check_times(model, logs)
    floor_laws.check_open(model, logs)
    floor_laws.check_bots(model, logs)
    floor_laws.check_call_backs(model, logs)
    log, workload = logs.contacts, world.workload
    patience = np.concatenate([workload.patience, np.zeros(log.rows - workload.rows)])
    for row in range(workload.rows, log.rows):
        assert workload.attempts is not None
        time_of_day = float(log.arrived[row]) % 86_400.0
        where = int(log.customer[row]), int(log.type[row]), int(log.segment[row])
        draw = workload.attempts.contact(*where, time_of_day, int(log.attempt[row]), int(log.leg[row]))
        patience[row] = draw.patience
    abandoned = log.outcome == Outcome.ABANDONED
    np.testing.assert_array_equal(log.left[abandoned], (log.joined + patience)[abandoned])
    answered = log.outcome == Outcome.ANSWERED
    assert (log.answered[answered] <= (log.joined + patience)[answered]).all()


@thorough
@given(worlds())
def test_the_floor_keeps_its_rules(world: World) -> None:
    """Lines, waiting places and agents' capacity are never exceeded; nobody works away from duty, overtakes inside his
    type, or waits beside an idle agent."""
    model, logs = world.model, world.logs
    floor_laws.check_lines(model, logs)
    floor_laws.check_agents(model, logs)
    floor_laws.check_first_come_first_served(model, logs)
    closed = {rule.contact for rule in model.behaviour.rules if rule.close_group >= 0 or rule.add_group >= 0}
    floor_laws.check_nobody_waits_beside_an_idle_agent(model, logs, closed)


@thorough
@given(worlds())
def test_money_adds_up_and_nobody_is_lost(world: World) -> None:
    floor_laws.check_money(world.model, world.workload, world.logs)


@thorough
@given(worlds())
def test_each_decision_is_in_the_log_once(world: World) -> None:
    log, contacts, rules = world.logs.decisions, world.logs.contacts, world.model.behaviour.rules
    assert (np.diff(log.time) >= 0).all()
    diverted = contacts.outcome == Outcome.DIVERTED
    for act, rows in ((Act.CALLBACK, ~np.isnan(contacts.accepted)), (Act.DIVERTED, diverted)):
        decided = log.act == act
        assert sorted(log.contact[decided]) == list(np.flatnonzero(rows))
        at = contacts.accepted if act == Act.CALLBACK else contacts.left
        np.testing.assert_array_equal(log.time[decided], at[log.contact[decided]])
    assert not diverted[contacts.leg > 0].any()
    for r, rule in enumerate(rules):
        acts = log.act[log.rule == r]
        if rule.add_group >= 0 or rule.close_group >= 0:
            begins = Act.GROUP_ADDED if rule.add_group >= 0 else Act.GROUP_CLOSED
            assert (acts[::2] == begins).all() and (acts[1::2] == Act.ENDED).all()
        else:
            assert not is_one_of(acts, (Act.GROUP_ADDED, Act.GROUP_CLOSED, Act.ENDED)).any()


@thorough
@given(worlds())
def test_the_same_seed_gives_the_same_logs_and_staff_changes_no_customer(world: World) -> None:
    floor_laws.same(world.logs, world.but().logs)
    more: dict[str, Any] = copy.deepcopy(world.scenario["agents"])
    more["newcomers"] = {"skills": list(world.scenario["contacts"]), "staffing": 2}
    other = world.but(agents=more)
    for column in ("type", "interval", "ordinal", "arrival", "segment", "patience", "talk", "wrap_up", "balking"):
        one, two = getattr(world.workload, column), getattr(other.workload, column)
        np.testing.assert_array_equal(one[:1] if one.ndim > 1 else one, two[:1] if two.ndim > 1 else two, column)
    rows = world.workload.rows
    for column in ("type", "segment", "interval", "ordinal", "arrived", "customer"):
        one, two = getattr(world.logs.contacts, column), getattr(other.logs.contacts, column)
        np.testing.assert_array_equal(one[:rows], two[:rows], column)
    assert world.workload.attempts is not None and other.workload.attempts is not None
    for row in range(0, rows, 7):
        for address in ((row, "move", 0, 0), (row, "patience", 2, 0), (row, "callback", 1, 1)):
            assert world.workload.attempts.uniform(*address) == other.workload.attempts.uniform(*address)


def never(moves: dict[str, Any]) -> dict[str, Any]:
    """The same journeys, which nobody takes."""
    moves = copy.deepcopy(moves)
    for said in moves.values():
        for ways in said.values() if isinstance(said, dict) else ():
            for way in ways:
                way["probability"] = 0
    return moves


@thorough
@given(worlds())
def test_what_nobody_takes_changes_nothing(world: World) -> None:
    """Journeys of probability 0, offers nobody accepts, diversions of share 0, proactive service of share 0: as if they
    were not there, bit for bit."""
    rules = copy.deepcopy(world.scenario.get("orchestration", {}))
    for rule in rules.values():
        rule |= {"accepted": 0} if "offer" in rule else {"share": 0} if "divert_to" in rule else {}
    kept = {name: rule for name, rule in rules.items() if "add_group" in rule or "close_group" in rule}
    idle = {"renewals": {"replaces": next(iter(world.scenario["contacts"])), "share": 0}}
    one = world.but(journeys=never(world.scenario["journeys"]), orchestration=rules or None, proactive=idle)
    limit = {"most_attempts": world.scenario["journeys"]["most_attempts"]}  # who comes back from a bot minds it too
    other = world.but(journeys=limit, orchestration=kept or None, proactive=None)
    floor_laws.same(one.logs, other.logs, but=("decisions",))
