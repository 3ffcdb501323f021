"""System check: the keys for personal data are there and fit what the database holds.

Keys are made silently where there are none. Beside a database that is in use that would be a disaster: everything new
would be written with keys that read nothing old.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError, connection, models
from django.db.models.functions import Cast

from melayani.foundation.audit.encryption import Undecipherable, decrypt
from melayani.foundation.audit.fields import EncryptedField

HINT = (
    "Put back the key file from a backup (`restore`, docs/operators/backup.md), or point MELAYANI_KEYS at its folder."
)


@register("audit")
def keys_fit_the_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The oldest and the newest value of each encrypted column can be read; two small queries per column."""
    path = Path(settings.FIELD_KEYS_FILE)
    try:
        tokens = list(_samples()) if _database_is_there() else []
    except DatabaseError:  # not migrated yet, or away: other voices say so
        return []
    if tokens and not path.exists():
        words = f"The database holds personal data, but its keys are missing: there is no {path}."
        return [Error(words, hint=HINT, id="audit.E001")]
    unread = sorted({field.purpose() for field, token in tokens if not _can_read(field, token)})
    if not unread:
        return []
    words = f"The keys in {path} do not open the personal data in this database: {', '.join(unread)}."
    return [Error(words, hint=HINT, id="audit.E002")]


def _samples() -> Iterator[tuple[EncryptedField, str]]:
    """The first and the last token of each encrypted column that is never empty."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedField) and not field.blank:
                rows = model._base_manager.values_list(Cast(field.name, models.TextField()), flat=True)
                for order in ("pk", "-pk"):
                    found = rows.order_by(order).first()
                    if found:
                        yield field, found


def _can_read(field: EncryptedField, token: str) -> bool:
    try:
        decrypt(token, purpose=field.purpose())
    except Undecipherable:
        return False
    return True


def _database_is_there() -> bool:
    """Whether asking makes no new SQLite file."""
    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()
