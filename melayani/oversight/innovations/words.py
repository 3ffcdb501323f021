"""Words for keys of innovations, as citizens read them, and what a reader may type into an address."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.ui.format import format_number
from melayani.oversight.innovations import rules
from melayani.oversight.innovations.models import Figure, Innovation

PHASES: dict[str, Lazy] = {
    rules.CREATION: _("Tahap penciptaan"),
    rules.DEVELOPMENT: _("Tahap pengembangan"),
    rules.INSTITUTIONALISATION: _("Tahap pelembagaan"),
}
HEALTH: dict[str, tuple[str, Lazy]] = {
    rules.RUNNING: ("good", _("Masih berjalan")),
    rules.CHANGED: ("good", _("Berjalan, sudah berubah")),
    rules.STOPPED: ("bad", _("Sudah berhenti")),
    rules.UNKNOWN: ("warn", _("Lama tidak dipantau")),
    rules.UNCHECKED: ("off", _("Belum dipantau")),
}
CRITERIA: dict[str, Lazy] = {
    "novelty": _("Kebaruan"),
    "effective": _("Efektif"),
    "beneficial": _("Bermanfaat"),
    "easy_to_spread": _("Mudah disebarkan"),
    "sustainable": _("Berkelanjutan"),
}
STOP_REASONS: dict[str, Lazy] = {
    "politics": _("pimpinan atau kebijakan berubah"),
    "management": _("pengelolaan, anggaran, atau petugas"),
    "traits": _("inovasinya tidak cocok lagi"),
    "environment": _("keadaan di luar kantor"),
}
RESULTS: dict[str, Lazy] = {
    rules.ENTERED: _("ikut serta"),
    rules.PASSED: _("lolos seleksi administrasi"),
    rules.FINALIST: _("finalis"),
    rules.WON: _("meraih penghargaan"),
    rules.FAILED: _("tidak lolos"),
}


def health_words(innovation: Innovation, today: date) -> tuple[str, Lazy]:
    """Tone and words for whether the innovation runs on `today`."""
    return HEALTH[rules.health(found=innovation.found, next_check=innovation.next_check, today=today)]


def typed(text: str) -> str:
    """Words that a reader typed: no NUL, at most a hundred letters."""
    return text.replace("\x00", "").strip()[:100]


def one_of(text: str, known: Container[str]) -> str:
    """The key that was chosen, "" for anything else."""
    return text if text in known else ""


def region_code(text: str) -> str:
    """The code of a province that was chosen, "" for anything that is none."""
    return text if len(text) == 2 and text.isascii() and text.isdigit() else ""


def moved(figure: Figure) -> tuple[str, str]:
    """Tone and words for how far a figure moved; both "" while there is no result."""
    movement = figure.movement
    if movement is None:
        return "", ""
    tone = {None: "note", True: "good", False: "warn"}[movement.better]
    if movement.percent is None:
        return tone, gettext("dari nol") if movement.better is not None else gettext("tetap nol")
    if movement.better is None:
        return tone, gettext("tetap")
    words = gettext("naik %(share)s %%") if movement.percent > 0 else gettext("turun %(share)s %%")
    return tone, words % {"share": format_number(abs(movement.percent))}
