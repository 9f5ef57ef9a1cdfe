"""The journeys that customers actually took, most frequent first, and which of them are worth having.

A path (`ccsim.study.path_steps`) is *favourable* where its customers are more satisfied than all customers are on
average, and settled at least as often; *unfavourable* where they are less satisfied, and settled no more often. More
and less mean: beyond the interval of the difference over replications (delta method, ratios of expectations). Paths
that fewer than `LEAST` customers took in all replications together are not judged, nor is anything after a single
replication. Pending customers have no satisfaction and are not settled: they stand in no average but those of times,
contacts and cost. Who is not asked (`ccsim.measures.experience`: missed or cancelled, and never served) has no
satisfaction either, and no risk of leaving is known of him: a path on which nobody is asked is not judged.

The *loss* of a customer is the value of a contact that was lost, and his own value times his risk of leaving. Everybody
may leave, so what a path costs by it is its *excess*: what its customers lose in a replication above as many average
ones; the risk is that of those asked, against as many of all who are.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ccsim.errors import CcsimError
from ccsim.estimation.moments import Moments, student
from ccsim.model.center import BoolArray, FloatArray, IntArray
from ccsim.study.saved_records import RunFacts, SavedRun

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.result import Result

LEAST = 30
COLUMNS = {
    "replication": "int64",
    "began_with": "str",
    "segment": "str",
    "path": "str",
    "contacts": "float64",
    "switches": "float64",
    "waited_s": "float64",
    "end": "str",
    "to_end_s": "float64",
    "csat": "float64",
    "cost": "float64",
    "lost_value": "float64",
    "churn_cost": "float64",
}
MEANS = ("contacts", "switches", "waited_s", "to_end_s", "cost")
Judgement = Literal["favourable", "unfavourable", ""]
ALL = "all customers"


class NoPaths(CcsimError):
    """No customer fits what was asked; says what there is."""


@dataclass(frozen=True)
class JourneyPath:
    """One path. Times are seconds, shares 0-1, means over its customers; NaN where there is no value.

    `customers` is a replication's number and `share` that of all customers listed; `half_width`s are those of the
    run's confidence. `to_end_s`: from his first to the end of his last step. `excess`: of a replication.
    """

    path: str
    customers: float
    share: float
    share_half_width: float
    settled: float
    settled_half_width: float
    csat: float
    csat_half_width: float
    contacts: float
    switches: float
    waited_s: float
    to_end_s: float
    cost: float
    loss: float
    excess: float
    judgement: Judgement


@dataclass(frozen=True)
class Paths:
    """All paths, most frequent first; `total` is all customers together."""

    scenario: str
    seed: int
    replications: int
    confidence: float
    currency: str
    segment: str | None
    began_with: str | None
    total: JourneyPath
    rows: tuple[JourneyPath, ...]

    def frame(self) -> pd.DataFrame:
        """One path a row."""
        import pandas as pd

        return pd.DataFrame([vars(row) for row in self.rows])


def paths(
    source: Result | SavedRun | str | Path, *, segment: str | None = None, began_with: str | None = None
) -> Paths:
    """The paths of a result, or of the folder of `ccsim run --out DIR --records`.

    Parameters
    ----------
    source : Result, or a run saved with records, or its folder's path
    segment, began_with : str, optional
        Only customers of this segment; only those who began with this contact type or appointment.

    Raises
    ------
    NoRecords
        The folder has no records of customers, or of another version; or its summary was damaged.
    NoPaths
        Nobody fits; no such segment, contact type or appointment.
    """
    if isinstance(source, SavedRun | str | Path):
        facts, customers = _read(source if isinstance(source, SavedRun) else SavedRun.open(source))
    else:
        provenance, scenario = source.provenance(), source.scenario
        seed, replications = int(provenance["seed"]), int(provenance["replications"])
        confidence, currency = scenario.simulation.confidence, scenario.currency
        facts = RunFacts(str(provenance["scenario"]), seed, replications, confidence, currency)
        customers = source.customers[list(COLUMNS)].astype(COLUMNS)
    customers = _of(_of(customers, "segment", segment), "began_with", began_with)
    if customers.empty:
        raise NoPaths(f"no customer came in {facts.replications} replications")
    total, rows = _judged(customers, facts.replications, facts.confidence)
    return Paths(**vars(facts), segment=segment, began_with=began_with, total=total, rows=rows)


def _read(saved: SavedRun) -> tuple[RunFacts, pd.DataFrame]:
    """A saved run and its customers."""
    facts, customers = saved.facts(), saved.table("customers", COLUMNS)
    strange = sorted(set(customers["replication"]) - set(range(1, facts.replications + 1)))
    if strange:
        of = f"there are customers of replication {strange[0]}"
        raise saved.damaged(f"provenance.replications is {facts.replications} and {of}")
    return facts, customers


def _of(customers: pd.DataFrame, column: str, wanted: str | None) -> pd.DataFrame:
    if wanted is None:
        return customers
    chosen = customers[customers[column] == wanted]
    if chosen.empty:
        what = {"segment": "customer of segment", "began_with": "customer who began with"}[column]
        known = sorted(customers[column].unique())
        near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}" if known else "nobody came"
        raise NoPaths(f"no {what} {wanted!r} ({hint})")
    return chosen


def _judged(
    customers: pd.DataFrame, replications: int, confidence: float
) -> tuple[JourneyPath, tuple[JourneyPath, ...]]:
    import pandas as pd

    path, names = pd.factorize(customers["path"], sort=True)
    tally = Tally(path, customers["replication"].to_numpy() - 1, len(names), replications)
    end, csat = customers["end"].to_numpy(), customers["csat"].to_numpy()
    everyone = np.ones(len(customers))
    counts = tally.sums(everyone)
    ended, settled = tally.sums(end != "pending"), tally.sums(end == "settled")
    asked, satisfied = tally.sums(~np.isnan(csat)), tally.sums(np.nan_to_num(csat))
    share = _ratio(counts, np.broadcast_to(counts[:, :1], counts.shape), confidence)
    settled_share, satisfaction = _ratio(settled, ended, confidence), _ratio(satisfied, asked, confidence)
    better = _against_all(satisfied, asked, confidence)
    surer = _against_all(settled, ended, confidence)
    enough = (counts.sum(axis=0) >= LEAST) & (asked.sum(axis=0) > 0) & (replications > 1)
    favourable, unfavourable = enough & (better > 0) & (surer >= 0), enough & (better < 0) & (surer <= 0)
    means = {name: tally.means(customers[name].to_numpy()) for name in MEANS}
    value = tally.means(np.where(end == "pending", np.nan, customers["lost_value"].to_numpy()))
    risk = tally.means(np.where(np.isnan(csat), np.nan, customers["churn_cost"].to_numpy()))
    loss = value + np.nan_to_num(risk)
    excess = (value - value[0]) * ended.mean(axis=0) + np.nan_to_num((risk - risk[0]) * asked.mean(axis=0))
    rows = [
        JourneyPath(
            path=name,
            customers=float(counts[:, i].mean()),
            share=float(share[0][i]),
            share_half_width=float(share[1][i]),
            settled=float(settled_share[0][i]),
            settled_half_width=float(settled_share[1][i]),
            csat=float(satisfaction[0][i]),
            csat_half_width=float(satisfaction[1][i]),
            **{column: float(values[i]) for column, values in means.items()},
            loss=float(loss[i]),
            excess=float(excess[i]),
            judgement="favourable" if favourable[i] else "unfavourable" if unfavourable[i] else "",
        )
        for i, name in enumerate([ALL, *map(str, names)])
    ]
    return rows[0], tuple(sorted(rows[1:], key=lambda row: (-row.customers, row.path)))


@dataclass(frozen=True)
class Tally:
    """Sums over customers by replication and path; column 0 is all paths together."""

    path: IntArray
    replication: IntArray  # from 0
    paths: int
    replications: int

    def sums(self, values: FloatArray | BoolArray) -> FloatArray:
        """(replications, 1 + paths)."""
        cell = self.replication * self.paths + self.path
        flat = np.bincount(cell, values, self.replications * self.paths)
        by_path = flat.reshape(self.replications, self.paths)
        return np.concatenate((by_path.sum(axis=1, keepdims=True), by_path), axis=1)

    def means(self, values: FloatArray) -> FloatArray:
        """(1 + paths,) over those who have a value; NaN where nobody has."""
        have = self.sums(~np.isnan(values)).sum(axis=0)
        total = self.sums(np.nan_to_num(values)).sum(axis=0)
        return np.asarray(np.divide(total, have, out=np.full(len(have), np.nan), where=have > 0), dtype=np.float64)


def _ratio(y: FloatArray, x: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Ratio of expectations and its half width, column by column."""
    moments = Moments(y.shape[1:])
    for above, below in zip(y, x, strict=True):
        moments.add(above, below)
    return moments.ratio(confidence)


def _against_all(y: FloatArray, x: FloatArray, confidence: float) -> IntArray:
    """-1, 0, 1: whether each column's ratio is below or above that of column 0, beyond the interval of the difference.

    Both ratios rest on the same replications, so their residuals are subtracted replication by replication.
    """
    replications = len(y)
    if replications < 2:
        return np.zeros(y.shape[1], dtype=np.int64)
    total_y, total_x = y.sum(axis=0), x.sum(axis=0)
    ratio = np.divide(total_y, total_x, out=np.full(y.shape[1], np.nan), where=total_x != 0)
    mean = np.where(total_x != 0, total_x, 1.0) / replications
    residual = (y - ratio * x) / mean
    spread = (residual - residual[:, :1]).std(axis=0, ddof=1) / np.sqrt(replications)
    difference = ratio - ratio[0]
    beyond = np.abs(difference) > np.maximum(student(confidence, replications) * spread, 1e-9)
    return np.where(beyond, np.sign(difference), 0.0).astype(np.int64)


def as_plain(found: Paths, top: int | None = None) -> dict[str, Any]:
    """All of it as plain values for JSON, with the `top` most frequent paths; None: no value."""
    from ccsim.study.result import plain

    facts = {name: plain(value) for name, value in vars(found).items() if name != "rows"}
    return {**facts, "paths": [plain(row) for row in found.rows[:top]]}
