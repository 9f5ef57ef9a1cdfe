"""The long comparison of both engines: its worlds come back by number, and it finds faults that are planted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from generated_worlds import FEATURES

import experiments.differential.compare as comparing
from ccsim.engine.logs import Logs
from ccsim.engine.simpy_engine import run
from ccsim.model.center import CenterModel
from ccsim.workload.workload import Workload
from experiments.differential.compare import compare
from experiments.differential.run import main
from experiments.differential.worlds import world

TICK = 2.0**-20
MOST = 200
"""Worlds in which a planted fault must show."""

Terms = dict[str, Any]
Fault = Callable[[CenterModel], CenterModel]
Runs = Callable[[CenterModel, Workload], Logs]


def put_in_its_place(monkeypatch: pytest.MonkeyPatch, runs: Runs) -> None:
    """Instead of the compiled engine."""
    monkeypatch.setattr(comparing, "CompiledEngine", lambda model: runs)
    monkeypatch.setattr(comparing, "why_not_compiled", lambda model: "")


def with_terms(one: Any, terms: Terms) -> Any:
    """The same with other terms; functions make them of what was."""
    return replace(one, **{name: new(getattr(one, name)) if callable(new) else new for name, new in terms.items()})


def the(part: str, **terms: Any) -> Fault:
    return lambda model: with_terms(model, {part: lambda one: with_terms(one, terms)})


def each(part: str, **terms: Any) -> Fault:
    return lambda model: with_terms(model, {part: lambda ones: tuple(with_terms(one, terms) for one in ones)})


def at_once(preferences: Any) -> Any:
    return tuple(tuple(replace(one, delay=0.0) for one in ranks) for ranks in preferences)


def without_breaks(duties: Any) -> Any:
    return tuple(replace(duty, breaks=()) for duty in duties)


FAULTS: dict[str, tuple[str, Fault]] = {
    "agent rule": ("floors", the("routing", agent_rule="fastest")),
    "contact rule": ("floors", the("routing", contact_rule="longest_wait")),
    "delays of groups": ("floors", the("routing", preferences=at_once)),
    "reservations": ("floors", each("groups", reserve=lambda kept: (0,) * len(kept))),
    "breaks": ("floors", each("agents", duties=without_breaks)),
    "drop at closing": ("floors", each("channels", drops_at_close=False)),
    "lines": ("floors", each("channels", lines=None)),
    "drain": ("floors", each("channels", drain=False)),
    "pace": ("floors", each("channels", pace=(1.0,))),
    "interruption": ("floors", each("channels", interruptible=False)),
    "cost of resuming": ("floors", each("channels", resume_cost=0.0)),
    "most attempts": ("journeys", the("behaviour", most_attempts=lambda most: most + 1)),
    "self-service": ("journeys", the("behaviour", bots=lambda bots: tuple(replace(b, capacity=None) for b in bots))),
    "live rules": ("journeys", the("behaviour", rules=lambda rules: rules[:-1])),
    "grace": ("appointments", each("appointments", grace=lambda grace: grace - TICK)),
    "protection": ("appointments", each("appointments", protect_before=lambda before: before + TICK)),
    "standby": ("appointments", each("appointments", standby=False)),
    "unconfirmed": ("appointments", each("appointments", unconfirmed=None)),
    "opened reminders": ("appointments", each("reminders", open=lambda share: share - 0.1)),
}
"""By what an engine does wrong: the features of the worlds that show it, and the model that it then obeys."""


@pytest.mark.slow
@pytest.mark.parametrize("wrong", FAULTS)
def test_a_planted_fault_is_found(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    features, fault = FAULTS[wrong]
    put_in_its_place(monkeypatch, lambda model, workload: run(fault(model), workload))
    assert any(compare(world(number, features)).difference for number in range(MOST))


def a_tick_late(model: CenterModel, workload: Workload) -> Logs:
    """Where three contacts and more are answered, the last of them is so 2**-20 s late."""
    logs = run(model, workload)
    answered = np.flatnonzero(~np.isnan(logs.contacts.answered))
    if len(answered) >= 3:
        logs.contacts.answered[answered[-1]] += TICK
    return logs


def test_a_tick_is_found_and_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With column, row, both values and the command that shows it again."""
    put_in_its_place(monkeypatch, a_tick_late)
    monkeypatch.setattr(sys, "argv", ["run", "--features", "floors", "--worlds", "40", "--seed", "3"])
    with pytest.raises(SystemExit, match="1"):
        main()
    said = capsys.readouterr().out
    number = int(said.split()[1])
    assert f"run --only {number} --features floors --seed 3\n" in said
    found = world(number, "floors", seed=3)
    row = int(np.flatnonzero(~np.isnan(found.logs.contacts.answered))[-1])
    answered = float(found.logs.contacts.answered[row])
    expected = f"contacts: row {row}: answered reference {answered!r}, compiled {answered + TICK!r}"
    assert expected in said
    monkeypatch.setattr(sys, "argv", ["run", "--features", "floors", "--only", str(number), "--seed", "3"])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert expected in capsys.readouterr().out


def test_a_disagreement_is_made_small(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    put_in_its_place(monkeypatch, a_tick_late)
    large = (number for number in range(MOST) if repr(world(number, "floors")).count("C(type=") > 20)
    number = next(number for number in large if compare(world(number, "floors")).difference)
    monkeypatch.setattr(sys, "argv", ["run", "--features", "floors", "--only", str(number), "--shrink"])
    with pytest.raises(SystemExit, match="1"):
        main()
    shown = capsys.readouterr().out
    assert "answered reference" in shown
    assert 3 <= shown.count("C(type=") <= 10


def test_an_engine_that_fails_is_a_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(model: CenterModel, workload: Workload) -> Logs:
        raise IndexError("no such row")

    put_in_its_place(monkeypatch, fails)
    assert "IndexError: no such row" in compare(world(0)).difference


def test_worlds_come_back_by_number() -> None:
    first = [repr(world(number)) for number in range(8)]
    assert [repr(world(number)) for number in reversed(range(8))] == first[::-1]
    assert len(set(first)) == 8
    assert len({repr(world(0, features, seed)) for features in FEATURES for seed in (1, 2)}) == 2 * len(FEATURES)


def test_what_happened_is_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["run", "--worlds", "15"])
    main()
    said = capsys.readouterr().out
    assert "| worlds | 15 | 3 | 3 | 3 | 3 | 3 |" in said
    answered = sum(compare(world(number)).happened["contact answered"] for number in range(15))
    assert f"| contact answered | {answered} |" in said
