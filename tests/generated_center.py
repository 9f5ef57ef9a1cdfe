"""Generated scenarios: what they share, and one replication of each.

Many times are multiples of ten seconds, so that many events fall on the same instant.
"""

from __future__ import annotations

import copy
import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import ccsim.model
import ccsim.scenario
import ccsim.workload
from ccsim.engine.logs import Logs
from ccsim.engine.simpy_engine import run
from ccsim.model.center import CenterModel
from ccsim.workload import Workload

EXAMPLES = int(os.environ.get("CCSIM_EXAMPLES", "15"))
"""Centers per test; set the variable for a longer search."""

thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

OPENS = 8 * 3600
OPEN_FOR = 3600  # seconds
DAYS = 2
SEGMENTS = ("digital", "traditional")

Mapping = dict[str, Any]


class World:
    """A scenario with its tables, and one replication of it."""

    def __init__(self, scenario: Mapping, files: dict[str, str], seed: int, replications: int = 1) -> None:
        self.scenario, self.files, self.seed, self.replications = scenario, files, seed, replications

    def __repr__(self) -> str:
        """What a failure needs to be run again: a scenario file and its tables."""
        tables = [f"--- {name}\n{text}" for name, text in self.files.items()]
        return "\n".join(["", yaml.safe_dump(self.scenario, sort_keys=False), *tables, f"--- seed {self.seed}"])

    @cached_property
    def model(self) -> CenterModel:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in self.files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            return ccsim.model.build(ccsim.scenario.from_dict(self.scenario, folder=folder))

    @cached_property
    def workload(self) -> Workload:
        return ccsim.workload.draw(self.model, self.seed, 1)

    def workloads(self) -> list[Workload]:
        """Of all replications."""
        more = [ccsim.workload.draw(self.model, self.seed, 1 + i) for i in range(1, self.replications)]
        return [self.workload, *more]

    @cached_property
    def logs(self) -> Logs:
        return run(self.model, self.workload)

    def but(self, **sections: Any) -> World:
        """The same scenario with other sections; None takes one away."""
        scenario = copy.deepcopy(self.scenario) | sections
        said = {key: value for key, value in scenario.items() if value is not None}
        return World(said, self.files, self.seed, self.replications)


def tens(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most // 10).map(lambda n: f"{10 * n} s")


def durations(most: int) -> st.SearchStrategy[Any]:
    """Constant ones meet other events at the same instant, drawn ones do not."""
    return st.one_of(tens(most), st.integers(2, most // 10).map(lambda n: {"exponential": {"mean": f"{10 * n} s"}}))


def signed(most: int) -> st.SearchStrategy[Any]:
    """Against the slot: on the dot, or so much early or late."""
    return st.one_of(
        st.just("0 s"),
        st.integers(-most // 10, most // 10).map(lambda n: f"{10 * n} s"),
        st.integers(0, most // 10).map(lambda n: {"normal": {"mean": "0 s", "sd": f"{10 * n} s"}}),
    )


@st.composite
def either(draw: Any, *ways: st.SearchStrategy[Any]) -> Any:
    """One of these, the oftener the more often it is named (`one_of` takes what is named twice as one)."""
    return draw(ways[draw(st.integers(0, len(ways) - 1))])


shares = st.integers(0, 10).map(lambda n: n / 10)


def by_segment(share: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.one_of(share, st.fixed_dictionaries(dict.fromkeys(SEGMENTS, share)))


@st.composite
def trace(draw: Any) -> str:
    """First contacts at multiples of ten seconds of both days, mostly in the first half of the hour."""
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    within = draw(st.sampled_from([OPEN_FOR // 4, OPEN_FOR // 2, OPEN_FOR]))
    starts = [
        int(luck.integers(DAYS)) * OPEN_FOR // 10 + int(luck.integers(within // 10))
        for _ in range(draw(st.integers(1, 40)))
    ]
    lines = ["start"]
    for at in sorted(starts):
        day, second = divmod(10 * at, OPEN_FOR)
        hour, rest = divmod(OPENS + second, 3600)
        lines.append(f"2026-03-{2 + day:02d} {hour:02d}:{rest // 60:02d}:{rest % 60:02d}")
    return "\n".join(lines) + "\n"
