"""How far the influence of rows can be trusted, in plain words."""

from __future__ import annotations

from concurrent.futures import Future

import streamlit as st

from iffair_core.influence.fidelity import Fidelity
from iffair_core.models.fit import Solution
from iffair_core.row_influence import Opened, RowInfluence
from iffair_core.study import POOR_FIDELITY
from pages._ui import words
from pages._ui.influence import background

FAR_SLOPE = 1.3
"""Beyond this slope, or below its inverse, predicted changes have the wrong size."""
POOR_RESIDUAL = 0.01
CHECKING = "Checking the influence by retraining …"


def shown(fidelity: Future[Fidelity | None], influence: RowInfluence, opened: Opened) -> None:
    """The fidelity, as a warning where it is poor, and what lies behind it."""
    found: Fidelity | None = None
    if background.done(fidelity, CHECKING):
        found = fidelity.result()
        text, poor = proof(found)
        (st.warning if poor else st.caption)(text)
    else:
        background.watch(fidelity, lambda: st.caption(CHECKING))
    with st.expander("How sure", key="influence_sure"):
        for line in grounds(influence.solution, opened.state.fit.gradient_norm, found):
            st.markdown(f"- {line}")


def proof(found: Fidelity | None) -> tuple[str, bool]:
    """What retraining said about the influence, and whether that is poor."""
    if found is None:
        return "Too few training rows to check influence by retraining; take it as a hint.", True
    rows = words.plural(found.rows_per_group, "random row")
    text = (
        f"Checked by retraining {found.groups} times without {rows}: predicted and actual change "
        f"of the gap correlate at {found.correlation:.3f}, slope {found.slope:.2f} (1 is exact)."
    )
    if found.correlation < POOR_FIDELITY:
        return f"{text} That is poor: read the ranking with care.", True
    if not 1 / FAR_SLOPE <= found.slope <= FAR_SLOPE:
        return (
            f"{text} The ranking holds, but the size of the changes does not: prove what you "
            "rely on.",
            True,
        )
    return text, False


def grounds(solution: Solution, gradient_norm: float, found: Fidelity | None) -> list[str]:
    """What the figures rest on: a converged model, solved equations, and how they were damped."""
    residual = float(solution.residual.max())
    way = (
        "directly"
        if solution.iterations == 0
        else f"step by step, in {words.plural(solution.iterations, 'iteration')}"
    )
    said = [
        "Influence holds at a model that has stopped learning. The slope that is left at this one "
        f"is {gradient_norm:.0e}; 0 is perfect.",
        f"The equations behind influence were solved {way}; an error of {residual:.0e} of their "
        "right side is left."
        + (" That is much: read the ranking with care." if residual > POOR_RESIDUAL else ""),
    ]
    if solution.damping > 0:
        said.append(
            f"A damping of {solution.damping:.0e} was added to the curvature of the model, so that "
            "directions in which it is flat do not dominate. It makes influence a little smaller "
            "than it is."
        )
    newton = ""
    if found is not None and found.newton_correlation is not None:
        newton = (
            " One Newton step sees more: over the same groups it correlates at "
            f"{found.newton_correlation:.3f}, slope {found.newton_slope:.2f}."
        )
    said.append(
        "Influence is first order: for many rows at once the real change is often larger."
        f"{newton} **Prove it** trains the model again and shows all three."
    )
    return said
