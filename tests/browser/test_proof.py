"""A proof in the browser: it stands after a reload, and its gap goes on to Reweight."""

import re

from playwright.sync_api import expect

RESULT = re.compile(r"Trained again with these \d+ rows left out, it (fell|rose) to")


def test_a_proof_stands_after_a_reload_and_its_gap_is_carried_on(dashboard):
    dashboard.begin("german")
    dashboard.press("audit_next")
    dashboard.on("Influence")
    dashboard.choose("influence_gap", "Predictive equality")
    dashboard.press("influence_prove_start")
    result = dashboard.text(RESULT)
    expect(result).to_be_visible()
    told = result.inner_text()
    assert re.search(r"[?&]proof=[0-9a-f]{16}", dashboard.page.url)

    dashboard.page.reload()
    dashboard.on("Influence")
    expect(dashboard.text(RESULT)).to_have_text(told)

    dashboard.choose("influence_gap", "Predictive equality")
    dashboard.press("influence_next")
    dashboard.on("Reweight")
    expect(dashboard.part("run_gaps")).to_contain_text("Predictive equality")
    expect(dashboard.part("run_gaps")).not_to_contain_text("Demographic parity")
