"""Cards of the sets about income and credit."""

from __future__ import annotations

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.cards import Card, Filter

_SEX_CODES = (("1", "Male"), ("2", "Female"))

_ADULT_SEX = Attribute("sex", reference="Male")
_ADULT_LEFT_OUT = {
    "fnlwgt": "a survey weight, not a property of the person",
    "education": "repeats education-num in words",
}

ADULT = Card(
    name="adult",
    title="Adult census income",
    row="A person of 17 to 90 years in the 1994 Current Population Survey of the United States.",
    text=(
        "Extracted by Barry Becker from the 1994 Census database; the outcome is an income above "
        "50,000 dollars a year. Missing work class, occupation and country are a category of "
        "their own here; 45,222 of the 48,842 rows are complete. Rows 32,562 onwards are the "
        "official test part.\n\n"
        "Why to doubt it: the threshold is arbitrary and gaps depend on it strongly; nobody is "
        "decided about, so a 'favourable' prediction has no consequence here; relationship "
        "('Husband', 'Wife') nearly gives the sex away; the sample is thirty years old, and its "
        "survey weights are usually ignored."
    ),
    licence="CC BY 4.0",
    source="https://archive.ics.uci.edu/dataset/2/adult",
    citation="Becker & Kohavi (1996), Adult, UCI Machine Learning Repository.",
    task=Task(
        outcome=Outcome("income", favourable=(">50K",)),
        sensitive=(_ADULT_SEX,),
        leave_out=tuple(_ADULT_LEFT_OUT),
        split_column="split",
    ),
    attributes=(_ADULT_SEX, Attribute("race", reference="White")),
    left_out=_ADULT_LEFT_OUT,
    official=True,
    weight_column="fnlwgt",
)

_BANK_AGE = Attribute("age", bins=(25,), reference="25 and over")
_BANK_LEFT_OUT = {
    "duration": "the length of the call is known only after it, and nearly decides the outcome"
}

BANK = Card(
    name="bank",
    title="Bank marketing",
    row="One client called in a telephone campaign of a Portuguese bank, 2008 to 2010.",
    text=(
        "The outcome is that the client subscribes a term deposit. 'unknown' is a category; "
        "pdays = -1 means that the client was never called before.\n\n"
        "Why to doubt it: to subscribe is the client's choice, not a decision of the bank, so "
        "'favourable' is the seller's view. The group that is customarily called privileged (25 "
        "and over) subscribes LESS often (11 % against 26 %), and only a few hundred clients are "
        "younger. The rows are in order of date over a financial crisis, which a random split "
        "ignores."
    ),
    licence="CC BY 4.0",
    source="https://archive.ics.uci.edu/dataset/222/bank+marketing",
    citation="Moro, Rita & Cortez (2014), Bank Marketing, UCI Machine Learning Repository.",
    task=Task(
        outcome=Outcome("y", favourable=("yes",)),
        sensitive=(_BANK_AGE,),
        leave_out=tuple(_BANK_LEFT_OUT),
    ),
    attributes=(_BANK_AGE, Attribute("marital", reference="married")),
    left_out=_BANK_LEFT_OUT,
)

_GERMAN_AGE = Attribute("age", bins=(26,), reference="26 and over")

GERMAN = Card(
    name="german",
    title="German credit (Statlog)",
    row="An application for credit at a bank in southern Germany, 1973 to 1975.",
    text=(
        "The outcome is a good credit (class 1). Values are codes such as A11; the codes of "
        "personal_status_sex are A91 man, divorced or separated; A92 woman, divorced, separated "
        "or married; A93 man, single; A94 man, married or widowed; A95 woman, single (absent).\n\n"
        "Why to doubt it: 1,000 rows only, so that intervals are wide; bad credits were "
        "over-sampled; later work found errors in the published code table, among them that of "
        "personal status, so that the sex of a part of the rows is not known for certain; only "
        "credits that were granted have an outcome."
    ),
    licence="CC BY 4.0",
    source="https://archive.ics.uci.edu/dataset/144/statlog+german+credit+data",
    citation="Hofmann (1994), Statlog (German Credit Data), UCI Machine Learning Repository.",
    task=Task(outcome=Outcome("class", favourable=("1",)), sensitive=(_GERMAN_AGE,)),
    attributes=(
        _GERMAN_AGE,
        Attribute(
            "personal_status_sex",
            rename=(
                ("A91", "male"),
                ("A92", "female"),
                ("A93", "male"),
                ("A94", "male"),
                ("A95", "female"),
            ),
            reference="male",
            name="sex",
        ),
        Attribute("foreign_worker", rename=(("A201", "yes"), ("A202", "no")), reference="no"),
    ),
)

_CREDIT_SEX = Attribute("SEX", rename=_SEX_CODES, reference="Male", name="sex")
_CREDIT_LEFT_OUT = {"ID": "a running number"}

DEFAULT_CREDIT = Card(
    name="default_credit",
    title="Default of credit card clients",
    row="A credit card client of a bank in Taiwan in October 2005.",
    text=(
        "The outcome is that the client pays in the next month (default = 0). PAY_0 to PAY_6 are "
        "months of delay; values of 0 and below mean paid in one way or another.\n\n"
        "Why to doubt it: EDUCATION and MARRIAGE hold codes that the documentation does not "
        "explain (0, 5, 6 and 0); women pay more often (79 % against 76 %), so the customary "
        "reference group has the lower rate; the month was one of a credit card crisis."
    ),
    licence="CC BY 4.0",
    source="https://archive.ics.uci.edu/dataset/350/default+of+credit+card+clients",
    citation="Yeh & Lien (2009), Expert Systems with Applications 36(2), 2473-2480.",
    task=Task(
        outcome=Outcome("default payment next month", favourable=("0",)),
        sensitive=(_CREDIT_SEX,),
        leave_out=tuple(_CREDIT_LEFT_OUT),
        categorical=("SEX", "EDUCATION", "MARRIAGE"),
    ),
    attributes=(
        _CREDIT_SEX,
        Attribute("AGE", bins=(25, 40, 60), reference="25 to under 40", name="age"),
        Attribute(
            "EDUCATION",
            rename=(
                ("1", "graduate school"),
                ("2", "university"),
                ("3", "high school"),
                ("4", "other"),
                ("0", "undocumented"),
                ("5", "undocumented"),
                ("6", "undocumented"),
            ),
            reference="university",
            name="education",
        ),
    ),
    left_out=_CREDIT_LEFT_OUT,
)

_ACS_SEX = Attribute("SEX", rename=_SEX_CODES, reference="Male", name="sex")
_NATIVE = "American Indian or Alaska Native"
_ACS_STATE = Attribute(
    "PUMA",
    rename=(
        ("01-01301", "Alabama"),
        ("06-07502", "California"),
        ("06-08507", "California"),
        ("08-00803", "Colorado"),
        ("13-04600", "Georgia"),
        ("17-03529", "Illinois"),
        ("17-03531", "Illinois"),
        ("19-01700", "Iowa"),
        ("24-01004", "Maryland"),
        ("26-02702", "Michigan"),
        ("28-01100", "Mississippi"),
        ("29-01901", "Missouri"),
        ("30-00600", "Montana"),
        ("32-00405", "Nevada"),
        ("36-03710", "New York"),
        ("36-04010", "New York"),
        ("38-00100", "North Dakota"),
        ("40-00200", "Oklahoma"),
        ("51-01301", "Virginia"),
        ("51-51255", "Virginia"),
    ),
    name="state",
)
_ACS_LEFT_OUT = {
    "PINCP_DECILE": "the decile of the very income that is the outcome",
    "POVPIP": "income as a percentage of the poverty line: computed from the outcome",
    "INDP": "finer codes of INDP_CAT, too many for their rows",
    "PWGTP": "a survey weight of the person, not a property",
    "WGTP": "a survey weight of the household, not a property",
}

ACS = Card(
    name="acs",
    title="American Community Survey, NIST excerpt 2019",
    row="A person in one of twenty areas (PUMA) of the United States in 2019.",
    text=(
        "An excerpt that NIST made for work on data privacy. The outcome is an income (PINCP) "
        "above 50,000 dollars among adults with an industry and an income above 100 dollars. It "
        "is the set for intersections: sex and race together make up to eighteen groups, some of "
        "one row.\n\n"
        "Why to doubt it: the areas were chosen for their variety, so the rows stand for no "
        "population, weights or not; the threshold is arbitrary; hours worked and occupation are "
        "missing from the excerpt; who has no industry is left out with a reason that depends "
        "on the groups."
    ),
    licence="Work of the US federal government; credit to NIST is asked for",
    source="https://github.com/usnistgov/SDNist/tree/main/nist%20diverse%20communities%20data%20excerpts",
    citation="Task et al. (2022), Diverse Communities Data Excerpts, NIST.",
    task=Task(
        outcome=Outcome("PINCP", above=50000),
        sensitive=(_ACS_SEX,),
        leave_out=tuple(_ACS_LEFT_OUT),
        categorical=(
            "SEX",
            "MSP",
            "HISP",
            "RAC1P",
            "HOUSING_TYPE",
            "OWN_RENT",
            "INDP_CAT",
            "DVET",
            "DREM",
            "DPHY",
            "DEYE",
            "DEAR",
        ),
    ),
    attributes=(
        _ACS_SEX,
        Attribute(
            "RAC1P",
            rename=(
                ("1", "White"),
                ("2", "Black"),
                ("3", _NATIVE),
                ("4", _NATIVE),
                ("5", _NATIVE),
                ("6", "Asian"),
                ("7", "Pacific Islander"),
                ("8", "Other"),
                ("9", "Two or more"),
            ),
            reference="White",
            name="race",
        ),
    ),
    left_out=_ACS_LEFT_OUT,
    filters=(
        Filter("AGEP", "younger than 18", low=18),
        Filter("PINCP", "an income of at most 100 dollars, or none recorded", above=100),
        Filter("INDP", "no industry recorded"),
    ),
    weight_column="PWGTP",
    sites=(_ACS_STATE,),
)
