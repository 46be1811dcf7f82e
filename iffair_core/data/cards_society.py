"""Cards of the sets about justice, education, health and places."""

from __future__ import annotations

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.cards import Card, Filter

_COMPAS_RACE = Attribute("race", reference="Caucasian")
_COMPAS_LEFT_OUT = {
    "decile_score": "the vendor's own risk score: another model's output",
    "score_text": "the vendor's own risk score in words: another model's output",
    "is_recid": "says whether the person was arrested again at any time: the outcome itself",
    "days_b_screening_arrest": "only serves the filter",
    "age_cat": "repeats age in three classes",
}

COMPAS = Card(
    name="compas",
    title="COMPAS recidivism, Broward County",
    row="A person screened with COMPAS in Broward County, Florida, 2013 and 2014.",
    text=(
        "Collected by ProPublica from court records. The favourable outcome is no new arrest "
        "within two years. The customary filter keeps 6,172 of 7,214 rows; of these the 5,278 "
        "African-American and Caucasian persons are used. Names and dates are not packaged.\n\n"
        "Why to doubt it: an arrest is not a crime, and policing differs between the groups, so "
        "the outcome itself may be biased; the two-year window was cut differently for persons "
        "with and without a new arrest (later work found about a thousand rows that do not "
        "belong); the number of priors carries earlier policing into the features."
    ),
    licence="Public release by ProPublica, no licence stated",
    source="https://github.com/propublica/compas-analysis",
    citation="Angwin, Larson, Mattu & Kirchner (2016), Machine Bias, ProPublica.",
    task=Task(
        outcome=Outcome("two_year_recid", favourable=("0",)),
        sensitive=(_COMPAS_RACE,),
        leave_out=tuple(_COMPAS_LEFT_OUT),
    ),
    attributes=(_COMPAS_RACE, Attribute("sex", reference="Male")),
    left_out=_COMPAS_LEFT_OUT,
    filters=(
        Filter(
            "days_b_screening_arrest",
            "screened more than 30 days from the arrest, or the day is not recorded",
            low=-30,
            high=30,
        ),
        Filter("is_recid", "no case found for the person", low=0),
        Filter("c_charge_degree", "a traffic offence", excluded=("O",)),
        Filter("score_text", "no score recorded"),
        Filter(
            "race",
            "neither African-American nor Caucasian",
            values=("African-American", "Caucasian"),
        ),
    ),
)

_LAW_RACE = Attribute("race", reference="White")

LAW_SCHOOL = Card(
    name="law_school",
    title="Law school admission (LSAC)",
    row="A student who entered a law school in the United States in 1991.",
    text=(
        "From the Bar Passage Study of the Law School Admission Council, in the cleaned form of "
        "Le Quy et al. (2022). The outcome is to pass the bar examination. decile1b, decile3, "
        "zfygpa and zgpa are grades within law school.\n\n"
        "Why to doubt it: students who left or did not sit the examination are absent, and that "
        "differs between groups; 89 % pass, so accuracy says little; the grades in law school "
        "are not known on admission: leave them out if you study admission; race has been "
        "reduced to two values."
    ),
    licence="Public release, no licence stated",
    source="https://github.com/tailequy/fairness_dataset",
    citation="Wightman (1998), LSAC National Longitudinal Bar Passage Study.",
    task=Task(
        outcome=Outcome("pass_bar", favourable=("1",)),
        sensitive=(_LAW_RACE,),
        categorical=("fulltime", "male"),
    ),
    attributes=(
        _LAW_RACE,
        Attribute("male", rename=(("1", "Male"), ("0", "Female")), reference="Male", name="sex"),
    ),
)

_MEPS_RACE = Attribute(
    "RACE", rename=(("1", "White"), ("0", "Non-White")), reference="White", name="race"
)
_MEPS_CODES = (
    "REGION",
    "SEX",
    "RACE",
    "MARRY",
    "FTSTU",
    "ACTDTY",
    "HONRDC",
    "RTHLTH",
    "MNHLTH",
    "CHDDX",
    "ANGIDX",
    "MIDX",
    "OHRTDX",
    "STRKDX",
    "EMPHDX",
    "CHBRON",
    "CHOLDX",
    "CANCERDX",
    "DIABDX",
    "JTPAIN",
    "ARTHDX",
    "ARTHTYPE",
    "ASTHDX",
    "ADHDADDX",
    "PREGNT",
    "WLKLIM",
    "ACTLIM",
    "SOCLIM",
    "COGLIM",
    "DFHEAR42",
    "DFSEE42",
    "ADSMOK42",
    "PHQ242",
    "EMPST",
    "POVCAT",
    "INSCOV",
)

MEPS = Card(
    name="meps",
    title="Medical Expenditure Panel Survey, panel 21 (2016)",
    row="A person in the household survey MEPS HC-192 of the United States.",
    text=(
        "The outcome is a high use of health care: ten or more visits. It stands for being given "
        "extra care. RACE = 1 is non-Hispanic White. Most columns are integer codes of unknown "
        "order and are treated as categories; -1 in the scales PCS42, MCS42 and K6SUM42 means "
        "that they do not apply (children, mostly).\n\n"
        "Why to doubt it: use of care is not need of care, and who has less access uses less; a "
        "model of the one is unfair as a model of the other. The survey weights of the source "
        "are not in this table, so the rows do not stand for the population."
    ),
    licence="AHRQ public use file: statistical use only, no attempt to identify persons",
    source="https://meps.ahrq.gov/mepsweb/data_stats/download_data_files_detail.jsp?cboPufNumber=HC-192",
    citation="Agency for Healthcare Research and Quality (2018), MEPS HC-192.",
    task=Task(
        outcome=Outcome("label", favourable=("1",)),
        sensitive=(_MEPS_RACE,),
        categorical=_MEPS_CODES,
    ),
    attributes=(
        _MEPS_RACE,
        Attribute("SEX", rename=(("1", "Male"), ("0", "Female")), reference="Male", name="sex"),
    ),
)

_BLACK_SHARE = Attribute(
    "racepctblack",
    bins=(0.07,),
    rename=(("under 0.07", "few Black residents"), ("0.07 and over", "more Black residents")),
    reference="few Black residents",
    name="Black residents",
)
_POLICE_SURVEY = (
    "LemasSwornFT",
    "LemasSwFTPerPop",
    "LemasSwFTFieldOps",
    "LemasSwFTFieldPerPop",
    "LemasTotalReq",
    "LemasTotReqPerPop",
    "PolicReqPerOffic",
    "PolicPerPop",
    "RacialMatchCommPol",
    "PctPolicWhite",
    "PctPolicBlack",
    "PctPolicHisp",
    "PctPolicAsian",
    "PctPolicMinor",
    "OfficAssgnDrugUnits",
    "NumKindsDrugsSeiz",
    "PolicAveOTWorked",
    "PolicCars",
    "PolicOperBudg",
    "LemasPctPolicOnPatr",
    "LemasGangUnitDeploy",
    "PolicBudgPerPop",
)
_COMMUNITIES_LEFT_OUT = {
    "state": "a code of the place",
    "county": "a code of the place, mostly missing",
    "community": "a code of the place, mostly missing",
    "communityname": "a name",
    "fold": "a number for cross-validation",
    **dict.fromkeys(_POLICE_SURVEY, "from a survey of police forces; missing in 84 % of the rows"),
}

COMMUNITIES = Card(
    name="communities",
    title="Communities and crime",
    row="A community in the United States about 1990 (not a person).",
    text=(
        "Census figures of 1990 beside the crime reports of 1995. The favourable outcome is a "
        "rate of violent crime of at most the median (0.15 on the normalised scale). All numbers "
        "are normalised to 0..1 with two decimals; the groups are communities with a racepctblack "
        "of at most 0.06 and the others.\n\n"
        "Why to doubt it: a row is a place, so nothing here is a decision about a person; the "
        "rates of crime in several states count rape differently; features such as racePctWhite "
        "stand for the group almost alone; 1,994 rows against about 100 features."
    ),
    licence="CC BY 4.0",
    source="https://archive.ics.uci.edu/dataset/183/communities+and+crime",
    citation="Redmond (2009), Communities and Crime, UCI Machine Learning Repository.",
    task=Task(
        outcome=Outcome("ViolentCrimesPerPop", at_most=0.15),
        sensitive=(_BLACK_SHARE,),
        leave_out=tuple(_COMMUNITIES_LEFT_OUT),
    ),
    attributes=(_BLACK_SHARE,),
    left_out=_COMMUNITIES_LEFT_OUT,
)
