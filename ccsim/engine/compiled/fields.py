"""Fields of records in machine code: what a row is to numba, and how its fields are read and written.

Every field of every table has memory of its own, which LLVM is told (type-based alias analysis): what has been read
stays known while other fields are written, and what no kernel writes stays known for good.

Fields that lean centers do not need are read and written by functions, which `access` gives for both kinds of center.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types as numba_types
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr_generic, lower_setattr_generic, register_model

from ccsim.engine.compiled.kernel import Table
from ccsim.engine.compiled.lean import CHANGED, LEAN
from ccsim.engine.compiled.program import Program

_nb: Any = numba_types  # of whose names its stubs know some
_INT, _DOUBLE = ir.IntType(64), ir.DoubleType()
_BYTES = ir.IntType(8).as_pointer()


class Row(_nb.Opaque):  # type: ignore[misc]
    """A record of a table: the address of its row. Fields are int64 or float64, however narrow they are kept."""

    def __init__(self, table: Table[Any], written: frozenset[str]) -> None:
        self.table = table.name
        self.fields: dict[str, tuple[np.dtype[Any], int]] = {
            name: (kept[0], kept[1]) for name, kept in (table.dtype.fields or {}).items()
        }
        self.constant = self.fields.keys() - written
        self.spared = LEAN.get(table.name, {})  # in lean centers
        super().__init__(name=f"Row({table.name}, {sorted(self.constant)})")

    def number(self, name: str) -> Any:
        """What numba reckons with."""
        return _nb.float64 if self.fields[name][0].kind == "f" else _nb.int64


register_model(Row)(models.OpaqueModel)


def load(builder: Any, address: Any, kept: np.dtype[Any], name: str, constant: bool) -> Any:
    """What stands at an address of a table, as kernels reckon with it."""
    found = builder.load(builder.bitcast(address, _kept_as(kept).as_pointer()))
    found.set_metadata("tbaa", _tag(builder.module, name, constant))
    return found if kept.kind == "f" or kept.itemsize == 8 else builder.sext(found, _INT)


@infer_getattr
class _Fields(AttributeTemplate):  # type: ignore[misc]
    key = Row

    def generic_resolve(self, row: Row, name: str) -> Any:
        return row.number(name) if name in row.fields else None


@lower_getattr_generic(Row)  # type: ignore[untyped-decorator]
def _get(context: Any, builder: Any, row: Row, value: Any, name: str) -> Any:
    if name in row.spared:
        return builder.call(_function(builder.module, _getter(row, name)), [builder.bitcast(value, _BYTES)])
    return _read(builder, row, value, name)


@lower_setattr_generic(Row)  # type: ignore[untyped-decorator]
def _set(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> None:
    row, given = signature.args
    value = context.cast(builder, arguments[1], given, row.number(name))
    if name in row.spared:
        builder.call(_function(builder.module, _setter(row, name)), [builder.bitcast(arguments[0], _BYTES), value])
    else:
        _write(builder, row, arguments[0], name, value)


def access(program: Program, lean: bool) -> ir.Module:
    """Functions that read and write the fields which lean centers have not: for these, or for every center."""
    module = ir.Module("access")
    rows = [Row(table, program.written) for table in program.tables.values() if isinstance(table, Table)]
    for row, name in ((one, name) for one in rows for name in one.spared):
        getter, setter = _function(module, _getter(row, name)), _function(module, _setter(row, name))
        reads, writes = (ir.IRBuilder(one.append_basic_block()) for one in (getter, setter))
        if lean:
            value = getter.function_type.return_type(row.spared[name])
            reads.ret(value)
            _see_that_it_is(writes, setter.args[1], value, f"{CHANGED}_{row.table}_{name}")
        else:
            reads.ret(_read(reads, row, getter.args[0], name))
            _write(writes, row, setter.args[0], name, setter.args[1])
        writes.ret_void()
        for function in getter, setter:
            function.attributes.add("alwaysinline")
    return module


def _see_that_it_is(builder: Any, given: Any, value: Any, otherwise: str) -> None:
    """Calls a function that is nowhere where it is not: `link` refuses code in which such a call is left."""
    same = (builder.fcmp_ordered if value.type == _DOUBLE else builder.icmp_signed)("==", given, value)
    with builder.if_then(builder.not_(same)):
        builder.call(ir.Function(builder.module, ir.FunctionType(ir.VoidType(), []), otherwise), [])


def _getter(row: Row, name: str) -> dict[str, Any]:
    return {"ftype": ir.FunctionType(_reckoned(row, name), [_BYTES]), "name": f"ccsim_get_{row.table}_{name}"}


def _setter(row: Row, name: str) -> dict[str, Any]:
    kind = ir.FunctionType(ir.VoidType(), [_BYTES, _reckoned(row, name)])
    return {"ftype": kind, "name": f"ccsim_set_{row.table}_{name}"}


def _function(module: Any, declared: dict[str, Any]) -> Any:
    known = module.globals.get(declared["name"])
    return ir.Function(module, **declared) if known is None else known


def _reckoned(row: Row, name: str) -> ir.Type:
    return _DOUBLE if row.number(name) == _nb.float64 else _INT


def _read(builder: Any, row: Row, address: Any, name: str) -> Any:
    kept, offset = row.fields[name]
    return load(builder, _at(builder, address, offset), kept, f"{row.table}.{name}", name in row.constant)


def _write(builder: Any, row: Row, address: Any, name: str, value: Any) -> None:
    kept, offset = row.fields[name]
    kind = _kept_as(kept)
    if kind not in (_DOUBLE, _INT):
        value = builder.trunc(value, kind)
    place = builder.bitcast(_at(builder, address, offset), kind.as_pointer())
    builder.store(value, place).set_metadata("tbaa", _tag(builder.module, f"{row.table}.{name}", False))


def _at(builder: Any, row: Any, offset: int) -> Any:
    return builder.gep(builder.bitcast(row, _BYTES), [_INT(offset)], inbounds=True)


def _kept_as(kept: np.dtype[Any]) -> ir.Type:
    return _DOUBLE if kept.kind == "f" else ir.IntType(8 * kept.itemsize)


def _tag(module: Any, name: str, constant: bool) -> Any:
    """Of an access to memory that nothing of another name shares."""
    root = module.add_metadata(["ccsim"])
    kind = module.add_metadata([name, root, _INT(0)])
    return module.add_metadata([kind, kind, _INT(0), _INT(1 if constant else 0)])
