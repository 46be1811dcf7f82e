"""Patterns in the browser: found, proved, exported, excluded, brought back."""

import json
import re

import pandas as pd
from playwright.sync_api import expect

PROVED = re.compile(r"^Proved\. Trained again without them, the smooth gap (fell|rose) from")


def test_a_pattern_is_found_proved_exported_and_excluded(dashboard):
    dashboard.begin("german")
    dashboard.press("audit_next")
    dashboard.on("Influence")
    dashboard.page.get_by_role("link", name="What have these rows in common?").click()
    dashboard.on("Patterns")
    card = dashboard.part("patterns_card_1")
    expect(card).to_contain_text("of the training rows")

    dashboard.press("patterns_prove_1")
    proved = card.get_by_text(PROVED)
    expect(proved).to_be_visible()
    told = proved.inner_text()
    dashboard.page.reload()
    dashboard.on("Patterns")
    expect(card.get_by_text(PROVED)).to_have_text(told)

    found = json.loads(dashboard.download("patterns_json").read_text(encoding="utf-8"))
    first = found["widening"][0]
    expect(card).to_contain_text(first["words"])
    rows = pd.read_csv(dashboard.download("patterns_rows_1"))
    assert len(rows) == first["rows"]

    dashboard.press("patterns_exclude_1")
    left_out = dashboard.part("patterns_excluded")
    expect(left_out).to_contain_text(f"{first['words']} ({first['rows']} training rows)")
    dashboard.press("patterns_return_0")
    expect(dashboard.part("patterns_excluded")).to_have_count(0)
    expect(dashboard.part("patterns_card_1")).to_contain_text(first["words"])
