"""Writing an event: in the transaction of its change, never altered, personal values apart and erasable."""

from __future__ import annotations

import pytest
from django.db import transaction

from melayani.foundation.audit import news, on_event
from melayani.foundation.audit.models import AppendOnly, Event, EventPersonal, PendingReaction, SubjectKey
from melayani.foundation.audit.recording import OutsideTransaction, erase_subject, read_personal, record
from melayani.foundation.audit.seal import seal, verify
from melayani.foundation.audit.tests.factories import CASE, CLERK, MONDAY, OTHER_CASE, happened, happened_with_name


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        record("case.filed", actor=CLERK, subject=CASE, now=MONDAY)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_vanishes_with_its_change() -> None:
    with transaction.atomic():
        record("case.filed", actor=CLERK, subject=CASE, now=MONDAY, personal={"name": "Siti"})
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not EventPersonal.objects.exists()


@pytest.mark.django_db
def test_tells_who_what_when() -> None:
    event = Event.objects.get(pk=happened(data={"reason": "KK tidak terbaca"}).pk)
    assert (event.name, event.at, event.actor_kind, event.actor_id) == ("case.filed", MONDAY, "officer", "7")
    assert (event.subject_kind, event.subject_number) == ("application", CASE.number)
    assert event.data == {"reason": "KK tidak terbaca"}


@pytest.mark.django_db
def test_is_never_changed_or_removed() -> None:
    event = happened()
    event.name = "case.approved"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        Event.objects.filter(pk=event.pk).update(name="case.approved")
    with pytest.raises(AppendOnly):
        Event.objects.filter(pk=event.pk).delete()
    assert Event.objects.get().name == "case.filed"


@pytest.mark.django_db
def test_personal_values_are_readable_here_and_nowhere_in_the_tables() -> None:
    event = happened_with_name("Siti Aminah")
    assert read_personal(event) == {"name": "Siti Aminah"}
    assert "Siti" not in EventPersonal.objects.get().ciphertext
    assert "Siti" not in str(Event.objects.values().get())


@pytest.mark.django_db
def test_erasing_a_subject_leaves_the_chain_whole() -> None:
    siti, budi = happened_with_name("Siti"), happened_with_name("Budi", case=OTHER_CASE)
    seal(MONDAY)
    erase_subject(CASE, now=MONDAY)
    assert read_personal(siti) == {}
    assert read_personal(budi) == {"name": "Budi"}
    assert SubjectKey.objects.get(subject=f"application:{CASE.number}").wrapped == ""
    assert verify() == []


@pytest.mark.django_db
def test_after_erasure_no_personal_value_is_kept_again() -> None:
    happened_with_name("Siti")
    erase_subject(CASE, now=MONDAY)
    later = happened_with_name("Siti")
    assert read_personal(later) == {}
    assert EventPersonal.objects.count() == 1


@pytest.mark.django_db
def test_personal_values_moved_to_another_event_are_not_read_as_its_own() -> None:
    siti, budi = happened_with_name("Siti"), happened_with_name("Budi", case=OTHER_CASE)
    row = EventPersonal.objects.get(event=siti)
    row.ciphertext = EventPersonal.objects.get(event=budi).ciphertext
    row.save()
    assert read_personal(siti) == {}


@pytest.mark.django_db
def test_every_consumer_gets_its_own_news(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_reactions", {})
    on_event("case.filed", consumer="first")(lambda event, now: None)
    on_event("case.filed", "case.approved", consumer="second")(lambda event, now: None)
    happened("case.filed")
    happened("case.approved")
    pending = PendingReaction.objects.order_by("id").values_list("event__name", "consumer")
    assert list(pending) == [("case.filed", "first"), ("case.filed", "second"), ("case.approved", "second")]
