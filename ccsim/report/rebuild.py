"""`report.html` made again from the folder of results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import OutputError, ResultsError
from ccsim.report.check import INDEX, check_of
from ccsim.report.comparison import COMPARISON, SELECTION, STRESS, comparison_of, selection_of, stress_of
from ccsim.report.folders import held
from ccsim.report.risk import ALONG, QUANTILES, RISK, RiskTables, risk_of
from ccsim.report.run import Run, run_of
from ccsim.report.shell import plotly_script
from ccsim.report.words import Said, as_is, joined, said
from ccsim.study.saved_records import HOW
from ccsim.study.saving import MEASURES, REPORT, SUMMARY, WAITS, refusals, replace_report, same, write_text
from ccsim.study.sweep_folder import MANIFEST
from ccsim.study.sweep_journal import at_rest

if TYPE_CHECKING:
    from ccsim.study.sweep_result import Sweep

Json = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """Results that a folder can hold.

    Attributes
    ----------
    index : str
        Which file is there of these only; it lists the others with their SHA-256.
    opened : callable
        From the folder to what was read of it; keeps others from working there while the page is made and written.
    page : callable
        From what was read, a language, and where plotly is, to the page.
    lost : callable
        What the page leaves out of a folder from which something was taken; None: nothing.
    """

    index: str
    opened: Callable[[Path], AbstractContextManager[Any]]
    page: Callable[[Any, str, str], str]
    lost: Callable[[Any], Said | None] = lambda results: None


@contextmanager
def _run(folder: Path) -> Iterator[Run]:
    run = run_of(folder)  # first, as it says what cannot be read
    _as_listed(folder / SUMMARY, run.summary, MEASURES, WAITS)
    yield run


@contextmanager
def _sweep(folder: Path) -> Iterator[Sweep]:
    from ccsim.report.sweep import sweep_of

    _as_listed(folder / MANIFEST, _read(folder / MANIFEST))
    with at_rest(folder):
        yield sweep_of(folder)


def _written(index: str, read: Callable[[Path], object], *others: str) -> Callable[[Path], AbstractContextManager[Any]]:
    """Opens what `read` makes of the index and of other files; values that ccsim would not have written are no bug of
    the page."""

    @contextmanager
    def opened(folder: Path) -> Iterator[object]:
        _as_listed(folder / index, _read(folder / index), *others)
        try:
            yield read(folder)
        except (LookupError, TypeError, AttributeError):
            raise _not_as_written(folder / index) from None

    return opened


def _page_of_run(run: Run, language: str, script_file: str) -> str:
    from ccsim.report.run_page import page

    return page(run, language, script_file)


def _lost_of_run(run: Run) -> Said | None:
    """That records are not there any more, and what the page has not for want of them."""
    from ccsim.report.replay import lost

    files = lost(run.records)
    told = said("replay_lost", files=", ".join(files))
    return joined([told, as_is(HOW)], " ") if files else None


def _page_of_comparison(summary: Json, language: str, script_file: str) -> str:
    from ccsim.report.comparison_page import page

    return page(summary, language, script_file)


def _page_of_selection(summary: Json, language: str, script_file: str) -> str:
    from ccsim.report.selection_page import page

    return page(summary, language, script_file)


def _page_of_stress(summary: Json, language: str, script_file: str) -> str:
    from ccsim.report.stress_page import page

    return page(summary, language, script_file)


def _page_of_risk(tables: RiskTables, language: str, script_file: str) -> str:
    from ccsim.report.risk_page import page

    return page(tables, language, script_file)


def _page_of_check(summary: Json, language: str, script_file: str) -> str:
    from ccsim.report.check_page import page

    return page(summary, language, script_file)


def _page_of_sweep(result: Sweep, language: str, script_file: str) -> str:
    from ccsim.report.sweep_page import page

    return page(result, language, script_file)


KINDS = (
    Kind(SUMMARY, _run, _page_of_run, _lost_of_run),
    Kind(COMPARISON, _written(COMPARISON, comparison_of), _page_of_comparison),
    Kind(SELECTION, _written(SELECTION, selection_of), _page_of_selection),
    Kind(STRESS, _written(STRESS, stress_of), _page_of_stress),
    Kind(RISK, _written(RISK, risk_of, QUANTILES, ALONG), _page_of_risk),
    Kind(INDEX, _written(INDEX, check_of), _page_of_check),
    Kind(MANIFEST, _sweep, _page_of_sweep),
)


def rebuild(
    folder: str | Path,
    language: str = "en",
    share_script: bool = False,
    announce: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write `report.html` into a folder that a command with `--out DIR` wrote; returns the files written.

    Parameters
    ----------
    folder : the results, which nothing else is read for.
    language : "en" or "es": the one the page opens in; it holds both.
    share_script : leave the script that draws out of the page, in a file beside the folder that the reports of all
        folders there share.
    announce : is told, in `language`, what the page leaves out as it is not in the folder any more.

    Raises
    ------
    ResultsError
        There are no results, or they were changed since.
    OutputError
        When it cannot be written, or a file in the way is not as ccsim wrote it.
    """
    place = Path(folder)
    index, _ = held(place)
    kind = next(one for one in KINDS if one.index == index)
    with kind.opened(place) as results:
        if announce is not None and (left_out := kind.lost(results)) is not None:
            announce(left_out(language))
        if not share_script:
            replace_report(place, kind.page(results, language, ""), index)
            return [place / REPORT]
        script = place.resolve().parent / _script_name()
        with refusals(script.parent):
            text = plotly_script()
            if script.exists() and script.read_bytes() != text.encode():
                raise OutputError(f"cannot write {script}: there is one already that ccsim did not write; move it away")
            if not script.exists():
                write_text(script, text)
        replace_report(place, kind.page(results, language, f"../{script.name}"), index)
        return [place / REPORT, script]


def _read(index: Path) -> object:
    try:
        return json.loads(index.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _not_as_written(index) from None


def _not_as_written(path: Path) -> ResultsError:
    return ResultsError(f"cannot read {path}: it is not as ccsim wrote it")


def _as_listed(index: Path, summary: object, *names: str) -> None:
    """Refuses where the page is made of files that are not as ccsim wrote them."""
    listed = summary.get("files", {}) if isinstance(summary, dict) else None
    if not isinstance(listed, dict):
        raise _not_as_written(index)
    changed = [name for name in names if name in listed and not same(index.parent / name, listed[name])]
    if changed:
        raise ResultsError(
            f"cannot report on {index.parent}: {', '.join(changed)} was changed since ccsim wrote it; run the same "
            "command again"
        )


def _script_name() -> str:
    from importlib.metadata import version

    return f"plotly-{version('plotly')}.min.js"
