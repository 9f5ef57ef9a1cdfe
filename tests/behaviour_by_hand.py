"""Moves, self-service and live rules written down by hand, on the centers of `hand_built`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hand_built import C, Live, Team, Type, center, customers, on_all_day
from stand_in_attempts import StandInAttempts

from ccsim.engine.logs import Logs
from ccsim.engine.simpy_engine import run
from ccsim.model.behaviour import Behaviour, Move, Rule, SelfService
from ccsim.model.center import CenterModel

ONE = np.ones(1)


def move(to: int, after: Any = 60.0, probability: float = 1.0) -> Move:
    return Move(contact=to, appointment=-1, probability=ONE * probability, after=after)


def bot(fronts: tuple[int, ...] = (0,), **terms: Any) -> SelfService:
    known: dict[str, Any] = {
        "name": "assistant",
        "fronts": fronts,
        "fronts_appointments": (),
        "time": 30.0,
        "containment": ONE * 0.4,
        "gives_up": ONE * 0.1,
        "false_containment": ONE * 0.0,
        "returns_to": -1,
        "returns_after": None,
        "cost": 0.0,
        "keeps_context": True,
        "hand_over_aht": 1.0,
        "easy_factor": ONE,
        "capacity": None,
        "outages": np.zeros((0, 2)),
    }
    return SelfService(**{**known, **terms})


def rule(contact: int = 0, **terms: Any) -> Rule:
    known: dict[str, Any] = {
        "name": "rule",
        "contact": contact,
        "expected_wait": None,
        "waiting": None,
        "idle": None,
        "between": None,
        "until": None,
        "predictor": "head",
        "callback": False,
        "accepted": ONE,
        "reach": 1.0,
        "ring": 20.0,
        "attempts": 1,
        "retry_after": 300.0,
        "divert_type": -1,
        "divert_bot": -1,
        "add_group": -1,
        "close_group": -1,
    }
    return Rule(**{**known, **terms})


def simulated(model: CenterModel, behaviour: Behaviour, contacts: list[C], attempts: StandInAttempts) -> Logs:
    workload, rows = customers(model, contacts)
    assert rows == list(range(len(contacts))), "write contacts down by type and time"
    return run(replace(model, behaviour=behaviour), replace(workload, attempts=attempts))


def single(agents: int = 1, channel: Live | None = None, **terms: Any) -> CenterModel:
    return center([channel or Live()], [Type(**terms)], [Team((0,), duties=on_all_day(agents))])
