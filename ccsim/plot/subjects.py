"""What is to be drawn: measures and names of a run, found by how a planner types them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from ccsim.errors import ResultsError
from ccsim.measures.catalogue import MEASURES, find
from ccsim.measures.definition import Measure
from ccsim.report.series import names_of
from ccsim.scenario.node import nearest
from ccsim.sentences import Sentence

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.report.run import Run

NAMED_SCOPES = ("contact", "channel", "segment", "agents", "skill", "appointment", "self_service")
Span = Literal["interval", "day"]


class Subject(NamedTuple):
    """All together (`all`, `all`), or one contact type, channel, segment, agent group, skill, appointment or bot."""

    scope: str
    name: str


def measured(run: Run, measure: str) -> Measure:
    """Definition of a measure that the run has.

    Raises
    ------
    ResultsError
        There is no such measure (and which is nearest), or the scenario has not what it needs.
    """
    known = [str(one) for one in run.measures["measure"].unique()]
    if measure in known:
        return find(measure)
    own = MEASURES.get(measure)
    if own is not None and own.needs is not None:
        needed = Sentence(f"needs_{own.needs}")
        raise ResultsError(f"{measure} needs {needed}, and this scenario has none")
    raise ResultsError(f"no measure {measure!r} in these results{nearest(measure, known)}")


def subjects(
    run: Run, measure: Measure, span: Span, of: str | Sequence[str] | None, scope: str | None
) -> list[Subject]:
    """What the measure is drawn for: names, all names of a scope, or everything together.

    Raises
    ------
    ResultsError
        A name that there is not, or in several scopes, or for which the measure is not given by this span.
    """
    if span not in measure.spans:
        other = next((one for one in measure.spans if one != "horizon"), "")
        how = f"it is by {other}" if other else "it is over the whole horizon only"
        raise ResultsError(f"{measure.name} is not measured by {span}: {how}")
    if scope is not None and scope not in (*NAMED_SCOPES, "all"):
        raise ResultsError(
            f"no scope {scope!r}{nearest(scope, list(NAMED_SCOPES))}; there are {', '.join(NAMED_SCOPES)}"
        )
    asked = [of] if isinstance(of, str) else list(of or ())
    if not asked:
        if scope in (None, "all"):
            return _given(run, measure, [Subject("all", "all")])
        return _given(run, measure, [Subject(scope, name) for name in names_of(run.measures, scope)], scope)
    return _given(run, measure, [_found(run, measure, name, scope) for name in asked])


def _found(run: Run, measure: Measure, name: str, scope: str | None) -> Subject:
    scopes = NAMED_SCOPES if scope in (None, "all") else (scope,)
    known = {one: names_of(run.measures, one) for one in scopes}
    having = [one for one in scopes if name in known[one]]
    fitting = [one for one in having if one in measure.scopes]
    if len(fitting) == 1:
        return Subject(fitting[0], name)
    if len(fitting) > 1:
        raise ResultsError(f"{name!r} is a name of {' and of '.join(fitting)}: say which by --scope (scope=)")
    if having:
        raise ResultsError(f"{measure.name} is not measured for {having[0]} {name!r}: {_where(measure)}")
    names = [one for scope in scopes if scope in measure.scopes for one in known[scope]]
    what = "name" if scope is None else scope.replace("_", " ")
    raise ResultsError(
        f"no {what} {name!r} in these results{nearest(name, names)}; there are {', '.join(names) or 'none'}"
    )


def _given(run: Run, measure: Measure, found: list[Subject], scope: str | None = None) -> list[Subject]:
    missing = [one for one in found if one.scope not in measure.scopes]
    if missing:
        raise ResultsError(f"{measure.name} is not measured for {missing[0].scope}: {_where(measure)}")
    if not found:
        raise ResultsError(f"these results have no {str(scope).replace('_', ' ')}")
    return found


def _where(measure: Measure) -> str:
    return f"it is for {', '.join(one for one in measure.scopes if one != 'day')}"


def drawn(table: pd.DataFrame, date: str | None) -> pd.DataFrame:
    """Rows of one date, or all.

    Raises
    ------
    ResultsError
        The run has no such date.
    """
    if date is None:
        return table
    days = table["start"].dt.strftime("%Y-%m-%d")
    if len(table) and not (days == date).any():
        raise ResultsError(f"nothing on {date} in these results; they are of {days.min()} to {days.max()}")
    own: pd.DataFrame = table[days == date].reset_index(drop=True)
    return own
