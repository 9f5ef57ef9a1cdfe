"""Systems side by side as JSON keeps them: what they have in common, what each came to, what inputs differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import MEASURES
from ccsim.study.compared import Compared
from ccsim.study.result import plain

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.study.result import Result

ALWAYS = ("cost", "paid_hours")


def in_common(results: Mapping[str, Result], said: Sequence[str] = ()) -> dict[str, Any]:
    """What is `known` of the base, which is first, and inputs that are not the same in all, in `sentences`, too."""
    from ccsim.study.other_inputs import other_inputs

    base, inputs = next(iter(results.values())), other_inputs(results)
    values = [value for row in inputs for value in (row["base"], *row["others"].values()) if value is not None]
    return {**known(base, [*values, *said]), "inputs": inputs}


def known(base: Result, said: Sequence[str] = ()) -> dict[str, Any]:
    """Days and contact types of a base, and its warnings; `sentences` are of these and of what is `said` beside."""
    from ccsim.model.warnings import warn
    from ccsim.sentences import spoken
    from ccsim.study.assumptions import horizon

    warnings = warn(base.scenario, base.model)
    return {
        "currency": base.scenario.currency,
        "center": {**horizon(base.scenario, base.model), "contacts": contacts(base.model)},
        "warnings": list(map(str, warnings)),
        "sentences": spoken([*warnings, *said]),
    }


def system(result: Result, measured: Sequence[Compared]) -> dict[str, Any]:
    """Where it comes from, its contact types, targets, cost, and own estimates of what is `measured` over all days."""
    from ccsim.study.assumptions import asked

    return {
        "provenance": result.provenance(),
        "contacts": contacts(result.model),
        "targets": [{**plain(one), "asked": asked(result.scenario, one.name)} for one in result.targets],
        "cost": plain(result.estimates.get("all", "all", "cost")),
        "currency": result.scenario.currency,
        "estimates": [
            {
                "scope": one.scope,
                "name": one.name,
                "measure": one.measure.name,
                "unit": one.measure.unit,
                **plain(result.estimates.get(one.scope, one.name, one.measure.name)),
            }
            for one in dict.fromkeys([*measured, *(Compared("all", "all", MEASURES[name]) for name in ALWAYS)])
            if not one.on and not one.lacking(result.model)
        ],
    }


def contacts(model: CenterModel) -> list[dict[str, Any]]:
    """What a target's own threshold is, by contact type."""
    return [
        {"name": kind.name, "channel": model.channels[kind.channel].name, "answer_within": kind.answer_within}
        for kind in model.types
    ]
