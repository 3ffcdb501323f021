"""Each address against the table kept by hand, and each object asked by people who have no right to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse, translate_url
from django.utils import timezone

from melayani.entrances.portal import errors
from melayani.foundation.people import memory
from melayani.foundation.people.tests.factories import World
from tests.house_rules import url_table
from tests.house_rules.fingerprints import Look, differences, watched
from tests.house_rules.spoken import outside_indonesian
from tests.house_rules.url_world import Place, arguments, build


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address as namespace:name with the names of its parameters."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            yield f"{prefix}{one.name}", parameters(one)


def parameters(pattern: URLPattern) -> tuple[str, ...]:
    return (*pattern.pattern.converters, *re.findall(r"\?P<(\w+)>", str(pattern.pattern)))


ADDRESSES = dict(addresses(get_resolver()))
ROWS = url_table.rows()
INDONESIAN = r"(?i).{0,40}\bhari (kerja|kalender)\b.{0,20}"


def path_of(place: Place, name: str, role: str, *, verb: str = "take", state: str = "") -> str:
    """The address as `role` would ask it."""
    given = arguments(place, name, ADDRESSES[name], role)
    if "verb" in given:
        given["verb"] = verb
    if state:
        case = place.case_in(state)
        given["number"] = case.number
        if "secret" in given and role == "citizen":
            given["secret"] = case.secret
    return url_table.API[name].format(**given) if name in url_table.API else reverse(name, kwargs=given)


def answer_of(client: Client, method: str, path: str, data: dict[str, Any] | None = None) -> str:
    """The answer as the table writes it; the session's cookies stay as they were."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    sent = {key: value() if callable(value) else value for key, value in (data or {}).items()}
    if method == "GET":
        response = client.get(path)
    elif path.startswith("/api/"):
        response = client.post(path, sent, content_type="application/json")
    else:
        response = client.post(path, sent)
    client.cookies = cookies
    if response.streaming:
        b"".join(response)  # read to its end, so that the file is closed
    if response.status_code != 302:
        return str(response.status_code)
    return "in" if response["Location"].startswith(reverse("account_login")) else "to"


def said_in_indonesian(place: Place, name: str) -> list[str]:
    """What the English page of an address says in Indonesian: durations outside what is marked with lang="id"."""
    path = path_of(place, name, "citizen")
    english = translate_url(path, "en")
    if english == path or ROWS[name].get["citizen"] != "200":
        return []
    client = place.clients["citizen"]
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    answer = client.get(english)
    client.cookies = cookies
    if answer.streaming:
        b"".join(answer)  # read to its end, so that the file is closed
    if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
        return []
    said = outside_indonesian(answer.content.decode())
    return [f"{english} says {one.group(0)!r}" for one in re.finditer(INDONESIAN, said)]


@pytest.fixture
def place(world: World) -> Place:
    return build(world, timezone.now() - timedelta(days=20))


@pytest.fixture
def look(place: Place) -> Iterator[Look]:
    with watched() as look:
        yield look


@pytest.fixture(autouse=True)
def error_pages_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most answers to strangers are one error page: it is drawn once per person and kind, and sent again as it was."""
    drawn: dict[object, bytes] = {}
    draw = errors._page

    def page(request: HttpRequest, code: int, title: str, text: str) -> HttpResponse:
        key = (request.COOKIES.get(settings.SESSION_COOKIE_NAME), code, title)
        if key not in drawn:
            drawn[key] = draw(request, code, title, text).content
        return HttpResponse(drawn[key], status=code)

    monkeypatch.setattr(errors, "_page", page)


@pytest.fixture
def some_seconds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where nothing may be changed, what an installation keeps for some seconds (announcements) is kept here too."""
    monkeypatch.setattr(memory, "settings", SimpleNamespace(KEEP_IN_MEMORY=True))
    memory._rows.clear()
    yield
    memory._rows.clear()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(ADDRESSES) - set(ROWS)) == []
    assert sorted(set(ROWS) - set(ADDRESSES)) == []


def test_every_address_that_takes_something_is_tried_by_strangers() -> None:
    """A row whose POST is refused to strangers either changes something for the rightful one, or cannot be posted."""
    refused = {name for name, row in ROWS.items() if row.post["other"] == "404" and name not in url_table.API}
    deeds = {deed.name for deed in url_table.DEEDS}
    assert sorted(refused - deeds - url_table.TAKES_NOTHING) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("some_seconds")
def test_get_opens_what_the_table_says_and_writes_nothing(place: Place, look: Look) -> None:
    wrong = []
    before = look()
    for name, row in ROWS.items():
        for role, expected in row.get.items():
            found = answer_of(place.clients[role], "GET", path_of(place, name, role))
            if found != expected:
                wrong.append(f"{name} by {role}: {found}, not {expected}")
        wrong += said_in_indonesian(place, name)
        after = look()
        wrong += [f"{name} wrote {table}" for table in differences(before, after)]
        before = after
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.usefixtures("some_seconds")
def test_an_empty_post_of_those_without_a_right_changes_nothing(place: Place, look: Look) -> None:
    wrong = []
    before = look()
    for name, row in ROWS.items():
        for role, expected in row.post.items():
            mark = transaction.savepoint()
            found = answer_of(place.clients[role], "POST", path_of(place, name, role))
            if name in url_table.OWN_AFFAIR:
                transaction.savepoint_rollback(mark)
            if found != expected:
                wrong.append(f"{name} by {role}: {found}, not {expected}")
        after = look()
        wrong += [f"{name} wrote {table}" for table in differences(before, after)]
        before = after
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_only_the_rightful_can_do_it(place: Place, look: Look, subtests: pytest.Subtests) -> None:
    """The very same POST: nobody without a right changes a row, the rightful one does. Each deed is undone after."""
    things, cases = dict(place.things), dict(place.cases)
    for deed in url_table.DEEDS:
        mark = transaction.savepoint()
        with subtests.test(deed.name, verb=deed.verb):
            try_deed(place, look, deed)
        transaction.savepoint_rollback(mark)
        place.things, place.cases = dict(things), dict(cases)


def try_deed(place: Place, look: Look, deed: url_table.Deed) -> None:
    if deed.state:
        place.case_in(deed.state)
    before = look()
    for role in url_table.WITHOUT_A_RIGHT:
        path = path_of(place, deed.name, role, verb=deed.verb, state=deed.state)
        found = answer_of(place.clients[role], "POST", path, deed.data(place))
        assert found == ROWS[deed.name].post[role], role
    assert differences(before, look()) == []
    path = path_of(place, deed.name, deed.by, verb=deed.verb, state=deed.state)
    answer = answer_of(place.clients[deed.by], "POST", path, deed.data(place))
    assert differences(before, look()) != [], answer
