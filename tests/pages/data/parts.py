"""An upload as people store it, and the table of its groups on the page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

MESSY = "\ufeffpass;mark;sex;town;note\n" + "\n".join(
    f"{'yes' if (i % 3 or i % 7 == 0) else 'no'};{i % 11};{'fm'[i % 2] if i % 19 else ''};"
    f't{i % 4};"line\n{i}"'
    for i in range(300)
)


def group_preview(app: AppTest):
    return next(d.value for d in app.dataframe if "base_rate" in d.value)
