"""Condition reports: the published record of spring 2020 as it was told, and example months that say so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from melayani.foundation.attachments.actions import store
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.reporting import actions, queries
from melayani.oversight.reporting.actions import Given
from melayani.oversight.reporting.models import Campaign, Remark, Report

WIB = ZoneInfo("Asia/Jakarta")
TALK = datetime(2020, 5, 11, 13, 0, tzinfo=WIB)  # Monday afternoon; the hour is not published
SEVEN = (
    "mpp-kota-banda-aceh",
    "mpp-kota-batam",
    "mpp-kota-bogor",
    "mpp-kota-payakumbuh",
    "mpp-kota-padang",
    "mpp-kota-pekanbaru",
    "mpp-kabupaten-sumedang",
)
BOGOR = "mpp-kota-bogor"
PUBLISHED = {date(2020, 2, 1): 7912, date(2020, 3, 1): 4431}
SOURCE = "Berita konferensi video Ngulik, 11 Mei 2020"
MARCH_NOTE = (
    "Terbit sebagai “4.431 saat virus merebak pertengahan Maret”; dibaca sebagai angka Maret. Hampir semua mal "
    "melaporkan kunjungan dan permohonan izin yang berkurang."
)
UNPUBLISHED = "Angka mal ini tidak terbit di berita; bukan berarti tidak melapor."
MARK = "(contoh)"
WHY = "Angka contoh untuk peragaan."
MONTHS = 14  # the last two stand beside the same months of the year before
MALLS = ("mpp-kabupaten-banyuwangi", "mpp-kota-banda-aceh", "mpp-kota-batam", BOGOR)  # four provinces
WAVE = (100, 104, 97, 92, 110, 106, 101, 88, 95, 103, 108, 99)  # percent by calendar month
STORIES = (
    ("constraint", "technology", "applications", "open", "Jaringan di lantai dua sering putus menjelang siang."),
    ("constraint", "staff", "visits", "open", "Dua gerai kekurangan petugas pada hari Senin."),
    ("constraint", "information", "complaints", "open", "Warga datang tanpa tahu berkas apa yang harus dibawa."),
    ("strategy", "technology", "applications", "solved", "Modem cadangan dipasang di tiap lantai; putus kini jarang."),
    ("strategy", "staff", "visits", "helps", "Petugas gerai sepi membantu gerai ramai pada hari Senin."),
    ("strategy", "information", "complaints", "solved", "Daftar berkas dikirim lewat WhatsApp sesudah memesan janji."),
    ("innovation", "facilities", "visits", "helps", "Loket lantatur untuk mengambil hasil tanpa turun dari kendaraan."),
)


def load_reports(*, now: datetime) -> None:
    """The record of 2020 with its talk, then example months of some malls and an open month of the agencies."""
    _record_of_2020()
    root = Organisation.objects.get(depth=1)
    malls = list(Organisation.objects.filter(slug__in=MALLS).order_by("slug"))
    today = now.astimezone(WIB).date()
    _example_months(root, malls, today, now)
    _example_weeks(root, malls[:3], today, now)
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    _ask(root, f"Laporan bulanan instansi {MARK}", "monthly", month, now, kinds=["agency"])
    actions.open_rounds(now=now)
    while actions.count_totals(now=now):
        pass


def _record_of_2020() -> None:
    malls = {one.slug: one for one in Organisation.objects.filter(slug__in=SEVEN)}
    campaign = actions.start_campaign(
        actor=SYSTEM,
        asked_by=Organisation.objects.get(depth=1),
        title="Ngulik: pelayanan publik di masa pandemi pada MPP Wilayah I",
        theme="Pemantauan penyelenggaraan pelayanan di masa pandemi",
        template="monthly",
        since=min(PUBLISHED),
        until=date(2020, 3, 31),
        places=[malls[slug] for slug in SEVEN if slug in malls],
        due_days=75,
        now=TALK - timedelta(days=14),
    )
    actions.open_rounds(now=TALK)
    for report in _reports(campaign):
        if report.organisation.slug == BOGOR:
            _published(report)
        else:
            actions.excuse(actor=SYSTEM, report=report, note=UNPUBLISHED, now=TALK)
    last = campaign.rounds.get(starts_on=max(PUBLISHED))
    actions.call_meeting(
        actor=SYSTEM,
        one=last,
        title="Ngulik: Ngobrol Urusan Pelayanan Publik",
        starts_at=TALK,
        order=[malls[slug] for slug in SEVEN if slug in malls],
        agenda="Tiap daerah memaparkan kondisi, kendala, strategi, dan inovasi. Jamnya tidak terbit; Senin siang.",
        now=TALK,
    )


def _published(report: Report) -> None:
    """The one figure that was published; everything else stays empty, with the reason."""
    unknown = Given(reason=f"Tidak disebut. {SOURCE}")
    given = {item.indicator.key: unknown for item in report.definition.entered}
    number = Decimal(PUBLISHED[report.starts_on])
    given["applicants"] = Given(value=number, explanation=f"{MARCH_NOTE} Sumber: {SOURCE}.")
    actions.save_report(actor=SYSTEM, report=report, given=given, summary=f"Sumber: {SOURCE}.", now=TALK)
    actions.send_report(actor=SYSTEM, report=report, now=TALK)
    actions.verify(actor=SYSTEM, report=report, now=TALK)


def _example_months(root: Organisation, malls: list[Organisation], today: date, now: datetime) -> None:
    first = _months_before(today, MONTHS)
    campaign = _ask(root, f"Laporan bulanan mal {MARK}", "monthly", first, now, places=malls, lock_days=400)
    last = _months_before(today, 1)
    for report in _reports(campaign):
        place = malls.index(report.organisation)
        if report.starts_on == last and place % 3 == malls.index(_bogor(malls)) % 3:
            continue  # still to be written: somebody can try
        sent_at = _moment(report.due_at - timedelta(days=4 - (place % 7)), now)
        _fill(report, place, sent_at, proven=report.starts_on == last)
        if report.starts_on < last:
            actions.verify(actor=SYSTEM, report=report, now=min(sent_at + timedelta(days=2), now))


def _fill(report: Report, place: int, at: datetime, *, proven: bool) -> None:
    visits = (2400 + 610 * place) * WAVE[report.starts_on.month - 1] // 100 + report.starts_on.year % 7 * 12
    asked = visits * (52 + place) // 100
    numbers: dict[str, int | Decimal] = {
        "visits": visits,
        "applicants": asked * 9 // 10,
        "applications": asked,
        "online_applications": asked * (18 + 2 * place) // 100,
        "decided": asked * 96 // 100,
        "decided_on_time": asked * (88 - place) // 100,
        "complaints": 9 + place,
        "complaints_answered": 8 + place,
        "skm_answers": 60 + 9 * place,
        "skm_index": Decimal("84.20") - place,
        "staff_share": 100 - 5 * (place % 3),
        "tenants": 18 + place,
    }
    given = {key: Given(value=Decimal(one), reason=WHY, explanation=WHY) for key, one in numbers.items()}
    given["operating_mode"] = Given(choice="limited" if place == 1 else "open", reason=WHY)
    words = f"Pelayanan berjalan seperti biasa {MARK}."
    actions.save_report(actor=SYSTEM, report=report, given=given, summary=words, now=at)
    kind, code, indicator, outcome, text = STORIES[(place + report.starts_on.month) % len(STORIES)]
    entry = actions.add_entry(
        actor=SYSTEM,
        report=report,
        kind=kind,
        code=code,
        indicator=indicator,
        outcome=outcome,
        text=f"{text} {MARK}",
        now=at,
    )
    if proven:
        _prove(report, entry, at)
    actions.send_report(actor=SYSTEM, report=report, now=at)


def _prove(report: Report, entry: Remark, at: datetime) -> None:
    """A made-up photo for the note and one for the whole report."""
    for title, of in (("Papan jadwal gerai", entry), ("Ruang tunggu", None)):
        picture = BytesIO()
        Image.new("RGB", (640, 420), "#d5e5e6").save(picture, "JPEG")
        upload = SimpleUploadedFile("contoh.jpg", picture.getvalue(), content_type="image/jpeg")
        file = store(upload=upload, actor=SYSTEM, now=at, purpose="report").pk
        actions.add_evidence(actor=SYSTEM, report=report, file=file, title=f"{title} {MARK}", entry=of, now=at)


def _example_weeks(root: Organisation, malls: list[Organisation], today: date, now: datetime) -> None:
    first = today - timedelta(days=today.weekday() + 42)
    campaign = _ask(root, f"Kunjungan mingguan mal {MARK}", "weekly", first, now, places=malls, lock_days=400)
    for report in _reports(campaign):
        base = 90 + 20 * malls.index(report.organisation) + report.starts_on.day % 9
        numbers = {"visits": base * 6, "lowest_day": base - 25, "highest_day": base + 40}
        given = {key: Given(value=Decimal(one), reason=WHY, explanation=WHY) for key, one in numbers.items()}
        at = _moment(report.due_at - timedelta(hours=20), now)
        actions.save_report(actor=SYSTEM, report=report, given=given, now=at)
        actions.send_report(actor=SYSTEM, report=report, now=at)
        actions.verify(actor=SYSTEM, report=report, now=at)


def _ask(
    root: Organisation,
    title: str,
    template: str,
    since: date,
    now: datetime,
    *,
    places: list[Organisation] | None = None,
    kinds: list[str] | None = None,
    lock_days: int | None = None,
) -> Campaign:
    made = actions.start_campaign(
        actor=SYSTEM,
        asked_by=root,
        title=title,
        template=template,
        since=since,
        places=places or [],
        kinds=kinds or [],
        lock_days=lock_days,
        now=now - timedelta(days=30 * MONTHS),
    )
    actions.open_rounds(now=now)
    return made


def _reports(campaign: Campaign) -> list[Report]:
    """Its reports, oldest first, so that each finds the month before."""
    rounds = queries.rounds_of(campaign, None).object_list
    rows = Report.objects.filter(round__in=[one.pk for one in rounds])
    return list(rows.select_related("organisation", "round__campaign").order_by("starts_on", "organisation__slug"))


def _bogor(malls: list[Organisation]) -> Organisation:
    return next((one for one in malls if one.slug == BOGOR), malls[0])


def _months_before(day: date, count: int) -> date:
    for _ in range(count):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    return day


def _moment(moment: datetime, now: datetime) -> datetime:
    return min(moment, now)
