"""Take one anonymous answer and spend the invitation, in one transaction that leaves nothing joining the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import Citizen
from melayani.voice.surveys import rules
from melayani.voice.surveys.models import Comment, Invitation, Response, Score

COMMENT_LENGTH = 2000
SOMEBODY = Citizen()  # a citizen without session or contact: the record must not say who answered


class SurveyRefused(Exception):
    """The answer cannot be taken; the text says why and what to do."""


class UnknownInvitation(SurveyRefused):
    """No invitation has this token."""


class AlreadyAnswered(SurveyRefused):
    """The invitation was used."""


class InvitationExpired(SurveyRefused):
    """The invitation is too old."""


class BadAnswers(SurveyRefused):
    """Answers are missing, off the scale or unknown; `problems` names each by element key (or "comment")."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(_("Beberapa jawaban belum lengkap. Lihat pertanyaan yang ditandai."))
        self.problems = dict(problems)


def answer_survey(*, token: str, scores: Mapping[str, int], comment: str = "", now: datetime) -> None:
    """Take the nine scores (1 to 4, by element key) and the comment for the invitation of `token`.

    The answer keeps service, standard, unit and local day. Of two calls at once one is taken.
    Raises UnknownInvitation, AlreadyAnswered, InvitationExpired, BadAnswers (all SurveyRefused).
    """
    words = comment.strip()
    _demand_answers(scores, words)
    with transaction.atomic():
        rows = Invitation.objects.of_token(token)
        if not rows.mark_used(now):
            raise _why_not(rows.first())
        invitation = rows.select_related("organisation", "service").get()
        today = now.astimezone(invitation.organisation.zone).date()
        response = Response.objects.create(
            organisation_id=invitation.organisation_id,
            service_id=invitation.service_id,
            standard_id=invitation.standard_id,
            day=today,
        )
        Score.objects.bulk_create(Score(response=response, element=key, score=scores[key]) for key in sorted(scores))
        if words:
            Comment.objects.create(response=response, text=words)
        # the start of the day, and the service as the subject: the record must not join the answer to the case
        record(
            "survey.answered",
            actor=SOMEBODY,
            subject=Reference(kind="service", number=invitation.service.slug),
            organisation=invitation.organisation,
            now=datetime.combine(today, time.min, tzinfo=invitation.organisation.zone),
        )


def _demand_answers(scores: Mapping[str, int], comment: str) -> None:
    keys = rules.load_instrument().keys
    problems = {key: _("Pilih salah satu jawaban.") for key in keys if scores.get(key) not in rules.SCORES}
    problems |= {key[:40]: _("Pertanyaan ini tidak ada di dalam survei.") for key in scores if key not in keys}
    if len(comment) > COMMENT_LENGTH:
        problems["comment"] = _("Saran paling panjang 2.000 huruf. Ringkas sedikit.")
    if problems:
        raise BadAnswers(problems)


def _why_not(invitation: Invitation | None) -> SurveyRefused:
    if invitation is None:
        return UnknownInvitation(_("Tautan survei ini tidak dikenal. Buka kembali dari pesan atau halaman pelacakan."))
    if invitation.used:
        return AlreadyAnswered(_("Survei ini sudah diisi. Terima kasih, satu permohonan cukup satu jawaban."))
    return InvitationExpired(_("Masa pengisian survei ini sudah lewat."))
