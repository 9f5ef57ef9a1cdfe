"""What has to be known to get a result again, bit for bit."""

from __future__ import annotations

import hashlib
import json
import platform
from datetime import date
from typing import Any

from pydantic import BaseModel

from ccsim.scenario.schema import Scenario
from ccsim.version import version

RESULT_DEPENDS_ON = ("ccsim", "numpy", "scipy", "simpy")


def fingerprint(scenario: Scenario) -> str:
    """Hash of all that a scenario says, order included (it breaks ties), whatever file, folder or overlay said it."""
    text = json.dumps(canonical(scenario.model_copy(update={"folder": ""})), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical(value: Any) -> Any:
    """`value` as JSON in which equal things are written alike: mappings as pairs in order, sets sorted."""
    if isinstance(value, BaseModel):
        return [[name, canonical(getattr(value, name))] for name in type(value).model_fields]
    if isinstance(value, dict):
        return [[canonical(key), canonical(item)] for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return sorted(canonical(item) for item in value)
    if isinstance(value, tuple | list):
        return [canonical(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    return repr(value)


def versions() -> dict[str, str]:
    """Versions of all that the bits of a result depend on."""
    found = {package: version(package) for package in RESULT_DEPENDS_ON}
    return {**found, "python": platform.python_version(), "machine": platform.machine()}
