"""A version through its life: who may carry it, what a published one refuses, how the next takes its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from melayani.delivery.catalogue import queries, states
from melayani.delivery.catalogue.actions import NotPossible, change_draft, draft_new_version, move, publish
from melayani.delivery.catalogue.models import Component, Frozen, Requirement, Standard
from melayani.delivery.catalogue.tests.factories import decreed, on_paper, published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import world

pytestmark = pytest.mark.django_db
PARTS = ["variants", "requirements", "steps", "published_lines"]


@pytest.fixture
def standard() -> Standard:
    return published_service().standards.get()


def test_a_published_standard_refuses_save_update_and_delete(standard: Standard) -> None:
    standard.duration_max = 99
    attempts: list[Callable[[], Any]] = [
        standard.save,
        lambda: standard.save(update_fields=["duration_max"]),
        lambda: Standard.objects.update(duration_max=99),
        lambda: Standard.objects.filter(pk=standard.pk).update(state=states.DRAFT),
        lambda: Standard.objects.bulk_update([standard], ["duration_max"]),
        standard.delete,
        Standard.objects.all().delete,
    ]
    for attempt in attempts:
        with pytest.raises(Frozen):
            attempt()
    assert Standard.objects.get().duration_max == 5


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_a_published_standard_refuse_it_too(standard: Standard, part: str) -> None:
    rows = getattr(standard, part)
    row = rows.first()
    field = "label" if part == "variants" else "text"
    before = list(rows.order_by("pk").values_list(field, flat=True))
    setattr(row, field, "lain")
    attempts: list[Callable[[], Any]] = [
        row.save,
        row.delete,
        lambda: rows.update(**{field: "lain"}),
        lambda: rows.all().delete(),
        lambda: type(row).objects.bulk_update([row], [field]),
    ]
    for attempt in attempts:
        with pytest.raises(Frozen):
            attempt()
    assert list(rows.order_by("pk").values_list(field, flat=True)) == before


def test_nothing_is_added_to_a_published_standard(standard: Standard) -> None:
    with pytest.raises(Frozen):
        Component.objects.create(standard=standard, key="facilities", text="Ruang tunggu")
    with pytest.raises(Frozen):
        Component.objects.bulk_create([Component(standard=standard, key="facilities", text="Ruang tunggu")])


def test_one_standard_in_force_per_service(standard: Standard, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.create(service=standard.service, version=2, state="published", published_at=now)


def test_a_new_version_goes_through_its_life_and_takes_the_place(now: datetime) -> None:
    here = world()
    service = published_service(here.bontang)
    head = here.bontang_head
    draft = draft_new_version(service=service, actor=head, now=now)
    assert (draft.version, draft.variants.count(), draft.requirements.count()) == (2, 2, 4)
    assert {row.variant.standard_id for row in Requirement.objects.filter(standard=draft) if row.variant} == {draft.pk}
    change_draft(standard=draft, actor=head, now=now, duration_max=3, duration_min=3, duration_text="3 hari kerja")
    decreed(draft, head, now)
    publish(standard=draft, actor=head, now=now)
    assert queries.published_standard(service) == draft
    old = service.standards.get(version=1)
    assert (old.state, old.valid_until, old.duration_max) == ("superseded", now.date(), 5)
    names = list(Event.objects.about("service", service.slug).order_by("id").values_list("name", flat=True))
    assert names[-10:] == [
        "standard.changed",
        "standard.member_added",
        "standard.present_state_noted",
        "standard.changed",
        "standard.consultation_opened",
        "standard.discussed",
        "standard.agreed",
        "standard.decreed",
        "standard.superseded",
        "standard.published",
    ]


def test_strangers_change_nothing(now: datetime) -> None:
    here = world()
    service = published_service(here.bontang)
    for stranger in (here.bengkalis_head, here.bontang_counter):
        with pytest.raises(NotPossible):
            draft_new_version(service=service, actor=stranger, now=now)
    draft = draft_new_version(service=service, actor=here.bontang_head, now=now)
    attempts: list[Callable[[], Any]] = [
        lambda: change_draft(standard=draft, actor=here.bengkalis_head, now=now, note="x"),
        lambda: move(standard=draft, action="consult", actor=here.bengkalis_head, now=now),
        lambda: publish(standard=draft, actor=here.bengkalis_head, now=now),
    ]
    for attempt in attempts:
        with pytest.raises(NotPossible):
            attempt()
    assert Standard.objects.get(pk=draft.pk).state == "draft"


def test_a_step_waits_for_what_it_needs(now: datetime) -> None:
    here = world()
    draft = draft_new_version(service=published_service(here.bontang), actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible, match="Tim penyusun"):
        move(standard=draft, action="consult", actor=here.bontang_head, now=now)
    move(standard=on_paper(draft, here.bontang_head, now), action="consult", actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible, match="Pembahasan"):
        move(standard=draft, action="agree", actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible, match="langkahnya sendiri"):
        move(standard=draft, action="decree", actor=here.bontang_head, now=now)
    assert Standard.objects.get(pk=draft.pk).state == states.IN_CONSULTATION


def test_a_draft_is_not_published_without_its_life(now: datetime) -> None:
    here = world()
    service = published_service(here.bontang)
    draft = draft_new_version(service=service, actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible, match="dibahas"):
        publish(standard=draft, actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible):
        draft_new_version(service=service, actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible):
        move(standard=draft, action="supersede", actor=here.bontang_head, now=now)


def test_a_change_of_a_published_version_is_refused_in_words(now: datetime) -> None:
    here = world()
    service = published_service(here.bontang)
    with pytest.raises(NotPossible, match="versi baru"):
        change_draft(standard=service.standards.get(), actor=here.bontang_head, now=now, note="x")


@pytest.mark.parametrize("field", ["state", "version", "valid_from", "service_id"])
def test_a_draft_is_carried_on_by_its_steps_only(field: str, now: datetime) -> None:
    here = world()
    draft = draft_new_version(service=published_service(here.bontang), actor=here.bontang_head, now=now)
    with pytest.raises(NotPossible, match="langkahnya sendiri"):
        change_draft(standard=draft, actor=here.bontang_head, now=now, **{field: "published"})
    assert Standard.objects.get(pk=draft.pk).state == states.DRAFT


def test_a_draft_that_makes_no_sense_is_refused(now: datetime) -> None:
    here = world()
    draft = draft_new_version(service=published_service(here.bontang), actor=here.bontang_head, now=now)
    for nonsense in ({"duration_min": 9, "duration_max": 3}, {"duration_unit": "fortnight"}, {"fee_amount": -1}):
        with pytest.raises(NotPossible):
            change_draft(standard=draft, actor=here.bontang_head, now=now, **nonsense)
    assert Standard.objects.get(pk=draft.pk).duration_max == 5
