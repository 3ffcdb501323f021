"""A model field that stands encrypted in the database and reads as text in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from melayani.foundation.audit.encryption import decrypt, encrypt

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class EncryptedField(_Text):
    """Text for personal data. It cannot be searched: keep a `keyed_hash` column beside it where equality is needed."""

    def purpose(self) -> str:
        """What a token of this column is bound to."""
        return f"{self.model._meta.label_lower}.{self.attname}"

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text, purpose=self.purpose()) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value, purpose=self.purpose()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.attname} is encrypted: compare its keyed hash")
        return super().get_lookup(lookup_name)
