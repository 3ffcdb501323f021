"""House rule: every message text of every module stands in both languages, has a subject, and can be rendered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import Engine

from melayani.foundation.messaging.models import Language
from melayani.foundation.messaging.rules import split_message

NAME = re.compile(r"[a-z0-9_]+\.(id|en)\.txt")


def texts() -> list[Path]:
    own = [app for app in apps.get_app_configs() if app.name.startswith("melayani.")]
    folders = [Path(app.path) / "templates" / app.label / "messages" for app in own]
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file())


def _name(path: Path) -> str:
    return f"{path.parent.parent.name}/messages/{path.name}"


def test_there_are_texts() -> None:
    assert "messaging/messages/trial.id.txt" in [_name(path) for path in texts()]


@pytest.mark.parametrize("path", texts(), ids=_name)
def test_the_name_says_the_language(path: Path) -> None:
    assert NAME.fullmatch(path.name)


@pytest.mark.parametrize("path", texts(), ids=_name)
def test_both_languages_are_there(path: Path) -> None:
    stem = path.name.split(".")[0]
    assert [lang for lang in Language.values if not path.with_name(f"{stem}.{lang}.txt").is_file()] == []


@pytest.mark.parametrize("path", texts(), ids=_name)
def test_it_has_a_subject_and_renders(path: Path) -> None:
    parts = split_message(path.read_text())
    assert len(parts.subject) <= 120
    for source in (parts.subject, parts.body):
        Engine.get_default().from_string(source)


@pytest.mark.parametrize("path", texts(), ids=_name)
def test_both_languages_tell_the_same_values(path: Path) -> None:
    """A value named in one language only was forgotten in the other."""
    stem = path.name.split(".")[0]
    named = [
        set(re.findall(r"{{\s*([a-z_]+)", path.with_name(f"{stem}.{language}.txt").read_text()))
        for language in Language.values
    ]
    assert named[0] == named[1]
