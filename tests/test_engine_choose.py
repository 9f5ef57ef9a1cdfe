"""Which engine runs, and what it says of the reason."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ccsim.engine.choose import choose
from ccsim.engine.compiled.program import KernelError
from ccsim.engine.compiled.support import MOST_TYPES, why_not_compiled
from ccsim.engine.simpy_engine import run as reference
from ccsim.errors import NotSupported
from ccsim.model import build
from ccsim.scenario import load

SCENARIOS = Path(__file__).parents[1] / "scenarios"


class LastAgent:
    def choose_agent(self, contact, agents, now):
        return agents[-1]


@pytest.fixture
def model(small_file):
    return build(load(str(small_file)))


def test_what_the_compiled_engine_cannot_do(model):
    assert why_not_compiled(model) == ""
    assert why_not_compiled(model, policy=LastAgent()) == "its routing policy is written in Python"
    named = replace(model, routing=replace(model.routing, policy="mine:Mine"))
    assert why_not_compiled(named) == "its routing policy mine:Mine is written in Python"
    assert why_not_compiled(model, story=object()) == "only the reference engine tells the reason of each decision"
    assert why_not_compiled(replace(model, types=model.types[:1] * MOST_TYPES)) == ""
    many = replace(model, types=model.types[:1] * (MOST_TYPES + 1))
    assert why_not_compiled(many) == "it has 2,048 contact types, more than 2,047"


def test_a_booking_remembers_so_many_reminders():
    model = build(load(str(SCENARIOS / "clinic")))
    (visit,) = model.appointments
    for reminders, limit in ((62, ""), (63, f"{visit.name} has 63 reminders, more than 62")):
        assert why_not_compiled(replace(model, appointments=(replace(visit, reminders=(0,) * reminders),))) == limit


def test_auto_takes_the_reference_for_what_the_compiled_engine_cannot_do(model):
    limit = "its routing policy is written in Python"
    assert choose(model, "auto", LastAgent()) == ("reference", reference, limit, limit)


def test_the_compiled_engine_asked_for_in_vain(model):
    with pytest.raises(NotSupported, match=r"cannot run this scenario: its routing policy is written in Python; 'ref"):
        choose(model, "compiled", LastAgent())


def test_the_reference_asked_for(model):
    assert choose(model, "reference") == ("reference", reference, "asked for", "")


def test_an_engine_nobody_knows(model):
    with pytest.raises(NotSupported, match="engine must be one of auto, reference, compiled, got 'fast'"):
        choose(model, "fast")


def without_a_compiler(monkeypatch):
    monkeypatch.setitem(sys.modules, "ccsim.engine.compiled.machine", None)


def with_a_compiler_that_fails(monkeypatch):
    def fail(announce=None):
        raise KernelError(fail, "no code for this processor")

    monkeypatch.setattr("ccsim.engine.compiled.machine.load", fail)


@pytest.mark.parametrize("spoil", [without_a_compiler, with_a_compiler_that_fails])
def test_a_machine_without_compiled_code(model, monkeypatch, spoil):
    spoil(monkeypatch)
    chosen = choose(model)
    assert chosen.name == "reference" and chosen.limit.startswith("the compiled engine is not available here (")
    with pytest.raises(NotSupported, match=r"not available here .*; 'reference' gives the same results, only slower"):
        choose(model, "compiled")
