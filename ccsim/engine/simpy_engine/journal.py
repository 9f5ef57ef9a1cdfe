"""What the floor writes down while it works."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ccsim.engine.logs import Act, AgentLog, BotResult, ContactLog, DecisionLog, Origin, Outcome
from ccsim.model.center import FloatArray, IntArray

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.contact import Contact, Step
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload

_UNKNOWN = -1


class FollowUp(NamedTuple):
    """A contact that is not its customer's first."""

    key: int
    type: int
    step: Step
    interval: int
    arrived: float


class Journal:
    """Columns of the logs; contacts by row, the agents' rows in the order in which they ended.

    The workload's contacts have its rows; those that follow get theirs as they are made, and are put in the order of
    their keys at the end.
    """

    def __init__(self, model: CenterModel, workload: Workload) -> None:
        self._model = model
        self._workload = workload
        rows = workload.rows
        self.outcome = array("b", [_UNKNOWN]) * rows
        self.waited = bytearray(rows)
        self.resolved = bytearray(rows)
        self.then = bytearray(rows)
        self.agent = array("q", [-1]) * rows
        self.bot, self.bot_result = (array("b", [BotResult.NONE]) * rows for _ in range(2))
        self.dials = array("q", [0]) * rows
        self.answered, self.talk_end, self.handled, self.left = (array("d", [np.nan]) * rows for _ in range(4))
        self.bot_end, self.accepted, self.dialled = (array("d", [np.nan]) * rows for _ in range(3))
        self.joined = array("d", workload.arrival.tobytes())
        self._follow_ups: list[FollowUp] = []
        self._presence: list[tuple[int, int, float, float]] = []
        self._pieces: list[tuple[int, int, float, float, int]] = []
        self._decisions: list[tuple[float, int, int, int, float]] = []

    def follow_up(self, contact: FollowUp) -> int:
        """The row of another contact."""
        row = len(self.outcome)
        self._follow_ups.append(contact)
        self.outcome.append(_UNKNOWN)
        for flags in (self.waited, self.resolved, self.then):
            flags.append(0)
        self.agent.append(-1)
        self.bot.append(-1)
        self.bot_result.append(BotResult.NONE)
        self.dials.append(0)
        for times in (self.answered, self.talk_end, self.handled, self.left):
            times.append(np.nan)
        for times in (self.bot_end, self.accepted, self.dialled):
            times.append(np.nan)
        self.joined.append(contact.arrived)
        return row

    def presence(self, agent: Agent, until: float) -> None:
        """Closes the stretch he is in."""
        if until > agent.presence_since:
            self._presence.append((agent.index, agent.presence_state, agent.presence_since, until))

    def piece_of_work(self, contact: Contact, agent: Agent, until: float) -> None:
        """Of a contact that was interrupted or called back; others are worked on in one piece, answered to handled."""
        self._pieces.append((agent.index, contact.row, contact.work_since, until, contact.load))

    def decision(self, now: float, rule: int, act: Act, contact: Contact | None, value: float) -> None:
        self._decisions.append((now, rule, act, -1 if contact is None else contact.row, value))

    def last_moment(self) -> float:
        """When the last contact was done or left, or the last stretch of presence ended."""
        done, left = (float(np.fmax.reduce(column, initial=0.0)) for column in (self.handled, self.left))
        return max(done, left, max((until for *_, until in self._presence), default=0.0))

    def final_rows(self) -> IntArray:
        """Where each row stands in the log: first contacts stay, the others by key."""
        first = self._workload.rows
        order = sorted(range(len(self._follow_ups)), key=lambda i: self._follow_ups[i].key)
        place = np.arange(first + len(order))
        place[first + np.array(order, dtype=np.int64)] = first + np.arange(len(order))
        return place

    def contact_log(self) -> ContactLog:
        workload = self._workload
        outcome = np.frombuffer(self.outcome, np.int8).astype(np.int64)
        if np.any(outcome == _UNKNOWN):
            row = int(np.argmin(outcome))
            raise RuntimeError(f"contact in row {row} has no outcome: the engine lost it")
        more = sorted(self._follow_ups)
        row_of = np.argsort(self.final_rows())  # by place in the log: the row it had

        def column(first: IntArray, followed: list[int]) -> IntArray:
            return np.concatenate([first, np.array(followed, dtype=np.int64)]) if more else first

        def numbers(values: array[int] | bytearray, kind: type[np.generic]) -> IntArray:
            return np.frombuffer(values, kind)[row_of].astype(np.int64)

        def times(values: array[float]) -> FloatArray:
            return np.frombuffer(values, np.float64)[row_of]

        zero = np.zeros(workload.rows, dtype=np.int64)
        return ContactLog(
            type=column(workload.type, [one.type for one in more]),
            segment=column(workload.segment, [one.step.segment for one in more]),
            interval=column(workload.interval, [one.interval for one in more]),
            ordinal=column(workload.ordinal, [-1] * len(more)),
            arrived=np.concatenate([workload.arrival, [one.arrived for one in more]]) if more else workload.arrival,
            outcome=outcome[row_of],
            waited=np.frombuffer(self.waited, np.bool_)[row_of],
            answered=times(self.answered),
            talk_end=times(self.talk_end),
            handled=times(self.handled),
            left=times(self.left),
            agent=numbers(self.agent, np.int64),
            resolved=np.frombuffer(self.resolved, np.bool_)[row_of],
            joined=times(self.joined),
            customer=column(np.arange(workload.rows), [one.step.customer for one in more]),
            attempt=column(zero, [one.step.attempt for one in more]),
            leg=column(zero, [one.step.leg for one in more]),
            origin=column(zero + int(Origin.FIRST), [int(one.step.origin) for one in more]),
            then=numbers(self.then, np.uint8),
            bot=numbers(self.bot, np.int8),
            bot_end=times(self.bot_end),
            bot_result=numbers(self.bot_result, np.int8),
            accepted=times(self.accepted),
            dialled=times(self.dialled),
            dials=numbers(self.dials, np.int64),
        )

    def agent_log(self, contacts: ContactLog, place: IntArray) -> AgentLog:
        """`place`: what `final_rows` gives."""
        agent, state, start, stop = _columns(self._presence, 4)
        order = np.lexsort((start, agent))
        work = self._work_rows(contacts, place)
        by_start = np.lexsort((work[1], work[2], work[0]))
        return AgentLog(
            agent=agent[order].astype(np.int64),
            state=state[order].astype(np.int64),
            start=start[order],
            end=stop[order],
            work_agent=work[0][by_start].astype(np.int64),
            work_contact=work[1][by_start].astype(np.int64),
            work_start=work[2][by_start],
            work_end=work[3][by_start],
            work_load=work[4][by_start].astype(np.int64),
        )

    def decision_log(self, place: IntArray) -> DecisionLog:
        time, rule, act, row, value = _columns(self._decisions, 5)
        contact = row.astype(np.int64)
        contact[contact >= 0] = place[contact[contact >= 0]]
        return DecisionLog(time, rule.astype(np.int64), act.astype(np.int64), contact, value)

    def _work_rows(self, contacts: ContactLog, place: IntArray) -> FloatArray:
        """(agent, contact, start, end, load) as rows of an array."""
        pieces = _columns(self._pieces, 5)
        pieces[1] = place[pieces[1].astype(np.int64)]
        whole = contacts.outcome == Outcome.ANSWERED
        whole[pieces[1].astype(np.int64)] = False
        rows = np.flatnonzero(whole)
        agent = contacts.agent[rows]
        group = np.array([agent.group for agent in self._model.agents], dtype=np.int64)
        load = np.array([group.load for group in self._model.groups], dtype=np.int64)
        in_one_piece = np.array(
            [agent, rows, contacts.answered[rows], contacts.handled[rows], load[group[agent], contacts.type[rows]]],
            dtype=np.float64,
        )
        return np.concatenate([in_one_piece, pieces], axis=1)


def _columns(rows: Sequence[tuple[float, ...]], width: int) -> FloatArray:
    return np.array(rows, dtype=np.float64).reshape(-1, width).T.copy()
