"""What became of a contribution, by its author's link; and what an officer noted by mistake taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.catalogue.models import ClauseOrigin
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.consultations import actions, rules
from melayani.voice.consultations.models import Attendance, Commitment, Consultation, Contribution, Invitation
from melayani.voice.consultations.rules import planning, stakeholders
from melayani.voice.consultations.tests import factories

pytestmark = pytest.mark.django_db


def said_online(row: Consultation, world: World, text: str, once: str) -> Contribution:
    then = row.created_at
    return actions.contribute(
        actor=factories.CITIZEN,
        consultation=row,
        said=factories.said(text=text),
        once=once,
        contact=factories.contact(then),
        now=then,
    )


def test_the_author_sees_the_answer_and_the_promise_by_the_own_link(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    head: dict[str, Any] = {"actor": world.bontang_head, "now": now}
    used = said_online(row, world, "Buka loket hari Sabtu, ya.", "a")
    unused = said_online(row, world, "Cat gedungnya kusam sekali.", "b")
    path, other = f"/konsultasi/masukan-saya/{used.token}/", f"/konsultasi/masukan-saya/{unused.token}/"
    assert path in OutboxMessage.objects.filter(event="consultation.received").order_by("pk")[0].body
    assert "Menunggu dibaca petugas" in client.get(path).content.decode()
    actions.show_contribution(contribution=used, text="Buka loket hari Sabtu.", **head)
    actions.hide_contribution(contribution=unused, reason="Di luar pokok bahasan.", **head)
    proposal = actions.add_proposal(consultation=row, text="Loket hari Sabtu", entries=[used.entry], **head)
    proposal = actions.answer_proposal(proposal=proposal, answer=planning.PARTLY, reason="Dua kali sebulan.", **head)
    factories.promised(world, row, now, proposal=proposal)
    before = client.get(path).content.decode()
    assert "Tayang sebagai:" in before
    assert "Dua kali sebulan." not in before  # the answer is not before the public yet
    assert "Di luar pokok bahasan." in client.get(other).content.decode()
    publish(world, row, now)
    for _ in range(2):
        factories.react(now)
    told = [one.body for one in OutboxMessage.objects.filter(event="consultation.answered")]
    assert len(told) == 2
    assert [sum(link in body for body in told) for link in (path, other)] == [1, 1]
    html = client.get(path).content.decode()
    for words in ("Loket hari Sabtu", "Dua kali sebulan.", "Loket buka Sabtu", "Kepala bidang"):
        assert words in html
    assert "tidak dirangkum menjadi usulan" in client.get(other).content.decode()
    assert f"Dari masukan nomor {used.entry}" in " ".join(
        client.get(f"/konsultasi/{row.number}/").content.decode().split()
    )
    assert "What became of this contribution" in client.get(f"/en{path}").content.decode()


def publish(world: World, row: Consultation, now: Any) -> None:
    head: dict[str, Any] = {"actor": world.bontang_head, "consultation": row, "now": now}
    actions.write_minutes(summary="Dibahas tertib.", **head)
    actions.hold(**head)
    scan = factories.uploaded(world.bontang_head, now, world)
    actions.sign_record(signers=factories.signers(), signed_on=row.today(now), scan=scan, **head)
    actions.publish(**head)


def test_only_the_link_opens_it_and_typed_words_have_none(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    typed = actions.type_contribution(
        actor=world.bontang_head, consultation=row, said=factories.said(), once="m", now=now
    )
    assert (typed.token, typed.token_hash) == ("", None)
    for token in ("x", "0" * 32):
        assert client.get(f"/konsultasi/masukan-saya/{token}/").status_code == 404
    guest = factories.asked(world, row, now)
    link = f"/konsultasi/undangan/{guest.token}/"
    client.post(link, {"step": "speak", "text": "Tambah kursi tunggu, ya.", "kind": "users", "once": "x"})
    own = Contribution.objects.get(invitation=guest)
    assert f"/konsultasi/masukan-saya/{own.token}/" in client.get(link).content.decode()
    assert client.post(f"/konsultasi/masukan-saya/{own.token}/").status_code == 405


def test_what_was_noted_by_mistake_is_taken_back_before_signing(world: World) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    head: dict[str, Any] = {"actor": world.bontang_head, "now": now}
    came = actions.note_attendance(consultation=row, name="Contoh Dua Kali", kind=stakeholders.MEDIA, once="a", **head)
    twice = actions.add_proposal(consultation=row, text="Usul dua kali.", **head)
    kept = actions.add_proposal(consultation=row, text="Usul.", **head)
    kept = actions.answer_proposal(proposal=kept, answer=planning.ACCEPTED, **head)
    factories.promised(world, row, now, proposal=kept)
    guest = factories.guest(world, row, now)
    base = f"/kantor/konsultasi/{row.number}/"
    stranger = signed_in(Client(), world.bengkalis_head)
    office = signed_in(Client(), world.bontang_processor)
    paths = (f"hadir/{came.pk}/hapus/", f"usulan/{twice.pk}/hapus/", f"undangan/{guest.pk}/hapus/")
    for path in paths:
        assert stranger.post(base + path).status_code == 404
        assert office.post(base + path).status_code == 302
    office.post(f"{base}usulan/{kept.pk}/hapus/")  # has a promise: stays
    assert (Attendance.objects.count(), Invitation.objects.count(), list(row.proposals.all())) == (0, 0, [kept])
    names = factories.events_of(row)
    assert names[-3:] == ["attendance_dropped", "proposal_dropped", "guest_dropped"]
    with pytest.raises(rules.NotAllowed):
        actions.drop_proposal(actor=world.bengkalis_head, proposal=kept, now=now)


def test_a_sent_invitation_and_a_signed_list_stay(world: World) -> None:
    now = timezone.now()
    guest = factories.asked(world, factories.announced(world, now), now)
    with pytest.raises(rules.ActionRefused, match="sudah dikirim"):
        actions.drop_guest(actor=world.bontang_head, invitation=guest, now=now)
    came = Attendance.objects.get(consultation=factories.signed(world, now))
    with pytest.raises(rules.ActionRefused, match="ditandatangani"):
        actions.drop_attendance(actor=world.bontang_head, attendance=came, now=now)


def test_words_that_show_are_put_better_and_hidden_even_after_signing(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    said = said_online(row, world, "Pak Contoh di loket dua lambat.", "a")
    office = signed_in(Client(), world.bontang_head)
    path = f"/kantor/konsultasi/{row.number}/masukan/"
    office.post(f"{path}{said.pk}/tayangkan/", {"text": "Pak Contoh di loket dua lambat."})
    office.post(f"{path}{said.pk}/tayangkan/", {"text": "Petugas di loket dua lambat."})
    html = client.get(f"/konsultasi/{row.number}/").content.decode()
    assert "Petugas di loket dua" in html
    assert "Pak Contoh" not in html
    publish(world, row, now)
    after = office.get(path).content.decode()
    assert "Jangan tayangkan" in after
    assert "Ubah kata yang tayang" not in after  # the signed record stands
    office.post(f"{path}{said.pk}/sembunyikan/", {"reason": "Menyebut orang."})
    assert "Petugas di loket dua" not in client.get(f"/konsultasi/{row.number}/").content.decode()


def test_a_promise_that_is_not_kept_after_all_runs_again_with_its_consultation(world: World, client: Client) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.published(world, now)
    found = factories.the_commitment(row)
    given: dict[str, Any] = {"actor": head, "commitment": found, "now": now}
    with pytest.raises(rules.ActionRefused, match="masih berjalan"):
        actions.reopen_commitment(reason="Keliru.", **given)
    actions.finish_commitment(done_on=row.today(now), evidence="Foto", **given)
    assert Consultation.objects.get().state == "followed_up"
    office = signed_in(Client(), head)
    path = f"/kantor/konsultasi/{row.number}/komitmen/{found.pk}/buka-lagi/"
    assert office.post(path, {"reason": ""}).status_code == 422
    assert signed_in(Client(), world.bengkalis_head).post(path, {"reason": "x"}).status_code == 404
    office.post(path, {"reason": "Baru satu loket yang buka."})
    held = Consultation.objects.get()
    assert (held.state, held.ended_at) == ("published", None)
    assert (Commitment.objects.get().state, Commitment.objects.get().evidence) == ("open", "")
    assert "Baru satu loket" in client.get(f"/konsultasi/{row.number}/").content.decode()


def test_progress_before_publication_is_no_news_yet(world: World) -> None:
    now = timezone.now()
    row = factories.signed(world, now)
    actions.follow(actor=factories.CITIZEN, consultation=row, contact=factories.contact(now), now=now)
    found = factories.the_commitment(row)
    actions.report_progress(actor=world.bontang_head, commitment=found, text="Jadwal.", now=now + timedelta(seconds=1))
    factories.react(now + timedelta(seconds=2))
    bodies = OutboxMessage.objects.filter(event="consultation.news").values_list("body", flat=True)
    assert not any("kemajuan" in body for body in bodies)


def test_naming_a_clause_writes_its_origin_and_naming_another_moves_it(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    row, slug = factories.published(world, now), factories.service_slug(world)
    given: dict[str, Any] = {"commitment": factories.the_commitment(row), "service": slug, "version": 1, "now": now}
    actions.link_clause(actor=world.bontang_processor, component="duration", **given)
    assert not ClauseOrigin.objects.exists()  # who may not change standards names the clause only
    for component in ("fee", "fee", "duration"):
        actions.link_clause(actor=head, component=component, **given)
    found = given["commitment"]
    path = f"/kantor/konsultasi/{row.number}/komitmen/{found.pk}/klausul/"
    signed_in(Client(), head).post(path, {"service": slug, "component": "duration", "version": ""})
    found.refresh_from_db()
    assert (found.component, found.version) == ("duration", 1)  # the one in force
    origin = ClauseOrigin.objects.get()
    assert (origin.component, origin.number, origin.words) == ("duration", row.number, "Loket buka Sabtu")
    path = f"/kantor/standar/layanan/{slug}/1/hapus-sebab/"
    assert signed_in(Client(), world.bengkalis_head).post(path, {"origin": origin.pk}).status_code == 404
    signed_in(Client(), head).post(path, {"origin": origin.pk})
    assert not ClauseOrigin.objects.exists()
