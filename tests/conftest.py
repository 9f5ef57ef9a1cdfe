"""What several rooms' tests share: a small scenario, and kernels of a test's own."""

from __future__ import annotations

import importlib
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import pytest
from small_team import SMALL

# Tests start many processes: each would compile all modules of ccsim again where none may keep what it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """A scenario file of two types and one team: two mornings, some 400 contacts a replication."""
    file = tmp_path / "small.yaml"
    file.write_text(textwrap.dedent(SMALL), encoding="utf-8")
    return file


ROOM = """
from __future__ import annotations
import math
import numpy as np
from enum import IntEnum
from ccsim.engine.compiled import natives
from ccsim.engine.compiled.kernel import Record, World, callback, column, kernel, small, table, tiny
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    """Makes modules of kernels that only this test knows: `rooms(one=text, two=text)` gives the last.

    Their files are in `tmp_path / "rooms"`, their machine code is kept in `tmp_path / "cache"`.
    """
    from ccsim.engine.compiled.kernel import KERNELS, TABLES

    folder = tmp_path / "rooms"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # a module may be made anew within a second
    monkeypatch.setenv("CCSIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    made: set[str] = set()

    def make(**texts: str) -> ModuleType:
        for name, text in texts.items():
            (folder / f"{name}.py").write_text(ROOM + text, encoding="utf-8")
            sys.modules.pop(name, None)
        importlib.invalidate_caches()
        made.update(texts)
        return [importlib.import_module(name) for name in texts][-1]

    with patch.dict(KERNELS, clear=True), patch.dict(TABLES, clear=True):
        yield make
    for name in made:
        sys.modules.pop(name, None)
