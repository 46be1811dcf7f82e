"""Names with marks of Markdown stand on the pages as they were written."""

from __future__ import annotations

import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from iffair_core import StudyConfig, load_builtin, run
from iffair_core.config import Attribute, Outcome, Task
from iffair_core.kept.save import save_study
from pages._ui.charts.style import written_ticks
from pages._ui.verbatim import literal
from tests.pages.helpers import IDENTIFIER, Open, texts

YOUNG, OLD, COLUMN = "$5 *young*", "old $x$ `b`", "_age_ *group*"
READ_AS_MARKDOWN = re.compile(
    "|".join(rf"(?<!\\){re.escape(name)}" for name in (YOUNG, OLD, COLUMN))
)
PAGES = ("audit", "influence", "patterns", "reweight", "weights", "frontier", "report", "shift")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """German credit whose groups and their column have names full of marks, reweighted."""
    frame = load_builtin("german").table.frame
    frame = frame.assign(**{COLUMN: [YOUNG if age < 26 else OLD for age in frame["age"]]})
    path = tmp_path_factory.mktemp("odd") / "odd.csv"
    frame.drop(columns="age").to_csv(path, index=False)
    task = Task(Outcome("class", ("1",)), (Attribute(COLUMN, reference=OLD),))
    folder = path.parent / "study"
    save_study(run(StudyConfig(str(path), task, steps=2)), folder)
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_no_name_is_read_as_markdown(open_app: Open, home: Path, odd: Path, page: str) -> None:
    studies = home / "studies"
    studies.mkdir()
    (studies / IDENTIFIER).symlink_to(odd)
    app = open_app(page, study=IDENTIFIER)
    said = texts(app) + "\n".join(str(e.value) for e in (*app.header, *app.subheader))
    assert READ_AS_MARKDOWN.findall(said) == []


def test_the_audit_says_the_names(open_app: Open, home: Path, odd: Path) -> None:
    (home / "studies").mkdir()
    (home / "studies" / IDENTIFIER).symlink_to(odd)
    assert r"\$5 \*young\*" in texts(open_app("audit", study=IDENTIFIER))


def test_the_longest_name_counts_and_the_marks_of_the_sentence_stay() -> None:
    names = ("a*b*", "a*b* c$d$", "pay_late", "*", "under 26")
    said = literal("**a*b* c$d$** and a*b*, pay_late, under 26", names)
    assert said == r"**a\*b\* c\$d\$** and a\*b\*, pay_late, under 26"
    assert literal(said, names) == said


def test_a_chart_draws_no_name_as_html() -> None:
    figure = go.Figure(go.Bar(x=[1, 2], y=["<i>3</i>", "two<br>lines"], orientation="h"))
    figure.update_yaxes(categoryorder="array", categoryarray=["<i>3</i>", "two<br>lines"])
    written_ticks(figure)
    assert figure.layout.yaxis.ticktext == ("&lt;i>3&lt;/i>", "two<br>lines")
    assert figure.layout.yaxis.tickvals == ("<i>3</i>", "two<br>lines")
