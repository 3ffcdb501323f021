"""The badge: an index as a small SVG picture that says in words what it shows."""

from __future__ import annotations

from django.utils.html import format_html

from melayani.foundation.ui.format import format_decimal2
from melayani.voice.surveys.figures import IndexResult, thaw
from melayani.voice.surveys.models import Period

_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="28" viewBox="0 0 {width} 28" role="img" \
aria-label="{words}"><title>{words}</title><rect width="{width}" height="28" rx="6" fill="#073E44"/>\
<rect x="118" width="{rest}" height="28" rx="6" fill="#E3F1F1"/>\
<rect x="118" width="8" height="28" fill="#E3F1F1"/>\
<g font-family="system-ui,sans-serif" font-size="13" font-weight="600">\
<text x="10" y="18.5" fill="#fff">Indeks kepuasan</text>\
<text x="128" y="18.5" fill="#073E44">{figure}</text></g></svg>"""


def badge_svg(period: Period | None) -> str:
    """The picture of the period's index; without a published period it says that there is none yet."""
    result = thaw((period.frozen or {})["unit"]) if period else None
    if period is None or not isinstance(result, IndexResult):
        return _drawn("belum terbit", "Indeks kepuasan masyarakat belum terbit")
    figure = f"{format_decimal2(result.index)} {result.grade} ({result.labels['id']})"
    words = f"Indeks kepuasan masyarakat {figure}, {result.n} jawaban, {period.starts_on} sampai {period.ends_on}"
    return _drawn(figure, words)


def _drawn(figure: str, words: str) -> str:
    rest = 20 + 8 * len(figure)
    return format_html(_DRAWING, width=118 + rest, rest=rest, words=words, figure=figure)
