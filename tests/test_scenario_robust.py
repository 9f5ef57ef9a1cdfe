"""Whatever stands where something else should: a scenario, or faults; never anything else."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML
from scenario_base import BASE
from scenario_rich import RICH

from ccsim.errors import ScenarioError
from ccsim.model import build
from ccsim.model.warnings import describe, warn
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
SOUND_RICH: dict[str, Any] = YAML(typ="safe").load(RICH)
ABSENT = object()
JUNK_RICH: list[Any] = [ABSENT, None, 5, "zzz", "7 d", "50%", [], ["zzz"], {}, {"zzz": 1}, "calls", "voice", "advice"]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members:
        yield from places(inner, (*path, key))


def with_junk(path: Path, junk: Any, sound: dict[str, Any] = SOUND) -> dict[str, Any]:
    mapping = copy.deepcopy(sound)
    holder: Any = mapping
    for key in path[:-1]:
        holder = holder[key]
    if junk is ABSENT:
        del holder[path[-1]]
    else:
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


BREAKS: list[tuple[Path, Any]] = [
    *((("channels", name), junk) for name in SOUND_RICH["channels"] for junk in (ABSENT, None)),
    *((("contacts", name, "channel"), junk) for name in SOUND_RICH["contacts"] for junk in (ABSENT, "zzz")),
    *((("contacts", name), junk) for name in SOUND_RICH["contacts"] for junk in (ABSENT, 5)),
    *random.Random("rich").sample([(path, junk) for path in places(SOUND_RICH) for junk in JUNK_RICH], 80),
]


def test_bookings_and_behaviour_with_anything_wrong_or_missing_are_read_or_refused_in_words() -> None:
    for path, junk in BREAKS:
        try:
            scenario = from_dict(with_junk(path, junk, SOUND_RICH))
        except ScenarioError as error:
            assert error.faults, path
        else:
            model = build(scenario)
            assert describe(scenario, model), path
            assert all(warn(scenario, model)), path


def test_an_unknown_key_is_a_fault_in_every_mapping() -> None:
    for path in places(SOUND):
        holder: Any = SOUND
        for key in path:
            holder = holder[key]
        if isinstance(holder, dict):
            with pytest.raises(ScenarioError) as caught:
                from_dict(with_junk((*path, "zzz"), 1))
            assert any("zzz" in fault.path for fault in caught.value.faults), path
