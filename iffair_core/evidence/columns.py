"""Features of a second table beside those of a study: what is missing, unread or never seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from iffair_core.data.encode import NUMBERS
from iffair_core.data.prepared import Part
from iffair_core.data.tidy import numbers, texts
from iffair_core.data.written import value_text
from iffair_core.results import Study
from iffair_core.words import percent

EXAMPLES = 3


@dataclass(frozen=True)
class ColumnChange:
    """What a feature holds in the other table that differs in kind from the study's rows.

    missing_then, missing_now  share of missing values on the study's test rows and here
    unreadable                 rows with text where a number is meant, other than text of the
                               training rows; they count as missing
    unseen                     rows with a category that no training row had, or a number beyond
                               the range of the training rows
    examples                   some of the unreadable and unseen values
    """

    column: str
    missing_then: float
    missing_now: float
    unreadable: int
    unseen: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        """ "job: missing in 0.0 % of the test rows, 3.0 % here; 4 rows with …, such as x"."""
        said = []
        if self.missing_then != self.missing_now:
            then, now = percent(self.missing_then), percent(self.missing_now)
            said.append(f"missing in {then} of the test rows, {now} here")
        if self.unreadable:
            said.append(f"text in place of a number: {self.unreadable:,}")
        if self.unseen:
            said.append(f"a value that training never met: {self.unseen:,}")
        such_as = f", such as {', '.join(self.examples)}" if self.examples else ""
        return f"{self.column}: {'; '.join(said)}{such_as}"


def column_changes(rows: pd.DataFrame, study: Study) -> Iterator[ColumnChange]:
    """One for each feature where something is unreadable or unseen, or more or less is missing."""
    prepared = study.prepared
    train = prepared.frame[prepared.mask(Part.TRAIN)]
    test = prepared.frame[prepared.mask(Part.TEST)]
    for kind, _, columns in prepared.encoder.transformers_:
        for column in columns:
            read = numbers if kind == NUMBERS else texts
            own, now = read(train[column]), read(rows[column])
            missing = rows[column].isna()
            unreadable = now.isna() & ~missing & ~rows[column].isin(train[column].dropna().unique())
            if kind == NUMBERS:
                unseen = (now < own.min()) | (now > own.max())
            else:
                unseen = now.notna() & ~now.isin(own.dropna().unique())
            strange = rows[column][unreadable | unseen].drop_duplicates()
            change = ColumnChange(
                column,
                float(read(test[column]).isna().mean()),
                float(now.isna().mean()),
                int(unreadable.sum()),
                int(unseen.sum()),
                tuple(value_text(value) for value in strange[:EXAMPLES]),
            )
            if strange.size or change.missing_then != change.missing_now:
                yield change
