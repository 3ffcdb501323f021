"""The starter categories are loaded once; what an operator changed stays."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.management import call_command

from melayani.foundation.audit.models import Event
from melayani.voice.complaints import actions, national
from melayani.voice.complaints.models import Category, Question

pytestmark = pytest.mark.django_db


def test_twice_does_no_harm_and_changes_stay(now: datetime) -> None:
    rows = national.document("categories")["categories"]
    assert actions.import_categories(now=now) == (len(rows), 0)
    Category.objects.filter(slug="sampah").update(name="Sampah kota")
    call_command("import_complaint_rules")
    assert Category.objects.count() == len(rows)
    assert Category.objects.get(slug="sampah").name == "Sampah kota"
    assert Question.objects.count() == sum(len(row["questions"]) for row in rows)
    assert Event.objects.filter(name="complaint_categories.imported").count() == 1


def test_money_and_violence_are_never_listed(now: datetime) -> None:
    actions.import_categories(now=now)
    hidden = set(Category.objects.filter(listed=False).values_list("slug", flat=True))
    assert hidden == {"pungutan", "perlindungan"}


def test_each_list_offers_its_values(now: datetime) -> None:
    actions.import_categories(now=now)
    for question in Question.objects.all():
        assert bool(question.values) == question.datatype.endswith("valuelist")
        assert [key for key, _ in question.asked.values] == [value["key"] for value in question.values]
