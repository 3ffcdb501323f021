"""Words for the events of this module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("message.requeued", officer=_("Pesan dikirim ulang"))
describe("contact.opted_out", officer=_("Pengumuman tidak diinginkan lagi"))
describe("contact.opted_in", officer=_("Pengumuman diinginkan"))
describe("contact.alerted", officer=_("Kabar tugas diminta ke obrolan"))
describe("contact.not_alerted", officer=_("Kabar tugas ke obrolan dihentikan"))
describe("contact.follows_case", officer=_("Kabar perkara diminta ke gawai"))
describe("contact.leaves_case", officer=_("Kabar perkara ke gawai dihentikan"))
describe("contact.wishes_kept", officer=_("Cara dihubungi diubah"))
