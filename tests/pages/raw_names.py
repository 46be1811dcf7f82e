"""What a page would read as Markdown or as HTML of the names in ``tests.core.odd_names``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from tests.core.odd_names import NAMES

VALUES_OF_WIDGETS = ("default", "value", "raw_value", "raw_values", "options")
PLAIN = frozenset({"id", "alt", "spec", "srcdoc", "code_text", *VALUES_OF_WIDGETS})
"""Fields of widgets in which nothing is read as Markdown."""
PLOTLY_TEXT = frozenset(
    {"text", "name", "hovertemplate", "hovertext", "ticktext", "x", "y", "customdata", "title"}
)


def raw_in_markdown(app: AppTest) -> list[tuple[str, str]]:
    """Texts that Markdown reads and in which a name stands as it is: (field, text)."""
    return [
        (field, text)
        for node in _nodes(app)
        for field, text in _texts(node.proto)
        if any(name in text for name in NAMES)
    ]


def raw_in_charts(app: AppTest) -> list[str]:
    """Texts of charts in which a name with "<", "&" or "%{" stands as it is."""
    marked = [name for name in NAMES if any(mark in name for mark in ("<", "&", "%{"))]
    return [
        text
        for spec in chart_specs(app)
        for text in _drawn(spec)
        if any(name in text for name in marked)
    ]


def chart_specs(app: AppTest) -> list[dict[str, Any]]:
    """The charts of the page, as they are sent to the browser."""
    protos = [node.proto for node in _nodes(app)]
    return [json.loads(p.spec) for p in protos if p.DESCRIPTOR.name == "PlotlyChart"]


def _nodes(app: AppTest) -> Iterator[Any]:
    waiting = [app._tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(getattr(node, "children", {}).values())
        if isinstance(getattr(node, "proto", None), Message):
            yield node


def _texts(proto: Message) -> Iterator[tuple[str, str]]:
    for field, value in proto.ListFields():
        if field.name in PLAIN:
            continue
        if field.type == field.TYPE_MESSAGE:
            repeated = not isinstance(value, Message)
            for each in value if repeated else (value,):
                if isinstance(each, Message):
                    yield from _texts(each)
        elif field.type == field.TYPE_STRING:
            each_text = (value,) if isinstance(value, str) else value
            for each in _helps(value) if field.name == "columns" else each_text:
                yield f"{proto.DESCRIPTOR.name}.{field.name}", each


def _helps(columns: str) -> list[str]:
    """The tooltips of the columns of a data frame; their titles are no Markdown."""
    return [column["help"] for column in json.loads(columns).values() if column.get("help")]


def _drawn(content: Any, key: str = "") -> Iterator[str]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _drawn(value, name)
    elif isinstance(content, list):
        for value in content:
            yield from _drawn(value, key)
    elif isinstance(content, str) and key in PLOTLY_TEXT:
        yield content
