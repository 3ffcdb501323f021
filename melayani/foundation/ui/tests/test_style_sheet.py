"""The one style sheet: within its budget, readable, and nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "ui"
SHEET = (STATIC / "melayani.css").read_text()
THEMES = {"own": SHEET, "panrb": SHEET + (STATIC / "theme-panrb.css").read_text()}
PAIRS = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "wash"),
    ("primary", "paper"),
    ("primary", "primary-wash"),
    ("paper", "primary"),
    ("paper", "primary-deep"),
    *((tone, f"{tone}-wash") for tone in ("good", "warn", "bad", "note")),
]


def tokens(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{3,6})\b", sheet))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    full = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(full[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_it_keeps_to_its_budget() -> None:
    assert len(gzip.compress(SHEET.encode(), 9)) <= 25_000


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    found = tokens(THEMES[theme])
    assert contrast(found[text], found[ground]) >= 4.5


def test_the_font_is_ours_and_small() -> None:
    assert not re.findall(r"url\([\"']?(?:https?:)?//", SHEET)
    assert (STATIC / "fonts" / "plus-jakarta-sans.woff2").stat().st_size <= 24_000


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    package = Path(__file__).resolve().parents[3]
    named = {
        name
        for path in package.glob("**/templates/**/*.html")
        for name in re.findall(r'{% icon "([a-z]+)"', path.read_text())
    }
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    assert named <= drawn
