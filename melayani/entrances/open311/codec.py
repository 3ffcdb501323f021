"""One answer, two formats. XML without attributes and namespaces; JSON by the "Spark" convention: the root falls away,
a container is always an array, an empty element is null.

An answer is built of dicts (elements by name), `Many` (a container of elements of one name) and plain values. Ids and
codes are strings; numbers and truth values keep their type in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

XML, JSON = "xml", "json"
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Many:
    """A container: `rows` elements, each called `item` in XML."""

    item: str
    rows: Sequence[Any]


def write(root: str, value: Mapping[str, Any] | Many, form: str) -> str:
    """The answer `value`, called `root` in XML, in `form`."""
    return _WRITERS[form](root, value)


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with the offset of the moment's zone, to the second."""
    return value.replace(microsecond=0).isoformat() if value else None


def _xml(root: str, value: Any) -> str:
    parts = [DECLARATION]
    _element(root, value, parts)
    return "".join(parts)


def _element(name: str, value: Any, parts: list[str]) -> None:
    parts.append(f"<{name}>")
    if isinstance(value, Many):
        for row in value.rows:
            _element(value.item, row, parts)
    elif isinstance(value, Mapping):
        for inner, content in value.items():
            _element(inner, content, parts)
    else:
        parts.append(_text(value))
    parts.append(f"</{name}>")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(_NOT_XML.sub("", str(value)))


def _json(root: str, value: Any) -> str:
    return json.dumps(_spark(value), ensure_ascii=False)


def _spark(value: Any) -> Any:
    if isinstance(value, Many):
        return [_spark(row) for row in value.rows]
    if isinstance(value, Mapping):
        return {name: _spark(inner) for name, inner in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value


_WRITERS: dict[str, Callable[[str, Any], str]] = {XML: _xml, JSON: _json}
