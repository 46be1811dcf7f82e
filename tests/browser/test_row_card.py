"""The card of a row in the browser: a click into the table opens it, another one changes it."""

from playwright.sync_api import expect


def test_a_click_opens_the_card_of_a_row(dashboard):
    dashboard.begin("german")
    dashboard.press("audit_next")
    dashboard.on("Influence")
    expect(dashboard.part("influence_card")).to_have_count(0)
    dashboard.click_cell("influence_rows_", column=2, line=0)
    card = dashboard.part("influence_card")
    expect(card.get_by_text("it ranks 1 of 600 training rows")).to_be_visible()
    expect(card.get_by_text("Demographic parity: the gap between")).to_be_visible()
    dashboard.click_cell("influence_rows_", column=2, line=2)
    expect(card.get_by_text("it ranks 3 of 600 training rows")).to_be_visible()
    card.get_by_role("tab", name="Most similar rows").click()
    expect(card.get_by_text("the same features")).to_be_visible()

    dashboard.part("influence_view").get_by_role("radio", name="Against the prediction").click()
    dashboard.settle()
    expect(dashboard.chart("influence_scatter")).to_be_visible()
