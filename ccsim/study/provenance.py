"""With what a result was computed."""

from __future__ import annotations

import platform

from ccsim.version import version

RESULT_DEPENDS_ON = ("ccsim", "numpy", "scipy", "simpy")
SAME = (*RESULT_DEPENDS_ON, "machine")
"""Versions that have to be the same for results to stand beside each other."""


def versions() -> dict[str, str]:
    """Versions of all that the bits of a result depend on."""
    found = {package: version(package) for package in RESULT_DEPENDS_ON}
    return {**found, "python": platform.python_version(), "machine": platform.machine()}


def others(found: dict[str, str], wanted: dict[str, str]) -> str:
    """Which of the versions `found` are not those `wanted`: `numpy 1.26.4 instead of 2.4.6`; "" where none."""
    return ", ".join(
        f"{name} {found.get(name)} instead of {wanted.get(name)}"
        for name in SAME
        if found.get(name) != wanted.get(name)
    )
