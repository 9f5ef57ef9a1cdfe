"""Measures: the KPIs of one replication, each a numerator over a denominator.

Names are handed on lazily: the scenario reader looks measures up in the catalogue, which must not pull in the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import MEASURES, Measure, at_threshold, find

if TYPE_CHECKING:
    from ccsim.measures.conservation import conserved
    from ccsim.measures.meter import Measures, Meter, measure, thresholds

__all__ = ["MEASURES", "Measure", "Measures", "Meter", "at_threshold", "conserved", "find", "measure", "thresholds"]


def __getattr__(name: str) -> Any:
    if name == "conserved":
        from ccsim.measures.conservation import conserved

        return conserved
    if name in ("Measures", "Meter", "measure", "thresholds"):
        from ccsim.measures import meter as module

        return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
