"""`report.html` made again from the folder of results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from ccsim.errors import OutputError, ResultsError
from ccsim.report.check import INDEX, check_of
from ccsim.report.comparison import COMPARISON, SELECTION, STRESS, comparison_of, selection_of, stress_of
from ccsim.report.folders import held
from ccsim.report.risk import ALONG, QUANTILES, RISK, risk_of
from ccsim.report.run import run_of
from ccsim.report.shell import plotly_script
from ccsim.report.words import Said, as_is, joined, said
from ccsim.study.saved_records import HOW
from ccsim.study.saving import MEASURES, REPORT, SUMMARY, WAITS, refusals, replace_report, same, write_text
from ccsim.study.sweep_folder import MANIFEST
from ccsim.study.sweep_journal import at_rest


@dataclass(frozen=True)
class Kind:
    """Results that a folder can hold.

    Attributes
    ----------
    index : str
        Which file is there of these only; it lists the others with their SHA-256.
    reads : tuple of str
        What else the page is made of; it has to be as ccsim wrote it.
    page : callable
        From the folder, a language, and where plotly is, to the page.
    at_rest : callable
        Keeps others from working in the folder while the page is made and written.
    lost : callable
        What the page leaves out of a folder from which something was taken; None: nothing.
    """

    index: str
    reads: tuple[str, ...]
    page: Callable[[Path, str, str], str]
    at_rest: Callable[[Path], AbstractContextManager[object]] = nullcontext
    lost: Callable[[Path], Said | None] = lambda folder: None


def _run(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.run_page import page

    return page(run_of(folder), language, script_file)


def _lost_of_run(folder: Path) -> Said | None:
    """That records are not there any more, and what the page has not for want of them."""
    from ccsim.report.replay import lost

    files = lost(run_of(folder).records)
    told = said("replay_lost", files=", ".join(files))
    return joined([told, as_is(HOW)], " ") if files else None


def _comparison(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.comparison_page import page

    with _as_written(folder / COMPARISON):
        return page(comparison_of(folder), language, script_file)


def _selection(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.selection_page import page

    with _as_written(folder / SELECTION):
        return page(selection_of(folder), language, script_file)


def _stress(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.stress_page import page

    with _as_written(folder / STRESS):
        return page(stress_of(folder), language, script_file)


def _risk(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.risk_page import page

    with _as_written(folder / RISK):
        return page(risk_of(folder), language, script_file)


def _sweep(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.sweep import sweep_of
    from ccsim.report.sweep_page import page

    return page(sweep_of(folder), language, script_file)


def _check(folder: Path, language: str, script_file: str) -> str:
    from ccsim.report.check_page import page

    with _as_written(folder / INDEX):
        return page(check_of(folder), language, script_file)


@contextmanager
def _as_written(path: Path) -> Iterator[None]:
    """Values of a file that ccsim would not have written are no bug of the page."""
    try:
        yield
    except (LookupError, TypeError, AttributeError):
        raise ResultsError(f"cannot read {path}: it is not as ccsim wrote it") from None


KINDS = (
    Kind(SUMMARY, (MEASURES, WAITS), _run, lost=_lost_of_run),
    Kind(COMPARISON, (), _comparison),
    Kind(SELECTION, (), _selection),
    Kind(STRESS, (), _stress),
    Kind(RISK, (QUANTILES, ALONG), _risk),
    Kind(INDEX, (), _check),
    Kind(MANIFEST, (), _sweep, at_rest),
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
    kind = _kind(place)
    with kind.at_rest(place):
        if announce is not None and (left_out := kind.lost(place)) is not None:
            announce(left_out(language))
        if not share_script:
            replace_report(place, kind.page(place, language, ""), kind.index)
            return [place / REPORT]
        script = place.resolve().parent / _script_name()
        with refusals(script.parent):
            text = plotly_script()
            if script.exists() and script.read_bytes() != text.encode():
                raise OutputError(f"cannot write {script}: there is one already that ccsim did not write; move it away")
            if not script.exists():
                write_text(script, text)
        replace_report(place, kind.page(place, language, f"../{script.name}"), kind.index)
        return [place / REPORT, script]


def _kind(folder: Path) -> Kind:
    """What the folder holds, all of it as ccsim wrote it."""
    index, _ = held(folder)
    kind = next(one for one in KINDS if one.index == index)
    if kind.index == SUMMARY:
        run_of(folder)  # says what cannot be read
    try:
        listed = json.loads((folder / kind.index).read_bytes()).get("files", {})
    except (OSError, ValueError, AttributeError, RecursionError):
        raise ResultsError(f"cannot read {folder / kind.index}: it is not as ccsim wrote it") from None
    changed = [name for name in kind.reads if name in listed and not same(folder / name, listed[name])]
    if changed:
        raise ResultsError(
            f"cannot report on {folder}: {', '.join(changed)} was changed since ccsim wrote it; run the same command "
            "again"
        )
    return kind


def _script_name() -> str:
    from importlib.metadata import version

    return f"plotly-{version('plotly')}.min.js"
