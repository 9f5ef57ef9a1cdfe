"""With what a result was computed."""

from __future__ import annotations

import platform

from ccsim.version import version

RESULT_DEPENDS_ON = ("ccsim", "numpy", "scipy", "simpy")


def versions() -> dict[str, str]:
    """Versions of all that the bits of a result depend on."""
    found = {package: version(package) for package in RESULT_DEPENDS_ON}
    return {**found, "python": platform.python_version(), "machine": platform.machine()}
