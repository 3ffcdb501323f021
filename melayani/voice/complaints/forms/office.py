"""What an officer types for each verb of a case. What it must mean is asked of rules.py and the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from melayani.foundation.ui.fields import ManyFilesField
from melayani.voice.complaints import rules, states
from melayani.voice.complaints.forms.parts import choices_of, two_lines

Choices = Sequence[tuple[Any, Any]]
CLASS_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "non_oversight",
        "Tidak berkadar pengawasan",
        "Layanan lambat, tidak jelas, tidak sesuai standar, sarana rusak.",
    ),
    (
        "oversight",
        "Berkadar pengawasan",
        "Penyalahgunaan wewenang, pungutan liar, KKN, disiplin pegawai. Unit yang diadukan tidak dapat melihatnya, "
        "dan laporan ini tidak pernah ditayangkan.",
    ),
    ("aspiration", "Aspirasi", "Usul atau saran tanpa keluhan yang harus dipulihkan."),
    (
        "information_question",
        "Permintaan informasi",
        "Pertanyaan tentang layanan. Permintaan dokumen menurut UU 14/2008 dicatat di Informasi publik.",
    ),
)
CLASS_LABELS = {key: label for key, label, _ in CLASS_WORDS}
KIND_CHOICES = (
    (rules.COMPLAINT, "Pengaduan"),
    (rules.ASPIRATION, "Aspirasi"),
    (rules.INFORMATION_QUESTION, "Permintaan informasi"),
)
REQUIRED = {"required": "Isi dahulu; tindakan ini tidak dapat dilakukan tanpanya."}
OPEN_HINT = "Tampil di daftar terbuka bila laporan ini tayang. Hapus nama dan data pribadi."
CHOOSE = {"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu dari daftar."}


def area(label: str, *, hint: str = "", rows: int = 4, most: int = rules.REASON_MAX, required: bool = True) -> Any:
    """A field of several lines; too much text is refused with the limit, and nothing typed is lost."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={**REQUIRED, "max_length": "Paling panjang %(limit_value)d huruf. Singkatlah."},
    )


def picks(label: str, *, hint: str = "", required: bool = True) -> Any:
    """A list to choose one from; the choices come when the form is made."""
    return forms.ChoiceField(label=label, help_text=hint, required=required, error_messages=CHOOSE)


def papers() -> Any:
    return ManyFilesField(
        label="Lampiran",
        help_text="JPG, PNG, atau PDF. Pelapor menerimanya bersama jawaban ini.",
    )


class VerbForm(forms.Form):
    """The fields of one verb. `choices` gives the lists that the case decides, by field."""

    use_required_attribute = False

    def __init__(self, *args: Any, choices: Mapping[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in dict(choices or {}).items():
            if name in self.fields:
                choices_of(self, name, listed)


class ClassForm(VerbForm):
    complaint_class = forms.ChoiceField(
        label="Golongan",
        widget=forms.RadioSelect,
        choices=[(key, two_lines(label, hint)) for key, label, hint in CLASS_WORDS],
        help_text="Golongan menentukan jangka waktu jawaban dan siapa yang boleh membaca.",
        error_messages=CHOOSE,
    )


class VerifyForm(ClassForm):
    about = picks("Unit yang dilaporkan", hint="Kosongkan bila tidak ada satu unit pun yang dimaksud.", required=False)
    category = picks("Kategori", required=False)
    service = picks("Layanan", required=False)


class ReclassifyForm(ClassForm):
    reason = area("Alasan", hint="Masuk riwayat laporan. Pelapor diberi tahu jangka waktu yang baru.", rows=3)


class SetAboutForm(VerbForm):
    about = picks("Unit yang dilaporkan", required=False)
    category = picks("Kategori", required=False)
    service = picks("Layanan", required=False)


class ForwardForm(VerbForm):
    to = picks("Unit penerima", hint="Unit di bawah instansi yang menerima laporan ini.")
    instruction = area("Arahan", hint="Dibaca unit penerima: apa yang harus dilakukan dan kapan melapor kembali.")


class ReturnForm(VerbForm):
    reason = area("Alasan", hint="Dibaca pejabat penghubung yang mendisposisikan.", rows=3)


class FollowUpForm(VerbForm):
    text = area("Apa yang sudah dikerjakan", hint="Satu atau dua kalimat yang dapat diperiksa kembali.")
    public = forms.BooleanField(
        label="Sampaikan juga kepada pelapor",
        required=False,
        initial=True,
        help_text="Tanpa centang, catatan ini hanya dibaca petugas.",
    )


class AnswerForm(VerbForm):
    text = area("Jawaban kepada pelapor", hint="Jawab hal yang ditanyakan dahulu.", rows=10, most=rules.ANSWER_MAX)
    public_text = area(
        "Jawaban untuk umum",
        hint=OPEN_HINT,
        rows=6,
        most=rules.ANSWER_MAX,
        required=False,
    )
    papers = papers()


class CorrectForm(VerbForm):
    entry = picks("Jawaban yang diperbaiki")
    text = area(
        "Jawaban yang benar",
        hint="Jawaban lama tetap tampak, dengan tanda bahwa ada perbaikannya.",
        rows=8,
        most=rules.ANSWER_MAX,
    )
    public_text = area("Untuk umum", hint=OPEN_HINT, rows=5, most=rules.ANSWER_MAX, required=False)


class CompletionForm(VerbForm):
    question = area(
        "Apa yang perlu dilengkapi", hint="Satu pertanyaan yang jelas. Jam tindak lanjut berhenti sampai dijawab."
    )


class ReasonForm(VerbForm):
    reason = area("Alasan", hint="Masuk riwayat laporan.", rows=3)


class RejectForm(VerbForm):
    outcome = forms.ChoiceField(
        label="Mengapa tidak dapat ditangani",
        widget=forms.RadioSelect,
        choices=[(key, states.OUTCOMES[key].officer) for key in states.REJECTIONS],
        error_messages=CHOOSE,
    )
    reason = area("Penjelasan kepada pelapor", hint="Sebutkan ke mana pelapor dapat mengadu bila bukan ke sini.")


class TransferForm(VerbForm):
    body = forms.CharField(
        label="Lembaga yang berwenang",
        max_length=200,
        help_text="Nama lengkap, misalnya PT PLN (Persero) Unit Layanan Bengkalis. Surat pelimpahan dibuat otomatis.",
        error_messages=REQUIRED,
    )
    reason = area("Alasan pelimpahan", hint="Dibaca pelapor dan lembaga penerima.", rows=3)


class MergeForm(VerbForm):
    master = forms.CharField(
        label="Nomor laporan induk",
        max_length=40,
        help_text="Laporan ini ikut dijawab lewat laporan induk; kedua pelapor mendapat setiap kabar.",
        error_messages=REQUIRED,
    )


class ConvertForm(VerbForm):
    kind = forms.ChoiceField(label="Jenis", widget=forms.RadioSelect, choices=KIND_CHOICES, error_messages=CHOOSE)


class PublishForm(VerbForm):
    title = forms.CharField(
        label="Judul yang tayang",
        max_length=rules.TITLE_MAX,
        error_messages={**REQUIRED, "max_length": "Judul paling panjang 150 huruf."},
    )
    text = area(
        "Isi yang tayang",
        hint="Hapus nama orang, nomor, alamat rumah, dan apa pun yang menunjuk pelapor. Aslinya tetap tersegel.",
        rows=12,
        most=rules.TEXT_MAX,
    )


class NoteForm(VerbForm):
    text = area("Catatan internal", hint="Hanya dibaca petugas yang boleh membuka laporan ini.", rows=3)


class ExternalNumberForm(VerbForm):
    external_number = forms.CharField(
        label="Nomor LAPOR!", max_length=40, help_text="Tracking ID dari SP4N-LAPOR!.", error_messages=REQUIRED
    )


class HeardForm(VerbForm):
    """What a reporter said at the counter, on the telephone or in a letter."""

    text = area("Kata pelapor", hint="Tulis seperti yang disampaikan. Pelapor melihat catatan ini.")
    papers = papers()
