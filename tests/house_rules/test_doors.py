"""Doors own no rules and no tables; templates include only their own and the shared components."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house_rules.source import PACKAGE

FORBIDDEN = {"models.py", "rules.py", "states.py", "migrations"}
INCLUDES = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")


def test_doors_own_no_rules_and_no_tables() -> None:
    assert not [path for path in (PACKAGE / "entrances").glob("*/*") if path.name in FORBIDDEN]


def test_templates_include_only_their_own_and_shared_ones() -> None:
    wrong = []
    for path in PACKAGE.glob("*/*/templates/**/*"):
        if not path.is_file():
            continue
        own = path.relative_to(PACKAGE).parts[1]
        for name in INCLUDES.findall(path.read_text()):
            if name.split("/")[0] not in {own, "ui", *_sign_in_folders(own)}:
                wrong.append(f"{path.relative_to(PACKAGE)} -> {name}")
    assert not wrong


def _sign_in_folders(own: str) -> set[str]:
    # the sign-in library looks its pages up under its own names
    return {"account", "mfa", "allauth", "socialaccount"} if own == "people" else set()


def test_no_inline_style_or_script_in_templates() -> None:
    """The content security policy would refuse them; better to hear it here."""
    inline = re.compile(r"\sstyle=[\"']|<style|\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)", re.I)
    wrong = [
        f"{path.relative_to(PACKAGE)}"
        for path in PACKAGE.glob("*/*/templates/**/*.html")
        if inline.search(path.read_text())
    ]
    assert not wrong


def test_only_one_project_level_template_folder_exists() -> None:
    assert not Path(PACKAGE / "templates").exists()
