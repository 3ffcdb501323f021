"""What an organisation sets for itself: categories with their questions, shorter limits, its ladder, reply texts."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.voice.complaints import rules
from melayani.voice.complaints.forms.office import CHOOSE, CLASS_LABELS, KIND_CHOICES, REQUIRED, Choices, VerbForm, area
from melayani.voice.complaints.forms.parts import DAY_SHAPES

ANY = [("", "Semua golongan"), *CLASS_LABELS.items()]
CLOCK_WORDS = {
    rules.VERIFY_CLOCK: "Verifikasi dan penerusan",
    rules.FOLLOW_UP_CLOCK: "Tindak lanjut pertama",
    rules.CASE: "Jawaban atas laporan",
    rules.CLOSE: "Penutupan bila pelapor diam",
    rules.SETTLE: "Batas luar penyelesaian",
    rules.COMPLETION: "Waktu pelapor melengkapi",
    rules.LATE_WORD: "Waktu pelapor membuka lagi sesudah penutupan karena diam",
}
OWN_CLOCKS = (rules.VERIFY_CLOCK, rules.FOLLOW_UP_CLOCK, rules.CASE)
UNIT_WORDS = {"working_day": "hari kerja", "calendar_day": "hari kalender", "hour": "jam"}
LEVEL_WORDS = {
    "liaison": "Pejabat penghubung",
    "head": "Kepala unit",
    "parent_head": "Kepala instansi di atasnya",
    "bureau": "Biro organisasi",
}
DATATYPE_WORDS = {
    "string": "Satu baris teks",
    "text": "Beberapa baris teks",
    "number": "Angka",
    "datetime": "Tanggal",
    "singlevaluelist": "Pilih satu",
    "multivaluelist": "Boleh pilih beberapa",
}


def day(label: str, *, required: bool = True, hint: str = "") -> Any:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=DAY_SHAPES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**REQUIRED, "invalid": "Tanggal ini tidak ada. Tulis misalnya 17-08-2026."},
    )


def line(label: str, most: int, *, hint: str = "", required: bool = True) -> Any:
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required, error_messages=REQUIRED)


def tick(label: str, hint: str = "", *, initial: bool = False) -> Any:
    return forms.BooleanField(label=label, help_text=hint, required=False, initial=initial)


def listed(label: str, choices: Choices, *, hint: str = "", required: bool = True) -> Any:
    return forms.ChoiceField(
        label=label, choices=list(choices), help_text=hint, required=required, error_messages=CHOOSE
    )


class TemplateForm(VerbForm):
    organisation = listed("Berlaku di", (), hint="Juga di semua unit di bawahnya.")
    title = line("Judul", 120, hint="Tampak di daftar pilihan petugas.")
    text = area("Teks", hint="Petugas masih dapat mengubahnya sebelum mengirim.", rows=8, most=rules.ANSWER_MAX)
    category = listed("Untuk kategori", (), required=False)
    for_action = listed(
        "Dipakai saat",
        [
            ("", "Semua"),
            ("answer", "Menjawab"),
            ("request_completion", "Meminta kelengkapan"),
            ("follow_up", "Tindak lanjut"),
            ("reject", "Menolak"),
        ],
        required=False,
    )


class CategoryForm(VerbForm):
    organisation = listed("Berlaku di", ())
    name = line("Nama", 120, hint="Seperti warga menyebutnya.")
    name_en = line("Nama dalam bahasa Inggris", 120, required=False)
    description = line("Penjelasan", 400, required=False, hint="Satu kalimat di bawah namanya.")
    group = line("Kelompok", 60, required=False, hint="Kategori sekelompok tampil bersama.")
    keywords = line("Kata kunci", 300, required=False, hint="Dipisah koma. Membantu warga menemukannya.")
    kind = listed("Jenis laporan", KIND_CHOICES)
    listed = tick(
        "Boleh tampil di daftar umum",
        "Tanpa centang, laporannya tidak pernah tayang dan tidak dibuka lewat Open311.",
        initial=True,
    )
    anonymous_allowed = tick("Boleh tanpa nama", initial=True)
    moderated = tick("Isi tayang setelah dibaca petugas", initial=True)
    active = tick("Masih dipakai", initial=True)


class QuestionForm(VerbForm):
    code = forms.SlugField(
        label="Kode",
        max_length=40,
        help_text="Huruf kecil, angka, tanda hubung. Tidak berubah lagi; dipakai Open311.",
        error_messages={**REQUIRED, "invalid": "Kode hanya huruf, angka, tanda hubung, atau garis bawah."},
    )
    description = line("Pertanyaan", 300)
    hint = line("Petunjuk", 300, required=False)
    datatype = listed("Bentuk jawaban", [*DATATYPE_WORDS.items()])
    required = tick("Wajib dijawab")
    order = forms.IntegerField(
        label="Urutan", min_value=1, max_value=99, error_messages={**REQUIRED, "invalid": "Tulis angka 1 sampai 99."}
    )
    values = area(
        "Pilihan jawaban",
        hint="Satu per baris, untuk bentuk pilihan. Contoh: mati = Lampu mati.",
        rows=4,
        required=False,
    )

    def clean_values(self) -> list[dict[str, str]]:
        """Each line "key = name", or the name alone."""
        found = []
        for row in self.cleaned_data["values"].splitlines():
            key, sign, name = row.partition("=")
            if row.strip():
                found.append({"key": key.strip()[:60], "name": (name if sign else key).strip()[:120]})
        return found


class ClockForm(VerbForm):
    organisation = listed("Berlaku di", (), hint="Juga di semua unit di bawahnya.")
    clock = listed("Jangka waktu", [(key, CLOCK_WORDS[key]) for key in (*OWN_CLOCKS, rules.LATE_WORD)])
    complaint_class = listed("Golongan", ANY, required=False)
    amount = forms.IntegerField(
        label="Lama", min_value=1, max_value=365, error_messages={**REQUIRED, "invalid": "Tulis angka, misalnya 5."}
    )
    unit = listed("Satuan", [*UNIT_WORDS.items()])
    source = line("Dasar", 200, hint="Keputusan atau standar yang menetapkannya.")
    valid_from = day("Berlaku sejak")
    valid_until = day("Berlaku sampai", required=False, hint="Kosongkan bila belum ditentukan.")


class LadderForm(VerbForm):
    organisation = listed("Berlaku di", (), hint="Dengan satu anak tangga sendiri, tangga nasional tidak dipakai.")
    key = forms.SlugField(label="Kode", max_length=40, error_messages=REQUIRED)
    clock = listed("Terhadap jangka waktu", [(key, CLOCK_WORDS[key]) for key in OWN_CLOCKS])
    hours = forms.IntegerField(
        label="Jam terhadap jatuh tempo",
        min_value=-720,
        max_value=2160,
        help_text="Minus berarti sebelum jatuh tempo: -24 adalah sehari sebelumnya.",
        error_messages={**REQUIRED, "invalid": "Tulis angka jam, misalnya -24 atau 48."},
    )
    level = listed("Yang diberi tahu", [*LEVEL_WORDS.items()])
