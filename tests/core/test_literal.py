"""Names with marks go through Markdown and spreadsheets as they were written."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from iffair_core.data.names import many_names, marked_names
from iffair_core.literal import JOINER, literal, markdown, spoken
from iffair_core.sheet import sheet

ODD = [
    "*a* _b_ __c__ ~~d~~ `e` $f$",
    "<b>bold</b> & <a href=x>y</a>",
    "[x](http://example.org) ![y](z)",
    "http://example.org, www.example.org, a@example.org",
    ":material/home: :smile: :red[c]",
    "a -> b <-> c -- d >= e",
    "# head",
    "- item",
    "1. first",
    "> said",
    "a | b",
    "two\nlines",
    r"back\slash \*",
    "pay_late",
]


@pytest.mark.parametrize("name", ODD)
def test_markdown_reads_nothing(name: str) -> None:
    reader = MarkdownIt("gfm-like", {"linkify": False})
    (opened, inline, closed) = reader.parse(markdown(name))
    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    assert {child.type for child in inline.children} <= {"text", "text_special"}
    said = "".join(child.content for child in inline.children).replace(JOINER, "")
    assert said == " ".join(name.splitlines())
    assert spoken(markdown(name)) == " ".join(name.splitlines())


@pytest.mark.parametrize("name", [n for n in ODD if any(m in n for m in (":", "@", "->"))])
def test_what_is_found_in_the_finished_text_is_parted(name: str) -> None:
    for found in ("http://", "www.", "@example", ":material/", ":smile:", " -> ", " >= ", " -- "):
        assert (found in name) <= (found not in markdown(name).replace("\\", ""))


def test_names_within_a_sentence_once_and_for_all() -> None:
    names = ("a*b*", "a*b* c$d$", "pay_late", "*", "under 26")
    said = literal("**a*b* c$d$** and a*b*, pay_late, under 26", names)
    assert said == r"**a\*b\* c\$d\$** and a\*b\*, pay_late, under 26"
    assert literal(said, names) == said


def test_names_of_a_table_are_its_columns_and_few_values() -> None:
    frame = pd.DataFrame(
        {"a_*b*": ["x", "*y*", None] * 100, "id": [f"${i}" for i in range(300)], "n": range(300)}
    )
    assert marked_names(frame) == {"a_*b*", "*y*"}


def test_no_cell_and_no_title_is_a_formula() -> None:
    frame = pd.DataFrame(
        {
            "=cmd()": ["=1+1", "+1", "-5 to 0", "-2.5e3", "@SUM(A1)", "plain"],
            "n": [-1, 2, 3, 4, 5, 6],
            "kind": pd.Categorical(["=x", "b", "b", "b", "b", None]),
        }
    )
    found = pd.read_csv(io.StringIO(sheet(frame)), dtype=str, keep_default_na=False)
    assert list(found) == ["'=cmd()", "n", "kind"]
    assert found["'=cmd()"].tolist() == ["'=1+1", "+1", "'-5 to 0", "-2.5e3", "'@SUM(A1)", "plain"]
    assert found["n"].tolist() == ["-1", "2", "3", "4", "5", "6"]
    assert found["kind"].tolist() == ["'=x", "b", "b", "b", "b", ""]


def test_of_many_values_those_within_a_sentence_are_found() -> None:
    towns = [f"*town* {i} <b>" for i in range(300)]
    frame = pd.DataFrame({"town": towns, "id": range(300), "few": ["*a*", "b"] * 150})
    many = many_names(frame)
    said = "“*town* 7 <b>” and (*town* 212 <b>), but not *town* 999 <b> or *a*."
    assert many.within(said) == {"*town* 7 <b>", "*town* 212 <b>"}
    assert literal(said, many.within(said)).startswith(r"“\*town\* 7 \<b\>” and (\*town\* 212")
    assert many_names(frame.head(100)).within(said) == frozenset()
