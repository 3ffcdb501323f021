"""The citizen writes to the case in free words: rule, action, strangers, pages, desk, the answer, bad input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from melayani.delivery.applications import access, actions, rules, states, work
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging.models import CaseLetter, OutboxMessage
from melayani.foundation.people import Citizen, Officer, letters
from melayani.foundation.people.tests.factories import World
from melayani.foundation.ui.work import ACT, NEXT, WAITING, WAITS

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
WORDS = "Ayah saya datang mewakili saya."


def written(world: World, now: datetime, row: Application | None = None, text: str = WORDS) -> Application:
    """A letter by the applicant, with a photo."""
    row = row or factories.application_in(states.IN_REVIEW, world=world, now=now)
    citizen = Citizen(contact_id=row.contact_id)
    files = [factories.uploaded(citizen, now=now)]
    return actions.write(actor=citizen, application=row, text=text, secret=row.secret, files=files, now=now)


def at(row: Application, page: str = "") -> str:
    return f"/kantor/permohonan/{row.number}/{page}"


def opened(client: Client, url: str) -> bytes:
    """The bytes behind an address; a file that was read to its end is closed."""
    answer = client.get(url)
    assert isinstance(answer, FileResponse)
    return b"".join(answer)


def told(event: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(event=event).order_by("pk"))


def test_a_letter_waits_and_moves_nothing(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    before = (row.state, row.due_at, row.clock_started_at)
    written(world, now, row)
    row.refresh_from_db()
    assert (row.state, row.due_at, row.clock_started_at) == before
    letter = CaseLetter.objects.get()
    assert (letter.text, letter.waits, letter.number) == (WORDS, True, row.number)
    assert Event.objects.filter(name="application.letter_received", subject_number=row.number).count() == 1


def test_the_officer_who_holds_the_case_hears_of_it_without_its_words(world: World, now: datetime) -> None:
    row = written(world, now)
    (message,) = told("application.officer_letter")
    assert message.address == world.bontang_processor.person.email
    assert at(row) in message.body
    assert WORDS not in message.body
    assert message.template == "applications/officer_letter"


def test_nobody_is_told_while_nobody_holds_the_case(world: World, now: datetime) -> None:
    written(world, now, factories.filed(world, now=now))
    assert not told("application.officer_letter")


@pytest.mark.parametrize("secret", ["", "rahasia-karangan"])
def test_a_stranger_writes_nothing(world: World, now: datetime, secret: str) -> None:
    row = factories.filed(world, now=now)
    other = Citizen(contact_id=factories.contact_of("lain@contoh.id", now=now).pk)
    for actor in (other, world.bengkalis_processor):
        with pytest.raises(rules.NotAllowed):
            actions.write(actor=actor, application=row, text=WORDS, secret=secret, now=now)
    assert not CaseLetter.objects.exists()


@pytest.mark.parametrize(
    ("text", "files", "words"),
    [
        ("  \x00 ", 0, "Tulis dahulu"),
        ("a" * (correspondence.WORDS_MAX + 1), 0, "10.000"),
        ("Ini.", correspondence.FILES_MAX + 1, "Paling banyak 10 berkas"),
        ("Ini.", 1, "tidak ditemukan"),
    ],
)
def test_a_letter_that_cannot_be_kept_is_refused(
    world: World, now: datetime, text: str, files: int, words: str
) -> None:
    row = factories.filed(world, now=now)
    with pytest.raises(rules.ActionRefused, match=words):
        actions.write(
            actor=Citizen(contact_id=row.contact_id),
            application=row,
            text=text,
            secret=row.secret,
            files=[uuid4() for _ in range(files)],
            now=now,
        )
    assert not CaseLetter.objects.exists()


def test_somebody_elses_upload_is_not_taken(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    foreign = factories.uploaded(world.bengkalis_counter, now=now)
    with pytest.raises(rules.ActionRefused):
        actions.write(
            actor=Citizen(contact_id=row.contact_id),
            application=row,
            text=WORDS,
            secret=row.secret,
            files=[foreign],
            now=now,
        )


@pytest.mark.parametrize("state", sorted(states.FINAL))
def test_a_case_that_is_over_takes_no_letter(world: World, now: datetime, state: str) -> None:
    row = factories.application_in(state, world=world, now=now)
    with pytest.raises(rules.ActionRefused, match="sudah selesai"):
        written(world, now, row)


def test_desk_and_list_mark_that_a_letter_waits(world: World, now: datetime, sign_in: SignIn) -> None:
    row = written(world, now)
    quiet = factories.filed(world, now=now)
    lines = work.lines([row.pk, quiet.pk], now)
    assert (lines[row.pk].tags, lines[quiet.pk].tags) == ((correspondence.MARK,), ())
    html = sign_in(world.bontang_processor).get("/kantor/permohonan/").content.decode()
    assert html.count(">Surat warga") == 1


def test_the_officers_page_shows_it_and_the_answer_reaches_the_citizen(
    world: World, now: datetime, sign_in: SignIn, client: Client
) -> None:
    row = written(world, now)
    desk = sign_in(world.bontang_processor)
    html = desk.get(at(row)).content.decode()
    assert WORDS in html
    assert "Menunggu dibaca" in html
    assert f"Surat warga: {row.number}" not in html  # what the officer was told is no message to the citizen
    file = correspondence.thread(row.reference, lambda pk: at(row, f"berkas/{pk}/"))[0].files[0]
    assert file.url in html
    assert opened(desk, file.url).startswith(b"\xff\xd8")
    answer = desk.post(at(row, f"{access.SETTLE_LETTERS}/"), {"answer": "Bawa surat kuasa."})
    assert answer["Location"] == at(row)
    (message,) = told("application.letter_answered")
    assert message.address == factories.EMAIL
    assert "Bawa surat kuasa." in message.body
    assert "Menunggu dibaca" not in desk.get(at(row)).content.decode()
    own = client.get(f"/permohonan/{row.number}/{row.secret}/").content.decode()
    assert WORDS in own
    assert "Bawa surat kuasa." in own
    assert "Surat Anda dijawab." in own


def test_reading_without_an_answer_sends_nothing(world: World, now: datetime) -> None:
    row = written(world, now)
    later = now + timedelta(hours=1)
    actions.settle_letters(actor=world.bontang_approver, application=row, now=later)
    assert not told("application.letter_answered")
    assert CaseLetter.objects.get().settled_at == later
    assert Event.objects.filter(name="application.letter_read", subject_number=row.number).count() == 1
    with pytest.raises(rules.ActionRefused, match="Tidak ada surat"):
        actions.settle_letters(actor=world.bontang_approver, application=row, now=later)


def test_a_stranger_reads_and_answers_nothing(world: World, now: datetime, sign_in: SignIn, client: Client) -> None:
    row = written(world, now)
    file = correspondence.thread(row.reference, lambda pk: str(pk))[0].files[0].url
    stranger = sign_in(world.bengkalis_processor)
    assert stranger.get(at(row, f"berkas/{file}/")).status_code == 404
    assert stranger.post(at(row, f"{access.SETTLE_LETTERS}/"), {"answer": "Halo"}).status_code == 404
    with pytest.raises(rules.NotAllowed):
        actions.settle_letters(actor=world.bengkalis_head, application=row, answer="Halo", now=now)
    with pytest.raises(rules.NotAllowed):
        actions.settle_letters(actor=Citizen(contact_id=row.contact_id), application=row, now=now)
    other = factories.filed(world, now=now)
    assert client.get(f"/permohonan/{other.number}/{other.secret}/berkas/{file}/").status_code == 404
    assert opened(client, f"/permohonan/{row.number}/{row.secret}/berkas/{file}/").startswith(b"\xff\xd8")
    assert CaseLetter.objects.get().waits


def test_a_refused_answer_keeps_what_was_typed(world: World, now: datetime, sign_in: SignIn) -> None:
    row = written(world, now)
    typed = "b" * (correspondence.WORDS_MAX + 1)
    answer = sign_in(world.bontang_processor).post(at(row, f"{access.SETTLE_LETTERS}/"), {"answer": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert CaseLetter.objects.get().waits


def test_what_is_written_is_shown_as_text(world: World, now: datetime, sign_in: SignIn) -> None:
    row = written(world, now, text="<script>alert(1)</script>")
    html = sign_in(world.bontang_processor).get(at(row)).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_reads_do_not_grow_with_letters(world: World, now: datetime, sign_in: SignIn, client: Client) -> None:
    row = written(world, now)
    desk = sign_in(world.bontang_processor)
    pages = ((desk, at(row)), (client, f"/permohonan/{row.number}/{row.secret}/"))
    few = [_reads(who, page) for who, page in pages]
    for number in range(4):
        written(world, now, row, text=f"Surat {number}.")
    assert [_reads(who, page) for who, page in pages] == few


def test_a_letter_lifts_a_case_that_waited_for_its_citizen(world: World, now: datetime) -> None:
    row, quiet = factories.returned_case(world, now=now), factories.returned_case(world, now=now)
    fresh = factories.filed(world, now=now)
    officer, later = world.bontang_processor, now + timedelta(days=30)
    assert [key.place for key in work.first_due(officer, work.DeskFilters(), 9)] == [ACT, WAITS, WAITS]
    written(world, now, row)
    keys = work.first_due(officer, work.DeskFilters(), 9)
    assert [(key.place, key.pk) for key in keys] == [(ACT, row.pk), (ACT, fresh.pk), (WAITS, quiet.pk)]
    assert [key.pk for key in work.first_due(officer, work.DeskFilters(), 1)] == [row.pk]
    line = work.lines([row.pk], later)[row.pk]
    assert (line.group, line.due, line.days and line.days.paused) == (NEXT, None, True)
    actions.settle_letters(actor=officer, application=row, now=now)
    assert [key.place for key in work.first_due(officer, work.DeskFilters(), 9)] == [ACT, WAITS, WAITS]
    assert work.lines([row.pk], later)[row.pk].group == WAITING


def own(row: Application, page: str = "", language: str = "") -> str:
    return f"{language}/permohonan/{row.number}/{row.secret}/{page}"


def test_the_citizen_writes_on_the_own_page(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    html = client.get(own(row)).content.decode()
    assert "Tulis ke petugas" in html
    assert f'action="{own(row, "tulis/")}"' in html
    answer = client.post(own(row, "tulis/"), {"text": WORDS, "papers": [factories.photo()]}, follow=True)
    assert answer.redirect_chain == [(own(row), 302)]
    html = answer.content.decode()
    assert "Pesan Anda terkirim." in html
    assert "menunggu dibaca petugas" in html
    letter = CaseLetter.objects.get()
    assert (letter.text, letter.number, letter.waits) == (WORDS, row.number, True)
    (message,) = told("application.officer_letter")
    assert message.address == world.bontang_processor.person.email
    (said,) = correspondence.thread(row.reference, lambda pk: own(row, f"berkas/{pk}/"))
    assert said.files[0].url in html
    assert opened(client, said.files[0].url).startswith(b"\xff\xd8")


def test_a_letter_completes_nothing_and_english_pages_stay_english(world: World, client: Client) -> None:
    row = factories.returned_case(world, now=timezone.now())
    html = client.get(own(row, language="/en")).content.decode()
    assert "Write to the officers" in html
    assert "What you were asked to put right" in html
    answer = client.post(own(row, "tulis/", "/en"), {"text": WORDS})
    assert answer["Location"] == own(row, language="/en")
    row.refresh_from_db()
    assert (row.state, CaseLetter.objects.get().text) == (states.RETURNED, WORDS)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"text": " \n "}, "Tulis dahulu apa"),
        ({"text": "a" * (correspondence.WORDS_MAX + 1)}, "Paling panjang"),
        ({"text": WORDS, "papers": [SimpleUploadedFile("a.jpg", b"MZ\x90", "image/jpeg")]}, "Berkas"),
        ({"text": WORDS, "papers": [factories.photo() for _ in range(11)]}, "Paling banyak 10 berkas"),
    ],
)
def test_what_cannot_be_sent_stays_on_the_page(
    world: World, client: Client, given: dict[str, Any], problem: str
) -> None:
    row = factories.filed(world, now=timezone.now())
    answer = client.post(own(row, "tulis/"), given)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Perlu diperbaiki: " in html
    assert problem in html
    assert given["text"].strip() in html
    assert not CaseLetter.objects.exists()


def test_a_case_that_is_over_shows_no_form_and_takes_nothing(world: World, client: Client) -> None:
    row = factories.application_in(states.REFUSED, world=world, now=timezone.now())
    assert "Tulis ke petugas" not in client.get(own(row)).content.decode()
    assert "sudah selesai" in client.post(own(row, "tulis/"), {"text": WORDS}).content.decode()
    assert not CaseLetter.objects.exists()


def test_letters_of_an_hour_are_limited(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LETTERS_PER_CASE", 2)
    row = factories.filed(world, now=timezone.now())
    for number in range(2):
        assert client.post(own(row, "tulis/"), {"text": f"Surat {number}."}).status_code == 302
    html = client.post(own(row, "tulis/"), {"text": "Surat ketiga."}).content.decode()
    assert "Terlalu banyak percobaan." in html
    assert "Surat ketiga." in html
    assert CaseLetter.objects.count() == 2


def _reads(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)
