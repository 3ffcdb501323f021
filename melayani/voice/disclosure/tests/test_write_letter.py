"""The requester writes to the request in free words: action, strangers, pages, desk, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging.models import CaseLetter, OutboxMessage
from melayani.foundation.people import Citizen, Officer
from melayani.voice.disclosure import access, actions, rules, states, work
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
WORDS = "Berkas Excel saja sudah cukup."


@pytest.fixture
def then() -> datetime:
    return timezone.now() - timedelta(days=12)


def written(row: InformationRequest, now: datetime, text: str = WORDS) -> InformationRequest:
    citizen = Citizen(contact_id=row.contact_id)
    files = [factories.uploaded(citizen, now=now)]
    return actions.write(actor=citizen, request=row, text=text, secret=row.secret, files=files, now=now)


def at(row: InformationRequest, page: str = "") -> str:
    return f"/kantor/informasi-publik/{row.number}/{page}"


def opened(client: Client, url: str) -> bytes:
    """The bytes behind an address; a file that was read to its end is closed."""
    answer = client.get(url)
    assert isinstance(answer, FileResponse)
    return b"".join(answer)


def told(event: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(event=f"information_request.{event}").order_by("pk"))


def test_a_letter_waits_moves_no_clock_and_its_officer_hears(desk: Desk, now: datetime) -> None:
    row = factories.taken(desk, now=now)
    written(row, now)
    after = InformationRequest.objects.get(pk=row.pk)
    assert (after.state, after.due_at) == (row.state, row.due_at)
    assert [one.address for one in told("officer_letter")] == [desk.ppid.person.email]
    assert WORDS not in told("officer_letter")[0].body


def test_each_letter_is_told_once_to_all_while_nobody_works_on_it(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    written(row, now)
    assert {one.address for one in told("officer_letter")} == {desk.ppid.person.email, desk.second_ppid.person.email}
    written(row, now)
    assert len(told("officer_letter")) == 4


def test_strangers_write_read_and_answer_nothing(desk: Desk, now: datetime, sign_in: SignIn) -> None:
    row = written(factories.filed(desk, now=now), now)
    file = Attachment.objects.get(owner_kind="case_letter").pk
    for actor in (desk.stranger, Citizen(token="lain")):
        with pytest.raises(rules.NotAllowed):
            actions.write(actor=actor, request=row, text=WORDS, now=now)
        with pytest.raises(rules.NotAllowed):
            actions.settle_letters(actor=actor, request=row, now=now)
    with pytest.raises(rules.NotAllowed):
        actions.settle_letters(actor=desk.auditor, request=row, now=now)
    stranger = sign_in(desk.stranger)
    assert stranger.get(at(row, f"berkas/{file}/")).status_code == 404
    assert stranger.post(at(row, f"{access.SETTLE_LETTERS}/"), {}).status_code == 404
    assert CaseLetter.objects.get().waits


def test_a_request_that_is_over_takes_no_letter(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    actions.withdraw(actor=factories.citizen(), request=row, secret=row.secret, now=now)
    with pytest.raises(rules.ActionRefused, match="sudah selesai"):
        written(row, now)


def test_the_office_reads_and_answers_and_the_requester_sees_both(
    desk: Desk, then: datetime, sign_in: SignIn, client: Client
) -> None:
    row = written(factories.taken(desk, now=then), then + timedelta(days=1))
    file = Attachment.objects.get(owner_kind="case_letter").pk
    office = sign_in(desk.ppid)
    html = office.get(at(row)).content.decode()
    assert WORDS in html
    assert at(row, f"berkas/{file}/") in html
    assert opened(office, at(row, f"berkas/{file}/")).startswith(b"\xff\xd8")
    office.post(at(row, f"{access.SETTLE_LETTERS}/"), {"answer": "Kami siapkan."})
    (message,) = told("letter_answered")
    assert "Kami siapkan." in message.body
    assert "bukan pemberitahuan tertulis" in message.body
    own = f"/informasi-publik/{row.number}/{row.secret}/"
    shown = client.get(own).content.decode()
    assert WORDS in shown
    assert "Kami siapkan." in shown
    assert opened(client, f"{own}berkas/{file}/").startswith(b"\xff\xd8")
    other = factories.at_the_desk(desk, now=then)
    assert client.get(f"/informasi-publik/{other.number}/{other.secret}/berkas/{file}/").status_code == 404


def test_an_auditor_reads_but_does_not_answer(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row = written(factories.filed(desk, now=then), then)
    html = sign_in(desk.auditor).get(at(row)).content.decode()
    assert WORDS in html
    assert "Tandai dibaca" not in html


def test_a_secret_identity_is_not_given_away_by_a_letter(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row = factories.at_the_desk(desk, now=then, applicant=factories.HIDDEN)
    written(row, then)
    file = Attachment.objects.get(owner_kind="case_letter").pk
    assert WORDS not in sign_in(desk.auditor).get(at(row)).content.decode()
    assert sign_in(desk.auditor).get(at(row, f"berkas/{file}/")).status_code == 404
    assert WORDS in sign_in(desk.ppid).get(at(row)).content.decode()


def test_desks_mark_it_and_an_answered_request_comes_back(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row = factories.delivered(desk, now=then)
    office = sign_in(desk.ppid)
    assert row.number not in office.get("/kantor/informasi-publik/").content.decode()
    written(row, then + timedelta(days=3))
    html = office.get("/kantor/informasi-publik/").content.decode()
    assert row.number in html
    assert "Surat warga" in html
    keys = work.first_requests(desk.ppid, 10)
    (line,) = work.request_lines(desk.ppid, [key.pk for key in keys], timezone.now()).values()
    assert (line.tags, line.due, line.group) == ((correspondence.MARK,), None, "next")
    actions.settle_letters(actor=desk.ppid, request=row, now=timezone.now())
    assert row.number not in office.get("/kantor/informasi-publik/").content.decode()
    assert row.state == states.DELIVERED


def test_files_of_letters_go_with_the_identity_papers(desk: Desk, then: datetime) -> None:
    row = written(factories.delivered(desk, now=then), then + timedelta(days=3))
    InformationRequest.objects.filter(pk=row.pk).update(identity_delete_at=then + timedelta(days=4))
    assert actions.delete_identity(request=row, now=then + timedelta(days=5))
    assert Attachment.objects.get(owner_kind="case_letter").state == "removed"
    assert correspondence.thread(row.reference, lambda pk: str(pk))[0].files == []


def test_the_requester_writes_on_the_own_page(desk: Desk, client: Client) -> None:
    row = factories.taken(desk, now=timezone.now())
    page = f"/informasi-publik/{row.number}/{row.secret}/"
    assert f'action="{page}tulis/"' in client.get(page).content.decode()
    assert client.post(f"{page}tulis/", {"text": WORDS})["Location"] == page
    html = client.get(page).content.decode()
    assert WORDS in html
    assert "menunggu dibaca petugas" in html
    assert [one.address for one in told("officer_letter")] == [desk.ppid.person.email]
    assert "Tulis dahulu" in client.post(f"{page}tulis/", {"text": " "}).content.decode()
    assert CaseLetter.objects.get().text == WORDS
