"""Files that people really have: separators, encodings, packed, broken."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iffair_core.data.tables import read_table, require_columns, table_from_frame, write_parquet
from iffair_core.errors import TableError

CITIES = "name;city;pay\nMüller;Köln;100,5\nJosé;Orléans;200,25\n"


def read(content: bytes, name: str = "people.csv") -> pd.DataFrame:
    return read_table(io.BytesIO(content), name).frame


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return buffer.getvalue()


def workbook(*frames: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        for number, frame in enumerate(frames):
            frame.to_excel(writer, sheet_name=f"sheet {number}", index=False)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_and_decimal_commas(encoding: str) -> None:
    table = read_table(io.BytesIO(CITIES.encode(encoding)), "people.csv")
    assert table.frame["city"].tolist() == ["Köln", "Orléans"]
    assert table.frame["pay"].tolist() == [100.5, 200.25]
    assert encoding in table.origin
    assert "separator ';'" in table.origin


def test_decimal_commas_beside_points_and_with_thousands() -> None:
    text = "rate;share;pay;code;day\n1.5;0,72;1.234,50;1,2,3;1,5\n2.0;;99,00;4;x\n"
    table = read_table(io.BytesIO(text.encode()), "people.csv")
    assert table.frame["rate"].tolist() == [1.5, 2.0]
    assert table.frame["share"].iloc[0] == 0.72
    assert table.frame["share"].isna().tolist() == [False, True]
    assert table.frame["pay"].tolist() == [1234.5, 99.0]
    assert table.frame["code"].tolist() == ["1,2,3", "4"]
    assert table.frame["day"].tolist() == ["1,5", "x"]
    assert "decimal comma in share, pay" in table.origin


def test_other_scripts_are_recognised() -> None:
    rows = "имя;город\n" + "Иван;Москва\nОльга;Казань\n" * 20
    assert read(rows.encode("cp1251"))["город"].tolist()[:2] == ["Москва", "Казань"]


def test_a_single_accent_is_western() -> None:
    assert read("a;b\n1,5;Köln\n2,25;y\n".encode("cp1252"))["b"].tolist() == ["Köln", "y"]


def test_an_accent_far_below_the_sample_is_read() -> None:
    frame = read(b"a,b\n" + b"x,yyyyyyyy\n" * 60_000 + "é,2\n".encode("cp1252"))
    assert len(frame) == 60_001
    assert frame["a"].iloc[-1] == "é"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str) -> None:
    text = "a,b,c\n1,x,2.5\n2,y,3.5\n".replace(",", separator)
    frame = read(text.encode())
    assert frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"], "c": [2.5, 3.5]}


def test_quoted_newlines_and_separators_stay_in_their_field() -> None:
    frame = read(b'"the\nheader",b\n1,"two\nlines, one field"\n2,y\n')
    assert frame.columns.tolist() == ["the\nheader", "b"]
    assert frame["b"].tolist() == ["two\nlines, one field", "y"]


def test_question_marks_and_blanks_after_commas_as_in_uci_files() -> None:
    frame = read(b"age, work\n39, State-gov\n50, ?\n")
    assert frame.columns.tolist() == ["age", "work"]
    assert frame["work"].isna().tolist() == [False, True]


def test_duplicate_and_empty_names_are_changed_and_said() -> None:
    table = read_table(io.BytesIO(b"a,a,,a\n1,2,3,4\n"), "t.csv")
    assert table.frame.columns.tolist() == ["a", "a (2)", "column 3", "a (3)"]
    assert "a second column 'a' is called 'a (2)'" in table.origin
    assert "column 3 has no name" in table.origin


def test_changed_names_never_meet_given_ones() -> None:
    assert read(b"a,a,a (2)\n1,2,3\n").columns.tolist() == ["a", "a (3)", "a (2)"]


def test_trailing_separators_and_row_names() -> None:
    assert read(b"a,b\n1,2,\n3,4,\n").to_dict("list") == {"a": [1, 3], "b": [2, 4]}
    named = read(b"a,b\nr1,1,2\nr2,3,4\n")
    assert named.to_dict("list") == {"row name": ["r1", "r2"], "a": [1, 3], "b": [2, 4]}


def test_excel_separator_hint_and_single_column() -> None:
    assert read(b"sep=;\r\na;b\r\n1;2\r\n").to_dict("list") == {"a": [1], "b": [2]}
    assert read(b"only\nx\ny\n").to_dict("list") == {"only": ["x", "y"]}


def test_packed_files() -> None:
    content = b"a,b\n" + b"1,x\n" * 3000
    assert len(read(gzip.compress(content), "t.csv.gz")) == 3000
    archive = zipped({"folder/t.csv": content, "__MACOSX/folder/._t.csv": b"\0\1"})
    table = read_table(io.BytesIO(archive), "t.zip")
    assert len(table.frame) == 3000
    assert table.origin.startswith("zip of CSV")


def test_excel_reads_the_first_sheet_and_says_so() -> None:
    people = pd.DataFrame(
        {"n": [1.0, 2.5, np.nan], "code": [1, "x", None], "day": pd.to_datetime(["2020-01-01"] * 3)}
    )
    content = workbook(people, pd.DataFrame({"other": [1]}))
    table = read_table(io.BytesIO(content), "book.xlsx")
    assert "the first of 2" in table.origin
    assert table.frame["code"].tolist()[:2] == ["1", "x"]
    assert table.frame["n"].dtype == "float64"
    assert table.frame["day"].dtype.kind == "M"
    assert read(gzip.compress(content), "book.xlsx.gz").equals(table.frame)


def test_excel_passes_over_a_sheet_of_remarks() -> None:
    remarks = pd.DataFrame({"read me": ["export of May", "draft"]})
    people = pd.DataFrame({"n": range(30), "code": ["x", "y"] * 15})
    table = read_table(io.BytesIO(workbook(remarks, people, people.head(25))), "book.xlsx")
    assert len(table.frame) == 30
    assert "sheet 'sheet 1', number 2 of 3 (save another one" in table.origin


def test_parquet_without_its_ending_and_with_a_named_index() -> None:
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="key"))
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    assert read(buffer.getvalue(), "upload").to_dict("list") == {"key": ["x", "y"], "a": [1, 2]}


GARBAGE = bytes(np.random.default_rng(0).integers(0, 256, 3000, dtype=np.uint8))


@pytest.mark.parametrize(
    ("name", "content", "taken_for"),
    [
        ("t.csv", GARBAGE, "delimited text"),
        ("t.csv", b"a,b\n1,2\n1,2,3\n", "delimited text.*line 3"),
        ("t.parquet", b"PAR1" + GARBAGE, "Parquet"),
        ("t.parquet", GARBAGE, "Parquet"),
        ("t.xlsx", GARBAGE, "Excel"),
        ("t.xlsx", b"PK\x03\x04" + GARBAGE, "Excel"),
        ("t.csv.gz", GARBAGE, "gzip"),
        ("t.csv.gz", gzip.compress(b"a,b\n" + GARBAGE)[:-20], "gzip"),
        ("t.zip", b"PK\x03\x04" + GARBAGE, "zip"),
    ],
)
def test_unreadable_files_say_what_they_were_taken_for(
    name: str, content: bytes, taken_for: str
) -> None:
    with pytest.raises(TableError, match=rf"was taken for {taken_for}.*Supported are CSV"):
        read(content, name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a,b\n", "a header but no rows"),
        (zipped({"a.csv": b"a\n1\n", "b.csv": b"a\n1\n"}), "must hold one table.*a.csv, b.csv"),
        (zipped({}), "holds no file"),
        (b"\xd0\xcf\x11\xe0rest", "old kind"),
    ],
)
def test_files_without_a_table(content: bytes, message: str) -> None:
    with pytest.raises(TableError, match=message):
        read(content)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="Cannot open"):
        read_table(tmp_path / "nowhere.csv")


def messy_frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "small": np.array([1, 2, 3], dtype="int8"),
            "text": ["a", None, "ü"],
            "codes": pd.Categorical([1, None, 2]),
            "levels": pd.Categorical(["x", "y", None], categories=["y", "x"], ordered=True),
            "seconds": pd.date_range("2020-01-01", periods=3).as_unit("s"),
            "zone": pd.date_range("2020-01-01", periods=3, tz="Europe/Berlin"),
            "wait": pd.to_timedelta([1, 2, 3], unit="s"),
            "flag": [True, None, False],
            "mixed": [1, "a", None],
            "lists": [[1], [2, 3], []],
            "nullable": pd.array([1, None, 2], dtype="Int64"),
            "nothing": [None, None, None],
        },
        index=[4, 7, 9],
    )


def test_parquet_round_trip_keeps_values_positions_and_digest(tmp_path: Path) -> None:
    table = table_from_frame(messy_frame(), "messy")
    write_parquet(table, tmp_path / "t.parquet")
    again = read_table(tmp_path / "t.parquet")
    assert again.digest == table.digest
    assert again.frame.index.tolist() == [4, 7, 9]
    pd.testing.assert_frame_equal(again.frame, table.frame)


def test_digest_sees_values_names_types_and_positions() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]})
    variants = [
        frame,
        frame.rename(columns={"a": "c"}),
        frame.astype({"a": "float64"}),
        frame.assign(b=["x", "y", "w"]),
        frame.iloc[[1, 0, 2]],
        frame[["b", "a"]],
        frame.set_axis([5, 6, 7]),
    ]
    digests = [table_from_frame(v, "t").digest for v in variants]
    assert len(set(digests)) == len(variants)
    assert table_from_frame(frame.copy(), "other name").digest == digests[0]


def test_frames_that_are_no_table() -> None:
    with pytest.raises(TableError, match="more than one column named 'a'"):
        table_from_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]), "t")
    with pytest.raises(TableError, match="no rows"):
        table_from_frame(pd.DataFrame({"a": []}), "t")
    with pytest.raises(TableError, match="no columns"):
        table_from_frame(pd.DataFrame(index=[0, 1]), "t")


def test_missing_columns_are_met_by_close_names() -> None:
    frame = pd.DataFrame({"income": [1], "Sex": [1]})
    with pytest.raises(TableError, match=r"no column 'incme', 'sex'. Close to it: Sex, income."):
        require_columns(frame, ["incme", "sex", "income"])
