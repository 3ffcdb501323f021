from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from melayani.voice.complaints import actions


class Command(BaseCommand):
    help = "Load or refresh the starter categories of complaints with their questions; twice does no harm"

    def handle(self, *args: Any, **options: Any) -> None:
        made, kept = actions.import_categories(now=timezone.now())
        self.stdout.write(f"{made} kategori baru, {kept} sudah ada.")
