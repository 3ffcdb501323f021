"""Words for keys of the catalogue and of offices, as citizens read them."""

from __future__ import annotations

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy

from melayani.delivery.catalogue.rules import Promise

GROUPS: dict[str, Lazy] = {
    "adminduk": gettext_lazy("Kependudukan dan pencatatan sipil"),
    "perizinan": gettext_lazy("Perizinan"),
    "kelurahan": gettext_lazy("Surat dari kelurahan"),
    "ketertiban": gettext_lazy("Ketertiban umum"),
    "pengaduan": gettext_lazy("Pengaduan"),
}
COMPONENTS: dict[str, Lazy] = {
    "requirements": gettext_lazy("Persyaratan"),
    "procedure": gettext_lazy("Langkah pelayanan"),
    "duration": gettext_lazy("Jangka waktu"),
    "fee": gettext_lazy("Biaya"),
    "product": gettext_lazy("Hasil"),
    "complaint_handling": gettext_lazy("Penanganan pengaduan"),
    "legal_basis": gettext_lazy("Dasar hukum"),
    "facilities": gettext_lazy("Sarana dan prasarana"),
    "competence": gettext_lazy("Kompetensi pelaksana"),
    "internal_control": gettext_lazy("Pengawasan internal"),
    "staff_count": gettext_lazy("Jumlah pelaksana"),
    "service_guarantee": gettext_lazy("Jaminan pelayanan"),
    "safety_guarantee": gettext_lazy("Jaminan keamanan dan keselamatan"),
    "staff_evaluation": gettext_lazy("Evaluasi kinerja pelaksana"),
}
ACTORS: dict[str, Lazy] = {
    "applicant": gettext_lazy("Anda"),
    "counter": gettext_lazy("Petugas loket"),
    "processor": gettext_lazy("Petugas pemroses"),
    "section_head": gettext_lazy("Kepala seksi atau bidang"),
    "head": gettext_lazy("Kepala dinas"),
    "partner": gettext_lazy("Kantor lain"),
}
CLOCK_STARTS: dict[str, Lazy] = {
    "berkas lengkap dan benar": gettext_lazy("sejak berkas Anda lengkap dan benar"),
    "berkas diterima": gettext_lazy("sejak berkas Anda diterima"),
}
DOORS: dict[str, Lazy] = {
    "web": gettext_lazy("lewat situs ini"),
    "email": gettext_lazy("lewat e-mail"),
    "whatsapp": gettext_lazy("lewat WhatsApp"),
    "sms": gettext_lazy("lewat SMS"),
    "office": gettext_lazy("lewat petugas"),
    "push": gettext_lazy("lewat gawai Anda"),
}
STATES: dict[str, tuple[str, Lazy]] = {
    "open": ("good", gettext_lazy("Buka")),
    "limited": ("warn", gettext_lazy("Buka terbatas")),
    "online_only": ("note", gettext_lazy("Hanya daring")),
    "break": ("note", gettext_lazy("Istirahat")),
    "closed": ("off", gettext_lazy("Tutup")),
    "unknown": ("off", gettext_lazy("Jam belum dicantumkan")),
}
READINESS: dict[str, tuple[str, Lazy]] = {
    "met": ("good", gettext_lazy("Terpenuhi")),
    "partly": ("note", gettext_lazy("Sebagian")),
    "not_met": ("warn", gettext_lazy("Belum terpenuhi")),
    "not_judged": ("off", gettext_lazy("Belum dinilai")),
}
MALL_FIGURES: dict[str, Lazy] = {
    "applicants": gettext_lazy("{count} pemohon sebulan"),
    "visits": gettext_lazy("{count} kunjungan"),
    "tenants": gettext_lazy("{count} gerai"),
    "counters": gettext_lazy("{count} loket"),
    "services": gettext_lazy("{count} layanan"),
}

WAYS: dict[str, tuple[str, Lazy, Lazy]] = {
    "online": (
        "up",
        gettext_lazy("Daring, dari ponsel"),
        gettext_lazy("Isian dapat disimpan dan dilanjutkan. Foto berkas cukup."),
    ),
    "counter": (
        "pin",
        gettext_lazy("Di loket"),
        gettext_lazy("Bawa berkas asli. Petugas mengisikan dan memberi tanda terima kertas."),
    ),
    "village": (
        "home",
        gettext_lazy("Di desa, kelurahan, atau kecamatan"),
        gettext_lazy("Kantor terdekat membantu mengajukan."),
    ),
    "partner": (
        "care",
        gettext_lazy("Lewat mitra"),
        gettext_lazy("Tempat layanan yang bekerja sama dengan kantor ini."),
    ),
    "external": (
        "right",
        gettext_lazy("Lewat sistem lain"),
        gettext_lazy("Disebut dalam standar; di luar halaman ini."),
    ),
}


def group_name(key: str) -> str:
    """The group of services in words; a key that we have no words for is shown with a capital."""
    return str(GROUPS.get(key, key.replace("_", " ").capitalize()))


def amount_word(promise: Promise) -> str:
    """The promised amount alone: "14" or "1–3"."""
    if promise.min is not None and promise.max is not None and promise.min != promise.max:
        return f"{promise.min}–{promise.max}"
    return str(promise.limit)
