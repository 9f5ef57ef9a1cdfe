"""The register of inputs: what is assumed first, then what nobody says, what is known, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ccsim.report.words import Said, capital, said
from ccsim.scenario.schema import ASSUMED, DECIDED, FORECAST, MEASURED
from ccsim.study.assumptions import TABLE_READ, rests_on

Json = dict[str, Any]
ORDER = (ASSUMED, "", FORECAST, MEASURED, DECIDED, TABLE_READ)


@dataclass(frozen=True)
class Alike:
    """Inputs that are known in the same way, in the order of the file."""

    heading: Said
    rows: list[Json]
    inputs: bool  # and not how tables were read


def register(inputs: list[Json]) -> list[Alike]:
    """Inputs as a summary has them."""
    found = []
    for kind in ORDER:
        rows = [row for row in _whole(inputs) if row["evidence"] == kind]
        if rows:
            found.append(Alike(said(f"known_{kind}", n=len(rows)), rows, kind != TABLE_READ))
    return found


def known(inputs: list[Json]) -> Said | None:
    """How many inputs were measured, forecast and assumed; None where a run was saved without its inputs."""
    return capital(rests_on(_whole(inputs)).said) if inputs else None


def _whole(inputs: list[Json]) -> list[Json]:
    """Those of runs of versions in which nobody could say how an input is known, too."""
    return [{"evidence": "", "grounds": "", **row} for row in inputs]
