"""Sheets of a check, their columns called as those of runs and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.measures.catalogue import find
from ccsim.study.check_result import called
from ccsim.workbook.sheet import Column, Sheet, kind_of, unit_words

if TYPE_CHECKING:
    from ccsim.study.check_result import CheckResult


def targets(found: CheckResult) -> Sheet:
    """Each target with what was decided: values in `unit`, the bound in its measure's, which of wait quantiles and
    shares of days is another."""
    rows, currency = found.targets, found.currency
    kinds = [kind_of(one.unit) for one in rows]
    of_bound = [find(one.measure).unit for one in rows]
    columns = [
        Column("target", [one.name for one in rows]),
        Column("in words", [one.sentence for one in rows]),
        Column("decision", [called(one.decision) for one in rows]),
        Column("mean", [one.value for one in rows], kinds),
        Column("low", [one.low for one in rows], kinds),
        Column("high", [one.high for one in rows], kinds),
        Column("unit", [unit_words(one.unit, currency) for one in rows]),
        Column("quantile (s)", [one.quantile for one in rows], "seconds"),
        Column("side", ["at least" if one.at_least else "at most" for one in rows]),
        Column("bound", [one.bound for one in rows], [kind_of(unit) for unit in of_bound]),
        Column("unit of bound", [unit_words(unit, currency) for unit in of_bound]),
        Column("replications", [one.replications for one in rows], "integer"),
        *(Column(key, [getattr(one, key) for one in rows]) for key in ("measure", "scope", "scope_name", "detail")),
    ]
    return Sheet("Targets", tuple(columns))


def differences(found: CheckResult) -> Sheet:
    """Each difference from the baseline, above 0 where it is more; of shares all of it in %, so that 1 % is a point."""
    rows, currency = found.comparisons, found.currency
    kinds = [kind_of(one.unit) for one in rows]
    columns = [
        Column("compared", [one.subject for one in rows]),
        Column("decision", [called(one.decision) for one in rows]),
        Column("base", [one.base for one in rows], kinds),
        Column("other", [one.value for one in rows], kinds),
        Column("difference", [one.worse_by if one.more_is_worse else -one.worse_by for one in rows], kinds),
        Column("half_width", [one.half_width for one in rows], kinds),
        Column("tolerance", [one.tolerance for one in rows], kinds),
        Column("worse", ["more" if one.more_is_worse else "less" for one in rows]),
        Column("unit", [unit_words(one.unit, currency) for one in rows]),
        Column("replications", [one.replications for one in rows], "integer"),
        *(
            Column(key, [getattr(one, key) for one in rows])
            for key in ("name", "measure", "scope", "scope_name", "detail")
        ),
    ]
    return Sheet("Differences", tuple(columns))


def costs(found: CheckResult) -> Sheet:
    """What it costs over the horizon, each with an interval of its own."""
    rows = found.costs
    kinds = [kind_of(one.unit) for one in rows]
    columns = [
        Column("measure", [one.measure for one in rows]),
        Column("unit", [unit_words(one.unit, found.currency) for one in rows]),
        Column("mean", [one.value for one in rows], kinds),
        Column("low", [one.low for one in rows], kinds),
        Column("high", [one.high for one in rows], kinds),
        Column("replications", [one.replications for one in rows], "integer"),
        Column("meaning", [find(one.measure).meaning for one in rows]),
    ]
    return Sheet("Cost", tuple(columns))
