"""Made-up complaints at four agencies over four months, moved through the real actions at moments of the past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.core.management import call_command

from melayani.entrances.office.demonstration import people
from melayani.entrances.office.demonstration.cases import GIVEN_NAMES, standard_of
from melayani.entrances.office.demonstration.complaint_stories import REGISTRY, STORIES, WORKS, Story
from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.rules import Role
from melayani.voice.complaints import actions, rules
from melayani.voice.complaints.models import Category, Complaint

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHANNELS = (rules.LETTER, rules.COUNTER, rules.PHONE, rules.BOX, rules.SOCIAL)
# what became of a case, and how many days ago it came; the newest stand on the desk
PLAN: tuple[tuple[str, int], ...] = (
    ("resolved", 116),
    ("silent", 104),
    ("resolved", 92),
    ("rejected", 85),
    ("resolved", 77),
    ("silent", 66),
    ("resolved", 58),
    ("resolved", 47),
    ("contested", 39),
    ("working", 27),
    ("answered", 9),
    ("asked", 6),
    ("forwarded", 4),
    ("verified", 2),
    ("new", 0),
)
EXTRA: tuple[tuple[str, int], ...] = (("late", 8), ("transferred", 30), ("withdrawn", 12), ("oversight", 7))
WORDS_OF_REJECTION = (
    "Laporan ini menyebut tempat yang tidak ada di wilayah kami. Tulis lagi dengan alamat yang lengkap."
)


@dataclass(frozen=True)
class Place:
    """A government with its registry and its public works, and who answers complaints there."""

    key: str
    source_id: str
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True)
class Staffed:
    """A place with its organisations and liaison officers."""

    place: Place
    registry: Organisation
    government: Organisation
    works: Organisation
    liaison: Officer
    coordinator: Officer
    works_liaison: Officer


PLACES = (
    Place("bengkalis", "ktpel-rusak-hilang-bengkalis", Decimal("1.4720"), Decimal("102.1090")),
    Place("bontang", "kk-bontang", Decimal("0.1330"), Decimal("117.4900")),
    Place("jembrana", "akta-lahir-jembrana", Decimal("-8.3580"), Decimal("114.6400")),
    Place("surabaya", "kia-surabaya", Decimal("-7.2570"), Decimal("112.7520")),
)
PRINTED = ("bengkalis", "bontang")


def sign_ins(place: str) -> tuple[people.SignIn, ...]:
    """The liaison officers of a registry, of the public works, and of the government above both."""
    name, domain = place.title(), people.DOMAIN
    return (
        people.SignIn(
            f"penghubung.{place}@{domain}", f"Contoh Penghubung {name}", (Role.LIAISON,), "menjawab pengaduan unit"
        ),
        people.SignIn(
            f"penghubung.pu.{place}@{domain}", f"Contoh Penghubung PU {name}", (Role.LIAISON,), "menjawab pengaduan PU"
        ),
        people.SignIn(
            f"pengaduan.{place}@{domain}",
            f"Contoh Koordinator Pengaduan {name}",
            (Role.LIAISON, Role.BUREAU),
            "memverifikasi, mendisposisikan, menayangkan pengaduan",
        ),
    )


def printed_sign_ins() -> list[people.SignIn]:
    return [one for place in PRINTED for one in sign_ins(place)]


def load_complaints(*, hashed: str, before: datetime, now: datetime) -> None:
    """Four places with cases in every state; the words of the worker follow when it runs."""
    call_command("import_complaint_rules", verbosity=0, stdout=_Silent())
    for number, place in enumerate(PLACES):
        staffed = _staff(place, hashed, before)
        told = [*PLAN, *(EXTRA if place.key in PRINTED else ())]
        for count, (fate, age) in enumerate(told):
            story = STORIES[(count + 3 * number) % (len(STORIES) - 1)]  # the last is the one about misconduct
            if fate == "oversight":
                story = STORIES[-1]
            _live(staffed, story, fate, age, count=100 * number + count, now=now)
        _duplicates(staffed, number, now)
        _text(staffed, now)
    while react_to_news(now):
        continue
    while actions.escalate_due(now=now):
        continue


class _Silent:
    """Where commands write what nobody needs to read here."""

    def write(self, text: str) -> int:
        return len(text)


def _staff(place: Place, hashed: str, since: datetime) -> Staffed:
    registry = standard_of(place.source_id)[0].agency
    government = ancestors_and_self(registry)[-2]
    works = create_organisation(
        actor=SYSTEM,
        kind="agency",
        name=f"Dinas Pekerjaan Umum (contoh) {government.name.removeprefix('Pemerintah ')}",
        short_name=f"PU (contoh) {place.key.title()}",
        slug=f"pu-contoh-{place.key}",
        parent=government,
        region=government.region,
        time_zone=registry.time_zone,
        now=since,
    )
    own, of_works, above = sign_ins(place.key)
    return Staffed(
        place=place,
        registry=registry,
        government=government,
        works=works,
        liaison=people.make(own, registry, hashed=hashed, since=since),
        works_liaison=people.make(of_works, works, hashed=hashed, since=since),
        coordinator=people.make(above, government, hashed=hashed, since=since),
    )


def _live(at: Staffed, story: Story, fate: str, age: int, *, count: int, now: datetime) -> Complaint:
    """File a case `age` days ago and bring it to its fate; no step lies in the future."""
    zone = at.registry.zone
    today = now.astimezone(zone).date()
    start = datetime.combine(today - age * DAY, time(8, 40), tzinfo=zone) + timedelta(minutes=13 * (count % 17))
    row = _file(at, story, count=count, above=fate == "forwarded", now=min(start, now - HOUR))
    if fate not in ("new", "late"):
        _work(at, story, fate, row, count=count, now=now)
    return row


def _file(at: Staffed, story: Story, *, count: int, above: bool, now: datetime) -> Complaint:
    office = at.registry if story.about == REGISTRY else at.works
    written = count % 4 == 3 and not story.conduct  # by an officer, from a letter or a call
    anonymous = count % 7 == 2 or story.conduct
    latitude, longitude = _position(at.place, story, count)
    report = rules.Report(
        kind=story.kind,
        title=story.title,
        text=story.text if count < 15 else f"{story.text} (laporan contoh {count})",
        address="Jalan Contoh" if story.about == WORKS else "",
        region=str(at.government.region_id or ""),
        occurred_on=(now - DAY).astimezone(at.registry.zone).date(),
        anonymous=anonymous,
        secret=count % 11 == 5,
        conduct=story.conduct,
        answers=story.answers,
        asked="Mohon segera diperbaiki." if count % 2 else "",
        latitude=latitude,
        longitude=longitude,
    )
    reporter = _reporter(count)
    email = reporter.email
    contact = keep_contact(email=email, language="id", now=now)
    actor: Officer | Citizen = at.liaison if office == at.registry else at.works_liaison
    if not written:
        actor = Citizen(token=f"peragaan-{at.place.key}-{count}", contact_id=contact.pk)
        reporter = rules.Reporter(email=email) if anonymous else reporter
    return actions.file_complaint(
        actor=actor,
        report=report,
        reporter=reporter,
        channel=CHANNELS[count % len(CHANNELS)] if written else rules.WEB,
        about=None if above or (story.about == WORKS and count % 2) else office,
        category=Category.objects.filter(slug=story.category).first(),
        contact=contact,
        now=now,
    )


def _reporter(count: int) -> rules.Reporter:
    """A made-up reporter: the first name says so."""
    name = f"Contoh {GIVEN_NAMES[count % len(GIVEN_NAMES)]} {GIVEN_NAMES[(count * 7 + 2) % len(GIVEN_NAMES)]}"
    return rules.Reporter(name=name, address=f"Jalan Contoh {count}", email=f"pelapor{count}@{people.DOMAIN}")


def _position(place: Place, story: Story, count: int) -> tuple[Decimal | None, Decimal | None]:
    if story.about != WORKS:
        return None, None
    east, north = Decimal(count * 37 % 60 - 30) / 1000, Decimal(count * 53 % 44 - 22) / 1000
    return place.latitude + north, place.longitude + east


def _work(at: Staffed, story: Story, fate: str, row: Complaint, *, count: int, now: datetime) -> None:
    """Verify, forward, follow up, answer and end the case as far as its fate goes."""
    chief = at.coordinator
    moment = min(row.received_at + (1 + count % 2) * DAY + timedelta(minutes=25 * (count % 5)), now)
    if fate == "withdrawn":
        actions.withdraw(actor=SYSTEM_CITIZEN, complaint=row, secret=row.secret, now=moment)
        return
    if fate == "rejected":
        actions.reject(actor=chief, complaint=row, outcome="unclear", reason=WORDS_OF_REJECTION, now=moment)
        return
    row = actions.verify(actor=chief, complaint=row, complaint_class=_class_of(story), now=moment)
    if not row.secret_content and story.public and fate not in ("verified", "transferred"):
        actions.publish(actor=chief, complaint=row, title=story.title, text=story.public, now=moment)
    if fate == "transferred":
        reason = "Tiang itu milik perusahaan listrik, bukan pemerintah daerah."
        body = "Perusahaan Listrik Contoh, Unit Layanan Contoh"
        actions.transfer_out(actor=chief, complaint=row, body=body, reason=reason, now=min(moment + DAY, now))
        return
    if fate not in ("verified", "oversight"):
        row = _forward(at, story, row, min(moment + 2 * HOUR, now))
    if fate not in ("verified", "forwarded"):
        _answer(at, story, fate, row, count=count, since=moment + 3 * HOUR, now=now)


def _class_of(story: Story) -> str:
    kinds = {"aspiration": "aspiration", "information_question": "information_question"}
    return "oversight" if story.conduct else kinds.get(story.kind, "non_oversight")


def _forward(at: Staffed, story: Story, row: Complaint, now: datetime) -> Complaint:
    """Give the case to the unit that works on it, when it is not there already."""
    unit = at.registry if story.about == REGISTRY else at.works
    if row.organisation_id == unit.pk:
        return row
    order = f"Tindak lanjuti {story.title.lower()} dan jawab pelapor dalam tiga hari kerja."
    return actions.forward(actor=at.coordinator, complaint=row, to=unit, instruction=order, now=now)


def _answer(
    at: Staffed, story: Story, fate: str, row: Complaint, *, count: int, since: datetime, now: datetime
) -> None:
    who = at.liaison if story.about == REGISTRY else at.works_liaison
    who = at.coordinator if fate == "oversight" else who
    moment = min(since + DAY, now)
    if fate == "asked":
        question = "Pukul berapa Anda datang, dan di loket mana?"
        actions.request_completion(actor=who, complaint=row, question=question, now=moment)
        return
    text = "Sudah kami periksa di tempat. Perbaikan dijadwalkan minggu ini."
    row = actions.follow_up(actor=who, complaint=row, text=text, public=not row.is_guarded, now=moment)
    if fate in ("working", "oversight"):
        note = "Hubungi seksi terkait sebelum Jumat; mintakan foto sesudah perbaikan."
        actions.add_note(actor=who, complaint=row, text=note, now=min(moment + HOUR, now))
        return
    moment = min(moment + (2 + count * 5 % 17) * DAY, now)
    shown = story.answer if not row.secret_content else ""
    row = actions.answer(actor=who, complaint=row, text=story.answer, public_text=shown, now=moment)
    _end(fate, row, count=count, now=now)


def _end(fate: str, row: Complaint, *, count: int, now: datetime) -> None:
    """What the reporter said to the answer, or that there was silence."""
    answered = row.answered_at or now
    if fate == "contested":
        reason = "Sampai hari ini belum ada yang berubah. Mohon diperiksa lagi."
        actions.contest(
            actor=SYSTEM_CITIZEN, complaint=row, secret=row.secret, reason=reason, now=min(answered + 2 * DAY, now)
        )
    elif fate == "resolved":
        note = "Cepat dan jelas, terima kasih." if count % 3 == 0 else ""
        actions.confirm(
            actor=SYSTEM_CITIZEN,
            complaint=row,
            secret=row.secret,
            satisfaction=4 - count % 5 // 2,
            note=note,
            now=min(answered + DAY, now),
        )
    elif fate == "silent" and row.closes_at is not None and row.closes_at < now:
        actions.close_silent(complaint=row, now=row.closes_at + HOUR)


def _duplicates(at: Staffed, number: int, now: datetime) -> None:
    """Two reports of the same hole in the road, joined under the first."""
    story = replace(STORIES[5], title="Jalan Contoh Melati berlubang, sudah ada yang jatuh")
    top = _live(at, story, "forwarded", 5, count=60 + 100 * number, now=now)
    for place in (1, 2):
        row = _live(at, story, "new", 3 - place, count=60 + 100 * number + 2 * place, now=now)
        master = Complaint.objects.get(pk=top.pk)
        actions.merge_into(actor=at.coordinator, complaint=row, master=master, now=now)


def _text(at: Staffed, now: datetime) -> None:
    text = "Terima kasih atas laporan Anda. Kami sudah memeriksanya, dan hasilnya: "
    actions.keep_template(
        actor=at.liaison, organisation=at.registry, title="Pembuka jawaban", text=text, for_action="answer", now=now
    )


SYSTEM_CITIZEN = Citizen(token="peragaan")  # noqa: S106 - no secret: the session of nobody
