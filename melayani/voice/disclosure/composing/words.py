"""How decisions, grounds and outcomes read to the person who asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.rules import asking, deciding, law, objecting

IN_DATA = (  # what the files in data/ say to citizens: named here too, so that it is collected for translation
    _("Informasi berkala"),
    _("Diumumkan teratur, paling sedikit setiap enam bulan."),
    _("Informasi serta-merta"),
    _("Diumumkan segera tanpa diminta."),
    _("Informasi setiap saat"),
    _("Selalu tersedia dan dapat diminta kapan saja."),
    _("Informasi yang dikecualikan"),
    _("Tidak dibuka, setelah uji konsekuensi."),
    _("Permintaan saya ditolak"),
    _("Informasi yang wajib diumumkan berkala tidak disediakan"),
    _("Permintaan saya tidak ditanggapi"),
    _("Jawabannya tidak sesuai dengan yang saya minta"),
    _("Permintaan saya tidak dipenuhi"),
    _("Biaya yang diminta tidak wajar"),
    _("Informasi diberikan melewati batas waktu"),
)
DECISIONS = {
    deciding.GRANTED: (
        "good",
        _("Diberikan seluruhnya"),
        _("Kantor ini memiliki informasi yang Anda minta dan memberikan semuanya."),
    ),
    deciding.PARTLY_GRANTED: (
        "warn",
        _("Diberikan sebagian"),
        _("Kantor ini memberikan informasinya, tetapi bagian yang dikecualikan dihitamkan."),
    ),
    deciding.REFUSED: ("bad", _("Ditolak"), _("Kantor ini tidak membuka informasi yang Anda minta.")),
    deciding.NOT_HELD: ("off", _("Tidak dikuasai"), _("Kantor ini tidak memiliki informasi yang Anda minta.")),
    deciding.ELSEWHERE: (
        "note",
        _("Ada di kantor lain"),
        _("Informasi yang Anda minta dikuasai badan publik lain. Mintalah kepadanya."),
    ),
}
OUTCOMES = {
    objecting.GRANTED: _("Keberatan Anda diterima; permintaan Anda diproses lagi"),
    objecting.PARTLY: _("Keberatan Anda diterima sebagian; permintaan Anda diproses lagi"),
    objecting.REJECTED: _("Keberatan Anda ditolak; keputusan PPID tetap"),
}
MANNERS = {
    asking.SEE: _("Melihat dan membaca di kantor"),
    asking.SOFT: _("Salinan berkas digital"),
    asking.HARD: _("Salinan kertas"),
}
MEDIA = {
    asking.ONLINE: _("diunduh dari halaman ini"),
    asking.EMAIL: _("lewat e-mail"),
    asking.POST: _("lewat pos"),
    asking.PICK_UP: _("diambil di meja PPID"),
}


@dataclass(frozen=True)
class DecisionWords:
    """A decision with its sign, its sentence and the law it stands on."""

    tone: str
    words: str
    sentence: str
    ground: str


def decision_words(row: InformationRequest) -> DecisionWords | None:
    """The decision as the requester reads it; None before there is one."""
    if not row.decision:
        return None
    tone, words, sentence = DECISIONS[row.decision]
    return DecisionWords(tone, str(words), str(sentence), ground_words(row.ground))


def ground_words(key: str) -> str:
    """A ground of refusal with its law; "" for none."""
    ground = law.refusal_grounds().get(key)
    return gettext(ground.words) if ground else ""


def how_words(row: InformationRequest) -> str:
    """In which form and by which way the information was asked for."""
    if row.manner == asking.SEE:
        return str(MANNERS[asking.SEE])
    return f"{MANNERS[row.copy_form or asking.SOFT]}, {MEDIA[row.medium]}"


def objection_grounds(keys: list[str]) -> list[str]:
    """The grounds of an objection as a citizen would say them."""
    return [gettext(law.objection_grounds()[key].citizen) for key in keys]
