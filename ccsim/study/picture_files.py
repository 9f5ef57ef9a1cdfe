"""Pictures in files: whole or not at all, the same bytes for the same picture, never over what somebody else drew."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import OutputError
from ccsim.study.whole_file import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".png", ".svg", ".pdf")
MARK = "drawn by ccsim"
"""Stands in every picture's metadata: a file without it is somebody's own."""


def check_picture(out: str | Path) -> None:
    """
    Raises
    ------
    OutputError
        The name is of no format that can be drawn, or of a folder, or in none, or of a file that ccsim did not draw.
    """
    out = Path(out)
    if out.suffix.lower() not in FORMATS:
        raise OutputError(f"cannot draw {out}: its name must end in one of {', '.join(FORMATS)}")
    if out.is_dir():
        raise OutputError(f"cannot draw {out}: it is a folder")
    if not out.parent.is_dir():
        raise OutputError(f"cannot draw {out}: there is no folder {out.parent}")
    try:
        own = not os.path.lexists(out) or not out.is_file() or MARK.encode() in out.read_bytes()
    except OSError as refusal:
        raise OutputError(f"cannot draw {out}: {refusal.strerror or refusal}") from refusal
    if not own:
        raise OutputError(
            f"cannot draw {out}: there is such a file already, and ccsim did not draw it; it is left alone"
        )


def save_picture(figure: Figure, out: str | Path, dpi: int = 150) -> Path:
    """Write a picture; one that ccsim drew is replaced.

    Raises
    ------
    OutputError
        As `check_picture`, or the file cannot be written; nothing is half-written.
    """
    import matplotlib

    out = Path(out)
    check_picture(out)
    drawn = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "ccsim"}):
        figure.savefig(drawn, format=out.suffix[1:].lower(), dpi=dpi, metadata=_marked(out))
    write_whole(out, drawn.getvalue())
    return out


def _marked(out: Path) -> dict[str, Any]:
    """Metadata without the time of drawing: the same picture makes the same file."""
    kinds: dict[str, dict[str, Any]] = {
        ".svg": {"Creator": MARK, "Date": None},
        ".pdf": {"Creator": MARK, "CreationDate": None},
        ".png": {"Software": MARK},
    }
    return kinds[out.suffix.lower()]
