"""`report.html` made again from the folder of a run."""

from __future__ import annotations

from pathlib import Path

from ccsim.errors import OutputError, ResultsError
from ccsim.report.page import page, plotly_script
from ccsim.report.run import run_of
from ccsim.study.saving import MEASURES, REPORT, refusals, replace_report, same, write_text


def rebuild(folder: str | Path, language: str = "en", share_script: bool = False) -> list[Path]:
    """Write `report.html` into a folder that `ccsim run FILE --out DIR` wrote; returns the files written.

    Parameters
    ----------
    folder : the results, which nothing else is read for.
    language : "en" or "es": the one the page opens in; it holds both.
    share_script : leave the script that draws out of the page, in a file beside the folder that the reports of all
        folders there share.

    Raises
    ------
    ResultsError
        There are no results of a run, or they were changed since.
    OutputError
        When it cannot be written, or a file in the way is not as ccsim wrote it.
    """
    place = Path(folder)
    run = run_of(place)
    known = run.summary.get("files", {}).get(MEASURES)
    if known is not None and not same(place / MEASURES, known):
        raise ResultsError(
            f"cannot report on {place}: {MEASURES} was changed since ccsim wrote it; run ccsim run FILE --out DIR again"
        )
    if not share_script:
        replace_report(place, page(run, language))
        return [place / REPORT]
    script = place.resolve().parent / _script_name()
    with refusals(script.parent):
        text = plotly_script()
        if script.exists() and script.read_bytes() != text.encode():
            raise OutputError(f"cannot write {script}: there is one already that ccsim did not write; move it away")
        if not script.exists():
            write_text(script, text)
    replace_report(place, page(run, language, f"../{script.name}"))
    return [place / REPORT, script]


def _script_name() -> str:
    from importlib.metadata import version

    return f"plotly-{version('plotly')}.min.js"
