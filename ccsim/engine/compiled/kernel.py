"""Kernels: functions that are compiled together into the event loop, and the memory they work on.

A kernel is a function marked `@kernel` whose arguments and result are a `World`, int, float, bool or None. Its body is
plain Python that numba understands: arithmetic, comparisons, `if`, `while`, `for ... in range(...)`, calls of other
kernels, `math` functions. No object is made in it, nothing is raised, nothing is kept but in the tables of the world.
Logarithms, powers and quantiles come from `natives`, which have the bits of scipy's in bulk; `math.exp`, `math.log` and
`**` have not.

All that a replication works on stands in tables: NumPy arrays of records (`table`) or of numbers (`column`), found by
name in a `World`. `contact = contacts(w, c)` is record c of its table, whose fields are read and set as attributes. In
machine code a world is the address of its tables' addresses, and a record is a pointer; nothing is copied.

The same functions run as plain Python (`NUMBA_DISABLE_JIT=1`): slow, but every line can be watched and covered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar, cast, get_type_hints

import numpy as np
from numpy.typing import NDArray

small = Annotated[int, np.int32]
"""A field of 4 bytes."""
tiny = Annotated[int, np.int8]
"""A field of 1 byte: a state, or a flag."""

_WIDTHS: dict[Any, type[np.generic]] = {
    int: np.int64,
    float: np.float64,
    small: np.int32,
    tiny: np.int8,
}

Tables = dict[str, Any]
"""Arrays by the name of their table."""

Function = TypeVar("Function", bound=Callable[..., Any])
R = TypeVar("R", bound="Record")
N = TypeVar("N", int, float)
P = ParamSpec("P")

KERNELS: dict[str, Callable[..., Any]] = {}
"""All kernels by name, which is unique among all rooms."""
TABLES: dict[str, Table[Any] | Column[Any]] = {}
"""All tables and columns by name."""


class World:
    """Tables, and functions of `callback`, by name, as kernels run in plain Python see them."""

    def __init__(self, tables: dict[str, NDArray[Any]], callbacks: dict[str, Callable[..., Any]] | None = None) -> None:
        self.tables = tables
        self.callbacks = callbacks or {}


class Record:
    """A row of a table. Subclasses declare fields: int, float, `small` or `tiny`."""

    @classmethod
    def dtype(cls) -> np.dtype[np.void]:
        hints = get_type_hints(cls, include_extras=True)
        return np.dtype([(name, _WIDTHS[hint]) for name, hint in hints.items()], align=True)


class Ahead:
    """Called with a world and a row of its table, lets the processor fetch it; nothing else comes of it.

    For what is wanted some hundred instructions later and does not lie behind what was wanted last. The row may be
    beyond the end.
    """

    def __init__(self, table: Table[Any] | Column[Any]) -> None:
        self.table = table

    def __call__(self, w: World, row: int) -> None:
        pass


class Table(Generic[R]):
    """Called with a world and a row, gives the record."""

    def __init__(self, name: str, record: type[R]) -> None:
        self.name = name
        self.dtype = np.dtype((np.record, record.dtype()))
        self.ahead = Ahead(self)

    def __call__(self, w: World, row: int) -> R:
        return cast(R, _Row(w.tables[self.name], row))


class Column(Generic[N]):
    """Called with a world and a row, gives the number. Read only."""

    def __init__(self, name: str, kind: type[N]) -> None:
        self.name = name
        self.kind: type[float] = kind
        self.dtype = np.dtype(_WIDTHS[kind])
        self.ahead = Ahead(self)

    def __call__(self, w: World, row: int) -> N:
        found: N = w.tables[self.name][row].item()
        return found


class _Row:
    """A record as plain Python sees it: its fields are Python's own numbers, which do not wrap."""

    __slots__ = ("_row", "_table")

    def __init__(self, table: NDArray[Any], row: int) -> None:
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name: str) -> Any:
        column = self._table if self._table.dtype.names is None else self._table[name]
        return column[self._row].item()

    def __setattr__(self, name: str, value: float) -> None:
        column = self._table if self._table.dtype.names is None else self._table[name]
        column[self._row] = value


class Callback(Generic[P, N]):
    """Called with a world and numbers as declared, calls the Python function that the world was given."""

    def __init__(self, name: str, arguments: tuple[type[int] | type[float], ...], result: type[N]) -> None:
        self.name = name
        self.arguments = arguments
        self.result: Any = result

    def __call__(self, w: World, *arguments: P.args, **named: P.kwargs) -> N:
        found: N = self.result(w.callbacks[self.name](*arguments, **named))
        return found


def table(name: str, record: type[R]) -> Table[R]:
    """Declares a table of records."""
    return _declared(Table(name, record))


def column(name: str, kind: type[N]) -> Column[N]:
    """Declares a table of plain numbers: int (64 bits) or float."""
    return _declared(Column(name, kind))


def callback(declaration: Callable[Concatenate[World, P], N]) -> Callback[P, N]:
    """Declares, by an empty function, what Python does for kernels: `def quantile(w: World, u: float) -> float`.

    It takes some microseconds a call. Once it has raised, this and all later calls give nan or -1, upon which kernels
    are to come to an end; then what was raised goes on.
    """
    hints = get_type_hints(declaration)
    result = hints.pop("return")
    return Callback(declaration.__name__, tuple(hints.values())[1:], result)


def kernel(function: Function) -> Function:
    """Marks a function to be compiled; it stays what it is."""
    if KERNELS.setdefault(function.__name__, function) is not function:
        raise ValueError(f"two kernels are named {function.__name__!r}")
    return function


def either(condition: bool, one: N, other: N) -> N:
    """`one if condition else other` for kernels, both of one type; in machine code for sure without a jump.

    For choices that nothing can foretell. A wrong guess costs as much as some fifty instructions.
    """
    return one if condition else other


def records(name: str, rows: int) -> Any:
    """New rows of a table, all zero; as a record array, so that plain Python reads fields as attributes."""
    return np.zeros(rows, TABLES[name].dtype).view(np.recarray)


def unwritten(name: str, rows: int) -> Any:
    """New rows of a table that hold anything: they are written before they are read."""
    return np.empty(rows, TABLES[name].dtype)


def filled(name: str, rows: Sequence[Sequence[float]]) -> Any:
    """Rows of a table, each with its fields in their order."""
    table = records(name, len(rows))
    for row, values in enumerate(rows):
        table[row] = tuple(values)
    return table


_Any = TypeVar("_Any", bound="Table[Any] | Column[Any]")


def _declared(one: _Any) -> _Any:
    if TABLES.setdefault(one.name, one) is not one:
        raise ValueError(f"two tables are named {one.name!r}")
    return one
