"""Which sheets a workbook has: of a run, a comparison, a stress test, a risk analysis, a selection, a sweep, a
check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ccsim.report.register import register
from ccsim.report.run import Run, run_of
from ccsim.report.series import BAND, targets
from ccsim.study.assumptions import TABLE_READ
from ccsim.workbook.sheet import Column, Kind, Sheet, kind_of, sheet_of, unit_words
from ccsim.workbook.wide import by_day, by_interval, over_horizon

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.check_result import CheckResult
    from ccsim.study.comparison import Comparison
    from ccsim.study.result import Result
    from ccsim.study.risk_result import Risk
    from ccsim.study.selected import Selected
    from ccsim.study.stress import Stress
    from ccsim.study.sweep_result import Sweep

OF_DIFFERENCES = ("base", "other", "difference", "low", "high", "half_width", "margin")
LEFT_OUT = ("equivalence_low", "equivalence_high", "error", "skewness", "independent_error", "variance_reduction")
READING = (
    ("", ""),
    (
        "how to read",
        "Times are in seconds, shares in %; counts are means over the replications, so they have decimals.",
    ),
    ("", "low and high: the interval of the mean over replications. An empty cell: nothing to measure."),
)


def sheets_of(found: Result | Run | Comparison | Stress | Risk | Selected | Sweep | CheckResult) -> Iterator[Sheet]:
    """Sheets in their order; those without rows are left out by whoever writes them."""
    from ccsim.study.check_result import CheckResult
    from ccsim.study.comparison import Comparison
    from ccsim.study.risk_result import Risk
    from ccsim.study.selected import Selected
    from ccsim.study.stress import Stress
    from ccsim.study.sweep_result import Sweep

    if isinstance(found, Comparison):
        return of_comparison(found)
    if isinstance(found, Stress):
        return of_stress(found)
    if isinstance(found, Risk):
        return of_risk(found)
    if isinstance(found, Selected):
        return of_selection(found)
    if isinstance(found, CheckResult):
        return of_check(found)
    return of_sweep(found) if isinstance(found, Sweep) else of_run(run_of(found))


def of_run(run: Run) -> Iterator[Sheet]:
    """About, targets, measures over the horizon, wide tables by day and by interval, how long contacts waited, inputs
    with how they are known."""
    said = run.summary
    currency = str(said["currency"])
    yield about(said["provenance"], confidence=said["confidence"], notes=said["notes"])
    yield target_sheet({"": said})
    yield over_horizon({"": run.measures}, currency)
    yield from by_day(run.measures, currency)
    yield from by_interval(run.measures, currency)
    of_waits: dict[str, Kind] = {"wait_s": "seconds", "share": "share", "low": "share", "high": "share"}
    yield sheet_of("Waits", run.waits, currency, kinds=of_waits)
    yield inputs(said)


def of_comparison(found: Comparison) -> Iterator[Sheet]:
    """About, verdicts, differences, and targets and measures of each system."""
    currency = found.base.scenario.currency
    yield about(found.base.provenance(), base=found.base_name, confidence=found.confidence, notes=found.notes)
    others = found.alternatives
    verdicts = [
        Column("alternative", [one.name for one in others]),
        Column("verdict", [one.verdict for one in others]),
        Column("in words", [one.sentence for one in others]),
        Column("changes", ["; ".join(one.result.scenario.changes) for one in others]),
        Column("fingerprint", [one.result.provenance()["fingerprint"] for one in others]),
    ]
    yield Sheet("Verdicts", tuple(verdicts))
    if len(found.differences):
        yield difference_sheet(found.differences, currency)
    yield target_sheet(summaries(found))
    yield over_horizon({name: run_of(one).measures for name, one in found.results.items()}, currency)


def of_stress(found: Stress) -> Iterator[Sheet]:
    """About, the lines, their differences and the targets of each."""
    base, together = found.base, found.comparison
    currency = base.scenario.currency
    yield about(base.provenance(), confidence=together.confidence, notes=together.notes)
    gains = {f"gain{end}": f"gain{end} ({found.gain_unit})" for end in ("", "_low", "_high")}
    yield sheet_of("Lines", found.table.rename(columns=gains), currency)
    if len(together.differences):
        yield difference_sheet(together.differences, currency)
    yield target_sheet(summaries(together))


def of_risk(found: Risk) -> Iterator[Sheet]:
    """About, probabilities of targets, what may happen to measures, what each input carries, inputs, quantiles, values
    along each input, draws."""
    base = found.as_it_is
    currency = base.scenario.currency
    yield about(base.provenance(), confidence=found.confidence, draws=len(found.draws), notes=found.notes)
    shares: dict[str, Kind] = {one: "share" for one in found.met.columns if one.startswith("met_")}
    yield sheet_of("Targets", found.met, currency, kinds=shares)
    values = ("as_it_is", "mean", "long_run", "horizon", "sd_")
    in_unit = [one for one in found.measures.columns if one.startswith(values)]
    yield sheet_of("Measures", found.measures, currency, by_unit=in_unit)
    parts: dict[str, Kind] = {one: "share" for one in found.shares.columns if one.startswith(("first", "total"))}
    yield sheet_of("Shares", found.shares, currency, kinds=parts, drop=("unit",))
    yield sheet_of("Inputs", found.inputs, currency, by_unit=("low", "median", "high"))
    probability: dict[str, Kind] = {"probability": "number"}
    yield sheet_of("Quantiles", found.quantiles, currency, by_unit=("long_run", "horizon"), kinds=probability)
    along: dict[str, Kind] = {"probability": "share", "value": "number"}
    yield sheet_of("Along inputs", found.along, currency, by_unit=("mean", "low", "high"), kinds=along)
    draws: dict[str, Kind] = {"horizons_met": "share", **{one.name: "number" for one in found.uncertainty.inputs}}
    yield sheet_of("Draws", found.table, currency, by_unit=("estimate", "error"), kinds=draws)


def of_selection(found: Selected) -> Iterator[Sheet]:
    """About, and what was left of whom."""
    words = {"measure": found.measure.text, "delta": found.delta, "best": found.best or "not decided"}
    yield about(found.base.provenance(), **words, guarantee=found.guarantee, notes=found.notes)
    yield sheet_of("Systems", found.table, found.base.scenario.currency, by_unit=("mean", "half_width", "low", "high"))


def of_sweep(found: Sweep) -> Iterator[Sheet]:
    """About, a row for each point, all results with their intervals, and effects."""
    said = found.manifest
    currency = str(said.get("currency", ""))
    keys = ("experiment", "scenario", "seed", "confidence", "fingerprint", "versions")
    yield about({key: said[key] for key in keys if key in said}, missing=len(found.missing), failed=len(found.faults))
    frame = found.frame
    if len(frame):
        factors = [str(factor["name"]) for factor in said["factors"]]
        yield points(frame, factors, currency)
        yield sheet_of("Results", frame, currency, by_unit=("estimate", "half_width", "low", "high"))
        yield sheet_of("Effects", found.effects, currency)


def of_check(found: CheckResult) -> Iterator[Sheet]:
    """About, each target with its decision, each difference from the baseline, and what it costs."""
    from ccsim.study.check_result import called
    from ccsim.workbook.checked import costs, differences, targets

    words = {"outcome": called(found.outcome), "decisions": found.decisions, "notes": found.notes}
    yield about(found.provenance(), confidence=found.confidence, **words)
    yield targets(found)
    yield differences(found)
    yield costs(found)


def about(said: dict[str, Any], **more: Any) -> Sheet:
    """What was simulated, and how: a key and its value a row."""
    rows: list[tuple[str, Any]] = []
    for key, content in {**said, **more}.items():
        if isinstance(content, dict):
            rows += [
                (f"{key}: {name}", one if isinstance(one, str | int | float) else str(one))
                for name, one in content.items()
            ]
        elif isinstance(content, list | tuple):
            rows += [(key, str(one)) for one in content]
        elif content is not None:
            rows.append((key.replace("_", " "), content))
    rows += READING
    kinds = ["share" if key == "confidence" else "integer" for key, _ in rows]
    return Sheet("About", (Column("what", [row[0] for row in rows]), Column("value", [row[1] for row in rows], kinds)))  # type: ignore[arg-type]


def inputs(said: dict[str, Any]) -> Sheet:
    """The register of inputs from a summary, as `report.html` has it."""
    rows = [row for alike in register(said["inputs"]) for row in alike.rows]
    words = {"": "not said", TABLE_READ: "how a table was read"}
    return Sheet(
        "Inputs",
        (
            Column("input", [row["input"] for row in rows]),
            Column("value", [row["value"] for row in rows]),
            Column("evidence", [words.get(row["evidence"], row["evidence"]) for row in rows]),
            Column("grounds", [row["grounds"] for row in rows]),
            Column("source", [row["source"] for row in rows]),
        ),
    )


def summaries(found: Comparison) -> dict[str, dict[str, Any]]:
    """Of each system by name, the base first."""
    return {name: result.summary() for name, result in found.results.items()}


def target_sheet(systems: dict[str, dict[str, Any]]) -> Sheet:
    """Targets of a run, or of each system by name, with their verdicts, from summaries."""
    import pandas as pd

    tables = [targets(said).assign(system=name, currency=said["currency"]) for name, said in systems.items()]
    table = pd.concat(tables, ignore_index=True)
    kinds = [kind_of(unit) for unit in table["unit"]]
    units = [unit_words(*one) for one in zip(table["unit"], table["currency"], strict=True)]
    side = ["at least" if one else "at most" for one in table["at_least"]]
    columns = [
        Column(title, table[key].tolist())
        for key, title in (("name", "target"), ("sentence", "in words"), ("verdict", "verdict"))
    ]
    columns += [Column(key, table[key].tolist(), kinds) for key in BAND]
    columns += [Column("side", side), Column("bound", table["bound"].tolist(), kinds), Column("unit", units)]
    columns += [Column(key, table[key].tolist()) for key in ("measure", "scope", "scope_name", "detail")]
    if len(systems) > 1:
        columns.insert(0, Column("system", table["system"].tolist()))
    return Sheet("Targets", tuple(columns))


def difference_sheet(differences: pd.DataFrame, currency: str) -> Sheet:
    """One measure of one alternative a row."""
    return sheet_of("Differences", differences, currency, by_unit=OF_DIFFERENCES, drop=LEFT_OUT)


def points(frame: pd.DataFrame, factors: list[str], currency: str) -> Sheet:
    """A row for each point: its factors, and a column for each measure."""
    units, columns = {}, {}
    index = frame["point"].drop_duplicates().tolist()
    first = frame.drop_duplicates("point").set_index("point")
    for key, rows in frame.groupby(["target", "measure", "scope", "name"], sort=False):
        target, measure, scope, name = (str(one) for one in key)
        title = measure if scope == "all" else f"{measure} of {name}"
        title = f"{title}, target {target}" if target else title
        columns[title] = rows.set_index("point")["estimate"].reindex(index).tolist()
        units[title] = str(rows["unit"].iloc[0])
    shown = [Column("point", index, "integer")]
    shown += [Column(one, first[one].tolist(), "text" if first[one].dtype == object else "number") for one in factors]
    for title, values in columns.items():
        unit = unit_words(units[title], currency) if units[title] in ("s", "h", "money") else ""
        shown.append(Column(f"{title} ({unit})" if unit else title, values, kind_of(units[title])))
    return Sheet("Points", tuple(shown))
