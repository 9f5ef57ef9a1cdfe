"""What numba sees in a kernel where Python sees tables, other kernels, and functions outside.

Each is an intrinsic: a typed name, and the instructions that a call of it becomes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import types as numba_types
from numba.core.errors import TypingError
from numba.extending import intrinsic

from ccsim.engine.compiled.fields import Row, load
from ccsim.engine.compiled.kernel import Callback, Column, Table, World
from ccsim.engine.compiled.natives import Native
from ccsim.engine.compiled.program import signature_of, symbol

nb: Any = numba_types  # of whose names its stubs know some

KINDS: dict[Any, Any] = {
    World: nb.voidptr,
    int: nb.int64,
    float: nb.float64,
    bool: nb.boolean,
    type(None): nb.none,
}
_BYTES = ir.IntType(8).as_pointer()
PASSED: dict[Any, ir.Type] = {
    World: _BYTES,
    int: ir.IntType(64),
    float: ir.DoubleType(),
    bool: ir.IntType(8),
    type(None): ir.VoidType(),
}
"""How kernels hand values to each other."""


def row_at(slot: int, table: Table[Any] | Column[Any], written: frozenset[str]) -> Any:
    """A record is the address of its row; a number is read there."""
    size = table.dtype.itemsize
    name = table.name
    kind: Any = Row(table, written) if isinstance(table, Table) else KINDS[table.kind]

    @intrinsic  # type: ignore[untyped-decorator]
    def at(context: Any, world: Any, row: Any) -> Any:
        _check(name, (World, int), (world, row))

        def generate(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            base = _in_slot(builder, arguments[0], slot, _BYTES)
            address = builder.gep(base, [builder.mul(arguments[1], ir.IntType(64)(size))], inbounds=True)
            if isinstance(table, Table):
                return builder.bitcast(address, target.get_value_type(kind))
            return load(builder, address, table.dtype, name, constant=True)

        return kind(nb.voidptr, nb.int64), generate

    return at


def row_fetched(slot: int, table: Table[Any] | Column[Any]) -> Any:
    """A row on its way into all caches, from wherever it is; addresses that are nobody's do no harm."""
    size, name = table.dtype.itemsize, table.name
    number = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [_BYTES, number, number, number])
    to_read, into_all, as_numbers = number(0), number(3), number(1)

    @intrinsic  # type: ignore[untyped-decorator]
    def ahead(context: Any, world: Any, row: Any) -> Any:
        _check(f"{name}.ahead", (World, int), (world, row))

        def generate(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            base = _in_slot(builder, arguments[0], slot, _BYTES)
            address = builder.gep(base, [builder.mul(arguments[1], ir.IntType(64)(size))])
            builder.call(_declared(builder, kind, "llvm.prefetch.p0"), [address, to_read, into_all, as_numbers])
            return target.get_dummy_value()

        return nb.none(nb.voidptr, nb.int64), generate

    return ahead


def call_kernel(kernel: Callable[..., Any]) -> Any:
    takes, gives = signature_of(kernel)

    def callee(builder: Any, kind: ir.FunctionType, values: list[Any]) -> tuple[Any, list[Any]]:
        return _declared(builder, kind, symbol(kernel.__name__)), values

    return _call(kernel.__name__, takes, gives, callee, kernel.__code__.co_varnames[: len(takes)])


def call_native(native: Native[...]) -> Any:
    def callee(builder: Any, kind: ir.FunctionType, values: list[Any]) -> tuple[Any, list[Any]]:
        kind = ir.FunctionType(kind.return_type, [*kind.args, ir.IntType(32)])
        return _declared(builder, kind, native.symbol), [*values, ir.IntType(32)(0)]

    return _call(native.name, (float,) * native.arguments, float, callee)


def call_through(slot: int, callback: Callback[..., Any]) -> Any:
    """The address of what ctypes made of a Python function stands where tables' addresses do."""

    def callee(builder: Any, kind: ir.FunctionType, values: list[Any]) -> tuple[Any, list[Any]]:
        world, *rest = values
        pointer = ir.FunctionType(kind.return_type, kind.args[1:]).as_pointer()
        return _in_slot(builder, world, slot, pointer), rest

    return _call(callback.name, (World, *callback.arguments), callback.result, callee)


def choice() -> Any:
    """Of `either`: LLVM makes jumps of choices that it takes for predictable."""

    @intrinsic  # type: ignore[untyped-decorator]
    def either(context: Any, condition: Any, one: Any, other: Any) -> Any:
        kind = nb.unliteral(one)
        _check("either", (bool,), (condition,))
        if kind not in (nb.int64, nb.float64) or nb.unliteral(other) != kind:
            raise TypingError(f"either must choose between two int or two float, got {one} and {other}")

        def generate(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            found = builder.select(*arguments)
            found.set_metadata("unpredictable", builder.module.add_metadata([]))
            return found

        return kind(nb.boolean, kind, kind), generate

    return either


def _call(
    name: str,
    takes: tuple[Any, ...],
    gives: Any,
    callee: Callable[..., tuple[Any, list[Any]]],
    parameters: tuple[str, ...] = (),
) -> Any:
    kind = ir.FunctionType(PASSED[gives], [PASSED[one] for one in takes])
    wanted = KINDS[gives](*(KINDS[one] for one in takes))

    def typed(*given: Any) -> Any:
        _check(name, takes, given)

        def generate(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            values = [
                builder.zext(value, PASSED[bool]) if one is bool else value
                for one, value in zip(takes, arguments, strict=True)
            ]
            function, values = callee(builder, kind, values)
            result = builder.call(function, values)
            if gives is type(None):
                return target.get_dummy_value()
            return builder.trunc(result, ir.IntType(1)) if gives is bool else result

        return wanted, generate

    # numba wants to see a parameter for each argument.
    names = ", ".join(parameters or [f"argument_{place}" for place in range(1, len(takes) + 1)])
    scope: dict[str, Any] = {"_typed": typed}
    exec(f"def {name}(_context, {names}): return _typed({names})", scope)
    return intrinsic(scope[name])


def _check(name: str, takes: tuple[Any, ...], given: tuple[Any, ...]) -> None:
    for place, (wanted, kind) in enumerate(zip(takes, given, strict=True), 1):
        if not fits(kind, KINDS[wanted]):
            raise TypingError(f"argument {place} of {name} must be {wanted.__name__}, got {kind}")


def fits(given: Any, wanted: Any) -> bool:
    """Whether a value can stand for one of a declared type without loss."""
    given = nb.unliteral(given)
    if wanted == nb.int64:
        return isinstance(given, nb.Integer | nb.Boolean)
    if wanted == nb.float64:
        return isinstance(given, nb.Integer | nb.Float)
    return bool(given == wanted)


def _in_slot(builder: Any, world: Any, slot: int, kind: ir.Type) -> Any:
    """An address that does not change while kernels run, which LLVM is told."""
    place = builder.gep(builder.bitcast(world, kind.as_pointer()), [ir.IntType(64)(slot)], inbounds=True)
    found = builder.load(place)
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


def _declared(builder: Any, kind: ir.FunctionType, name: str) -> Any:
    known = builder.module.globals.get(name)
    return ir.Function(builder.module, kind, name) if known is None else known
