"""axe-core 4.14.1 (MPL-2.0, see LICENSE): finds accessibility faults in a page that a browser shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = (Path(__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Each violation on the page as `rule: selector`, empty when there is none."""
    page.evaluate(SCRIPT)
    # what passes is not asked for, and not sent: axe need not describe each of its elements
    options = f"{{runOnly: {TAGS}, resultTypes: ['violations']}}"
    found: list[dict[str, Any]] = page.evaluate(f"axe.run(document, {options}).then(found => found.violations)")
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]
