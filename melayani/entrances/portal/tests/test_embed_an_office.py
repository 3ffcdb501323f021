"""The badge and the frame of an office on its own site."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications.tests.factories import birth_certificate
from melayani.entrances.portal.tests import factories
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys.tests.factories import published

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def badge(client: Client, unit: Organisation, kind: str = "indeks", prefix: str = "") -> ElementTree.Element:
    answer = client.get(f"{prefix}/sematan/{unit.slug}/lencana.svg?isi={kind}")
    assert answer["Content-Type"] == "image/svg+xml"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def said(picture: ElementTree.Element) -> str:
    return " | ".join(text.strip() for text in picture.itertext() if text.strip())


def test_the_badge_shows_the_published_index_and_not_a_running_one(client: Client, world: World) -> None:
    unit = world.bontang
    factories.counted(birth_certificate(unit), factories.ALL_GOOD, now=timezone.now())
    assert "Indeks belum diumumkan" in said(badge(client, unit))
    assert "Index not yet published" in said(badge(client, unit, prefix="/en"))


def test_the_badge_names_the_index_its_grade_and_its_source(client: Client, world: World) -> None:
    unit, now = world.bontang, timezone.now()
    factories.counted(birth_certificate(unit), factories.ALL_GOOD, now=now - timedelta(days=5))
    published(unit, now=now)
    picture = badge(client, unit)
    title = picture.find(f"{SVG}title")
    assert title is not None
    assert title.text is not None
    assert unit.name in title.text
    assert "IKM" in title.text
    assert "12 jawaban" in said(picture)


def test_a_name_with_signs_of_markup_stays_a_name(client: Client, world: World) -> None:
    unit = world.bontang
    unit.name = '<script>alert("1")</script> & "Dinas" yang namanya sangat panjang sekali di kota ini'
    unit.save(update_fields=["name"])
    picture = badge(client, unit)
    title = picture.find(f"{SVG}title")
    assert title is not None
    assert title.text is not None
    assert title.text.startswith(unit.name)
    assert picture.find(f".//{SVG}script") is None
    assert "…" in said(picture)
    assert "<script>alert" not in client.get(f"/sematan/{unit.slug}/").content.decode()


@pytest.mark.parametrize("kind", ["jam", "antrean", "lain"])
def test_each_badge_is_a_picture_with_title_and_description(client: Client, world: World, kind: str) -> None:
    picture = badge(client, world.bontang, kind)
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}desc") is not None


@pytest.mark.parametrize("page", ["", "lencana.svg"])
def test_what_leaves_here_may_stand_anywhere_carries_nothing_and_is_kept_briefly(
    client: Client, world: World, page: str
) -> None:
    path = f"/sematan/{world.bontang.slug}/{page}"
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert "Cookie" not in answer["Vary"]
    assert answer["Cache-Control"] == "public, max-age=60"
    assert b"<script" not in answer.content
    assert client.get(path, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert client.get("/sematan/tidak-ada/" + page).status_code == 404


def test_no_other_page_may_be_framed(client: Client, world: World) -> None:
    for path in ("/", f"/instansi/{world.bontang.slug}/", f"/sematan/{world.bontang.slug}/pasang/", "/luring/"):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
        assert answer["X-Frame-Options"] == "DENY"


def test_the_frame_tells_hours_limits_and_index(client: Client, world: World) -> None:
    unit, now = world.bontang, timezone.now()
    factories.open_office(unit)
    factories.limited(unit, now=now, cap=40)
    page = client.get(f"/sematan/{unit.slug}/").content.decode()
    assert "Loket 40 orang per hari." in page
    assert "Jam sepekan" in page
    assert "Indeks belum diumumkan" in page
    assert "Hours of the week" in client.get(f"/en/sematan/{unit.slug}/").content.decode()


def test_the_lines_to_copy_stand_as_text_and_the_agency_leads_there(client: Client, world: World) -> None:
    unit = world.bontang
    assert f"/sematan/{unit.slug}/pasang/" in client.get(f"/instansi/{unit.slug}/").content.decode()
    answer = client.get(f"/sematan/{unit.slug}/pasang/")
    page = answer.content.decode()
    assert f'&lt;iframe src="http://testserver/sematan/{unit.slug}/"' in page
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_badge_and_frame_cost_a_constant_number_of_queries(
    client: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = world.bontang
    with django_assert_num_queries(2):
        badge(client, unit)
    with django_assert_num_queries(13):
        client.get(f"/sematan/{unit.slug}/")
