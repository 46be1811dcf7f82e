"""What a browser session sees: its own work, or the study that its link names."""

import re

from playwright.sync_api import expect

from pages._ui import shell
from tools.live import Dashboard, serving


def fit_german(dashboard: Dashboard) -> str:
    """Open German with its own task; the id of the study from the address."""
    dashboard.begin("german")
    found = re.search(r"[?&]study=([0-9a-f]+)", dashboard.page.url)
    assert found
    return found.group(1)


def test_a_cold_deep_link_opens_within_the_shell(session_at, tmp_path):
    with serving(tmp_path) as address:
        dashboard = session_at(address)
        dashboard.open("/audit")
        dashboard.on("Audit")
        navigation = dashboard.page.get_by_test_id("stSidebarNav")
        expect(navigation.get_by_role("link")).to_have_count(len(shell.TITLES))
        expect(dashboard.part("audit_needs_task")).to_be_visible()
        dashboard.press("audit_needs_task")
        dashboard.on("Data")


def test_a_second_session_shares_nothing_but_a_linked_study(new_session):
    first, second = new_session(), new_session()
    study = fit_german(first)
    second.open("/audit")
    second.on("Audit")
    expect(second.part("audit_needs_task")).to_be_visible()
    assert study not in second.page.content()
    second.open(f"/audit?study={study}")
    second.on("Audit")
    expect(second.part("audit_needs_task")).to_have_count(0)
    expect(second.part("gap_demographic_parity")).to_have_text(
        first.part("gap_demographic_parity").inner_text(), use_inner_text=True
    )


def test_a_reload_keeps_the_study(dashboard):
    study = fit_german(dashboard)
    shown = dashboard.part("gap_demographic_parity").inner_text()
    dashboard.page.reload()
    dashboard.on("Audit")
    assert f"study={study}" in dashboard.page.url
    assert dashboard.part("gap_demographic_parity").inner_text() == shown


def test_a_link_to_no_study_is_met_by_a_sentence(dashboard):
    dashboard.open("/audit?study=0123456789abcdef")
    expect(dashboard.text("not kept here")).to_be_visible()
