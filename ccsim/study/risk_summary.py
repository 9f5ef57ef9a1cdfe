"""A `Risk` as plain values: what `risk.json` holds, and `report.html` is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ccsim.study.result import plain
from ccsim.study.risk_rows import about, input_rows, measure_rows, share_rows, target_rows

if TYPE_CHECKING:
    from ccsim.study.risk_result import Risk

Row = dict[str, Any]


def summary_of(risk: Risk) -> Row:
    """All of it but single draws and curves; None: no value."""
    from ccsim.study.risk_held import held
    from ccsim.study.side_by_side import known

    base, taken = risk.as_it_is, held(risk)
    rows = {
        "inputs": list(input_rows(risk)),
        "measures": measure_rows(risk),
        "targets": judged_rows(risk),
        "shares": share_rows(risk),
    }
    return {
        "scenario": base.scenario.name,
        "provenance": base.provenance(),
        "draws": len(risk.draws),
        "draws_asked": risk.asked,
        "replications": risk.replications,
        "seed": risk.seed,
        "central": risk.central,
        "confidence": risk.confidence,
        "asked": [one.text for one in risk.compared] if risk.measures_asked else [],
        "interrupted": base.interrupted,
        **{name: [plain(row) for row in of_kind] for name, of_kind in rows.items()},
        "held": taken,
        "met_together": plain(risk.met_together._asdict()) if risk.met_together is not None else None,
        **known(
            base,
            [
                *risk.notes,
                *(row["distribution"] for row in rows["inputs"]),
                *(row[key] for row in taken for key in ("input", "value")),
            ],
        ),
        "notes": list(map(str, risk.notes)),
    }


def judged_rows(risk: Risk) -> Iterator[Row]:
    """Targets with what their probabilities are about, and how they stand as it is."""
    from ccsim.study.assumptions import asked

    stands = {one.name: one for one in risk.as_it_is.targets}
    for row, one in zip(target_rows(risk), risk.of_targets, strict=True):
        name = one.target.name
        yield {
            **row,
            **about(one.target),
            "bound": one.bound,
            "at_least": one.at_least,
            "left_over": one.left_over,
            "as_it_is": {**plain(stands[name]), "asked": asked(risk.as_it_is.scenario, name)},
        }
