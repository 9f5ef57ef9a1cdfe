"""What a folder of results holds, and what to say of one that holds none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ccsim.errors import ResultsError
from ccsim.study.saving import INDEXES, index_in

NEAR = 3  # folders of results that are named where one beside or within them was given


def held(folder: str | Path) -> tuple[str, str]:
    """The file by which the results in a folder are known, and what they are: `check.json`, `a check`.

    Raises
    ------
    ResultsError
        There are none; says what is there instead, and what folders of results look like.
    """
    folder = Path(folder)
    index = index_in(folder)
    if index is None:
        raise no_results(folder)
    return index, INDEXES[index]


def read_index(path: Path, whole: Callable[[Any], bool]) -> dict[str, Any]:
    """What the file by which results are known says; `whole` looks for what their page is made of, and says whether
    the ccsim that wrote it kept all of that.

    Raises
    ------
    ResultsError
        There is none, it cannot be read, `whole` could not look at it, or an older ccsim wrote it.
    """
    try:
        said = json.loads(path.read_bytes())
        kept = whole(said)
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ResultsError(f"cannot read {path}: it is not as ccsim wrote it") from None
    if not kept:
        raise ResultsError(
            f"cannot report on {path.parent}: an older ccsim wrote {path.name}, without what the page shows; run the "
            "same command again"
        )
    assert isinstance(said, dict)
    return said


def no_results(folder: Path) -> ResultsError:
    """What to say of a folder without results of ccsim, or where there is no folder at all."""
    if known := _meant(folder):
        return ResultsError(f"no results in {folder}: {known}")
    *most, last = (f"{index} ({what})" for index, what in INDEXES.items())
    like = f"a folder of results is what a ccsim command with --out DIR wrote: it holds {', '.join(most)} or {last}"
    return ResultsError(f"no results in {folder}: {_instead(folder)}; {like}")


def _meant(folder: Path) -> str:
    """Where the results are that somebody may have meant; empty: nobody knows."""
    if folder.is_file():
        of = index_in(folder.parent)
        return f"it is a file of {INDEXES[of]}: give its folder, {folder.parent}" if of else ""
    if (folder / "scenario.yaml").is_file():
        return f"it holds a scenario, whose results ccsim run {folder} --out DIR writes"
    near = [f"{one} ({INDEXES[index]})" for one in _inside(folder) if one.is_dir() and (index := index_in(one))]
    return f"there are some in {', '.join(near[:NEAR])}{' ...' if len(near) > NEAR else ''}" if near else ""


def _instead(folder: Path) -> str:
    if not folder.is_dir():
        return "it is a file" if folder.exists() else "there is no such folder"
    return "what it holds is not of ccsim" if _inside(folder) else "it is empty"


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as refusal:
        raise ResultsError(f"cannot read {folder}: {refusal.strerror or refusal}") from refusal
