"""A citizen without a mouse: Tab, Space, arrows and Enter, with the focus always in sight."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press_on(page: Page, name: str) -> None:
    """Walk with Tab until the focus is on the link or button called `name`, then press Enter."""
    walk(page, f"e => (e.innerText || '').trim().startsWith({json.dumps(name)})")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, field: str, text: str) -> None:
    """Walk to the field and type."""
    walk(page, f"e => e.name === {json.dumps(field)}")
    page.keyboard.type(text)


def choose(page: Page, field: str, value: str = "") -> None:
    """Walk to the radio buttons of `field` and pick the first, or with the arrow key the one with `value`."""
    walk(page, f"e => e.name === {json.dumps(field)}")
    page.keyboard.press("Space")
    for _ in range(6):
        if not value or page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no {value} among {field}")


def walk(page: Page, is_there: str) -> None:
    """Press Tab until the element with the focus satisfies `is_there`, a JavaScript function; the focus must show."""
    for _ in range(60):
        page.keyboard.press("Tab")
        there = page.evaluate(f"(() => {{ const e = document.activeElement; return e ? ({is_there})(e) : false }})()")
        if there:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", "the focus is not visible"
            return
    raise AssertionError(f"the keyboard never reaches {is_there}")
