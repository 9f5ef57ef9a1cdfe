"""Inputs that a risk analysis holds at their value although nobody measured them: what its answer takes for sure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ccsim.scenario.change import Path, path_text
from ccsim.scenario.change_path import parts_of_handle_time
from ccsim.scenario.schema import ASSUMED
from ccsim.study.assumptions import UNCERTAINTY, apart, row_of, unsaid

if TYPE_CHECKING:
    from ccsim.scenario.node import Input
    from ccsim.study.risk_result import Risk


def held(risk: Risk) -> list[dict[str, Any]]:
    """Rows of the register of inputs that are assumed, or of which nobody says how they are known, and that no
    uncertain input changes."""
    base, root = risk.as_it_is, risk.uncertainty.source.root
    heads = [head for one in risk.uncertainty.inputs for head in one.heads]
    changed = [path for head in heads for path in (head.path, *(at for at, _ in parts_of_handle_time(root, head)))]
    said = [one for one in base.scenario.inputs if one.steps[0] != UNCERTAINTY]
    rows = [*map(row_of, apart(_untouched(said, changed))), *unsaid(base.scenario, base.model)]
    texts = {path_text(path) for path in changed}
    return [row for row in rows if row["evidence"] in (ASSUMED, "") and row["input"] not in texts]


def _untouched(inputs: Iterable[Input], changed: Sequence[Path]) -> Iterator[Input]:
    """Those at, above and below which nothing is changed; of what stands on a line with what is, the rest."""
    for one in inputs:
        if not any(_touches(path, one.steps) for path in changed):
            yield one
        else:
            yield from _untouched(one.below, changed)


def _touches(path: Path, other: Path) -> bool:
    """Whether one of them is the other, or above it; `*` is every name."""
    return all("*" in (mine, step) or mine == step for mine, step in zip(path, other, strict=False))
