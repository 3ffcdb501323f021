"""What happened to the facilities of the mall of Kota Bogor and of its tenants. Drawn photos, example findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Officer
from melayani.oversight.facilities import actions
from melayani.oversight.facilities.actions import Finding
from melayani.oversight.facilities.models import Improvement

SOMEBODY = Citizen("contoh-warga", contact_id=None)
ALTS = {
    "ramp": "Gambar contoh: ram landai dengan pegangan di kedua sisi, lebarnya cukup untuk kursi roda",
    "toilet": "Gambar contoh: pintu lebar toilet khusus dengan pegangan di samping kloset",
    "lactation": "Gambar contoh: ruang laktasi dengan kursi, meja kecil, dan tirai",
}
# what each tenant has, in the order of the mall's stands; fewer and fewer, so that places differ
FOUND = (
    ("mobility_aid", "entrance", "ramp", "corridor", "counter", "waiting", "parking", "lactation", "support"),
    ("entrance", "ramp", "counter", "waiting", "parking"),
    ("entrance", "counter"),
    ("mobility_aid", "entrance", "ramp", "corridor", "toilet", "counter", "waiting", "parking", "play_area", "aids"),
    (),
)
MISSING = ("guiding_block", "aids", "toilet")


def mend_before(mall: Organisation, manager: Officer, *, now: datetime) -> None:
    """Between the first look and the last: the missing lactation room is made, a citizen's word is found right."""
    planned, done = now - timedelta(days=110), now - timedelta(days=30)
    row = _plan(mall, manager, "lactation", "Sekat gudang lantai 1 menjadi ruang laktasi.", 70, planned)
    actions.note_progress(
        actor=manager,
        improvement=row,
        percent=60,
        text="Sekat terpasang, kursi dan meja dipesan.",
        now=now - timedelta(days=60),
    )
    actions.complete_improvement(
        actor=manager,
        improvement=row,
        text="Kunci di meja informasi.",
        photo=drawn("lactation", manager, done),
        photo_alt=ALTS["lactation"],
        now=done,
    )
    _report(
        mall, "ramp", "Contoh: ram di pintu barat sudah ada, daftar ini belum menyebutnya.", now - timedelta(days=9)
    )


def mend_now(mall: Organisation, manager: Officer, *, now: datetime) -> None:
    """After the last look: one improvement on its way, one late, one report that waits."""
    begun = now - timedelta(days=5)
    blocks = _plan(mall, manager, "guiding_block", "Pasang ubin pemandu dari pintu utama ke meja informasi.", 40, begun)
    actions.note_progress(
        actor=manager, improvement=blocks, percent=30, text="Ubin dipesan, jalur sudah digambar.", now=now
    )
    _plan(mall, manager, "lift", "Ganti tombol braille lantai 2.", 4, begun)
    _report(
        mall, "toilet", "Contoh: pintunya terkunci dan tidak ada petugas yang membawa kunci.", now - timedelta(days=1)
    )


def look_at_tenants(units: Sequence[Organisation], *, now: datetime) -> None:
    """One look at each tenant that was looked at; the others stay unknown, which is not the same as nothing there."""
    for number, (unit, keys) in enumerate(zip(units, FOUND, strict=False)):
        there = [Finding(key, "met", condition="good") for key in keys]
        away = [Finding(key, "not_met") for key in MISSING if key not in keys]
        day = now.astimezone(unit.zone).date() - timedelta(days=20 + 30 * number)
        actions.record_check(
            actor=SYSTEM, organisation=unit, section="special", findings=[*there, *away], checked_on=day, now=now
        )


def with_photos(findings: Sequence[Finding], manager: Officer, now: datetime) -> list[Finding]:
    """The findings, those that have a drawing with it."""
    shown = {"ramp", "toilet"}
    return [
        replace(one, photo=drawn(one.item, manager, now), photo_alt=ALTS[one.item]) if one.item in shown else one
        for one in findings
    ]


def drawn(item: str, actor: Actor, now: datetime) -> UUID:
    """A drawing in place of a photo: nobody's building is shown as what it is not."""
    picture = Image.new("RGB", (960, 640), "#E8EEF0")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 470, 960, 640), fill="#C9D3D8")
    if item == "ramp":
        pen.polygon([(140, 560), (760, 380), (900, 380), (900, 560)], fill="#8FA3AD")
        pen.line([(140, 470), (760, 290), (900, 290)], fill="#0B5B63", width=14)
        for x, y in ((140, 560), (450, 470), (760, 380), (900, 380)):
            pen.line([(x, y), (x, y - 90)], fill="#0B5B63", width=10)
    elif item == "toilet":
        pen.rectangle((300, 110, 660, 560), fill="#F7F9FA", outline="#0B5B63", width=10)
        pen.rectangle((400, 400, 560, 540), fill="#FFFFFF", outline="#4A5763", width=8)
        pen.line([(600, 330), (600, 470), (640, 470)], fill="#0B5B63", width=14)
    else:
        pen.rectangle((200, 330, 430, 560), fill="#0B5B63")
        pen.rectangle((540, 420, 740, 440), fill="#4A5763")
        pen.line([(640, 440), (640, 560)], fill="#4A5763", width=12)
        pen.polygon([(800, 90), (930, 90), (900, 560), (820, 560)], fill="#F2B233")
    pen.text((30, 24), "GAMBAR CONTOH", fill="#17212B", font_size=36)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    upload = SimpleUploadedFile(f"contoh-{item}.jpg", out.getvalue(), content_type="image/jpeg")
    return attachments.store(upload=upload, actor=actor, now=now).pk


def _plan(mall: Organisation, manager: Officer, item: str, plan: str, days: int, at: datetime) -> Improvement:
    deadline = at.astimezone(mall.zone).date() + timedelta(days=days)
    return actions.plan_improvement(
        actor=manager, organisation=mall, item=item, plan=plan, owner=manager.person, deadline=deadline, now=at
    )


def _report(mall: Organisation, item: str, text: str, at: datetime) -> None:
    actions.report_mismatch(actor=SOMEBODY, organisation=mall, item=item, text=text, network=f"contoh-{item}", now=at)
