"""Colours of the file as colours of its theme, so that a change of design changes all of it.

Text, ground, lines and charts name places of the theme (text 1, accent 2), never a colour. The
dark form takes the same places with the ground and the text exchanged (ECMA-376, part 1, 19.3.1.6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_THEME_COLOR as PLACES
from pptx.opc.constants import RELATIONSHIP_TYPE

from iffair_core.report.story.values import Role, Tone

INK, QUIET, GROUND, KICKER = PLACES.TEXT_1, PLACES.TEXT_2, PLACES.BACKGROUND_1, PLACES.ACCENT_6
ROLES: Mapping[Role, Any] = {
    "plain": PLACES.ACCENT_1,
    "chosen": PLACES.ACCENT_2,
    "rows": PLACES.ACCENT_3,
    "share": PLACES.ACCENT_4,
    "other": PLACES.ACCENT_5,
}
TONES: Mapping[Tone, Any] = {
    "better": PLACES.ACCENT_1,
    "worse": PLACES.ACCENT_6,
    "open": PLACES.ACCENT_3,
}
TEXTS = {"dk1": "15202B", "lt1": "FFFFFF", "dk2": "55606E", "lt2": "C3CCD6"}
LIGHT = ("0072B2", "D55E00", "6F7680", "00805D", "9A4386", "B94F00")
DARK = ("4AA3E0", "FF8A3C", "A2ABB5", "35C79B", "DD8FCA", "FF9D57")


def set_theme(file: Any, *, dark: bool) -> None:
    """Give the file its colours; ``dark`` has light text on a dark ground."""
    master = file.slide_master
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    accents = {f"accent{i}": c for i, c in enumerate(DARK if dark else LIGHT, 1)}
    text = part.blob.decode("utf-8")
    for place, colour in (TEXTS | accents).items():
        within = f'<a:{place}><a:srgbClr val="{colour}"/></a:{place}>'
        text = re.sub(f"<a:{place}>.*?</a:{place}>", within, text, count=1)
    part._blob = text.encode("utf-8")
    if dark:
        places = master._element.find("p:clrMap", master._element.nsmap)
        for name, value in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
            places.set(name, value)


def paint(colour: ColorFormat, place: Any) -> None:
    colour.theme_color = place
