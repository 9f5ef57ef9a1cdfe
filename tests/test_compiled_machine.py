"""Kernels as machine code: the same numbers as plain Python, made once and kept."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from scipy import special

from ccsim.engine.compiled import cache, machine, natives
from ccsim.engine.compiled.kernel import KERNELS, TABLES, records
from ccsim.engine.compiled.program import KernelError, program_of

HEAD = """
from __future__ import annotations
import math
import numpy as np
from enum import IntEnum
from ccsim.engine.compiled import natives
from ccsim.engine.compiled.kernel import Record, World, callback, column, kernel, small, table, tiny
"""

THINGS = """
class Thing(Record):
    count: int
    value: float
    few: small
    flag: tiny

things = table("things", Thing)
"""

Rooms = Callable[..., ModuleType]


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """Makes modules of kernels, known in this test only: `rooms(one=text, two=text)` gives the last."""
    folder = tmp_path / "rooms"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("CCSIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    made: list[str] = []

    def make(**texts: str) -> ModuleType:
        for name, text in texts.items():
            (folder / f"{name}.py").write_text(HEAD + text)
        importlib.invalidate_caches()
        for name in texts:
            sys.modules.pop(name, None)
            made.append(name)
        return [importlib.import_module(name) for name in texts][-1]

    with patch.dict(KERNELS, clear=True), patch.dict(TABLES, clear=True):
        yield make
    for name in made:
        sys.modules.pop(name, None)


def things(rows: int, seed: int = 1) -> Any:
    random = np.random.default_rng(seed)
    table = records("things", rows)
    table.count = random.integers(-50, 50, rows)
    table.value = random.normal(0.0, 10.0, rows)
    table.few = random.integers(-9, 9, rows)
    table.flag = random.integers(0, 2, rows)
    return table


def same_both_ways(entry: Any, tables: dict[str, Any], *arguments: Any) -> Any:
    """What a kernel gives, having seen that plain Python gives the same and leaves the same tables."""
    twin = {name: table.copy() for name, table in tables.items()}
    given = machine.load(entry=entry)(tables, *arguments)
    assert given == machine.PlainLoop(entry)(twin, *arguments)
    for name, table in tables.items():
        assert np.array_equal(table, twin[name]), name
    return given


# --- what kernels may do --------------------------------------------------------------------------------------------


def test_records_columns_and_numbers(rooms: Rooms) -> None:
    room = rooms(
        numbers=THINGS
        + """
weight_of = column("weights", float)
row_at = column("rows", int)

class Kind(IntEnum):
    ODD = 1
    EVEN = 2

_EVEN = int(Kind.EVEN)

@kernel
def work(w: World, n: int, scale: float) -> int:
    changed = 0
    for i in range(n):
        thing = things(w, row_at(w, i))
        before = thing.count
        thing.count = before // 7 + before % 7 - (before >> 1)
        if thing.flag and not thing.few == Kind.ODD:
            thing.value = np.rint(thing.value * scale) + math.floor(weight_of(w, i))
            changed += _EVEN
        elif thing.few < 0:
            other = things(w, thing.few + n)
            other.value += -thing.value if abs(thing.value) > 3.0 else min(thing.value, scale)
            other.few = max(thing.few, other.few - 1)
            thing.flag = other.few > 2
            continue
        thing.few += 1
    while changed > 1000:
        changed -= 1000
    return changed
"""
    )
    random = np.random.default_rng(2)
    tables = {"things": things(500), "weights": random.normal(0, 9, 500), "rows": random.permutation(500)}
    assert same_both_ways(room.work, tables, 500, 1.25) > 0


def test_truth_passes_between_kernels(rooms: Rooms) -> None:
    room = rooms(
        truth=THINGS
        + """
@kernel
def larger(w: World, i: int, than: float) -> bool:
    return things(w, i).value > than

@kernel
def marked(w: World, i: int) -> bool:
    thing = things(w, i)
    return thing.flag != 0 and larger(w, i, 0.0)

@kernel
def mark(w: World, i: int, yes: bool) -> None:
    if yes:
        things(w, i).flag = 1
        return
    things(w, i).flag = 2 if not larger(w, i, -5.0) else 3

@kernel
def truths(w: World, n: int, all_of: bool) -> bool:
    some = False
    for i in range(n):
        one = marked(w, i)
        mark(w, i, one)
        mark(w, i, one or larger(w, i, 2.0))
        some = some or one
        if all_of and not one:
            return False
    return some
"""
    )
    assert same_both_ways(room.truths, {"things": things(300)}, 300, False) is True
    assert same_both_ways(room.truths, {"things": things(300)}, 300, True) is False


def test_rooms_call_each_other_in_circles(rooms: Rooms) -> None:
    room = rooms(
        right="""
import left as left

LEAST = 3

@kernel
def odd(w: World, n: int) -> bool:
    return n != 0 and left.even(w, n - 1)
""",
        left="""
import right

@kernel
def even(w: World, n: int) -> bool:
    return n == 0 or right.odd(w, n - 1)

@kernel
def fibonacci(w: World, n: int) -> int:
    if n < right.LEAST:
        return 1
    return fibonacci(w, n - 1) + fibonacci(w, n - 2)
""",
        above="""
import right
from left import even, fibonacci

@kernel
def circles(w: World, n: int) -> int:
    return fibonacci(w, n) * 10 + (1 if even(w, n) else 0) + (2 if right.odd(w, n) else 0)
""",
    )
    assert same_both_ways(room.circles, {}, 20) == 67651
    assert same_both_ways(room.circles, {}, 15) == 6102


def test_integers_of_64_bits_without_sign(rooms: Rooms) -> None:
    """As keyed random numbers need them: products wrap."""
    room = rooms(
        words="""
word_at = column("words", int)

@kernel
def mixed(w: World, n: int) -> float:
    total = np.uint64(0)
    for i in range(n):
        x = np.uint64(word_at(w, i)) * np.uint64(0xD2511F53)
        x ^= x >> np.uint64(29)
        total += x * np.uint64(0x9E3779B97F4A7C15)
    return np.float64(total >> np.uint64(11)) * 2.0**-53
"""
    )
    words = np.random.default_rng(3).integers(0, 2**63, 100)
    total = 0
    for word in words.tolist():
        x = word * 0xD2511F53 % 2**64
        x ^= x >> 29
        total = (total + x * 0x9E3779B97F4A7C15) % 2**64
    assert machine.load(entry=room.mixed)({"words": words}, 100) == (total >> 11) * 2.0**-53


def test_no_multiplication_is_joined_with_an_addition(rooms: Rooms) -> None:
    room = rooms(
        sums="""
class Term(Record):
    a: float
    b: float
    c: float
    joined: float

terms = table("terms", Term)

@kernel
def add(w: World, n: int) -> float:
    total = 0.0
    for i in range(n):
        one = terms(w, i)
        one.joined = one.a * one.b + one.c
        total += one.joined * one.b
    return total
"""
    )
    random = np.random.default_rng(4)
    terms = records("terms", 10_000)
    terms.a, terms.b, terms.c = random.normal(0, 1, (3, 10_000))
    same_both_ways(room.add, {"terms": terms}, 10_000)
    exact = [float(Fraction(a) * Fraction(b) + Fraction(c)) for a, b, c, _ in terms[:200].tolist()]
    assert (terms.joined == terms.a * terms.b + terms.c).all()
    assert (terms.joined[:200] != exact).any()  # joined, it would be seen


# --- what stands outside --------------------------------------------------------------------------------------------


def test_natives_give_the_bits_of_scipy(rooms: Rooms) -> None:
    room = rooms(
        outside="""
class Draw(Record):
    u: float
    shape: float
    log1p: float
    expm1: float
    ndtri: float
    ndtr: float
    gammaincinv: float
    gammainc: float
    xlogy: float
    inv_boxcox: float

draws = table("draws", Draw)

@kernel
def all_of_them(w: World, n: int) -> None:
    for i in range(n):
        draw = draws(w, i)
        draw.log1p = natives.log1p(-draw.u)
        draw.expm1 = natives.expm1(-draw.u)
        draw.ndtri = natives.ndtri(draw.u)
        draw.ndtr = natives.ndtr(draw.ndtri)
        draw.gammaincinv = natives.gammaincinv(draw.shape, draw.u)
        draw.gammainc = natives.gammainc(draw.shape, draw.u * draw.shape)
        draw.xlogy = natives.xlogy(1.0, draw.u)
        draw.inv_boxcox = natives.inv_boxcox(draw.ndtri, 0.0)
"""
    )
    random = np.random.default_rng(5)
    extremes = [0.0, 5e-324, 2.0**-53, 1e-300, 1 - 2.0**-53, 1.0, np.nan]
    u = np.concatenate([extremes, random.random(100_000)])
    shape = np.concatenate([[0.5] * len(extremes), random.choice([0.1, 0.7, 1.0, 2.5, 40.0], 100_000)])
    draws = records("draws", len(u))
    draws.u, draws.shape = u, shape
    machine.load(entry=room.all_of_them)({"draws": draws}, len(u))
    expected = {
        "log1p": special.log1p(-u),
        "expm1": special.expm1(-u),
        "ndtri": special.ndtri(u),
        "ndtr": special.ndtr(special.ndtri(u)),
        "gammaincinv": special.gammaincinv(shape, u),
        "gammainc": special.gammainc(shape, u * shape),
        "xlogy": special.xlogy(1.0, u),
        "inv_boxcox": special.inv_boxcox(special.ndtri(u), 0.0),
    }
    for name, values in expected.items():
        wrong = (draws[name] != values) & ~(np.isnan(draws[name]) & np.isnan(values))
        assert not wrong.any(), (name, u[wrong][:3])


@pytest.mark.parametrize("u", [0.0, 1e-300, 0.25, 1 - 2.0**-53])
def test_natives_as_plain_python(u: float) -> None:
    assert natives.log1p(-u) == special.log1p(np.array([-u]))[0]
    assert natives.ndtri(u) == special.ndtri(np.array([u]))[0]
    assert natives.gammaincinv(2.5, u) == special.gammaincinv(2.5, np.array([u]))[0]
    assert type(natives.ndtri(u)) is float


CALLING = """
@callback
def quantile(w: World, law: int, u: float) -> float: ...

@callback
def noted(w: World, n: int) -> int: ...

@kernel
def calls(w: World, n: int) -> float:
    total = 0.0
    for i in range(n):
        x = quantile(w, i, 0.5 * i)
        if x != x:
            return -1.0
        total += x + noted(w, i)
    return total
"""


def test_kernels_call_python(rooms: Rooms) -> None:
    room = rooms(calling=CALLING)
    notes: list[int] = []

    def noted(n: int) -> int:
        notes.append(n)
        return len(notes)

    callbacks = {"quantile": lambda law, u: law + u, "noted": noted}
    expected = sum(1.5 * i + i + 1 for i in range(10))
    assert machine.load(entry=room.calls)({}, 10, callbacks=callbacks) == expected
    notes.clear()
    assert machine.PlainLoop(room.calls)({}, 10, callbacks=callbacks) == expected
    assert notes == list(range(10))


def test_what_a_callback_raises_goes_on_when_the_loop_ends(rooms: Rooms) -> None:
    room = rooms(calling=CALLING)
    asked: list[int] = []

    def quantile(law: int, u: float) -> float:
        asked.append(law)
        if law == 3:
            raise ZeroDivisionError("law 3")
        return u

    loop = machine.load(entry=room.calls)
    with pytest.raises(ZeroDivisionError, match="law 3"):
        loop({}, 10, callbacks={"quantile": quantile, "noted": lambda n: n})
    assert asked == [0, 1, 2, 3]
    with pytest.raises(KeyError, match="noted"):
        loop({}, 10, callbacks={"quantile": lambda law, u: u})
    assert loop({}, 2, callbacks={"quantile": lambda law, u: u, "noted": lambda n: n}) == 1.5


def test_other_threads_run_meanwhile(rooms: Rooms) -> None:
    room = rooms(
        long=THINGS
        + """
@kernel
def long_work(w: World, n: int) -> int:
    x = 1
    for _ in range(n):
        x ^= x << 13
        x ^= x >> 7
        x ^= x << 17
    return x
"""
    )
    loop = machine.load(entry=room.long_work)
    steps = 1_000_000
    started = time.perf_counter()
    loop({}, steps)
    steps = int(steps * 0.3 / (time.perf_counter() - started))
    thread = threading.Thread(target=loop, args=({}, steps))
    ticks = 0
    thread.start()
    while thread.is_alive():
        ticks += 1
        time.sleep(0.001)
    assert ticks > 20  # of some 300; one or two if the interpreter's lock were held


# --- what they may not do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("return things(w, 0).value", "kernel faulty: is declared to give int, but gives float64"),
        ("return twice(w, things(w, 0).value)", "kernel faulty: argument 2 of twice must be int, got float64"),
        ("return things(w, 0).nothing", "kernel faulty: KeyError: 'nothing'"),
        ("return len(str(things(w, 0).count))", "kernel faulty: No implementation of function"),
        ("return helper(1)", "kernel faulty: uses helper, which is a function of faults but no kernel"),
        ("return sum([i for i in range(3)])", "kernel faulty: "),
        ("raise ValueError", "kernel faulty: raises, which machine code cannot"),
    ],
)
def test_a_faulty_kernel_is_named_with_its_place(rooms: Rooms, line: str, message: str) -> None:
    room = rooms(
        faults=f"""{THINGS}
def helper(x: int) -> int:
    return x

@kernel
def twice(w: World, x: int) -> int:
    return x * 2

@kernel
def faulty(w: World) -> int:
    {line}
"""
    )
    place = room.faulty.__code__
    with pytest.raises(KernelError, match=message) as caught:
        machine.load(entry=room.faulty)
    lines = range(place.co_firstlineno, place.co_firstlineno + 3)
    assert any(str(caught.value).startswith(f"{place.co_filename}:{line}: ") for line in lines)


def test_tables_of_another_layout_are_refused(rooms: Rooms) -> None:
    room = rooms(
        layouts=THINGS
        + """
@kernel
def first(w: World) -> int:
    return things(w, 0).count
"""
    )
    loop = machine.load(entry=room.first)
    table = things(4)
    assert loop({"things": table}) == table.count[0]
    with pytest.raises(TypeError, match="'things' must be of"):
        loop({"things": np.zeros(4)})
    with pytest.raises(TypeError, match="one block"):
        loop({"things": table[::2]})


# --- made once, and kept --------------------------------------------------------------------------------------------

SMALL = (
    THINGS
    + """
STEP = 5

@kernel
def step(w: World) -> int:
    return STEP

@kernel
def run(w: World) -> int:
    things(w, 0).count += step(w)
    return things(w, 0).count
"""
)


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
