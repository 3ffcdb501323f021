"""`python -m melayani import_malls`: the malls (MPP) that published sources name, with their governments."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from melayani.delivery.catalogue.actions import register_mall
from melayani.delivery.catalogue.mall_readings import shipped_malls
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Region


class Command(BaseCommand):
    help = (
        "Enter the shipped malls into the register (see melayani/delivery/catalogue/data/NOTICE.md); may be repeated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Region.objects.exists():
            raise CommandError("no regions yet: run import_regions first")
        malls = shipped_malls()
        for source in malls:
            register_mall(source=source, actor=SYSTEM, now=timezone.now())
        self.stdout.write(f"{len(malls)} malls")
