"""Figures are kept by the content of what they show.

Plotly checks every property that is set, so that a page of six charts takes a second to build and
some milliseconds to show again. A page is drawn at every click; what its charts show, rarely.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import joblib
import plotly.graph_objects as go

MOST = 64
Parameters = ParamSpec("Parameters")

_figures: OrderedDict[tuple[str, str], go.Figure] = OrderedDict()
_lock = threading.Lock()


def kept(build: Callable[Parameters, go.Figure]) -> Callable[Parameters, go.Figure]:
    """``build``, which answers with the figure of last time where all arguments are equal.

    A figure carries its content's digest as ``datarevision``: the browser takes data of the same
    digest for unchanged, and does not draw it a second time.

    The figure is shared by all sessions: what is changed in it must be changed by every caller.
    """

    @wraps(build)
    def figure(*args: Parameters.args, **kwargs: Parameters.kwargs) -> go.Figure:
        content = (f"{build.__module__}.{build.__qualname__}", joblib.hash((args, kwargs)))
        with _lock:
            found = _figures.pop(content, None)
            if found is not None:
                _figures[content] = found
                return found
        made = build(*args, **kwargs)
        made.layout.datarevision = content[1]
        with _lock:
            _figures[content] = made
            while len(_figures) > MOST:
                _figures.popitem(last=False)
        return made

    return figure
