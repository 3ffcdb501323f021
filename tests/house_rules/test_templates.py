"""Templates that cannot rot: each one compiles, each one is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.house_rules.source import PACKAGE

PAGES = sorted(path for path in PACKAGE.glob("*/*/templates/**/*") if path.is_file())


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_template_compiles(path: Path) -> None:
    assert engines["django"].get_template(_name(path)) is not None


def test_every_template_is_used() -> None:
    text = "\n".join(
        path.read_text()
        for pattern in ("**/*.py", "**/templates/**/*.html", "**/templates/**/*.txt")
        for path in PACKAGE.glob(pattern)
    )
    looked_up_by_libraries = {"account", "mfa", "allauth", "socialaccount", "django"}
    unused = []
    for path in PAGES:
        name = _name(path)
        stem = re.sub(r"\.(id|en)\.txt$", "", name)
        if name.split("/")[0] in looked_up_by_libraries or name in text:
            continue
        if f'"{stem}"' in text or Path(stem).name in text:  # a message is named without its language
            continue
        unused.append(name)
    assert not unused
