"""`python -m melayani import_regions`: provinces, regencies and districts from the shipped files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from melayani.foundation.organisations.models import Level, Region

DATA = Path(__file__).resolve().parents[2] / "data"
ALIASES = {
    "34": ["Jogjakarta", "Yogyakarta", "DIY"],
    "34.01": ["Kulonprogo"],
    "34.03": ["Gunung Kidul"],
    "34.71": ["Kota Jogja", "Kota Jogjakarta"],
    "31": ["DKI Jakarta", "Jakarta"],
}


class Command(BaseCommand):
    help = "Load or refresh the regions (Kemendagri codes; see melayani/foundation/organisations/data/NOTICE.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            count = sum(
                self._load(name, level, parent)
                for name, level, parent in (
                    ("provinces.csv", Level.PROVINCE, None),
                    ("regencies.csv", Level.REGENCY, "province_code"),
                    ("districts.csv", Level.DISTRICT, "regency_code"),
                )
            )
        self.stdout.write(f"{count} regions")

    def _load(self, file: str, level: str, parent: str | None) -> int:
        with (DATA / file).open(newline="") as source:
            rows = [
                Region(
                    code=row["code"],
                    level=level,
                    name=row["name"],
                    parent_id=row[parent] if parent else None,
                    aliases=ALIASES.get(row["code"], []),
                )
                for row in csv.DictReader(source)
            ]
        Region.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent", "aliases"],
            batch_size=1000,
        )
        return len(rows)
