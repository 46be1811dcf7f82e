"""The cards of the packaged sets, in the order in which they are offered."""

from __future__ import annotations

from iffair_core.data.cards import Card
from iffair_core.data.cards_finance import ACS, ADULT, BANK, DEFAULT_CREDIT, GERMAN
from iffair_core.data.cards_society import COMMUNITIES, COMPAS, LAW_SCHOOL, MEPS

CARDS: tuple[Card, ...] = (
    ADULT,
    COMPAS,
    GERMAN,
    BANK,
    LAW_SCHOOL,
    MEPS,
    COMMUNITIES,
    DEFAULT_CREDIT,
    ACS,
)
