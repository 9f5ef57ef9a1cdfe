"""A program: all that a kernel reaches, in an order and under a digest that do not depend on who asks."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from dis import get_instructions
from enum import EnumMeta
from functools import cached_property
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.compiled.kernel import KERNELS, Ahead, Callback, Column, Table, World, either
from ccsim.engine.compiled.natives import Native


class KernelError(TypeError):
    """A kernel holds what machine code cannot be made of; names it, its file and line."""

    def __init__(self, kernel: Callable[..., Any], message: str, line: int = 0) -> None:
        code = kernel.__code__
        super().__init__(f"{code.co_filename}:{line or code.co_firstlineno}: kernel {kernel.__name__}: {message}")


@dataclass
class Program:
    """Kernels and what they use, by name."""

    entries: tuple[str, ...]
    kernels: dict[str, FunctionType] = field(default_factory=dict)
    tables: dict[str, Table[Any] | Column[Any]] = field(default_factory=dict)
    ahead: dict[str, Ahead] = field(default_factory=dict)
    callbacks: dict[str, Callback[..., Any]] = field(default_factory=dict)
    natives: dict[str, Native[...]] = field(default_factory=dict)
    digest: str = ""

    @cached_property
    def written(self) -> frozenset[str]:
        """Names of fields that some kernel writes, in whatever table."""
        codes = (get_instructions(kernel) for kernel in self.kernels.values())
        return frozenset(str(one.argval) for code in codes for one in code if one.opname == "STORE_ATTR")

    @property
    def slots(self) -> dict[str, int]:
        """The place of each table and callback among the addresses that machine code sees."""
        return {name: slot for slot, name in enumerate([*self.tables, *self.callbacks])}


def program_of(*entries: Callable[..., Any]) -> Program:
    """All that is reached from kernels that are to be called from outside.

    Raises
    ------
    KernelError
        A kernel refers to what no kernel can use.
    """
    found = Program(tuple(entry.__name__ for entry in entries))
    seen: dict[str, bytes] = {}
    waiting: list[Any] = list(entries)
    while waiting:
        kernel = waiting.pop()
        name = kernel.__name__
        if name in found.kernels:
            continue
        found.kernels[name] = kernel
        constants = []
        for path, value in _used(kernel):
            if is_kernel(value):
                waiting.append(value)
            elif value is either:
                continue
            elif isinstance(value, Table | Column):
                found.tables[value.name] = value
                constants.append((path, f"table {value.name}"))
            elif isinstance(value, Ahead):
                found.tables[value.table.name] = value.table
                found.ahead[value.table.name] = value
                constants.append((path, f"ahead {value.table.name}"))
            elif isinstance(value, Callback):
                found.callbacks[value.name] = value
            elif isinstance(value, Native):
                found.natives[value.name] = value
            else:
                constants.append((path, _written(kernel, path, value)))
        seen[name] = repr((_code(kernel.__code__), kernel.__annotations__, sorted(constants))).encode()
    for part in ("kernels", "tables", "ahead", "callbacks", "natives"):
        setattr(found, part, dict(sorted(getattr(found, part).items())))
    digest = hashlib.sha256(repr(found.entries).encode())
    for name in found.kernels:
        digest.update(name.encode() + seen[name])
    digest.update(repr([(name, one.dtype) for name, one in found.tables.items()]).encode())
    digest.update(repr([(name, one.arguments, one.result) for name, one in found.callbacks.items()]).encode())
    digest.update(repr([(name, one.arguments) for name, one in found.natives.items()]).encode())
    found.digest = digest.hexdigest()
    return found


def is_kernel(value: Any) -> bool:
    return isinstance(value, FunctionType) and KERNELS.get(value.__name__) is value


def signature_of(kernel: Callable[..., Any]) -> tuple[tuple[type, ...], type]:
    """What it takes and what it gives, each World, int, float, bool or NoneType."""
    hints = get_type_hints(kernel)
    code = kernel.__code__
    names = code.co_varnames[: code.co_argcount]
    missing = [name for name in (*names, "return") if name not in hints]
    if missing:
        raise KernelError(kernel, f"has no annotation of {', '.join(missing)}")
    types = [hints[name] for name in names]
    for name, hint in zip((*names, "return"), (*types, hints["return"]), strict=True):
        if hint not in (World, int, float, bool, type(None)) or (name == "return" and hint is World):
            raise KernelError(kernel, f"{name} is annotated {hint!r}, which is none of World, int, float, bool, None")
    return tuple(types), hints["return"]


class Addresses:
    """What machine code sees of a world: valid while the arrays live. A table that has no rows is address 0."""

    def __init__(self, program: Program) -> None:
        self.slots = program.slots
        self.pointer: Any = (ctypes.c_uint64 * max(1, len(self.slots)))()
        self.numbers = np.ctypeslib.as_array(self.pointer)
        self._declared = {name: (self.slots[name], declared.dtype) for name, declared in program.tables.items()}

    def point_to(self, tables: dict[str, NDArray[Any]]) -> None:
        """From now on, under their names.

        Raises
        ------
        TypeError
            A table is of another layout than declared, or not one block of memory.
        """
        numbers, declared = self.numbers, self._declared
        for name, array in tables.items():
            if name not in declared:
                continue
            slot, dtype = declared[name]
            if array.dtype is not dtype and array.dtype != dtype:
                raise TypeError(f"table {name!r} must be of {dtype}, got {array.dtype}")
            try:
                numbers[slot] = address_of(first_byte(array))
            except (TypeError, ValueError):  # not to be written to, empty, or in pieces
                if not array.flags.c_contiguous:
                    raise TypeError(f"table {name!r} must be one block of memory (C-contiguous)") from None
                numbers[slot] = array.ctypes.data if array.size else 0  # always there, and five times as slow


first_byte: Callable[[Any], ctypes.c_char] = ctypes.c_char.from_buffer
address_of = ctypes.addressof
"""Of an array's first byte: where it begins."""


def _used(kernel: FunctionType) -> Iterator[tuple[str, Any]]:
    """The globals of a kernel, and of modules among them the attributes that it may mean."""
    if kernel.__closure__:
        raise KernelError(kernel, "uses variables of a function around it")
    names = kernel.__code__.co_names
    for name in names:
        if name not in kernel.__globals__:
            continue
        value = kernel.__globals__[name]
        yield name, value
        if isinstance(value, ModuleType):
            for attribute in names:
                if attribute in vars(value):
                    yield f"{name}.{attribute}", vars(value)[attribute]


def _written(kernel: FunctionType, path: str, value: Any) -> str:
    """A constant, as part of the digest: the same in every process."""
    if isinstance(value, bool | int | float | str | np.generic) or value is None:
        return f"{type(value).__qualname__} {value!r}"
    if isinstance(value, tuple):
        return f"({', '.join(_written(kernel, path, one) for one in value)})"
    if isinstance(value, ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, EnumMeta):
        members: dict[str, Any] = dict(value.__members__)
        return f"enum {[(name, one.value) for name, one in members.items()]!r}"
    if isinstance(value, np.ufunc | BuiltinFunctionType | type):
        return f"{getattr(value, '__module__', 'numpy')}.{value.__name__}"
    if "." in path:
        return ""  # of a module: whether it is meant, or a field of that name, is for the compiler to say
    raise KernelError(kernel, f"uses {path}, which is {_kind(value)}")


def _kind(value: Any) -> str:
    if isinstance(value, FunctionType):
        return f"a function of {value.__module__} but no kernel"
    return f"a {type(value).__qualname__}"


def _code(code: CodeType) -> tuple[Any, ...]:
    """What code does, wherever it stands."""
    constants = [sorted(map(repr, one)) if isinstance(one, frozenset) else repr(one) for one in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, constants


def symbol(kernel: str) -> str:
    """Its name in machine code."""
    return f"ccsim_{kernel}"
