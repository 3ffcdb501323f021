"""What was found in the mall of Kota Bogor: its readiness and its facilities. Examples, checked by example people."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.delivery.catalogue.actions import judge_readiness
from melayani.entrances.office.demonstration import facilities
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.oversight.facilities.actions import Finding, describe_help, record_check

FIRST_LOOK = timedelta(days=120)
NEXT_LOOK = timedelta(days=60)
# criterion, state, evidence; what is left out stays not judged
READINESS = (
    ("information", "met", "Contoh: papan layanan di lobi dan laman memuat syarat, biaya, dan waktu."),
    ("queue", "met", "Contoh: kios antrean di pintu utama dan nomor antrean lewat ponsel."),
    ("consultation", "met", "Contoh: meja konsultasi di lantai 1, pengaduan tercatat dengan nomor."),
    ("survey", "partly", "Contoh: survei berjalan di tiga dari enam gerai."),
    ("processing", "partly", "Contoh: berkas kependudukan terlacak, gerai lain belum."),
    ("commitment", "met", "Contoh: kesepakatan tertulis wali kota dengan para penyewa gerai."),
    ("security", "not_met", "Contoh: uji keamanan belum pernah dilakukan."),
)
SPECIAL = (
    Finding("mobility_aid", "met", count=2, condition="good", note="Di meja informasi, lantai 1."),
    Finding("entrance", "met", condition="good"),
    Finding("ramp", "met", count=1, condition="good"),
    Finding("lift", "met", count=1, condition="damaged", note="Tombol braille lantai 2 aus."),
    Finding("corridor", "met", condition="good"),
    Finding("toilet", "met", count=1, condition="good", note="Di sebelah gerai 3."),
    Finding("counter", "met", count=1, condition="good"),
    Finding("waiting", "met", count=12, condition="good"),
    Finding("guiding_block", "not_met"),
    Finding("parking", "met", count=2, condition="good"),
    Finding("play_area", "met", count=1, condition="good"),
    Finding("support", "not_met", note="Juru bahasa isyarat dipanggil sehari sebelumnya."),
)
EARLIER = (Finding("ramp", "not_met"), Finding("lactation", "not_met"), Finding("toilet", "met", count=1))
GENERAL = {
    "waiting": ("waiting_seats", "waiting_cooling", "waiting_water", "waiting_charging", "waiting_queue"),
    "support": ("support_copy", "support_first_aid", "support_prayer", "support_bins"),
    "desk": ("desk_officer", "desk_desk", "desk_print"),
}
BASE = ("waiting_seats", "waiting_cooling")  # the manager's own reading of what is mandatory
HELP = "Tekan bel di pintu utama. Petugas meja informasi datang dan mengantar Anda ke gerai."


def look_around(mall: Organisation, manager: Officer, *, now: datetime) -> None:
    """Two looks at the special facilities, what was mended, one look at the others, seven of the criteria judged."""
    today = now.astimezone(mall.zone).date()
    before = now - FIRST_LOOK
    record_check(
        actor=manager,
        organisation=mall,
        section="special",
        findings=EARLIER,
        checked_on=today - FIRST_LOOK,
        now=before,
    )
    facilities.mend_before(mall, manager, now=now)
    last = today - timedelta(days=6)
    general = {key: [Finding(item, "met", mandatory=item in BASE) for item in items] for key, items in GENERAL.items()}
    found = {"special": facilities.with_photos(SPECIAL, manager, now), **general}
    for section, findings in found.items():
        record_check(
            actor=manager,
            organisation=mall,
            section=section,
            findings=findings,
            checked_on=last,
            next_check=last + NEXT_LOOK,
            now=now,
        )
    facilities.mend_now(mall, manager, now=now)
    describe_help(actor=manager, organisation=mall, text=HELP, now=now)
    for criterion, state, evidence in READINESS:
        judge_readiness(
            actor=manager, mall=mall, criterion=criterion, state=state, evidence=evidence, checked_on=last, now=now
        )
