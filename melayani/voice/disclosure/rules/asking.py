"""What a request for information must hold: who asks, what for, in which form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from melayani.voice.disclosure.rules.words import gettext_noop

NAME_MAX, ADDRESS_MAX, OCCUPATION_MAX, PAPER_MAX = 120, 300, 80, 120
INFORMATION_MAX, PURPOSE_MAX, REASON_MAX = 4000, 2000, 2000
FILES_MAX = 5
OLDEST_LETTER = timedelta(days=366)
REQUESTS_A_DAY = 6  # of one contact
IDENTITY_KEPT = timedelta(days=30)  # a copy of an identity paper, after the case is closed

PERSON, BODY, GROUP, PROXY = "person", "body", "group", "proxy"
APPLICANTS = (PERSON, BODY, GROUP, PROXY)
SEE, COPY = "see", "copy"
SOFT, HARD = "soft", "hard"
ONLINE, EMAIL, POST, PICK_UP = "online", "email", "post", "pick_up"
WEB, COUNTER, LETTER, MAIL, PHONE, API, CONVERTED = "web", "counter", "letter", "email", "phone", "api", "converted"
OFFICER_CHANNELS = frozenset({COUNTER, LETTER, MAIL, PHONE, CONVERTED})


@dataclass(frozen=True)
class Applicant:
    """Who asks, as typed. `body_name` for a legal body or a group, `principal` for whom a proxy speaks."""

    name: str
    kind: str = PERSON
    address: str = ""
    phone: str = ""
    email: str = ""
    occupation: str = ""
    nik: str = ""
    body_name: str = ""
    body_paper: str = ""  # the deed or decree that made the body, or the letter of the group
    principal: str = ""
    authority: str = ""  # the power of attorney: its date or number
    secret: bool = False  # the name is shown to the information officer only


@dataclass(frozen=True)
class Asked:
    """What is asked, what for, and how it is to be given."""

    information: str
    purpose: str
    manner: str = COPY  # see, copy
    copy_form: str = SOFT  # soft, hard; "" when it is only to be seen
    medium: str = ONLINE


class TooManyRequests(Exception):
    """This contact asked often today; `seconds` says when it may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext_noop("Hari ini sudah banyak permintaan dari kontak ini. Coba lagi besok, atau datang ke meja PPID.")
        )
        self.seconds = seconds


def applicant_problems(applicant: Applicant, *, needs_contact: bool) -> dict[str, str]:
    """What is wrong with the applicant, by field; the NIK is judged apart (people.rules.check_nik)."""
    problems = dict(_name_problems(applicant))
    if len(applicant.address) > ADDRESS_MAX:
        problems["address"] = gettext_noop("Alamat paling panjang 300 huruf.")
    elif not applicant.address.strip():
        problems["address"] = gettext_noop("Isi alamat; undang-undang meminta alamat pemohon dicatat.")
    if len(applicant.occupation) > OCCUPATION_MAX:
        problems["occupation"] = gettext_noop("Pekerjaan paling panjang 80 huruf.")
    if needs_contact and not (applicant.phone.strip() or applicant.email.strip()):
        problems["phone"] = gettext_noop("Isi nomor telepon atau e-mail, supaya kami dapat mengabari Anda.")
    return problems


def _name_problems(applicant: Applicant) -> dict[str, str]:
    problems = {}
    if applicant.kind not in APPLICANTS:
        problems["kind"] = gettext_noop("Pilih siapa yang meminta: perorangan, badan hukum, kelompok, atau kuasa.")
    if not applicant.name.strip():
        problems["name"] = gettext_noop("Isi nama Anda.")
    elif len(applicant.name) > NAME_MAX:
        problems["name"] = gettext_noop("Nama paling panjang 120 huruf. Singkat bila perlu.")
    if applicant.kind in (BODY, GROUP) and not applicant.body_name.strip():
        problems["body_name"] = gettext_noop("Isi nama badan hukum atau kelompok yang Anda wakili.")
    if applicant.kind == PROXY and not applicant.principal.strip():
        problems["principal"] = gettext_noop("Isi nama orang yang memberi kuasa kepada Anda.")
    for field in ("body_name", "body_paper", "principal", "authority"):
        if len(getattr(applicant, field)) > PAPER_MAX:
            problems[field] = gettext_noop("Paling panjang 120 huruf.")
    return problems


def asked_problems(asked: Asked) -> dict[str, str]:
    """What is wrong with what is asked, by field."""
    problems = {}
    if not asked.information.strip():
        problems["information"] = gettext_noop("Tulis informasi apa yang Anda minta.")
    elif len(asked.information) > INFORMATION_MAX:
        problems["information"] = gettext_noop("Paling panjang 4.000 huruf. Singkat permintaan Anda.")
    elif is_advertisement(asked.information):
        problems["information"] = gettext_noop(
            "Isi ini terbaca sebagai iklan. Tulis informasi yang Anda minta tanpa tautan."
        )
    if not asked.purpose.strip():
        problems["purpose"] = gettext_noop("Tulis untuk apa informasi ini Anda gunakan; undang-undang memintanya.")
    elif len(asked.purpose) > PURPOSE_MAX:
        problems["purpose"] = gettext_noop("Paling panjang 2.000 huruf.")
    return {**problems, **_form_problems(asked)}


def _form_problems(asked: Asked) -> dict[str, str]:
    problems = {}
    if asked.manner not in (SEE, COPY):
        problems["manner"] = gettext_noop("Pilih melihat di tempat, atau mendapat salinan.")
    if asked.manner == COPY and asked.copy_form not in (SOFT, HARD):
        problems["copy_form"] = gettext_noop("Pilih salinan berkas digital, atau salinan kertas.")
    if asked.medium not in (ONLINE, EMAIL, POST, PICK_UP):
        problems["medium"] = gettext_noop("Pilih cara mengambil informasi.")
    elif asked.copy_form == HARD and asked.medium in (ONLINE, EMAIL):
        problems["medium"] = gettext_noop("Salinan kertas dikirim lewat pos atau diambil di meja PPID.")
    return problems


_LINK = re.compile(r"https?://|www\.|\b\w+\.(?:com|net|xyz|site|online|shop|club)\b", re.IGNORECASE)
_LOAN = re.compile(
    r"\b(pinjaman|pinjol|dana tunai|slot gacor|judi online|togel|casino|loan offer)\b.{0,200}"
    r"(\bwa\b|whatsapp|hubungi|klik|http|www\.|daftar)",
    re.IGNORECASE | re.DOTALL,
)
LINKS_MAX = 5


def is_advertisement(text: str) -> bool:
    """Whether a text reads as an advertisement: many links, or lending and gambling with a call to act."""
    return len(_LINK.findall(text)) > LINKS_MAX or bool(_LOAN.search(text))


def received_problem(received_at: datetime, now: datetime) -> str:
    """What is wrong with the day on which a letter came, or an empty text."""
    if received_at > now:
        return gettext_noop("Waktu diterima tidak boleh di masa depan.")
    if received_at < now - OLDEST_LETTER:
        return gettext_noop("Waktu diterima paling lama satu tahun yang lalu.")
    return ""
