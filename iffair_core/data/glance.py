"""What an example shows before it is opened: its rows, and the base rates of two of its groups.

Counted once, so that the first screen reads none of the packaged tables; a test counts again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class GroupGlance:
    """``rows`` rows of a group have an outcome, ``favourable`` of them the favourable one."""

    name: str
    favourable: int
    rows: int

    @property
    def base_rate(self) -> float:
        return self.favourable / self.rows


@dataclass(frozen=True)
class Glance:
    """``rows`` rows in all; of the groups the reference, then the largest other one."""

    rows: int
    groups: tuple[GroupGlance, ...]


GLANCES: Mapping[str, Glance] = MappingProxyType(
    {
        "adult": Glance(
            48842, (GroupGlance("Male", 9918, 32650), GroupGlance("Female", 1769, 16192))
        ),
        "compas": Glance(
            5278,
            (GroupGlance("Caucasian", 1281, 2103), GroupGlance("African-American", 1514, 3175)),
        ),
        "german": Glance(
            1000, (GroupGlance("26 and over", 590, 810), GroupGlance("under 26", 110, 190))
        ),
        "bank": Glance(
            45211, (GroupGlance("25 and over", 5082, 44402), GroupGlance("under 25", 207, 809))
        ),
        "law_school": Glance(
            20798, (GroupGlance("White", 16114, 17491), GroupGlance("Non-White", 2391, 3307))
        ),
        "meps": Glance(
            15675, (GroupGlance("White", 1526, 6022), GroupGlance("Non-White", 1102, 9653))
        ),
        "communities": Glance(
            1994,
            (
                GroupGlance("few Black residents", 738, 1024),
                GroupGlance("more Black residents", 263, 970),
            ),
        ),
        "default_credit": Glance(
            30000, (GroupGlance("Male", 9015, 11888), GroupGlance("Female", 14349, 18112))
        ),
        "acs": Glance(15350, (GroupGlance("Male", 3852, 7746), GroupGlance("Female", 2857, 7604))),
    }
)
