"""How the events of this module read in an officer's history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("holiday.changed", officer=_("Hari libur {date} berubah."))
describe("holidays.imported", officer=_("Libur nasional {year} diimpor: {added} ditambah, {removed} dihapus."))
describe("hours.changed", officer=_("Jam layanan diubah mulai {since}."))
describe("week.changed", officer=_("Hari kerja diubah menjadi {days} hari seminggu mulai {since}."))
describe("closure.added", officer=_("Tutup {starts_on} sampai {ends_on}: {reason}"))
describe("closure.ended", officer=_("Penutupan diakhiri, buka mulai {open_from}."))
describe("restriction.started", officer=_("{what}, {starts_on} sampai {ends_on}: {reason}"))
describe("restriction.ended", officer=_("Pembatasan diakhiri: {what}"))
describe("mode.changed", officer=_("Cara melayani diubah menjadi {what} mulai {since}."))
