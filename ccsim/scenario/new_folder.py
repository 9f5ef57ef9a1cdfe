"""`ccsim new`: a commented scenario folder to start from."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib import resources
from pathlib import Path

from ccsim.errors import OutputError
from ccsim.scenario.node import nearest

TEMPLATES = ("voice", "multichannel", "appointments")


def new(folder: str | Path, template: str = "voice") -> list[Path]:
    """Writes a template as a new folder, all of it or nothing.

    Returns
    -------
    The files written.

    Raises
    ------
    OutputError
        When the template is unknown, something stands where the folder should be, or it cannot be written.
    """
    folder = Path(folder)
    if template not in TEMPLATES:
        near = nearest(template, list(TEMPLATES))
        raise OutputError(f"no template '{template}'{near or '; there are ' + ', '.join(TEMPLATES)}")
    if "\0" in str(folder):
        raise OutputError(f"no folder can be called {str(folder)!r}; nothing was written")
    if os.path.lexists(folder):
        raise OutputError(f"'{folder}' is there already: nothing was written")
    beside = folder.resolve().parent
    try:
        beside.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=beside))
    except OSError as error:
        raise OutputError(f"cannot write '{folder}': {error.strerror}; nothing was written") from None
    try:
        with resources.as_file(resources.files("ccsim.scenario") / "templates" / template) as source:
            shutil.copytree(source, draft / "new")
        (draft / "new").rename(folder)
    except OSError as error:
        raise OutputError(f"cannot write '{folder}': {error.strerror}; nothing was written") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(path for path in folder.rglob("*") if path.is_file())
