"""A proven contact says how it is reached; one press in a mailbox ends announcements."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from melayani.delivery.announcements import actions as announcements
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import links
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.channels.email.sender import _compose
from melayani.foundation.messaging.models import Consent, Contact, MessageKind, OutboxMessage
from melayani.foundation.messaging.tests.factories import queued
from melayani.foundation.people.tests.factories import World

PAGE = "/pemberitahuan/"


@pytest.fixture
def sari(db: None, settings: Any) -> Contact:
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:9", "Melayani <surat@contoh.go.id>"
    settings.PUBLIC_URL = "https://layanan.contoh.go.id"
    return keep_contact(email="sari@contoh.id", now=timezone.now())


def proven(client: Client, typed: str = "Sari@contoh.id ") -> Client:
    """The browser of somebody who brought back the code."""
    assert "6 angka" in client.post(PAGE, {"step": "contact", "reach": typed}).content.decode()
    code = re.search(r"\b\d{3} \d{3}\b", OutboxMessage.objects.latest("pk").body)
    assert code
    answer = client.post(PAGE, {"step": "code", "reach": typed, "code": code[0]})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    return client


def chosen(**over: str) -> dict[str, str]:
    return {
        "step": "wishes",
        "language": "en",
        "announcements": "no",
        "quiet_from": "21:00",
        "quiet_until": "06:00",
        **over,
    }


@pytest.mark.django_db
def test_wishes_are_kept_with_their_proof(sari: Contact, client: Client) -> None:
    proven(client)
    page = client.get(PAGE).content.decode()
    assert "sari@contoh.id" in page
    assert client.post(PAGE, chosen()).status_code == 302
    sari.refresh_from_db()
    assert (sari.language, sari.quiet_from, sari.quiet_until) == ("en", time(21), time(6))
    assert sari.opted_out_at is not None
    proof = Consent.objects.get()
    assert (proof.given, proof.by, proof.words) == (False, "web", "Tidak, cukup kabar tentang urusan saya sendiri")
    assert "lewat situs ini" in client.get(PAGE).content.decode()
    assert "Pengumuman dihentikan" in client.get(PAGE).content.decode()
    client.post(PAGE, chosen(announcements="yes", quiet_from="", quiet_until=""))
    again = Contact.objects.get(pk=sari.pk)
    assert (again.opted_out_at, again.quiet_from) == (None, None)
    assert list(Event.objects.filter(subject_kind="contact").order_by("pk").values_list("name", flat=True)) == [
        "contact.wishes_kept",
        "contact.opted_out",
        "contact.wishes_kept",
        "contact.opted_in",
    ]


@pytest.mark.django_db
def test_what_is_followed_is_listed_with_a_way_to_stop(sari: Contact, client: Client, world: World) -> None:
    now = timezone.now()
    announcements.follow(actor=SYSTEM, contact=sari, about=world.bontang, words="Kabari saya.", now=now)
    proven(client)
    page = client.get(PAGE).content.decode()
    assert world.bontang.name in page
    stop = re.search(r'href="(/pengumuman/berhenti/[^"]+)"', page)
    assert stop
    client.post(stop[1])
    assert "/pengumuman/berhenti/" not in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_without_a_proof_nothing_is_shown_or_changed(sari: Contact, client: Client) -> None:
    assert "sari@contoh.id" not in client.get(PAGE).content.decode()
    client.post(PAGE, chosen())
    client.post(PAGE, {"step": "contact", "reach": "sari@contoh.id"})
    wrong = client.post(PAGE, {"step": "code", "reach": "sari@contoh.id", "code": "000 000"}).content.decode()
    assert "tidak cocok" in wrong
    client.post(PAGE, chosen())
    sari.refresh_from_db()
    assert (sari.language, sari.opted_out_at) == ("id", None)


@pytest.mark.django_db
def test_another_person_keeps_the_own_wishes_only(sari: Contact, client: Client) -> None:
    keep_contact(email="lain@contoh.id", now=timezone.now())
    proven(client, "lain@contoh.id")
    client.post(PAGE, chosen())
    sari.refresh_from_db()
    assert (sari.language, sari.opted_out_at) == ("id", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"quiet_until": ""}, "Isi jam mulai dan jam selesai"),
        ({"quiet_from": "jam sembilan"}, "Tulis jam seperti 21:00"),
        ({"language": "fr"}, ""),
        ({"announcements": ""}, ""),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_kept(
    sari: Contact, client: Client, over: dict[str, str], words: str
) -> None:
    proven(client)
    answer = client.post(PAGE, chosen(**over))
    assert answer.status_code == 200
    assert "Perlu diperbaiki" in answer.content.decode()
    assert words in answer.content.decode()
    sari.refresh_from_db()
    assert sari.quiet_from is None


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "bukan kontak", "a" * 300, "0812 3456 7890"])
def test_an_unreachable_contact_is_told(sari: Contact, client: Client, typed: str) -> None:
    page = client.post(PAGE, {"step": "contact", "reach": typed}).content.decode()
    assert "Perlu diperbaiki" in page
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_one_press_in_the_mailbox_ends_announcements(sari: Contact) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = f"/berhenti/{links.unsubscribe_url(sari.pk, 'id').rstrip('/').rpartition('/')[2]}/"
    assert "Berhenti menerima pengumuman?" in strict.get(page).content.decode()
    sari.refresh_from_db()
    assert sari.opted_out_at is None
    answer = strict.post(page, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Pengumuman dihentikan" in answer.content.decode()
    sari.refresh_from_db()
    assert sari.opted_out_at is not None
    strict.post(page)
    assert (Consent.objects.get().words, Consent.objects.get().by) == ("List-Unsubscribe=One-Click", "email")
    assert "Announcements ended" in strict.get(f"/en{page}").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "1-0", "1-" + "0" * 32, "é-1", "9" * 30 + "-a"])
def test_an_invented_link_is_not_there(sari: Contact, client: Client, token: str) -> None:
    assert client.get(f"/berhenti/{token}/").status_code == 404
    assert client.post(f"/berhenti/{token}/").status_code == 404
    assert not Consent.objects.exists()


@pytest.mark.django_db
def test_announcements_carry_the_button_of_mailboxes_and_messages_the_link(sari: Contact) -> None:
    now = timezone.now()
    news = _compose(queued(now, to=sari, kind=MessageKind.ANNOUNCEMENT))
    link = links.unsubscribe_url(sari.pk, "id")
    assert news.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in news.body
    case = _compose(queued(now, to=sari))
    assert "List-Unsubscribe" not in case.extra_headers
    assert case.body.endswith("\n-- \nAtur cara kami mengabari Anda: https://layanan.contoh.go.id/pemberitahuan/\n")
    english = _compose(queued(now, to=sari, language="en"))
    assert "https://layanan.contoh.go.id/en/pemberitahuan/" in english.body


@pytest.mark.django_db
def test_the_page_asks_the_same_for_many_proofs(sari: Contact, client: Client) -> None:
    proven(client)
    counts = []
    for many in (1, 15):
        for _ in range(many):
            Consent.objects.create(contact=sari, purpose="a", given=True, by="web", words="y", at=sari.created_at)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
