"""Contacts: what was typed, kept once, encrypted, found again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.audit.queries import history
from melayani.foundation.messaging.actions import keep_contact, mark_verified, opt_in, opt_out, set_language
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.messaging.tests import factories
from melayani.foundation.numbers.rules import Reference


@pytest.mark.parametrize(
    "typed", ["081200000002", "0812-0000-0002", "+62 812 0000 0002", "62 812 0000 0002", " (0812) 0000.0002 "]
)
def test_a_phone_number_has_one_form(typed: str) -> None:
    assert normalise_phone(typed) == "+6281200000002"


def test_a_foreign_number_keeps_its_country() -> None:
    assert normalise_phone("+65 6123 4567") == "+6561234567"


@pytest.mark.parametrize("typed", ["", "0812", "abc", "0812 0000 0002 ext", "+" + "1" * 38, "112", "0" * 4000])
def test_what_is_no_phone_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NotAContact, match="Contoh yang benar: 0812"):
        normalise_phone(typed)


def test_an_address_has_one_form() -> None:
    assert normalise_email("  Sari.W+ktp@Contoh.CO.id ") == "sari.w+ktp@contoh.co.id"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "sari",
        "sari@",
        "@contoh.id",
        "sari@contoh",
        "sari@@contoh.id",
        "sari..w@contoh.id",
        ".sari@contoh.id",
        "sari@-contoh.id",
        "sari@contoh-.id",
        "sari@contoh..id",
        "sari@contoh.id\nbcc: x@contoh.id",
        "sari, tono@contoh.id",
        "Sari <sari@contoh.id>",
        "a" * 65 + "@contoh.id",
        "sari@" + "a" * 260 + ".id",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NotAContact, match="Contoh yang benar: nama@contoh.id"):
        normalise_email(typed)


@given(typed=st.text(max_size=60))
def test_no_text_breaks_the_rules(typed: str) -> None:
    for normalise in (normalise_email, normalise_phone):
        try:
            once = normalise(typed)
        except NotAContact:
            continue
        assert normalise(once) == once
        assert not set(once) & set("\r\n ,<>")


@pytest.mark.django_db
def test_a_contact_is_kept_once_and_encrypted(now: datetime) -> None:
    first = keep_contact(email="Sari@contoh.id", language="en", now=now)
    again = keep_contact(email="sari@CONTOH.id", language="id", now=now + timedelta(days=1))
    assert (again.pk, again.language, again.value) == (first.pk, "en", "sari@contoh.id")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, value_hash FROM messaging_contact")
        stored = cursor.fetchall()
    assert len(stored) == 1
    assert "sari" not in "".join(stored[0])


@pytest.mark.django_db
def test_an_address_and_a_number_are_two_contacts(now: datetime) -> None:
    assert factories.sari(now).kind == "email"
    assert factories.tono_by_phone(now).value == "+6281200000002"
    assert Contact.objects.with_value("email", "sari@contoh.id").exists()
    assert not Contact.objects.with_value("phone", "sari@contoh.id").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{}, {"email": "a@contoh.id", "phone": "081200000002"}])
def test_exactly_one_of_both_is_asked_for(now: datetime, given: dict[str, str]) -> None:
    with pytest.raises(NotAContact, match="salah satu"):
        keep_contact(now=now, **given)


@pytest.mark.django_db
def test_an_unknown_language_falls_back_to_indonesian(now: datetime) -> None:
    assert keep_contact(email="a@contoh.id", language="xx", now=now).language == "id"


@pytest.mark.django_db
def test_the_first_proof_counts(now: datetime) -> None:
    contact = factories.sari(now)
    mark_verified(contact=contact, now=now)
    mark_verified(contact=contact, now=now + timedelta(days=3))
    contact.refresh_from_db()
    assert contact.verified_at == now


@pytest.mark.django_db
def test_language_and_announcements_are_the_persons_choice(now: datetime) -> None:
    contact = factories.sari(now)
    assert set_language(contact=contact, language="en").language == "en"
    with pytest.raises(ValueError, match="xx"):
        set_language(contact=contact, language="xx")


@pytest.mark.django_db
def test_a_wish_is_written_down_with_its_proof_and_twice_said_is_once_written(now: datetime) -> None:
    contact = factories.sari(now)
    for _ in range(2):
        assert opt_out(contact=contact, by="whatsapp", words="STOP", now=now).opted_out_at == now
    later = now + timedelta(days=1)
    assert opt_in(contact=contact, by="web", words="Kirimi saya pengumuman", now=later).opted_out_at is None
    opt_out(contact=contact, by="email", words="Berhenti", now=later + timedelta(days=1))
    proofs = contact.consents.order_by("at").values_list("given", "by", "words", "purpose")
    assert list(proofs) == [
        (False, "whatsapp", "STOP", "announcements"),
        (True, "web", "Kirimi saya pengumuman", "announcements"),
        (False, "email", "Berhenti", "announcements"),
    ]
    said = [line.text for line in history(Reference(kind="contact", number=str(contact.pk)))]
    assert said.count("Pengumuman tidak diinginkan lagi") == 2
    contact.refresh_from_db()
    assert contact.opted_out_at == later + timedelta(days=1)
