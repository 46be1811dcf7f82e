"""Files as tables: which format a file is, unpacked, parsed by pandas and pyarrow.

A format is told by the first bytes and, where these say nothing, by the name's ending. What
cannot be read raises a TableError with the format that it was taken for and why that failed.
"""

from __future__ import annotations

import csv
import gzip
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import IO, Any

import pandas as pd
import pyarrow as pa

from iffair_core.data.delimited import header_names, read_delimited
from iffair_core.data.written import value_text
from iffair_core.errors import TableError

SUPPORTED = "CSV or other delimited text, Parquet, Excel (.xlsx), and .gz or .zip of one of these"
ENDINGS = (".csv", ".tsv", ".txt", ".data", ".parquet", ".pq", ".xlsx", ".xlsm", ".gz", ".zip")

TEXT, PARQUET, EXCEL, GZIP, ZIP = "delimited text", "Parquet", "Excel", "gzip", "zip"
_MAGIC = ((b"PAR1", PARQUET), (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"\x1f\x8b", GZIP))
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_BY_ENDING = {
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".xlsx": EXCEL,
    ".xlsm": EXCEL,
    ".gz": GZIP,
    ".zip": ZIP,
}
_READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    RuntimeError,
    csv.Error,
    zlib.error,
    zipfile.BadZipFile,
    pa.ArrowException,
)
_PACKING_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
TABLE_LINES = 20
DEEPEST = 3


def read_frame(source: str | Path | IO[bytes], name: str) -> tuple[pd.DataFrame, str]:
    """The table in a file or an open binary stream, and how it was read, in words."""
    if isinstance(source, (str, Path)):
        try:
            with Path(source).open("rb") as stream:
                return _read(stream, name, 0)
        except OSError as error:
            raise TableError(f"Cannot open the file {str(source)!r}: {error.strerror}.") from error
    source.seek(0)
    return _read(source, name, 0)


def _read(stream: IO[bytes], name: str, depth: int) -> tuple[pd.DataFrame, str]:
    kind = TEXT
    try:
        head = stream.read(8)
        stream.seek(0)
        kind = _format(head, name)
        if depth > DEEPEST:
            raise ValueError(f"it is packed more than {DEEPEST} times")
        return _READERS[kind](stream, name, depth)
    except TableError:
        raise
    except _READ_ERRORS as error:
        if depth and isinstance(error, _PACKING_ERRORS):
            raise
        why = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        raise TableError(
            f"The file {name!r} was taken for {kind}, but that failed: {why}. "
            f"Supported are {SUPPORTED}."
        ) from error


def _format(head: bytes, name: str) -> str:
    if head.startswith(_OLD_EXCEL):
        raise TableError(
            f"The file {name!r} is an Excel workbook of the old kind (.xls) or is locked by a "
            f"password. Save it as .xlsx without a password. Supported are {SUPPORTED}."
        )
    ending = PurePath(name.lower()).suffix
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return EXCEL if kind == ZIP and _BY_ENDING.get(ending) == EXCEL else kind
    return _BY_ENDING.get(ending, TEXT)


def _read_text(stream: IO[bytes], name: str, depth: int) -> tuple[pd.DataFrame, str]:
    return read_delimited(stream, name)


def _read_parquet(stream: IO[bytes], name: str, depth: int) -> tuple[pd.DataFrame, str]:
    frame = pd.read_parquet(_in_memory(stream, depth), engine="pyarrow")
    labels = frame.index
    if labels.nlevels > 1 or labels.name is not None or labels.dtype.kind not in "iu":
        frame = frame.reset_index()
    return frame, PARQUET


def _read_excel(stream: IO[bytes], name: str, depth: int) -> tuple[pd.DataFrame, str]:
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that it drops; cell values are not concerned
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        with pd.ExcelFile(_in_memory(stream, depth), engine="openpyxl") as book:
            sheets = [str(s) for s in book.sheet_names]
            chosen, cells = _table_of(book)
    if cells.empty:
        raise TableError(f"No sheet of {name!r} holds a table ({', '.join(map(repr, sheets))}).")
    given = ["" if pd.isna(c) else value_text(c) for c in cells.iloc[0]]
    names, remarks = header_names(given)
    frame = cells.iloc[1:].reset_index(drop=True).infer_objects()
    frame.columns = pd.Index(names)
    words = f"Excel, sheet {sheets[chosen]!r}"
    if len(sheets) > 1:
        which = f"number {chosen + 1}" if chosen else "the first"
        words += f", {which} of {len(sheets)} (save another one as a file of its own to open it)"
    return frame, "; ".join([words, *remarks])


def _table_of(book: pd.ExcelFile) -> tuple[int, pd.DataFrame]:
    """The first sheet of ``TABLE_LINES`` lines and two columns, else the one of most cells.

    A workbook often begins with a sheet of remarks.
    """
    best, most = 0, pd.DataFrame()
    for place in range(len(book.sheet_names)):
        cells = pd.read_excel(book, sheet_name=place, header=None)
        cells = cells.dropna(how="all").dropna(axis="columns", how="all")
        if len(cells) >= TABLE_LINES and cells.shape[1] > 1:
            return place, cells
        if cells.size > most.size:
            best, most = place, cells
    return best, most


def _read_gzip(stream: IO[bytes], name: str, depth: int) -> tuple[pd.DataFrame, str]:
    inner = name[:-3] if name.lower().endswith(".gz") else name
    with gzip.GzipFile(fileobj=stream) as unpacked:
        unpacked.peek(1)
        frame, words = _read(unpacked, inner, depth + 1)  # type: ignore[arg-type]  # GzipFile is no IO in typeshed
    return frame, f"gzip of {words}"


def _read_zip(stream: IO[bytes], name: str, depth: int) -> tuple[pd.DataFrame, str]:
    with zipfile.ZipFile(stream) as archive:
        members = archive.namelist()
        if "xl/workbook.xml" in members:
            stream.seek(0)
            return _read_excel(stream, name, depth)
        hidden = ("__MACOSX/", ".")
        files = [m for m in members if not m.endswith("/") and not m.startswith(hidden)]
        tables = [m for m in files if m.lower().endswith(ENDINGS)] or files
        if len(tables) != 1:
            found = f"it holds {', '.join(tables[:6])}" if tables else "it holds no file"
            raise TableError(
                f"The zip file {name!r} must hold one table; {found}. Pack the one table alone."
            )
        with archive.open(tables[0]) as unpacked:
            frame, words = _read(unpacked, tables[0], depth + 1)
    return frame, f"zip of {words}"


def _in_memory(stream: IO[bytes], depth: int) -> IO[bytes]:
    """Parquet and Excel need to jump about, which a packed stream does slowly."""
    return io.BytesIO(stream.read()) if depth else stream


_READERS: dict[str, Callable[[IO[bytes], str, int], tuple[pd.DataFrame, Any]]] = {
    TEXT: _read_text,
    PARQUET: _read_parquet,
    EXCEL: _read_excel,
    GZIP: _read_gzip,
    ZIP: _read_zip,
}
