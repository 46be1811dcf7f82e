"""Delimited text: encoding, separator and header from a sample, the rows by pandas' C parser."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import pandas as pd
from charset_normalizer import from_bytes

from iffair_core.errors import TableError

SAMPLE_BYTES = 1 << 18
SAMPLE_ROWS = 200
SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_WORDS = {",": "','", ";": "';'", "\t": "tab", "|": "'|'"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
_OTHER_SCRIPTS = ("cp1251", "koi8_r", "cp1253", "cp932", "gb18030", "euc_kr")
_HIGH = re.compile(rb"[\x80-\xff]+")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
HIGH_TOGETHER = 0.7
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_COMMA_DECIMAL = re.compile(r"[+-]?\d+,\d+")
_COMMA_NUMBER = r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_POINT_DECIMAL = re.compile(r"[+-]?\d+\.\d+")


@dataclass(frozen=True)
class Layout:
    """How the text is laid out; ``names`` has one entry a field of a row.

    skip       lines before the header
    surplus    name of a last field that every row leaves empty, to be dropped
    remarks    what was odd and how it was handled, in words
    """

    separator: str
    decimal: str
    skip: int
    names: tuple[str, ...]
    surplus: str | None
    remarks: tuple[str, ...]


def read_delimited(stream: IO[bytes], name: str) -> tuple[pd.DataFrame, str]:
    """The table in ``stream`` and how it was read, in words.

    Raises TableError on an empty or binary file, ValueError where pandas cannot parse it.
    """
    sample = stream.read(SAMPLE_BYTES)
    whole = len(sample) < SAMPLE_BYTES
    if not sample.strip():
        raise TableError(f"The file {name!r} is empty. Give a file with a header and rows.")
    failure: UnicodeError | None = None
    for encoding in _encodings(sample, whole):
        stream.seek(0)
        try:
            return _parse(stream, sample, whole, encoding, name)
        except UnicodeError as error:
            failure = error
    raise ValueError(f"its text is in no known encoding ({failure})")


def header_names(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Distinct column names from header cells, and remarks on those that had to be changed."""
    seen: Counter[str] = Counter()
    taken = {c.strip() for c in cells}
    names, remarks = [], []
    for position, cell in enumerate(cells, start=1):
        given = cell.strip()
        chosen = given or f"column {position}"
        seen[chosen] += 1
        while seen[chosen] > 1 or (not given and chosen in taken):
            base = given or f"column {position}"
            chosen = next(n for k in range(2, 10**6) if (n := f"{base} ({k})") not in taken)
            taken.add(chosen)
            seen[chosen] += 1
        if not given:
            remarks.append(f"column {position} has no name and is called {chosen!r}")
        elif chosen != given:
            remarks.append(f"a second column {given!r} is called {chosen!r}")
        names.append(chosen)
    return tuple(names), tuple(remarks)


def _encodings(sample: bytes, whole: bool) -> list[str]:
    """Encodings to try, the likeliest first."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return [encoding]
    even, odd = sample[0:4000:2].count(0), sample[1:4000:2].count(0)
    if max(even, odd) > 0.4 * min(len(sample), 4000) / 2 and min(even, odd) == 0:
        return ["utf-16-le" if odd else "utf-16-be"]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
    except UnicodeDecodeError:
        return [*_other_script(sample), _WESTERN, "latin-1"]
    return ["utf-8", _WESTERN, "latin-1"]


def _other_script(sample: bytes) -> list[str]:
    """The encoding of text that is not in Latin letters: there most high bytes stand together.

    Western text has its accents one by one, which the guesser takes for any script.
    """
    together = sum(map(len, _HIGH_RUN.findall(sample)))
    if together < HIGH_TOGETHER * sum(map(len, _HIGH.findall(sample))):
        return []
    guess = from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS)).best()
    return [guess.encoding] if guess else []


def _parse(
    stream: IO[bytes], sample: bytes, whole: bool, encoding: str, name: str
) -> tuple[pd.DataFrame, str]:
    text = codecs.getincrementaldecoder(encoding)().decode(sample, final=whole)
    if "\0" in text:
        raise ValueError("it holds binary data (NUL characters), not text")
    layout = _layout(text, whole)
    frame = pd.read_csv(
        stream,
        sep=layout.separator,
        decimal=layout.decimal,
        encoding=encoding,
        header=0,
        names=list(layout.names),
        index_col=False,
        skiprows=layout.skip,
        skipinitialspace=True,
        na_values=["?"],
        low_memory=False,
    )
    if layout.surplus is not None:
        frame = frame.drop(columns=layout.surplus)
    if frame.empty:
        raise TableError(f"The file {name!r} has a header but no rows. Give a file with rows.")
    remarks = list(layout.remarks)
    if layout.separator != "," and (read := _read_commas(frame)):
        remarks.append(f"decimal comma in {', '.join(read)}")
    words = f"CSV, separator {SEPARATOR_WORDS[layout.separator]}, encoding {encoding}"
    return frame, "; ".join([words, *remarks])


def _read_commas(frame: pd.DataFrame) -> list[str]:
    """Make numbers of columns that are all "0,72" or "1.234,50" beside others of points.

    Changes ``frame``; the names of the columns.
    """
    found = []
    for name in map(str, frame.select_dtypes(include=["object", "string"]).columns):
        text = frame[name].dropna().astype("str").str.strip()
        shaped = len(text) > 0 and text.head(SAMPLE_ROWS).str.fullmatch(_COMMA_NUMBER).all()
        if shaped and text.str.fullmatch(_COMMA_NUMBER).all() and text.str.contains(",").any():
            plain = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
            frame[name] = plain.astype("float64").reindex(frame.index)
            found.append(name)
    return found


def _layout(text: str, whole: bool) -> Layout:
    hint = _EXCEL_HINT.match(text)
    if hint and hint[1] in SEPARATORS:
        separator, skip, body = hint[1], 1, text[hint.end() :]
    else:
        separator, skip, body = _separator(text, whole), 0, text
    rows = _sample_rows(body, separator, whole)
    header, values = rows[0], rows[1:]
    width = Counter(map(len, values)).most_common(1)[0][0] if values else len(header)
    cells, surplus, remarks = list(header), None, []
    if width == len(header) + 1:
        if all(not row[-1].strip() for row in values if len(row) == width):
            cells, surplus = [*header, ""], ""
        else:
            cells = ["row name", *header]
            remarks.append("the header is one name short, so the first column is 'row name'")
    names, renamed = header_names(cells)
    if surplus is not None:
        surplus, renamed = names[-1], renamed[:-1]
    fields = [cell.strip() for row in values for cell in row]
    comma = separator != "," and any(map(_COMMA_DECIMAL.fullmatch, fields))
    comma = comma and not any(map(_POINT_DECIMAL.fullmatch, fields))
    if comma:
        remarks.append("decimal comma")
    decimal = "," if comma else "."
    return Layout(separator, decimal, skip, names, surplus, (*remarks, *renamed))


def _separator(text: str, whole: bool) -> str:
    """The separator that divides most rows into the same number of fields, more than one."""

    def score(separator: str) -> tuple[float, int]:
        widths = Counter(map(len, _sample_rows(text, separator, whole)))
        width, rows = max(((w, r) for w, r in widths.items() if w > 1), default=(1, 0), key=_rows)
        return (rows / max(sum(widths.values()), 1), width)

    return max(SEPARATORS, key=score)


def _rows(item: tuple[int, int]) -> int:
    return item[1]


def _sample_rows(text: str, separator: str, whole: bool) -> list[list[str]]:
    """The first non-empty rows; the last of a cut-off sample is left out, as it may be cut."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, skipinitialspace=True)
    rows = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return rows[:-1] if len(rows) > 1 and not (whole and len(rows) <= SAMPLE_ROWS) else rows
