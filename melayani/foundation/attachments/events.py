"""Words for the events of this module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("attachment.removed", officer=_("Berkas dihapus"), citizen=_("Berkas dihapus"))
