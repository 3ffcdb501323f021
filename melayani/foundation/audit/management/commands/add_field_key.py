"""`python -m melayani add_field_key`: a new key for personal data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from melayani.foundation.audit.encryption import forget_cached_keys
from melayani.foundation.audit.keyring import add_field_key


class Command(BaseCommand):
    help = "Make a new key that encrypts personal data from now on; older keys still decrypt. Back up afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        name = add_field_key(settings.FIELD_KEYS_FILE)
        forget_cached_keys()
        self.stdout.write(f"{name} encrypts once web and worker have been started again")
