"""Other methods on an uploaded table: points appear while they run, cancel, reload, the answer."""

from playwright.sync_api import expect

from tests.browser import messy

QUICK = ("path", "softmax_influence", "reweighing", "correlation_remover")
SPLITS = 2
RUN_MILLISECONDS = 300_000


def pick(dashboard, family: str, title: str) -> None:
    dashboard.part(f"compare_{family}").get_by_role("button", name=title, exact=False).click()
    dashboard.settle()


def test_eight_methods_on_an_uploaded_table(dashboard, tmp_path):
    messy.write(tmp_path / "survey 1978.csv")
    messy.bring(dashboard, tmp_path / "survey 1978.csv")
    dashboard.visit("Other methods")
    dashboard.on("Other methods")
    begin_and_cancel(dashboard)
    dashboard.settle()
    pick(dashboard, "in", "Adversarial debiasing")
    expect(dashboard.text("runs are left, about")).to_be_visible()
    dashboard.press("compare_start")
    done = dashboard.text("The comparison is done.")
    expect(done).to_be_visible(timeout=RUN_MILLISECONDS)
    dashboard.settle()
    check_answer(dashboard)


def begin_and_cancel(dashboard) -> None:
    """Points appear while it runs, a reload finds it running, and what has ended is kept."""
    slider = dashboard.part("compare_splits").get_by_role("slider")
    slider.focus()
    for _ in range(5 - SPLITS):
        slider.press("ArrowLeft")
        dashboard.settle()
    pick(dashboard, "post", "Reject option")
    pick(dashboard, "in", "Adversarial debiasing")
    begun = dashboard.text("24 runs, about")
    expect(begun).to_be_visible()
    dashboard.part("compare_start").get_by_role("button").click()

    dashboard.chart("compare_chart").wait_for()
    expect(dashboard.part("job_panel")).to_be_visible()
    dashboard.page.reload()
    expect(dashboard.part("job_panel")).to_be_visible()
    dashboard.chart("compare_chart").wait_for()
    expect(dashboard.part("job_panel")).to_contain_text("Adversarial debiasing")
    dashboard.part("job_cancel").get_by_role("button").click()
    expect(dashboard.text("what had ended is kept")).to_be_visible()


def check_answer(dashboard) -> None:
    """It says which to take for a gap that is named, for every method what came, and why not."""
    allowed = dashboard.part("compare_allowed_demographic_parity").locator("input")
    allowed.fill("15")
    allowed.press("Enter")
    answer = dashboard.text("For a gap of at most 15.0 points, take")
    expect(answer).to_be_visible()
    families = dashboard.part("compare_families")
    expect(families).to_contain_text("The training data")
    expect(families).to_contain_text("The decisions")
    lines = dashboard.download("compare_csv").read_text(encoding="utf-8").splitlines()
    tried = {line.split(",")[0] for line in lines[1:]}
    assert len(tried) > 8
    assert set(QUICK) < tried
    reasons = dashboard.part("compare_reasons")
    reasons.locator("summary").click()
    expect(reasons).to_contain_text("It is defined for two groups; here are 5.")
