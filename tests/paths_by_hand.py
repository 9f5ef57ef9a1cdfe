"""Folders as `ccsim run --out DIR --records` leaves them, with customers written down by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ccsim.study.paths import COLUMNS
from ccsim.study.saving import digest

HAPPY = {"path": "calls resolved", "end": "settled", "csat": 4.5, "cost": 4.0}
REDIAL = {"path": "calls abandoned → calls resolved", "end": "settled", "csat": 3.9, "cost": 4.2, "contacts": 2.0}
LOST = {"path": "calls abandoned", "end": "lost", "csat": 2.0, "cost": 0.1, "lost_value": 12.0, "churn_cost": 3.0}
LATER = {"path": "calls unresolved → ...", "end": "pending", "csat": np.nan, "churn_cost": np.nan}
BOOKED = {"path": "book advice → advice_video kept, resolved", "began_with": "advice", "segment": "digital"}


def customers(*groups: tuple[int, int, dict[str, Any]]) -> pd.DataFrame:
    """Rows from (replication, how many, what they have)."""
    same = {"began_with": "calls", "segment": "all", "contacts": 1.0, "switches": 0.0, "waited_s": 30.0}
    same |= {"to_end_s": 300.0, "end": "settled", "csat": 4.5, "cost": 4.0, "lost_value": 0.0, "churn_cost": 0.0}
    rows = [{"replication": number, **same, **given} for number, many, given in groups for _ in range(many)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def usual(replications: int = 10) -> pd.DataFrame:
    """Some 70 % resolved at once, 18 % after a redial, 11 % lost, a little different in each replication."""
    groups = []
    for number in range(1, replications + 1):
        groups += [(number, 70 + number % 3, HAPPY), (number, 18 - number % 2, REDIAL), (number, 11, LOST)]
    return customers(*groups, (1, 1, LATER))


def folder(where: Path, frame: pd.DataFrame, kind: str = "csv", **more: Any) -> Path:
    where.mkdir()
    path = where / f"customers.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_parquet(path, index=False)
    provenance = {"scenario": "Small team", "seed": 7, "versions": {"ccsim": "0.0.1"}}
    summary = {
        "provenance": provenance | {"replications": int(frame.replication.max()) if len(frame) else 2},
        "confidence": 0.95,
        "currency": "USD",
        "files": {path.name: digest(path), "contacts.csv": "", "summary.json": None},
        **more,
    }
    (where / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    return where
