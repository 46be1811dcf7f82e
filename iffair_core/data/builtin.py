"""The packaged data sets: opened by name, offline, each with its card."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import TYPE_CHECKING

from iffair_core.config import Task
from iffair_core.data.builtin_cards import CARDS
from iffair_core.data.cards import Card, apply_filters
from iffair_core.errors import TableError

if TYPE_CHECKING:
    from iffair_core.data.tables import Table

BUILTIN: Mapping[str, Card] = MappingProxyType({card.name: card for card in CARDS})

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "acs_nist_national2019": "acs",
        "bank_full": "bank",
        "communities_crime": "communities",
        "compas_two_years": "compas",
        "credit": "default_credit",
        "law": "law_school",
        "law_school_clean": "law_school",
        "lsac": "law_school",
        "meps21": "meps",
    }
)


@dataclass(frozen=True, eq=False)
class Builtin:
    """A packaged set after its filters; the table's exclusions count the rows they left out."""

    table: Table
    card: Card

    @property
    def task(self) -> Task:
        return self.card.task


def builtin_name(name: str) -> str | None:
    """The short name of a packaged set, whatever the case or the alias; None if it is none."""
    key = name.strip().lower().replace("-", "_")
    key = ALIASES.get(key, key)
    return key if key in BUILTIN else None


def data_title(data: str, table: str) -> str:
    """What people call the data of a study: the title of a packaged set, else the table's name."""
    name = builtin_name(data)
    return BUILTIN[name].title if name else table


def load_builtin(name: str) -> Builtin:
    """Open a packaged set. Raises TableError if there is none of that name."""
    import pandas as pd

    from iffair_core.data.tables import table_from_frame

    key = builtin_name(name)
    if key is None:
        close = difflib.get_close_matches(name.lower(), [*BUILTIN, *ALIASES], 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise TableError(
            f"There is no packaged data set {name!r}.{hint} There are {', '.join(BUILTIN)}."
        )
    card = BUILTIN[key]
    with as_file(files("iffair_core.data") / "packaged" / f"{key}.parquet") as path:
        frame = pd.read_parquet(path)
    kept, exclusions = apply_filters(frame, card.filters)
    origin = f"packaged data set {card.title!r}"
    if exclusions:
        origin += f", {len(kept)} of {len(frame)} rows after its filters"
    table = table_from_frame(kept, key, origin)
    return Builtin(dataclasses.replace(table, exclusions=exclusions), card)
