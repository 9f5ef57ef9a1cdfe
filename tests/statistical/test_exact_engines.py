"""What `check_case` finds of one engine is true of the other: they write the same days of every case."""

from __future__ import annotations

from math import ceil

import pytest
from differ import logs_differ

import ccsim.model
import ccsim.workload
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.simpy_engine import run
from experiments.validation.cases import CASES

CONTACTS = 4000.0
"""Of each case, or some more: a rule that an engine breaks once in a hundred contacts is seen."""
SEED = 2026


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_both_engines_write_the_same_days(name: str) -> None:
    model = ccsim.model.build(CASES[name].load())
    compiled = CompiledEngine(model)
    for replication in range(1, 1 + ceil(CONTACTS / CASES[name].contacts)):
        workload = ccsim.workload.draw(model, SEED, replication)
        difference = logs_differ(run(model, workload), compiled(model, workload))
        assert not difference, f"replication {replication}: {difference}"
