"""Records in files, written a replication at a time so that memory does not grow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ccsim.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

RecordsFormat = Literal["parquet", "csv"]


def has_parquet() -> bool:
    """Whether pyarrow is installed."""
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


def records_format(asked: RecordsFormat | None = None) -> RecordsFormat:
    """The format asked for; without one parquet, or CSV where pyarrow is not installed.

    Raises
    ------
    OutputError
        Parquet was asked for, and pyarrow is not installed.
    """
    if asked == "parquet" and not has_parquet():
        raise OutputError("records cannot be parquet: pyarrow is not installed (pip install 'ccsim[parquet]')")
    return asked or ("parquet" if has_parquet() else "csv")


class ParquetTable:
    """A parquet file written a replication at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.parquet"
        self._writer: Any = None

    def append(self, frame: pd.DataFrame) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._writer is None:
            found = pa.Table.from_pandas(frame.iloc[:0], preserve_index=False).schema
            table = pa.Table.from_pandas(frame, schema=with_text(found), preserve_index=False)
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        else:
            table = pa.Table.from_pandas(frame, schema=self._writer.schema, preserve_index=False)
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()

    def abandon(self) -> None:
        if self._writer is not None and self._writer.is_open:
            self._writer.close()


def with_text(schema: Any) -> Any:
    """A schema in which columns without a value so far (no self-service, nobody diverted) are text, as they will be."""
    import pyarrow as pa

    text, codes = pa.string(), pa.dictionary(pa.int8(), pa.string())
    for place, field in enumerate(schema):
        empty = pa.types.is_dictionary(field.type) and pa.types.is_null(field.type.value_type)
        if pa.types.is_null(field.type) or empty:
            schema = schema.set(place, field.with_type(codes if empty else text))
    return schema


class CsvTable:
    """A CSV file written a replication at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
        self._header = True

    def append(self, frame: pd.DataFrame) -> None:
        frame.to_csv(self._file, header=self._header, index=False, lineterminator="\n")
        self._header = False

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()
