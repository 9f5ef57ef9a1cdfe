"""Which faults an overlay has whatever its base may say, where that base cannot be read."""

from __future__ import annotations

from ccsim.errors import Fault
from ccsim.scenario.node import Node
from ccsim.scenario.overlay import FAMILIES

_ABOVE = (*FAMILIES, "by_time", "quantiles")  # what stands below these is a parameter, a time of day, a probability


def law_faults(node: Node, path: str, faults: list[Fault]) -> list[Fault]:
    """The faults of a distribution, without those that its base could mend: parameters, families and segments left out.

    `path` is where the distribution stands.
    """
    return [fault for fault in faults if _is_its_own(node, path, fault)]


def _is_its_own(node: Node, path: str, fault: Fault) -> bool:
    if fault.path != path and not fault.path.startswith(f"{path}."):
        return True  # inside a table
    words = fault.path.removeprefix(path).split(".")[1:]
    if not words:
        return not isinstance(node.value, dict)
    last = words[-1]
    if last in ("constant", "at_most", "default"):
        return True
    if last in (*FAMILIES, "by_time"):
        return False
    if len(words) == 1:
        return not path.endswith("patience")  # an unknown family, or a segment of the base
    return words[-2] in _ABOVE
