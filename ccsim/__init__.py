"""ccsim: a contact-center simulator.

>>> import ccsim
>>> scenario = ccsim.load("scenarios/minimal.yaml")            # doctest: +SKIP
>>> result = ccsim.simulate(scenario, replications=30)         # doctest: +SKIP
>>> result.measures                                            # doctest: +SKIP

Names are imported when they are first used, so that `import ccsim` loads no numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccsim import plot, workbook
    from ccsim.errors import (
        CcsimError,
        Fault,
        NotSupported,
        OutputError,
        PolicyError,
        ResultsError,
        ScenarioError,
        WorkerLost,
    )
    from ccsim.scenario import load
    from ccsim.scenario.schema import Scenario
    from ccsim.study.check import check
    from ccsim.study.check_result import CheckResult
    from ccsim.study.compare import compare
    from ccsim.study.comparison import Comparison
    from ccsim.study.paths import paths
    from ccsim.study.result import Result
    from ccsim.study.risk import risk
    from ccsim.study.risk_result import Risk
    from ccsim.study.select import select
    from ccsim.study.selected import Selected
    from ccsim.study.simulate import simulate
    from ccsim.study.stress import Stress, stress
    from ccsim.study.sweep import merge, sweep
    from ccsim.study.sweep_result import Sweep

    __version__: str

HOMES = {
    "load": "ccsim.scenario",
    "Scenario": "ccsim.scenario.schema",
    "simulate": "ccsim.study.simulate",
    "check": "ccsim.study.check",
    "CheckResult": "ccsim.study.check_result",
    "compare": "ccsim.study.compare",
    "Comparison": "ccsim.study.comparison",
    "select": "ccsim.study.select",
    "Selected": "ccsim.study.selected",
    "stress": "ccsim.study.stress",
    "Stress": "ccsim.study.stress",
    "risk": "ccsim.study.risk",
    "Risk": "ccsim.study.risk_result",
    "sweep": "ccsim.study.sweep",
    "merge": "ccsim.study.sweep",
    "Sweep": "ccsim.study.sweep_result",
    "paths": "ccsim.study.paths",
    "Result": "ccsim.study.result",
    "CcsimError": "ccsim.errors",
    "Fault": "ccsim.errors",
    "NotSupported": "ccsim.errors",
    "OutputError": "ccsim.errors",
    "PolicyError": "ccsim.errors",
    "ResultsError": "ccsim.errors",
    "ScenarioError": "ccsim.errors",
    "WorkerLost": "ccsim.errors",
}

ROOMS = ("plot", "workbook")
"""Modules that are named as such: `ccsim.plot.by_interval`."""

__all__ = [
    "CcsimError",
    "CheckResult",
    "Comparison",
    "Fault",
    "NotSupported",
    "OutputError",
    "PolicyError",
    "Result",
    "ResultsError",
    "Risk",
    "Scenario",
    "ScenarioError",
    "Selected",
    "Stress",
    "Sweep",
    "WorkerLost",
    "__version__",
    "check",
    "compare",
    "load",
    "merge",
    "paths",
    "plot",
    "risk",
    "select",
    "simulate",
    "stress",
    "sweep",
    "workbook",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from ccsim.version import version

        value: Any = version()
    elif name in ROOMS:
        value = import_module(f"ccsim.{name}")
    elif name in HOMES:
        value = getattr(import_module(HOMES[name]), name)
    else:
        raise AttributeError(f"module 'ccsim' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
