"""Register an innovation, say what it is, send it, publish it, take it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.oversight.innovations import actions, queries, rules, states
from melayani.oversight.innovations.actions.describing import FigureGiven
from melayani.oversight.innovations.models import Innovation
from melayani.oversight.innovations.tests import factories


def opened(client: Client, address: str) -> bool:
    """Whether the address answers with a file, which is read to its end."""
    answer = client.get(address)
    return answer.status_code == 200 and len(b"".join(answer)) > 100


# --- rules ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "lower", "percent", "better"),
    [
        ("120", "45", True, "-62.5", True),
        ("120", "45", False, "-62.5", False),
        ("40", "60", False, "50.0", True),
        ("3", "1", True, "-66.7", True),
        ("0", "12", False, None, True),
        ("0", "0", False, None, None),
        ("7", "7", True, "0.0", None),
    ],
)
def test_how_far_a_figure_moved(before: str, after: str, lower: bool, percent: str | None, better: bool | None) -> None:
    found = rules.movement(Decimal(before), Decimal(after), lower_is_better=lower)
    assert found == rules.Movement(None if percent is None else Decimal(percent), better)


@given(st.decimals(1, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_better_turns_round_with_what_is_wanted(before: Decimal, after: Decimal) -> None:
    low = rules.movement(before, after, lower_is_better=True)
    high = rules.movement(before, after, lower_is_better=False)
    assert low.percent == high.percent
    assert (low.better is None) == (before == after)
    assert low.better != (high.better if before != after else True)


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2023, 1, 31), date(2023, 2, 28), 0),
        (date(2022, 1, 2), date(2024, 1, 2), 24),
        (date(2022, 1, 2), date(2024, 1, 1), 23),
    ],
)
def test_whole_months(since: date, until: date, months: int) -> None:
    assert rules.months_between(since, until) == months


def test_what_made_proposals_fail_is_warned_of_not_refused() -> None:
    asked = [rules.Question("background", "Latar belakang", "", 30, True)]
    told: dict[str, Any] = {"answers": {"background": "Pendek sekali."}, "questions": asked, "age_months": 24}
    found = rules.warnings(
        title="antar  dokumen KE desa",
        used_from=date(2025, 12, 1),
        other_titles=["Antar Dokumen ke Desa"],
        today=date(2026, 3, 16),
        **told,
    )
    assert len(found) == 3
    assert "24 bulan" in found[0]
    assert "Latar belakang" in found[1]
    assert "judul yang sama" in found[2]
    old = rules.warnings(title="Lain", used_from=date(2024, 3, 16), other_titles=[], today=date(2026, 3, 16), **told)
    assert len(old) == 1  # two years to the day are enough


# --- actions ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_record_goes_from_title_to_library(world: World, now: datetime) -> None:
    head, bureau = world.bontang_head, officer(Role.BUREAU, world.bontang_city, name="Biro")
    row = actions.start_innovation(actor=head, organisation=world.bontang, title=" Antar  Dokumen ", now=now)
    assert (row.title, row.slug, row.state) == ("Antar Dokumen", "antar-dokumen-disdukcapil-bontang", states.DRAFT)
    with pytest.raises(actions.InnovationRefused, match="ringkasan"):
        actions.submit_innovation(actor=head, innovation=row, now=now)
    actions.describe_innovation(actor=head, innovation=row, given=factories.description(), now=now)
    row = actions.submit_innovation(actor=head, innovation=row, now=now)
    with pytest.raises(actions.InnovationRefused, match="sedang diperiksa"):
        actions.describe_innovation(actor=head, innovation=row, given=factories.description(), now=now)
    with pytest.raises(actions.InnovationRefused, match="biro organisasi"):
        actions.publish_innovation(actor=head, innovation=row, now=now)
    row = actions.send_back(actor=bureau, innovation=row, reason="Lengkapi bukti", now=now)
    assert row.state == states.DRAFT
    row = actions.submit_innovation(actor=head, innovation=row, now=now)
    row = actions.publish_innovation(actor=bureau, innovation=row, now=now)
    assert (row.state, row.published_at) == (states.PUBLISHED, now)
    row = actions.withdraw_innovation(actor=head, innovation=row, reason="Tidak jadi", now=now)
    assert row.state == states.WITHDRAWN
    names = list(Event.objects.filter(subject_kind="innovation").order_by("pk").values_list("name", flat=True))
    verbs = ["started", "described", "submitted", "sent_back", "submitted", "published", "withdrawn"]
    assert names == [f"innovation.{verb}" for verb in verbs]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"trial_from": date(2027, 1, 1)}, "trial_from"),
        ({"used_from": date(2022, 8, 31)}, "used_from"),
        ({"legal_basis": " "}, "legal_basis"),
        ({"goals": [18]}, "goals"),
        ({"title": ""}, "title"),
        ({"cost": -1}, "cost"),
        ({"phase": "lain"}, "phase"),
        ({"answers": {"background": "x" * 4001}}, "answer_background"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    world: World, now: datetime, over: dict[str, Any], field: str
) -> None:
    row = factories.draft(world.bontang, now=now)
    with pytest.raises(actions.InnovationRefused) as refused:
        actions.describe_innovation(
            actor=world.bontang_head, innovation=row, given=replace(factories.description(), **over), now=now
        )
    assert refused.value.field == field


@pytest.mark.django_db
def test_figures_are_replaced_as_a_whole(world: World, now: datetime) -> None:
    row = factories.draft(world.bontang, now=now)
    waited = FigureGiven("Lama menunggu", "hari", Decimal(14), date(2022, 8, 1), Decimal(3), date(2023, 6, 1), True)
    for count in (2, 1):
        actions.set_figures(actor=world.bontang_head, innovation=row, figures=[waited] * count, now=now)
    held = row.figures.get()
    assert held.movement == rules.Movement(Decimal("-78.6"), True)
    early = replace(waited, result_on=date(2022, 8, 1))
    with pytest.raises(actions.InnovationRefused, match="Hari hasil"):
        actions.set_figures(actor=world.bontang_head, innovation=row, figures=[early], now=now)
    assert row.figures.count() == 1


@pytest.mark.django_db
def test_two_of_the_same_title_have_addresses_of_their_own(world: World, now: datetime) -> None:
    first, second = (factories.draft(world.bontang, now=now) for _ in range(2))
    assert second.slug == f"{first.slug}-2"


@pytest.mark.django_db
def test_the_same_contest_and_year_is_one_row(world: World, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    for result in (rules.ENTERED, rules.WON):
        actions.note_contest(
            actor=world.bontang_head, innovation=row, contest="KIPP", year=2025, result=result, now=now
        )
    assert row.contests.get().result == rules.WON
    facts = queries.innovation_facts(world.bontang_city)
    assert (facts.count, facts.entered, facts.won, facts.legal_state) == (1, True, True, rules.IN_FORCE)
    assert (facts.resources, facts.oldest_use) == (("budget", "staff"), date(2023, 1, 2))
    assert queries.innovation_facts(world.bengkalis).count == 0


@pytest.mark.django_db
def test_strangers_change_nothing(world: World, now: datetime) -> None:
    row = factories.submitted(world.bontang, now=now)
    strangers = [world.bengkalis_head, world.bontang_counter, officer(Role.BUREAU, world.bengkalis_regency)]
    events = Event.objects.count()
    for who in strangers:
        for verb in (
            lambda who=who: actions.start_innovation(actor=who, organisation=world.bontang, title="X", now=now),
            lambda who=who: actions.publish_innovation(actor=who, innovation=row, now=now),
            lambda who=who: actions.send_back(actor=who, innovation=row, reason="X", now=now),
            lambda who=who: actions.withdraw_innovation(actor=who, innovation=row, reason="X", now=now),
            lambda who=who: actions.set_figures(actor=who, innovation=row, figures=[], now=now),
        ):
            with pytest.raises(actions.InnovationRefused):
                verb()
    row.refresh_from_db()
    assert row.state == states.SUBMITTED
    assert Event.objects.count() == events


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_officer_writes_a_record_in_steps(world: World) -> None:
    client = signed_in(Client(), world.bontang_head)
    begun = client.post("/kantor/inovasi/baru/", {"title": "Antar Dokumen", "organisation": world.bontang.slug})
    base = begun["Location"].removesuffix("ubah/")
    assert "Belum lengkap" in client.get(base).content.decode()
    told = factories.description()
    sent = {
        **{name: getattr(told, name) for name in ("title", "summary", "initiators", "phase", "legal_state")},
        "legal_basis": told.legal_basis,
        "trial_from": "2022-09-01",
        "used_from": "2022-08-01",
        "resources": ["budget"],
        **{f"answer_{key}": text for key, text in (told.answers or {}).items()},
        **{f"criterion_{key}": text for key, text in (told.criteria or {}).items()},
    }
    wrong = client.post(f"{base}ubah/", sent)
    assert wrong.status_code == 422
    assert "Dipakai sesudah" in wrong.content.decode()
    assert factories.LONG.strip() in wrong.content.decode()  # nothing typed is lost
    assert client.post(f"{base}ubah/", {**sent, "used_from": "2023-01-02"}).status_code == 302
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Antre", "form-0-unit": "menit"}
    half = client.post(f"{base}ukuran/", {**rows, "form-0-baseline": "90,5"})
    assert half.status_code == 422
    assert "Isi harinya" in half.content.decode()
    assert client.post(f"{base}ukuran/", {**rows, "form-0-baseline": "90,5", "form-0-baseline_on": "2022-09-01"})
    assert Innovation.objects.get().figures.get().baseline == Decimal("90.5")
    file = upload(photo(), "rute.jpg")
    assert client.post(f"{base}bukti/", {"title": "Rute", "paper": file})["Location"] == base
    assert client.post(f"{base}kirim/")["Location"] == base
    assert Innovation.objects.get().state == states.SUBMITTED
    bureau = signed_in(Client(), officer(Role.BUREAU, world.bontang_city, name="Biro"))
    assert "Periksa sebelum terbit" in bureau.get("/kantor/inovasi/").content.decode()
    bureau.post(f"{base}kembalikan/", {"reason": ""})
    assert Innovation.objects.get().state == states.SUBMITTED  # without a reason nothing is given back
    bureau.post(f"{base}terbitkan/")
    row = Innovation.objects.get()
    assert row.state == states.PUBLISHED
    held = row.evidence.get()
    assert opened(Client(), f"/inovasi/{row.slug}/berkas/{held.attachment_id}/")
    client.post(f"{base}bukti/{held.attachment_id}/hapus/")
    assert Client().get(f"/inovasi/{row.slug}/berkas/{held.attachment_id}/").status_code == 404


@pytest.mark.django_db
def test_a_file_of_a_draft_is_for_its_officers(world: World) -> None:
    row = factories.draft(world.bontang, now=timezone.now())
    client = signed_in(Client(), world.bontang_head)
    client.post(f"/kantor/inovasi/{row.slug}/bukti/", {"title": "Rute", "paper": upload(photo())})
    file = row.evidence.get().attachment_id
    assert opened(client, f"/kantor/inovasi/{row.slug}/bukti/{file}/")
    assert signed_in(Client(), world.bengkalis_head).get(f"/kantor/inovasi/{row.slug}/bukti/{file}/").status_code == 404
    assert Client().get(f"/inovasi/{row.slug}/berkas/{file}/").status_code == 404
    assert Client().get(f"/inovasi/{row.slug}/").status_code == 404


@pytest.mark.django_db
def test_a_file_that_is_none_is_refused_in_words(world: World) -> None:
    row = factories.draft(world.bontang, now=timezone.now())
    client = signed_in(Client(), world.bontang_head)
    answer = client.post(f"/kantor/inovasi/{row.slug}/bukti/", {"title": "Rute", "paper": upload(b"MZ\x90", "a.exe")})
    assert answer.status_code == 422
    assert row.evidence.count() == 0
