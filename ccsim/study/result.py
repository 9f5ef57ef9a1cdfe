"""`Result`: what a simulated scenario turned out to be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.scenario import fingerprint
from ccsim.sentences import Sentence, spoken
from ccsim.study.provenance import versions
from ccsim.study.replication import Job, Replication, replicate

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.arrays import FloatArray
    from ccsim.engine.logs import Logs
    from ccsim.estimation.accumulator import Accumulator
    from ccsim.estimation.estimates import Estimates
    from ccsim.estimation.targets import TargetResult
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Scenario
    from ccsim.study.record_files import RecordsFormat


@dataclass(frozen=True)
class Result:
    """Estimates over replications, targets with their verdicts, and all that is needed to get them again.

    Attributes
    ----------
    scenario : Scenario
    gathered : Accumulator
        What the replications left; `estimates`, `targets` and `per_replication` come from it.
    engine, engine_reason : str
        Which engine ran, and why that one.
    engine_limit : str
        What kept `auto` from the compiled engine for good; empty where nothing does.
    interrupted : bool
        Ctrl-C stopped it early.
    lost : str
        Why worker processes stopped it early; empty where they did not.
    given, given_at
        Inputs, by path, that were asked of this run instead of what the scenario says, and where that was said.
    """

    scenario: Scenario
    job: Job
    gathered: Accumulator
    engine: str
    engine_reason: str
    engine_limit: str = ""
    interrupted: bool = False
    lost: str = ""
    kept: tuple[Replication, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    given_at: str = "simulate()"

    @property
    def model(self) -> CenterModel:
        """The center as it was simulated."""
        return self.job.model

    @property
    def seed(self) -> int:
        return self.job.seed

    @property
    def replications(self) -> int:
        """How many are finished; they are the first ones, without a gap."""
        return self.gathered.replications

    @cached_property
    def estimates(self) -> Estimates:
        """Every measure by scope, name and interval, with its interval."""
        return self.gathered.estimates()

    @cached_property
    def targets(self) -> tuple[TargetResult, ...]:
        """Each with its verdict, met, missed or uncertain, in the scenario's order."""
        return tuple(self.gathered.verdicts())

    def per_replication(self, scope: str, name: str, measure: str) -> tuple[FloatArray, FloatArray]:
        """Numerator and denominator of a measure over the horizon, a value a replication.

        `name` is free for scope all. Their sums make the estimate; of two results with the same seed the values belong
        together one by one.

        Raises
        ------
        KeyError
            No such scope, name or measure; wait quantiles have one only where they were compared.
        """
        return self.gathered.per_replication(scope, name, measure)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One estimate a row: `scope, name, interval, measure, mean, half_width, low, high, replications`."""
        return self.estimates.frame()

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Share of contacts that waited no longer than so many seconds: `scope, name, wait_s, share, low, high`.

        Over the horizon, of the offered that waited to an end (backlog and call-backs apart), as the wait quantiles.
        """
        import pandas as pd

        return pd.DataFrame(self.gathered.waits())

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """One contact a row, all replications (`ccsim.study.records.contact_records`); simulated again if not kept."""
        return self._table("contacts")

    @cached_property
    def agents(self) -> pd.DataFrame:
        """One stretch of an agent's time a row (`ccsim.study.records.agent_records`)."""
        return self._table("agents")

    @cached_property
    def customers(self) -> pd.DataFrame:
        """One customer a row, with his path (`ccsim.study.records_of_customers.customer_records`)."""
        return self._table("customers")

    @cached_property
    def appointments(self) -> pd.DataFrame:
        """One booking a row (`ccsim.study.records_of_bookings.appointment_records`)."""
        return self._table("appointments")

    @cached_property
    def reminders(self) -> pd.DataFrame:
        """One reminder a row, sent or skipped (`ccsim.study.records_of_bookings.reminder_records`)."""
        return self._table("reminders")

    @cached_property
    def holds(self) -> pd.DataFrame:
        """One stretch of a host's waiting a row (`ccsim.study.records_of_bookings.hold_records`)."""
        return self._table("holds")

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """One decision of a live rule a row (`ccsim.study.records_of_rules.decision_records`)."""
        return self._table("decisions")

    def logs(self) -> Iterator[Logs]:
        """The logs of every replication in order, kept or simulated again with the same bits."""
        for replication in self.kept or replicate(self.job, range(1, self.replications + 1), keep_logs=True):
            assert replication.logs is not None
            yield replication.logs

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know beside the numbers."""
        notes: list[str] = []
        if self.interrupted:
            notes.append(Sentence("stopped", n=self.replications))
        if self.lost:
            notes.append(Sentence("cut_short", why=self.lost, n=self.replications))
        return (*notes, *self.model.notes)

    @property
    def _by_policy(self) -> bool:
        return self.job.policy is not None or self.model.routing.policy is not None

    def provenance(self) -> dict[str, Any]:
        """What has to be the same for these results to come out again, bit for bit."""
        return {
            "scenario": self.scenario.name,
            "changes": list(self.scenario.changes),
            "fingerprint": fingerprint(self.scenario),
            "seed": self.seed,
            "replications": self.replications,
            "engine": self.engine,
            "engine_reason": self.engine_reason,
            "policy": policy_name(self.job.policy) or self.scenario.routing.policy,
            "versions": versions(),
        }

    def summary(self) -> dict[str, Any]:
        """Estimates over the whole horizon, targets, inputs and provenance as plain values for JSON; None: no value."""
        from ccsim.model.warnings import warn
        from ccsim.study.assumptions import asked, center, register

        warnings = warn(self.scenario, self.model)
        inputs = register(self.scenario, self.model, self.given, self.given_at)
        told = [one[key] for one in inputs for key in ("input", "value")]
        return {
            "provenance": self.provenance(),
            "interrupted": self.interrupted,
            "notes": list(map(str, self.notes)),
            "confidence": self.scenario.simulation.confidence,
            "currency": self.scenario.currency,
            "full_time_week_h": self.scenario.full_time_week / 3600.0,
            "center": center(self.scenario, self.model, self._by_policy),
            "targets": [{**plain(one), "asked": asked(self.scenario, one.name)} for one in self.targets],
            "warnings": list(map(str, warnings)),
            "sentences": spoken([*self.notes, *warnings, self.engine_reason, *told]),
            "inputs": inputs,
            "estimates": [plain(row._asdict()) for row in self.estimates.rows() if row.interval == ""],
        }

    def save(
        self,
        folder: str | Path,
        records: bool = False,
        records_format: RecordsFormat | None = None,
        language: str = "en",
    ) -> list[Path]:
        """Write `summary.json`, `measures.csv`, `waits.csv` and `report.html` to `folder`, with `records` all that is
        recorded of contacts, agents, customers, bookings and rules too.

        Returns the files written. Records are in `records_format`: parquet if not said, CSV where pyarrow is missing.
        The page opens in `language` ("en" or "es") and holds both.
        Files of an earlier run are replaced, its records removed; what ccsim did not write is never touched.

        Raises
        ------
        OutputError
            If the folder cannot be written, or a file is in the way that ccsim did not write; nothing is half-written.
        """
        from ccsim.study.record_files import records_format as chosen
        from ccsim.study.record_tables import tables_of
        from ccsim.study.saving import Saving

        kind = chosen(records_format) if records else None
        with Saving(folder, kind, self.scenario.tables, tables_of(self.scenario)) as saving:
            if records:
                for logs in self.logs():
                    saving.add(self.model, logs)
            return saving.commit(self, language)

    def _table(self, name: str) -> pd.DataFrame:
        import pandas as pd

        from ccsim.study.record_tables import TABLES

        rows = next(table.rows for table in TABLES if table.name == name)
        return pd.concat([rows(self.model, logs) for logs in self.logs()], ignore_index=True)


def policy_name(policy: Any) -> str | None:
    return None if policy is None else f"{type(policy).__module__}:{type(policy).__qualname__}"


def plain(value: Any) -> Any:
    """Records, tuples and numpy numbers as JSON has them; NaN and infinities as None."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    return plain(value.item())
