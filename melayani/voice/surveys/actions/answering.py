"""Take one anonymous answer and spend the invitation, in one transaction that leaves nothing joining the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.voice.surveys import queries, rules
from melayani.voice.surveys.keeping import Form, keep, problems_of, record_answered
from melayani.voice.surveys.models import Invitation

NOTHING: Mapping[str, str] = MappingProxyType({})


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


def answer_survey(
    *,
    token: str,
    scores: Mapping[str, int],
    comment: str = "",
    traits: Mapping[str, str] = NOTHING,
    complete: bool = True,
    now: datetime,
) -> None:
    """Take the scores (1 to 4, by question), the comment and what is said about oneself for the invitation of `token`.

    The answer keeps service, standard, unit and local day. Of two calls at once one is taken. With `complete` False
    some scores may be missing: such a form is kept and counted apart, and is in no index.
    Raises UnknownInvitation, AlreadyAnswered, InvitationExpired, BadAnswers (all SurveyRefused).
    """
    words = comment.strip()
    rows = Invitation.objects.of_token(token)
    invited = rows.select_related("organisation", "service").first()
    if invited is None:
        raise _why_not(None)
    today = now.astimezone(invited.organisation.zone).date()
    instrument = queries.instrument_for(invited.organisation, today)
    demand_answers(scores, words, traits, instrument=instrument, complete=complete)
    with transaction.atomic():
        if not rows.mark_used(now):
            raise _why_not(rows.first())
        form = Form(
            organisation=invited.organisation,
            service_id=invited.service_id,
            standard_id=invited.standard_id,
            instrument=instrument,
            day=today,
            scores=scores,
            comment=words,
            traits=traits,
        )
        keep(form)
        record_answered(form, invited.service.slug)


def demand_answers(
    scores: Mapping[str, int],
    comment: str,
    traits: Mapping[str, str],
    *,
    instrument: rules.Instrument,
    complete: bool = True,
) -> None:
    """Raise BadAnswers unless the answers fit the instrument; a form without any answer never does."""
    whole = complete or not scores
    problems = problems_of(scores, comment, traits, instrument=instrument, complete=whole)
    if problems:
        raise BadAnswers(problems)


def _why_not(invitation: Invitation | None) -> SurveyRefused:
    if invitation is None:
        return UnknownInvitation(_("Tautan survei ini tidak dikenal. Buka kembali dari pesan atau halaman pelacakan."))
    if invitation.used:
        return AlreadyAnswered(_("Survei ini sudah diisi. Terima kasih, satu permohonan cukup satu jawaban."))
    return InvitationExpired(_("Masa pengisian survei ini sudah lewat."))
