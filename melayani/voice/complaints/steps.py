"""The screens of the form in their order, each with one decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from melayani.voice.complaints.rules.filing import ASPIRATION, COMPLAINT, INFORMATION_QUESTION

STORY, TARGET, QUESTIONS, LIKE, PLACE, FILES = "cerita", "tujuan", "pertanyaan", "mirip", "tempat", "berkas"
PRIVACY, WHO, SUMMARY = "privasi", "anda", "periksa"


@dataclass(frozen=True)
class Step:
    """A screen: its place in the address, its heading, and what becomes of the answer."""

    key: str
    title: str | Promise
    purpose: str | Promise


ALL = {
    STORY: Step(
        STORY,
        _("Apa yang terjadi?"),
        _("Ceritakan dengan kata Anda sendiri. Petugas membaca cerita ini dan menjawabnya."),
    ),
    TARGET: Step(
        TARGET,
        _("Tentang layanan atau kantor mana?"),
        _("Dengan ini laporan langsung sampai ke yang berwenang. Tidak tahu? Tidak apa-apa, kami carikan."),
    ),
    QUESTIONS: Step(
        QUESTIONS,
        _("Beberapa hal khusus"),
        _("Jawaban ini membantu petugas bertindak tanpa bertanya lagi kepada Anda."),
    ),
    PLACE: Step(
        PLACE,
        _("Kapan dan di mana?"),
        _("Isi yang Anda ingat saja. Semua di layar ini boleh kosong."),
    ),
    FILES: Step(
        FILES,
        _("Ada foto atau berkas?"),
        _("Bukti mempercepat pemeriksaan, tetapi tidak wajib."),
    ),
    PRIVACY: Step(
        PRIVACY,
        _("Siapa yang boleh tahu?"),
        _("Dua pilihan ini berdiri sendiri-sendiri. Anda boleh memilih salah satu, keduanya, atau tidak satu pun."),
    ),
    WHO: Step(
        WHO,
        _("Bagaimana kami mengabari Anda?"),
        _("Kabar dikirim setiap ada kemajuan: saat diteruskan, saat dijawab, dan bila ada yang ditanyakan."),
    ),
}


def order(*, with_questions: bool) -> list[Step]:
    """The screens of one draft; questions stand there only when its category has some."""
    keys = [STORY, TARGET, *([QUESTIONS] if with_questions else []), PLACE, FILES, PRIVACY, WHO]
    return [ALL[key] for key in keys]


KIND_WORDS = {
    COMPLAINT: _("Pengaduan"),
    ASPIRATION: _("Usulan"),
    INFORMATION_QUESTION: _("Pertanyaan"),
}
