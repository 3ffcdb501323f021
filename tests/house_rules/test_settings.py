"""A setting that cannot be read ends the program with a sentence that names it, before anything is served."""

from __future__ import annotations

import pytest

from melayani.__main__ import TOOLS, main
from melayani.settings import database, env_int, env_one_of


@pytest.mark.parametrize("text", ["abc", "", "-1", "8.5", "٣"])
def test_a_number_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MELAYANI_PORT", text)
    with pytest.raises(SystemExit, match="MELAYANI_PORT must be a whole number such as 8000"):
        env_int("PORT", 8000)


def test_a_number_may_have_blanks_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELAYANI_PORT", " 8001\n")
    assert env_int("PORT", 8000) == 8001


def test_a_word_that_is_not_known_is_named_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELAYANI_THEME", "biru")
    with pytest.raises(SystemExit, match="MELAYANI_THEME is 'biru'; it may be: empty, panrb"):
        env_one_of("THEME", "", ("", "panrb"))
    monkeypatch.setenv("MELAYANI_THEME", "PANRB")
    assert env_one_of("THEME", "", ("", "panrb")) == "panrb"


@pytest.mark.parametrize("url", ["mysql://u:p@host/name", "host/name", "postgres"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(SystemExit, match="MELAYANI_DATABASE_URL must begin with"):
        database(url)


def test_a_socket_folder_is_a_host() -> None:
    made = database("postgresql://melayani@/melayani?host=/var/run/postgresql")
    assert (made["HOST"], made["NAME"], made["USER"]) == ("/var/run/postgresql", "melayani", "melayani")


def test_help_names_the_tools_that_need_no_server(capsys: pytest.CaptureFixture[str]) -> None:
    main(["help"])
    said = capsys.readouterr().out
    assert ", ".join(TOOLS) in said
    assert "verify_audit" in said
