"""Importing the published standards: every record, its agency, its variants; twice makes no double."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from melayani.delivery.catalogue.models import Requirement, Service, Standard, Variant
from melayani.delivery.catalogue.tests.factories import imported

pytestmark = pytest.mark.django_db


def test_import_is_idempotent() -> None:
    call_command("import_regions", stdout=StringIO())
    for _ in range(2):
        call_command("import_services", stdout=StringIO())
    assert (Service.objects.count(), Standard.objects.in_force().count()) == (28, 28)
    assert Service.objects.filter(slug="ktp-el-rusak-hilang-disdukcapil-kab-bengkalis").exists()
