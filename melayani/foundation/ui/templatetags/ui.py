"""Filters and tags that every template has (docs/modules/ui.md)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from melayani.foundation.ui import format as words
from melayani.foundation.ui.promise_line import promise_geometry

register = template.Library()

register.filter("day", words.format_day)
register.filter("day_short", words.format_day_short)
register.filter("moment", words.format_moment)
register.filter("clock", words.format_clock)
register.filter("rupiah", words.format_rupiah)
register.filter("number", words.format_number)
register.filter("decimal2", words.format_decimal2)
register.filter("filesize", words.format_size)
register.filter("masked_name", words.mask_name)
register.filter("masked_nik", words.mask_nik)
register.filter("phone", words.format_phone)
register.filter("masked_phone", words.mask_phone)
register.filter("masked_email", words.mask_email)
register.filter("masked_address", words.mask_address)
register.filter("masked_date", words.mask_date)

TONES = {"good": "check", "warn": "alert", "bad": "alert", "note": "info", "off": "clock"}


@register.filter
def lookup(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of `key` in a mapping, or an empty text."""
    return mapping.get(key, "")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A line icon of the sprite, hidden from screen readers: it always stands beside a word."""
    return format_html(
        '<svg class="i {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag(name="tag")
def pill(tone: str, text: str) -> SafeString:
    """A state as a pill; the word says it, the colour only helps."""
    return format_html('<span class="tag {}">{}</span>', tone, text)


@register.simple_block_tag
def band(content: str, tone: str = "note") -> SafeString:
    """A band across the page: note, warn, good or bad."""
    role = "alert" if tone == "bad" else "note"
    return format_html(
        '<div class="band {}" role="{}">{}<div>{}</div></div>', tone, role, icon(TONES.get(tone, "info")), content
    )


@register.simple_tag
def field(bound: BoundField | str) -> SafeString:
    """A form field with label, hint, error and the attributes that join them."""
    return bound.as_field_group() if isinstance(bound, BoundField) else mark_safe("")


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, above the form, each line a link to its field."""
    rows = [(form[name] if name in form.fields else None, errors) for name, errors in form.errors.items()]
    return {"rows": rows}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Earlier and later pages of a list."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("ui/components/promise_line.html")
def promise_line(
    promised: int | Decimal | None = None,
    median: Decimal | None = None,
    p90: Decimal | None = None,
    count: int = 0,
    unit: str = "working_day",
    size: str = "card",
    now: Decimal | None = None,
    paused: bool = False,
) -> dict[str, Any]:
    """The promise line with its sentence; sizes large, card, row."""
    line = promise_geometry(promised=promised, median=median, p90=p90, count=count, unit=unit, now=now)
    return {"line": line, "size": size, "paused": paused, "promised": promised, "unit": words.unit_word(unit, promised)}
