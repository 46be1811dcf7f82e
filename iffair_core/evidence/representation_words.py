"""Shares of the groups beside reference shares, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from iffair_core.evidence.representation import Representation, Share
from iffair_core.words import percent

TOGETHER = "The intervals of all groups hold together at 95 %."


def share_words(share: Share) -> str:
    """ "19.0 % (16.7 to 21.6)": the share of the rows with its interval."""
    return f"{percent(share.share)} ({100 * share.low:.1f} to {100 * share.high:.1f})"


def compared_shares(found: Representation) -> Iterator[tuple[str, str]]:
    """Group and verdict, for each group that has a reference share."""
    for share in found.shares:
        if share.reference is None:
            continue
        side = "fewer" if share.share < share.reference else "more"
        verdict = (
            f"{side} than the reference, beyond chance at 95 %"
            if share.beyond_chance
            else "the interval holds the reference, so a difference may be chance"
        )
        yield (
            share.group,
            f"{share_words(share)} of {sum(s.rows for s in found.shares):,} rows against "
            f"{percent(share.reference)}: {verdict}.",
        )


def all_at_once(found: Representation) -> str:
    """Pearson's test of all shares at once; empty where it cannot be made."""
    if found.p_value is None:
        return ""
    p = "< .001" if found.p_value < 0.001 else f"= {found.p_value:.3f}".replace("0.", ".")
    return (
        "All shares at once: were the rows drawn at random by the reference shares, shares as "
        f"far off would come about with p {p} (Pearson's chi-square test)."
    )
