"""Kernels as machine code: the same numbers as plain Python, and those of scipy."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import special

from ccsim.engine import compiled
from ccsim.engine.compiled import lean, machine, natives
from ccsim.engine.compiled.kernel import records
from ccsim.engine.compiled.program import KernelError

Rooms = Callable[..., ModuleType]

THINGS = """
class Thing(Record):
    count: int
    value: float
    few: small
    flag: tiny

things = table("things", Thing)
"""


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


def test_choices_without_a_jump(rooms: Rooms) -> None:
    room = rooms(
        choices=THINGS
        + """
from ccsim.engine.compiled.kernel import either

@kernel
def largest(w: World, n: int) -> int:
    best = 0
    value = things(w, 0).value
    for i in range(1, n):
        thing = things(w, i)
        best = either(thing.value > value, i, best)
        value = either(thing.value > value, thing.value, value)
    things(w, best).few = either(value < 0.0, -1, 1)
    return best
"""
    )
    table = things(500)
    values = table.value.copy()
    assert same_both_ways(room.largest, {"things": table}, 500) == np.argmax(values)


def test_rows_sent_for_ahead_change_nothing(rooms: Rooms) -> None:
    """Nor do those beyond the end, or of a table that is not there."""
    room = rooms(
        ahead=THINGS
        + """
weight_of = column("weights", float)
_weight_ahead, _thing_ahead = weight_of.ahead, things.ahead
_nowhere = column("nowhere", int).ahead

@kernel
def add_weights(w: World, n: int) -> float:
    total = 0.0
    for i in range(n):
        _weight_ahead(w, i + 1000)
        _thing_ahead(w, i + 8)
        _nowhere(w, i - 1)
        things(w, i).value += weight_of(w, i)
        total += things(w, i).value
    return total
"""
    )
    same_both_ways(room.add_weights, {"things": things(500), "weights": np.arange(500.0)}, 500)


def test_a_loop_on_tables_that_stay(rooms: Rooms) -> None:
    room = rooms(
        staying=THINGS
        + """
weight_of = column("weights", float)

@kernel
def weigh(w: World, i: int) -> float:
    thing = things(w, i)
    thing.value *= weight_of(w, i)
    return thing.value
"""
    )
    for loop in (machine.load(entry=room.weigh), machine.PlainLoop(room.weigh)):
        table = things(4)
        expected = table.value[2] * 3.0
        run = loop.on({"things": table})
        assert run({"weights": np.full(4, 3.0)}, 2) == expected
        assert run({"weights": np.full(4, 2.0)}, 2) == expected * 2.0 == table.value[2]


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


# --- lean centers ---------------------------------------------------------------------------------------------------

LEAN_TABLES = "".join(
    f"class Of_{table}(Record):\n{''.join(f'    {name}: int' + chr(10) for name in fields)}"
    f"{table} = table({table!r}, Of_{table})\n"
    for table, fields in lean.AS_A_DAY_BEGINS.items()
)
LEAN_ROOM = f"""{LEAN_TABLES}
@kernel
def held(w: World, a: int) -> int:
    return agents(w, a).held + 10 * groups(w, 0).capacity

@kernel
def hold(w: World, a: int) -> int:
    if groups(w, 0).hosted > 0:
        agents(w, a).held = 1
    return agents(w, a).held

@kernel
def hold_anyway(w: World, a: int) -> int:
    agents(w, a).held = a
    return a
"""


def center_tables(capacity: int = 1) -> dict[str, Any]:
    """A lean center, but for its agents' capacity."""
    tables = {name: records(name, 2) for name in lean.AS_A_DAY_BEGINS}
    for name, fields in lean.AS_A_DAY_BEGINS.items():
        for field, value in fields.items():
            tables[name][field] = value
    tables["groups"].capacity = capacity
    return tables


def test_lean_centers_run_code_of_their_own(rooms: Rooms) -> None:
    """What lean centers have not is not even read in it: a value that is put there afterwards is not seen."""
    loop = machine.load(entry=rooms(leans=LEAN_ROOM).held)
    for capacity, seen in ((1, 10), (2, 21)):
        tables = center_tables(capacity)
        bound = loop.on(tables)
        tables["agents"].held = 1
        assert bound({}, 0) == seen
    assert not lean.is_lean({name: table for name, table in center_tables().items() if name != "agents"})


def test_code_that_makes_them_others_is_refused(rooms: Rooms, tmp_path, monkeypatch) -> None:
    """Then they run the code of all centers. What only others do is no hindrance."""
    monkeypatch.setenv("CCSIM_CACHE_DIR", str(tmp_path))
    room = rooms(leans=LEAN_ROOM)
    assert machine.load(entry=room.hold_anyway)(center_tables(), 1) == 1
    codes = {file.read_bytes() for file in tmp_path.glob("*.machinecode")}
    assert len(codes) == 1
    assert machine.load(entry=room.hold)(center_tables(), 1) == 0
    assert len({file.read_bytes() for file in tmp_path.glob("*.machinecode")} - codes) == 2


def test_there_is_code_for_lean_centers(monkeypatch) -> None:
    """And LLVM has seen that no kernel makes them others."""
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    machine.load()
    every, for_lean = (machine.cache.find(one) for one in machine._digests(machine.program_of(machine._run_day())))
    assert every and for_lean and len(for_lean) < len(every) / 2


# --- what they may not do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("return things(w, 0).value", "kernel faulty: is declared to give int, but gives float64"),
        ("return twice(w, things(w, 0).value)", "kernel faulty: argument 2 of twice must be int, got float64"),
        ("return things(w, 0).nothing", "kernel faulty: Unknown attribute 'nothing' of type .*things"),
        ("return len(str(things(w, 0).count))", "kernel faulty: No implementation of function"),
        ("return helper(1)", "kernel faulty: uses helper, which is a function of faults but no kernel"),
        ("return either(things(w, 0).flag > 0, 1, 2.5)", "kernel faulty: No implementation of .*either"),
        ("return sum([i for i in range(3)])", "kernel faulty: "),
        ("raise ValueError", "kernel faulty: raises, which machine code cannot"),
    ],
)
def test_a_faulty_kernel_is_named_with_its_place(rooms: Rooms, line: str, message: str) -> None:
    room = rooms(
        faults=f"""{THINGS}
from ccsim.engine.compiled.kernel import either

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


def test_rooms_come_in_any_order():
    """Kernels call each other all round: whichever room a process comes to first has to bring the others."""
    rooms = [f"ccsim.engine.compiled.{file.stem}" for file in sorted(Path(compiled.__path__[0]).glob("[a-z]*.py"))]
    assert "ccsim.engine.compiled.life" in rooms
    first = f"""
import importlib, sys
for room in {rooms}:
    for name in [name for name in sys.modules if name.startswith("ccsim.engine.compiled")]:
        del sys.modules[name]
    importlib.import_module(room)
"""
    done = subprocess.run([sys.executable, "-c", first], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
