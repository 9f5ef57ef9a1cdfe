"""Whatever stands where something else should: a scenario, or faults; never anything else."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML
from scenario_base import BASE

from ccsim.errors import ScenarioError
from ccsim.scenario import from_dict

Path = tuple[str | int, ...]
JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, float("nan"), float("inf"), 1e300, 10**30, "", "x", "é\n", "a/b", "calls", "voice"),
    *("never", "0", "1e400", "-1 s", "99:99", "mon-fri", "08:00-20:00", "50%", "10 per h"),
    *([], [None], [[]], [{}], [1, 2, 3], {}, {"a": 1}, {"": ""}, {"default": 1}, {"by_time": {}}),
    *({"exponential": None}, {"mixture": {"parts": [], "weights": []}}, {"empirical": {"values": []}}),
    *({"empirical": {"quantiles": {}}}, {"gamma": {"mean": "0 s", "cv": 0}}, {"lognormal": {"mu": 1e9, "sigma": 1e9}}),
]
SOUND: dict[str, Any] = YAML(typ="safe").load(BASE)


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members:
        yield from places(inner, (*path, key))


def with_junk(path: Path, junk: Any) -> dict[str, Any]:
    mapping = copy.deepcopy(SOUND)
    holder: Any = mapping
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    return mapping


@pytest.mark.parametrize("section", list(SOUND))
def test_junk_anywhere_is_read_or_refused_in_words(section: str) -> None:
    every = [(path, junk) for path in places(SOUND) if path[0] == section for junk in JUNK]
    for path, junk in random.Random(section).sample(every, min(60, len(every))):
        try:
            scenario = from_dict(with_junk(path, junk))
        except ScenarioError as error:
            assert error.faults
            assert all(fault.message and fault.file == "scenario" for fault in error.faults)
        else:
            assert scenario.contacts


def test_an_unknown_key_is_a_fault_in_every_mapping() -> None:
    for path in places(SOUND):
        holder: Any = SOUND
        for key in path:
            holder = holder[key]
        if isinstance(holder, dict):
            with pytest.raises(ScenarioError) as caught:
                from_dict(with_junk((*path, "zzz"), 1))
            assert any("zzz" in fault.path for fault in caught.value.faults), path
