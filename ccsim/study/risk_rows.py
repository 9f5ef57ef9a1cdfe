"""Rows of the tables of a `Risk`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.estimation.input_shares import Share, of_draws
from ccsim.estimation.risk import Probability
from ccsim.estimation.targets import ResolvedTarget
from ccsim.scenario.change_heads import rounded
from ccsim.scenario.inputs import known_alike
from ccsim.scenario.sections.uncertainty import Input
from ccsim.scenario.value_at import UNITS
from ccsim.sentences import Sentence
from ccsim.study.assumptions import UNCERTAINTY
from ccsim.study.compared import Compared
from ccsim.study.risk_findings import NAN

if TYPE_CHECKING:
    from ccsim.study.risk_result import Risk

Row = dict[str, Any]


def input_rows(risk: Risk) -> Iterator[Row]:
    """Of what was drawn, in `unit`."""
    tails = ((1 - risk.central) / 2, 0.5, (1 + risk.central) / 2)
    for one in risk.uncertainty.inputs:
        values = dict(zip(("low", "median", "high"), (one.value(share).told for share in tails), strict=True))
        yield {
            "input": one.name,
            "change": one.what,
            "changes": "; ".join(head.text for head in one.heads),
            "distribution": distribution_text(one.input),
            **values,
            "unit": UNITS[one.input.unit.kind],
            **_source(risk, one.name),
        }


def measure_rows(risk: Risk) -> Iterator[Row]:
    """In the long run, by one horizon, and how its variance splits."""
    for one in risk.of_measures:
        yield {
            **place(one.compared),
            "as_it_is": one.as_it_is,
            "mean": one.mean,
            **{f"long_run_{key}": getattr(one.long_run, key) for key in ("low", "median", "high")},
            **{f"horizon_{key}": getattr(one.horizon, key) for key in ("low", "median", "high")},
            "sd_inputs": one.split.inputs,
            "sd_chance": one.split.chance,
            "sd_noise": one.split.noise,
        }


def target_rows(risk: Risk) -> Iterator[Row]:
    """The probabilities with their intervals."""
    for one in risk.of_targets:
        long_run = one.long_run or Probability(NAN, NAN, NAN)
        yield {
            "target": one.target.name,
            "sentence": one.target.sentence,
            "verdict": one.as_it_is,
            **{f"met_long_run{end}": value for end, value in zip(("", "_low", "_high"), long_run, strict=True)},
            **{f"met_horizon{end}": value for end, value in zip(("", "_low", "_high"), one.horizon, strict=True)},
        }


def share_rows(risk: Risk) -> Iterator[Row]:
    """Of each measure's variance, then of that of what each target is about."""
    names = [one.name for one in risk.uncertainty.inputs]
    of_all: list[tuple[dict[str, Any], tuple[Share, ...]]] = [
        ({"target": "", **place(one.compared)}, one.shares) for one in risk.of_measures
    ]
    of_all += [({"target": one.target.name, **about(one.target)}, one.shares) for one in risk.of_targets]
    for what, found in of_all:
        yield from ({**what, "input": name, **share._asdict()} for name, share in zip(names, found, strict=True))


def draw_rows(risk: Risk) -> Iterator[Row]:
    """Estimates with their standard errors; of targets the share of the draw's horizons that meet it."""
    for one in risk.draws:
        settings = {meant.name: value.told for meant, value in zip(risk.uncertainty.inputs, one.values, strict=True)}
        first = {"draw": one.number, "seed": one.seed, **settings}
        whats = [
            ({"target": "", **place(what)}, fraction, NAN)
            for what, fraction in zip(risk.compared, one.fractions, strict=True)
        ]
        whats += [
            ({"target": target.name, **about(target)}, (kept.y, kept.x), float(kept.kept.mean()))
            for target, kept in zip(risk.targets, one.kept, strict=True)
        ]
        for what, (y, x), met in whats:
            ratio, noise = of_draws(y[None], x[None])
            yield {**first, **what, "estimate": ratio[0], "error": float(np.sqrt(noise[0])), "horizons_met": met}


def measures_and_targets(risk: Risk) -> list[Row]:
    """Measures, then targets, each with the shares of every input."""
    names = [one.name for one in risk.uncertainty.inputs]

    def carried(found: tuple[Share, ...]) -> dict[str, float]:
        return {
            f"{what} of {name}": getattr(one, what)
            for name, one in zip(names, found, strict=True)
            for what in ("first", "total")
        }

    rows = [
        {"target": "", **row, **carried(one.shares)}
        for row, one in zip(measure_rows(risk), risk.of_measures, strict=True)
    ]
    rows += [
        {**about(one.target), **row, **carried(one.shares)}
        for row, one in zip(target_rows(risk), risk.of_targets, strict=True)
    ]
    return rows


def distribution_text(one: Input) -> Sentence:
    """`lognormal, mean 100%, cv 8%`"""

    def amount(value: float) -> str:
        return str(rounded(value, one.unit))

    def percent(share: float) -> str:
        return f"{100 * share:g}%"

    alike = ("normal", "lognormal", "gamma", "triangular")  # in all languages
    said: list[str] = [one.family if one.family in alike else Sentence(f"law_{one.family}")]
    for key, value in one.parameters.items():
        if key == "cv":
            said.append(f"cv {percent(value)}")
        elif key == "values":
            said.append(Sentence("law_values", value=" ".join(map(amount, value))))
        elif key == "quantiles":
            said += [Sentence("law_below", share=percent(p), value=amount(at)) for p, at in value.items()]
        elif key == "chances":
            said += [Sentence("law_chance", share=percent(p), value=amount(at)) for at, p in value.items()]
        else:
            said.append(Sentence(f"law_{key}", value=amount(value)))
    return Sentence("listed", these=said)


def _source(risk: Risk, name: str) -> Row:
    """Where an input is said (file and line, the command line, or both), and how its distribution is known."""
    said = [one for one in risk.as_it_is.scenario.inputs if one.steps[:2] == (UNCERTAINTY, name)]
    evidence, grounds = known_alike(said) or ("", "")
    source = "; ".join(dict.fromkeys(one.source for one in said))
    return {"source": source, "evidence": evidence, "grounds": grounds}


def place(one: Compared) -> dict[str, Any]:
    return {"scope": one.scope, "name": one.name, "measure": one.measure.name, "unit": one.measure.unit}


def about(one: ResolvedTarget) -> dict[str, Any]:
    """What a target is about: of a quantile or per interval, shares of waits or intervals."""
    whole = one.measure.quantile is None and one.asked.per == "horizon"
    unit = one.measure.unit if whole else "share"
    return {"scope": one.scope, "name": one.scope_name, "measure": one.measure.name, "unit": unit}
