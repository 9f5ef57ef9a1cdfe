"""The contact center as numbers and indices.

`build` is loaded on first use: who only reads the records of `ccsim.model.center` does not pay for scipy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.model.from_scenario import build

__all__ = ["CenterModel", "build"]


def __getattr__(name: str) -> Any:
    if name == "build":
        from ccsim.model.from_scenario import build

        return build
    if name == "CenterModel":
        from ccsim.model.center import CenterModel

        return CenterModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
