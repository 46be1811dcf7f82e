"""A real survey as people store it: Fair's (1978) women, with labels, gaps and loose ends.

And the way in for it by hand.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import expect
from statsmodels.datasets import fair

from tools.live import Dashboard

MARRIAGE = {1: "very poor", 2: "poor", 3: "fair", 4: "good", 5: "very good"}
RELIGIOUS = {1: "not", 2: "mildly", 3: "fairly", 4: "strongly"}
WORK = {
    1: "student",
    2: "farming",
    3: "white-collar",
    4: "teacher",
    5: "manager",
    6: "professional",
}

OUTCOME = "Zufriedenheit (Ehe)"
FAVOURABLE = "very good"
SENSITIVE = "religious"
REMARK = 'said "yes"\nlater "perhaps"'


def survey() -> pd.DataFrame:
    """Every second row as a person would hand it over; some outcomes and groups are missing."""
    source = fair.load_pandas().data.iloc[::2].reset_index(drop=True).round(6)
    frame = pd.DataFrame(
        {
            "nr": np.arange(1, len(source) + 1),
            OUTCOME: source["rate_marriage"].map(MARRIAGE),
            "age": source["age"],
            "years; married": source["yrs_married"],
            "children": source["children"],
            SENSITIVE: source["religious"].map(RELIGIOUS),
            "education": source["educ"],
            "occupation": source["occupation"].map(WORK),
            "spouse's occupation": source["occupation_husb"].map(WORK),
            "remark": np.where(source["affairs"] > 0, REMARK, "none; really"),
        }
    )
    frame.loc[frame.index[::97], OUTCOME] = None
    frame.loc[frame.index[5::41], SENSITIVE] = None
    frame.loc[frame.index[3::29], "education"] = None
    return frame


def write(path: Path) -> pd.DataFrame:
    """Write the survey with ';', a byte order mark and quoted line breaks; the frame."""
    frame = survey()
    frame.to_csv(path, index=False, sep=";", encoding="utf-8-sig", na_rep="")
    return frame


def bring(dashboard: Dashboard, path: Path) -> None:
    """Upload what ``write`` wrote, say what it is about, and go on to the audit."""
    dashboard.open()
    dashboard.part("home_upload").locator("input[type=file]").set_input_files(path)
    dashboard.on("Data")
    expect(dashboard.part("task_use").get_by_role("button")).to_be_disabled()
    dashboard.choose("task_outcome", OUTCOME)
    dashboard.choose("task_outcome_values", FAVOURABLE)
    dashboard.choose("task_sensitive", SENSITIVE)
    dashboard.press("task_use")
    dashboard.on("Audit")
