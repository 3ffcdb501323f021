"""Materials, tests before and after, feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.attachments.actions import claim, remove
from melayani.foundation.audit import Actor, record
from melayani.foundation.people import Citizen
from melayani.oversight.training import access, lists, moving, rules, states
from melayani.oversight.training.models import Event, Feedback, Material, Question, Registration
from melayani.oversight.training.rules import learning

QUESTIONS_MAX, ANSWERS_MIN, ANSWERS_MAX, TEXT_MAX = 30, 2, 6, 1000
NAMES = {learning.BEFORE: "awal", learning.AFTER: "akhir"}  # as the history says it
SOMEBODY = Citizen()  # without session or contact: the record must not say who gave the feedback


@dataclass(frozen=True)
class Asked:
    """A question of the test: its words, the answers to choose from, the place of the right one."""

    text: str
    answers: Sequence[str]
    right: int


def save_questions(*, actor: Actor, event: Event, asked: Sequence[Asked], now: datetime) -> list[Question]:
    """Write the test; once somebody has taken it, it stays. Raises NotAllowed, InputRefused, ActionRefused."""
    access.demand_organiser(actor, event.organisation)
    if len(asked) > QUESTIONS_MAX:
        raise rules.InputRefused({"questions": f"Paling banyak {QUESTIONS_MAX} soal."})
    for number, one in enumerate(asked, start=1):
        if not ANSWERS_MIN <= len(one.answers) <= ANSWERS_MAX or not 0 <= one.right < len(one.answers):
            text = f"Soal {number}: beri 2 sampai 6 jawaban, satu di antaranya benar."
            raise rules.InputRefused({"questions": text})
        if not one.text.strip() or len(one.text) > 400:
            raise rules.InputRefused({"questions": f"Soal {number}: tulis soalnya, paling panjang 400 huruf."})
    with transaction.atomic():
        taken = Registration.objects.filter(event=event).exclude(pre_score=None, post_score=None)
        if taken.exists():
            raise rules.ActionRefused("Tes sudah diisi orang, jadi soalnya tidak berubah lagi.")
        Question.objects.filter(event=event).delete()
        rows = [
            Question(event=event, number=number, text=one.text.strip(), answers=list(one.answers), right=one.right)
            for number, one in enumerate(asked, start=1)
        ]
        Question.objects.bulk_create(rows)
        moving.record_event(event, "training.questions_saved", actor=actor, now=now, count=len(rows))
    return rows


def take_test(
    *,
    actor: Actor,
    registration: Registration,
    moment: str,
    given: Mapping[int, int],
    now: datetime,
    secret: str = "",
) -> int:
    """Take the test before (until the session ends) or after (once it began), once each; return the percent.

    Raises NotAllowed, InputRefused with the numbers that have no answer, ActionRefused.
    """
    access.demand_own(actor, registration, secret)
    questions = {row.number: row for row in Question.objects.filter(event=registration.event_id)}
    if not questions or moment not in learning.MOMENTS:
        raise rules.ActionRefused(gettext("Acara ini tidak memakai tes."))
    blank = [number for number, row in questions.items() if given.get(number) not in range(len(row.answers))]
    if blank:
        raise rules.InputRefused({f"q{number}": gettext("Pilih satu jawaban.") for number in sorted(blank)})
    percent = learning.score({number: row.right for number, row in questions.items()}, given)
    with transaction.atomic():
        row = moving.lock(registration)
        _demand_test(row, moment, now)
        setattr(row, f"{moment}_score", percent)
        row.save(update_fields=[f"{moment}_score"])
        moving.record_on(row, "training.tested", actor=actor, now=now, moment=NAMES[moment])
    return percent


def give_feedback(
    *, actor: Actor, registration: Registration, scores: Mapping[str, int], text: str, now: datetime, secret: str = ""
) -> Feedback:
    """Say what one thought; kept without a name, dated by day. Once. Raises NotAllowed, InputRefused, ActionRefused."""
    access.demand_own(actor, registration, secret)
    wanted = lists.keys("feedback")
    wrong = {key: gettext("Pilih satu jawaban.") for key in sorted(wanted) if scores.get(key) not in range(1, 5)}
    if len(text) > TEXT_MAX:
        wrong["text"] = gettext("Paling panjang {count} huruf.").format(count=TEXT_MAX)
    if wrong or set(scores) - wanted:
        raise rules.InputRefused(wrong or {"text": gettext("Pertanyaan ini tidak ada.")})
    with transaction.atomic():
        row = moving.lock(registration)
        if row.gave_feedback:
            raise rules.ActionRefused(gettext("Terima kasih, umpan balik Anda sudah kami terima."))
        if not row.is_sure or now < row.session.starts_at:
            raise rules.ActionRefused(gettext("Umpan balik dibuka saat sesi mulai, untuk peserta."))
        row.gave_feedback = True
        row.save(update_fields=["gave_feedback"])
        found = Feedback.objects.create(session=row.session, scores=dict(scores), text=text.strip())
        zone = row.event.organisation.zone
        day = datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)
        record(
            "training.feedback_given",
            actor=SOMEBODY,
            subject=row.event.reference,
            organisation=row.event.organisation,
            now=day,
        )
    return found


def add_material(
    *,
    actor: Actor,
    event: Event,
    title: str,
    now: datetime,
    file: UUID | None = None,
    url: str = "",
    public: bool = False,
) -> Material:
    """Give participants, or everybody, a file (uploaded by `actor`) or a link. Raises NotAllowed, InputRefused."""
    access.demand_organiser(actor, event.organisation)
    if not title.strip() or (file is None) == (not url):
        raise rules.InputRefused({"title": "Beri judul, dan pilih satu: berkas atau tautan."})
    with transaction.atomic():
        attachment = None
        if file is not None:
            attachment = claim(ids=[file], owner=event.reference, actor=actor, now=now)[0]
        row = Material.objects.create(
            event=event, title=title.strip()[:160], attachment=attachment, url=url, public=public, added_at=now
        )
        moving.record_event(event, "training.material_added", actor=actor, now=now, title=row.title)
    return row


def remove_material(*, actor: Actor, material: Material, now: datetime) -> None:
    """Take a material away; its file is deleted. Raises NotAllowed."""
    access.demand_organiser(actor, material.event.organisation)
    with transaction.atomic():
        attachment, event, title = material.attachment, material.event, material.title
        material.delete()
        if attachment is not None:
            remove(attachment=attachment, actor=actor, now=now)
        moving.record_event(event, "training.material_removed", actor=actor, now=now, title=title)


def _demand_test(row: Registration, moment: str, now: datetime) -> None:
    if getattr(row, f"{moment}_score") is not None:
        raise rules.ActionRefused(gettext("Tes ini sudah Anda isi."))
    if row.state not in states.SURE:
        raise rules.ActionRefused(gettext("Tes ini untuk peserta yang tempatnya pasti."))
    if moment == learning.BEFORE and now >= row.session.ends_at:
        raise rules.ActionRefused(gettext("Tes awal ditutup saat sesi selesai."))
    if moment == learning.AFTER and now < row.session.starts_at:
        raise rules.ActionRefused(gettext("Tes akhir dibuka saat sesi mulai."))
