"""How Django's forms look here."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Renders each field with our markup."""
