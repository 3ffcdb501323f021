from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from melayani.voice.disclosure import totals


class Command(BaseCommand):
    help = "Count the yearly figures of information requests anew from the registers"

    def handle(self, *args: Any, **options: Any) -> None:
        counted = totals.rebuild(now=timezone.now())
        self.stdout.write(f"{counted} tahun kantor dihitung ulang.")
