"""The shape of what officers type. What it must mean is asked of rules.py and the actions, which name their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.fields import ManyFilesField
from melayani.voice.disclosure.rules import asking, deciding, law, listing, objecting

DECISIONS = (
    (deciding.GRANTED, "Diberikan seluruhnya"),
    (deciding.PARTLY_GRANTED, "Diberikan sebagian, sisanya dihitamkan"),
    (deciding.REFUSED, "Ditolak"),
    (deciding.NOT_HELD, "Tidak dikuasai kantor ini"),
    (deciding.ELSEWHERE, "Dikuasai badan publik lain"),
)
OUTCOMES = (
    (objecting.GRANTED, "Keberatan diterima: permintaan diproses lagi"),
    (objecting.PARTLY, "Keberatan diterima sebagian: permintaan diproses lagi"),
    (objecting.REJECTED, "Keberatan ditolak: keputusan PPID tetap"),
)
CHANNELS = ((asking.COUNTER, "Meja PPID"), (asking.LETTER, "Surat"), (asking.PHONE, "Telepon"), (asking.MAIL, "Surel"))
KINDS = (
    (asking.PERSON, "Perorangan"),
    (asking.BODY, "Badan hukum"),
    (asking.GROUP, "Kelompok orang"),
    (asking.PROXY, "Kuasa"),
)
SHAPES = ((asking.SOFT, "Salinan digital"), (asking.HARD, "Salinan kertas"), (asking.SEE, "Melihat di kantor"))
MEDIA = (
    (asking.ONLINE, "Halaman permintaan"),
    (asking.EMAIL, "Surel"),
    (asking.POST, "Pos"),
    (asking.PICK_UP, "Diambil di meja PPID"),
)
OCCASIONS = (
    (listing.BEFORE, "Sebelum ada permintaan"),
    (listing.ON_REQUEST, "Karena ada permintaan"),
    (listing.BY_ORDER, "Atas perintah dalam sengketa"),
)
RESULTS = (
    (listing.EXCLUDE, "Dikecualikan seluruhnya"),
    (listing.PARTLY, "Dikecualikan sebagian"),
    (listing.OPEN, "Dibuka"),
)


def line(label: str, *, required: bool = True, most: int = 160, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        error_messages={"required": "Isian ini wajib.", "max_length": "Paling panjang %(limit_value)d huruf."},
    )


def area(label: str, *, required: bool = True, most: int = 4000, hint: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Isian ini wajib.", "max_length": "Paling panjang %(limit_value)d huruf."},
    )


def choice(
    label: str, choices: Sequence[tuple[str, str]], *, required: bool = True, radio: bool = False, hint: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices if radio else [("", "Pilih"), *choices],
        required=required,
        help_text=hint,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu yang tersedia."},
    )


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"required": "Isi tanggalnya.", "invalid": "Tanggal ini tidak ada. Tulis seperti 2026-03-16."},
    )


def papers(label: str, *, hint: str = "") -> ManyFilesField:
    return ManyFilesField(label=label, help_text=hint)


def ground_choices() -> list[tuple[str, str]]:
    """The grounds of refusal, as the law letters them."""
    return [(one.key, f"Pasal {one.article} huruf {one.letter}: {one.label}") for one in law.refusal_grounds().values()]


def add_problems(form: forms.Form, problems: Mapping[str, str]) -> None:
    """Put what the rules found wrong beside its field; what has no field here stands above the form."""
    for name, words in problems.items():
        form.add_error(name if name in form.fields else None, words)


class RecordForm(forms.Form):
    """A request that came by letter, telephone, e-mail or at the counter: the lawful form on one page."""

    unit = choice("Kantor yang diminta", ())
    channel = choice("Lewat mana", CHANNELS, radio=True)
    received_on = day("Diterima tanggal", hint="Jam dihitung dari sini.")
    kind = choice("Pemohon", KINDS, radio=True)
    name = line("Nama", most=asking.NAME_MAX)
    body_name = line("Nama badan hukum atau kelompok", required=False, most=asking.PAPER_MAX)
    body_paper = line("Akta atau surat kelompok", required=False, most=asking.PAPER_MAX)
    principal = line("Nama pemberi kuasa", required=False, most=asking.PAPER_MAX)
    authority = line("Surat kuasa", required=False, most=asking.PAPER_MAX)
    address = line("Alamat", most=asking.ADDRESS_MAX)
    nik = line("NIK", required=False, most=24)
    occupation = line("Pekerjaan", required=False, most=asking.OCCUPATION_MAX)
    phone = line("Telepon", required=False, most=40)
    email = line("Surel", required=False, most=254, hint="Tanpa telepon dan surel, pemohon mendapat kode kertas.")
    information = area("Informasi yang diminta", most=asking.INFORMATION_MAX)
    purpose = area("Untuk apa digunakan", most=asking.PURPOSE_MAX, rows=2)
    form = choice("Bentuk", SHAPES, radio=True)
    medium = choice("Cara mendapatkannya", MEDIA, radio=True)
    secret = forms.BooleanField(label="Pemohon meminta namanya dirahasiakan", required=False)
    papers = papers("Surat, KTP, atau surat kuasa", hint="JPG, PNG, atau PDF.")

    def __init__(self, *args: Any, units: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Pilih"), *((one.slug, one.name) for one in units)]


class DecideForm(forms.Form):
    """The written notice."""

    decision = choice("Keputusan", DECISIONS, radio=True)
    ground = choice("Dasar penolakan", (), required=False, hint="Untuk yang ditolak atau diberikan sebagian.")
    exclusion = choice("Pengecualian yang berlaku", (), required=False, hint="Pasal 17 hanya setelah uji konsekuensi.")
    reason = area(
        "Alasan",
        required=False,
        most=deciding.REASON_MAX,
        hint="Dibaca pemohon. Wajib bila tidak seluruhnya diberikan.",
    )
    holder = line("Badan publik yang menguasai", required=False, most=deciding.HOLDER_MAX)
    cost = forms.IntegerField(
        label="Biaya salinan dan pengiriman (rupiah)",
        required=False,
        min_value=0,
        initial=0,
        error_messages={"invalid": "Tulis angka saja, misalnya 15000.", "min_value": "Biaya tidak boleh negatif."},
    )
    cost_note = line("Rincian dan cara membayar", required=False, most=deciding.COST_NOTE_MAX)
    note = area("Kapan dan bagaimana informasi diterima", required=False, most=deciding.NOTE_MAX, rows=2)

    def __init__(self, *args: Any, exclusions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("ground", ground_choices()), ("exclusion", list(exclusions))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Tidak ada"), *choices]


class AnswerForm(forms.Form):
    """The superior's answer to an objection."""

    outcome = choice("Keputusan atas keberatan", OUTCOMES, radio=True)
    text = area("Jawaban atasan PPID", most=objecting.ANSWER_MAX, rows=8, hint="Dibaca pemohon.")
    superior_name = line("Nama atasan PPID", most=objecting.NAME_MAX)
    superior_post = line("Jabatan", most=objecting.POST_MAX)


class ObjectionForm(forms.Form):
    """An objection that came on paper or at the counter."""

    channel = choice("Lewat mana", CHANNELS, radio=True)
    grounds = forms.MultipleChoiceField(
        label="Alasan keberatan",
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        error_messages={"required": "Pilih paling sedikit satu alasan.", "invalid_choice": "Pilih yang tersedia."},
    )
    case_position = area("Kasus posisi", most=objecting.POSITION_MAX, rows=6)
    proxy_name = line("Nama kuasa", required=False, most=objecting.NAME_MAX)
    proxy_address = line("Alamat kuasa", required=False, most=300)

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grounds"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(grounds)


class EntryForm(forms.Form):
    """An entry of the Daftar Informasi Publik, with the fields of the regulation."""

    title = line("Nama informasi", most=listing.TITLE_MAX)
    summary = area("Ringkasan isi", most=listing.SUMMARY_MAX)
    category = choice("Golongan", ())
    holding_unit = line("Unit yang menguasai", most=listing.SHORT_MAX)
    responsible = line("Penanggung jawab pembuatan atau penerbitan", most=listing.SHORT_MAX)
    made_on = day("Tanggal pembuatan", required=False)
    place = line("Tempat pembuatan", required=False, most=listing.SHORT_MAX)
    soft = forms.BooleanField(label="Tersedia sebagai berkas digital", required=False)
    hard = forms.BooleanField(label="Tersedia sebagai cetakan", required=False)
    retention = line("Jangka waktu penyimpanan", required=False, most=listing.SHORT_MAX, hint="Misalnya: 5 tahun.")
    link = line("Tautan", required=False, most=200, hint="Bila sudah terbit di tempat lain, dimulai dengan https://")
    exclusion = choice("Pengecualian yang berlaku", (), required=False, hint="Hanya untuk golongan dikecualikan.")
    papers = papers("Berkas untuk diunduh warga", hint="PDF atau gambar. Boleh kosong bila hanya ada cetakan.")

    def __init__(self, *args: Any, exclusions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(one.key, one.label) for one in law.categories().values()]
        for name, choices in (
            ("category", [("", "Pilih"), *categories]),
            ("exclusion", [("", "Tidak ada"), *exclusions]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class ExclusionForm(forms.Form):
    """Information proposed to be excluded."""

    content = area("Informasi yang dikecualikan", most=listing.SUMMARY_MAX, rows=3)
    ground = choice("Dasar pengecualian", ())
    legal_basis = area("Dasar hukum selengkapnya", most=listing.SUMMARY_MAX, rows=2)
    consequence_open = area("Akibat bila dibuka", most=listing.SUMMARY_MAX, rows=3)
    consequence_closed = area("Akibat bila ditutup", most=listing.SUMMARY_MAX, rows=3)
    duration = line("Jangka waktu", most=listing.SHORT_MAX, hint="Misalnya: selama penyidikan berjalan, 5 tahun.")
    ends_on = day("Berakhir tanggal", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Pilih"), *ground_choices()]


class TestForm(forms.Form):
    """A consequence test (uji konsekuensi)."""

    held_on = day("Tanggal uji")
    occasion = choice("Kapan uji dilakukan", OCCASIONS, radio=True)
    document = area("Dokumen yang diuji, sampai bagiannya", most=listing.SUMMARY_MAX, rows=2)
    participants = area("Peserta uji", most=listing.SUMMARY_MAX, rows=2)
    analysis = area("Pertimbangan", most=listing.SUMMARY_MAX * 2, rows=8)
    result = choice("Hasil", RESULTS, radio=True)


class LimitForm(forms.Form):
    """An office's own promise, shorter than the law's limit."""

    stage = choice("Tahap", ())
    amount = forms.IntegerField(
        label="Hari kerja",
        error_messages={"required": "Isi jumlah hari kerja.", "invalid": "Tulis angka saja."},
    )
    basis = line("Dasar (surat keputusan)", most=200)
    since = day("Berlaku mulai")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stage"]
        if isinstance(field, forms.ChoiceField):
            today = datetime.now(tz=UTC).date()
            duties = [one for one in law.stages(today).values() if one.kind == law.DUTY]
            field.choices = [("", "Pilih"), *((one.key, f"{one.label} (paling lama {one.amount})") for one in duties)]


REPORT_WORDS = {
    "policy": "Kebijakan layanan informasi dan PPID",
    "facilities": "Sarana dan prasarana",
    "staff": "Sumber daya manusia",
    "budget": "Anggaran",
    "disputes": "Penyelesaian sengketa",
    "internal_constraints": "Kendala internal",
    "external_constraints": "Kendala eksternal",
    "recommendations": "Rekomendasi",
    "plan": "Rencana tindak lanjut",
}


class ReportForm(forms.Form):
    """The words of the yearly report, chapter by chapter; figures are not typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in REPORT_WORDS.items():
            self.fields[name] = area(label, required=False, most=8000, rows=4)
