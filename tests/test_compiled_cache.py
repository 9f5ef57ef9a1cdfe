"""Machine code is made once, by one process, kept where the system keeps such things, and loaded without numba."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from ccsim.engine.compiled import cache, machine
from ccsim.engine.compiled.kernel import KERNELS, TABLES, records
from ccsim.engine.compiled.program import program_of

Rooms = Callable[..., ModuleType]

SMALL = """
class Thing(Record):
    count: int
    few: small

things = table("things", Thing)

STEP = 5

@kernel
def step(w: World) -> int:
    return STEP

@kernel
def run(w: World) -> int:
    things(w, 0).count += step(w)
    return things(w, 0).count
"""

WEIGHED = """
one_at = column("ones", int)
other_at = column("others", int)
ahead = one_at.ahead

@kernel
def run(w: World) -> int:
    ahead(w, 8)
    return one_at(w, 0) - 2 * other_at(w, 0)
"""


def test_what_changes_machine_code_changes_its_digest(rooms: Rooms) -> None:
    def digest(text: str) -> str:
        with patch.dict(KERNELS, clear=True), patch.dict(TABLES, clear=True):
            return program_of(rooms(digested=text).run).digest

    first = digest(SMALL)
    assert digest(SMALL) == first
    assert digest("# a remark\n" + SMALL + "\nunused = 1\n") == first
    changed = {
        digest(SMALL.replace("STEP = 5", "STEP = 6")),
        digest(SMALL.replace("+= step", "-= step")),
        digest(SMALL.replace("few: small", "few: int")),
        digest(SMALL.replace("return STEP", "return STEP + 1")),
        digest(SMALL.replace("-> int", "-> float")),
    }
    assert len(changed) == 5 and first not in changed
    exchanged = WEIGHED.replace("one_at = ", "_ = ").replace("other_at = ", "one_at = ").replace("_ = ", "other_at = ")
    weighed = {digest(WEIGHED), digest(exchanged), digest(WEIGHED.replace("= one_at.ahead", "= other_at.ahead"))}
    assert len(weighed) == 3


def ask(folder: Path, script: str, **environment: str) -> subprocess.Popen[str]:
    """Another process, which can import rooms; what it prints last is JSON."""
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{script}"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


RUN = """
import json
from small import run
from ccsim.engine.compiled import machine
from ccsim.engine.compiled.kernel import records
said = []
was_ready = machine.is_ready(run)
loop = machine.load(said.append, run)
print(json.dumps([was_ready, said, loop({"things": records("things", 1)}), "numba" in sys.modules]))
"""


def answer(process: subprocess.Popen[str]) -> Any:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return json.loads(output)


def test_one_process_compiles_and_others_wait_and_load(rooms: Rooms, tmp_path: Path) -> None:
    rooms(small=SMALL)
    answers = [answer(one) for one in [ask(tmp_path / "rooms", RUN) for _ in range(3)]]
    assert [given for _, _, given, _ in answers] == [5, 5, 5]
    said = [sentence for _, sentences, _, _ in answers for sentence in sentences]
    assert len(said) == 1 and "once on this machine" in said[0]
    assert answer(ask(tmp_path / "rooms", RUN)) == [True, [], 5, False]


def test_plain_python_neither_compiles_nor_loads(rooms: Rooms, tmp_path: Path) -> None:
    rooms(small=SMALL)
    assert answer(ask(tmp_path / "rooms", RUN, NUMBA_DISABLE_JIT="1")) == [True, [], 5, False]
    assert not (tmp_path / "cache").exists()


@pytest.mark.slow
def test_the_lock_of_a_process_that_died_is_free(rooms: Rooms, tmp_path: Path) -> None:
    room = rooms(small=SMALL)
    holder = ask(
        tmp_path / "rooms",
        f"""
import time
from ccsim.engine.compiled import cache
with cache.alone({machine._digest(program_of(room.run))!r}):
    print("holds", flush=True)
    time.sleep(60)
""",
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holds\n"
    waiting = ask(tmp_path / "rooms", RUN)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(3.0)
    holder.kill()
    holder.communicate()
    assert answer(waiting)[2] == 5


@pytest.mark.parametrize("harm", [lambda code: code[:-100], lambda code: code[:200] + b"?" + code[201:], lambda _: b""])
def test_damaged_code_is_made_again(rooms: Rooms, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    room = rooms(small=SMALL)
    said: list[str] = []
    machine.load(said.append, room.run)
    (file,) = (tmp_path / "cache").glob("*.machinecode")
    good = file.read_bytes()
    file.write_bytes(harm(good))
    machine._loops.clear()
    assert machine.load(said.append, room.run)({"things": records("things", 1)}) == 5
    assert len(said) == 2
    assert cache.find(file.stem) is not None


def test_without_a_folder_it_is_made_in_memory_and_said(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = rooms(small=SMALL)
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CCSIM_CACHE_DIR", str(tmp_path / "file" / "cache"))
    said: list[str] = []
    loop = machine.load(said.append, room.run)
    assert machine.load(said.append, room.run) is loop
    assert loop({"things": records("things", 1)}) == 5
    assert len(said) == 1 and "cannot be kept" in said[0] and str(tmp_path / "file") in said[0]


def test_folders_follow_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCSIM_CACHE_DIR", str(tmp_path))
    assert cache.folders() == [tmp_path]
    monkeypatch.delenv("CCSIM_CACHE_DIR")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    for system, folder in {
        "linux": tmp_path / "xdg" / "ccsim",
        "darwin": tmp_path / "Library" / "Caches" / "ccsim",
        "win32": tmp_path / "local" / "ccsim" / "Cache",
    }.items():
        monkeypatch.setattr(sys, "platform", system)
        assert cache.folders()[0] == folder
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache.folders()[0] == tmp_path / ".cache" / "ccsim"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="a temporary folder is the user's own there")
def test_a_temporary_folder_that_others_can_write_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.delenv("CCSIM_CACHE_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path))
    cache.keep("0123", b"code")
    folder = tmp_path / f"ccsim-{os.getuid()}"
    assert cache.find("0123") == b"code"
    folder.chmod(0o777)
    assert cache.find("0123") is None and not cache.has("0123")
    with pytest.raises(OSError, match="not ours alone"):
        cache.keep("0123", b"code")


def test_what_nobody_loads_any_more_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCSIM_CACHE_DIR", str(tmp_path))
    for name in ("old", "used", "recent"):
        cache.keep(name, name.encode())
    (tmp_path / "notes.txt").write_text("somebody else's")
    for name in ("old.machinecode", "used.machinecode", "notes.txt"):
        os.utime(tmp_path / name, (0, time.time() - cache.KEPT_FOR - 60))
    assert cache.find("used") == b"used"
    cache.keep("new", b"new")
    assert {file.name for file in tmp_path.iterdir()} == {
        "used.machinecode",
        "recent.machinecode",
        "new.machinecode",
        "notes.txt",
    }
