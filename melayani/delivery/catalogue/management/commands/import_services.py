"""`python -m melayani import_services [FILE]`: published standards with their agencies (default: the shipped ones)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from melayani.delivery.catalogue import readings
from melayani.delivery.catalogue.actions import UnknownRegion, import_standard
from melayani.delivery.catalogue.actions.import_standard import collection_of
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Region


class Command(BaseCommand):
    help = "Import published service standards (see melayani/delivery/catalogue/data/NOTICE.md); may be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not Region.objects.exists():
            raise CommandError("no regions yet: run import_regions first")
        try:
            content = json.loads(options["file"].read_text()) if options["file"] else readings.shipped_standards()
            with transaction.atomic():
                collection = collection_of(content["meta"])
                now = timezone.now()
                for source in content["services"]:
                    import_standard(source=source, collection=collection, actor=SYSTEM, now=now)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"this file cannot be read as published standards: {error!r}") from error
        except UnknownRegion as error:
            raise CommandError(f"unknown region: {error}") from error
        self.stdout.write(f"{len(content['services'])} services")
