"""Words for the events of this module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe(
    "survey.invited",
    officer=_("Undangan survei dikirim"),
    citizen=_("Kami mengundang Anda menilai layanan ini"),
)
describe("survey.answered", officer=_("Satu jawaban survei diterima"))
describe("survey.period_opened", officer=_("Periode survei {from} sampai {until} dibuka"))
describe("survey.period_closed", officer=_("Periode survei {from} sampai {until} selesai"))
describe(
    "survey.period_published",
    officer=_("Hasil survei {from} sampai {until} terbit: indeks {index} ({grade}) dari {n} jawaban"),
)
