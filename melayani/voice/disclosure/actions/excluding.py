"""Exclude information from disclosure: propose, test the consequences, decide by decree, drop, end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.documents import actions as documents
from melayani.foundation.documents.models import Document
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_day
from melayani.voice.disclosure import access, letters, rules
from melayani.voice.disclosure.models import ConsequenceTest, Exclusion, InformationRequest
from melayani.voice.disclosure.rules import law, listing
from melayani.voice.disclosure.states import exclusions

EXCLUSION_KIND, DECREE = "exclusion", "information_exclusion"
REASON_MAX = 300


def propose_exclusion(
    *, actor: Actor, organisation: Organisation, excluded: rules.Excluded, now: datetime
) -> Exclusion:
    """Propose that information is not opened; it is in force only after a consequence test and a decision.

    Raises NotAllowed, InputRefused.
    """
    access.demand_at(actor, access.PROPOSE_EXCLUSION, organisation)
    if problems := listing.excluded_problems(excluded, now.astimezone(organisation.zone).date()):
        raise rules.InputRefused(problems)
    if actor.person_id is None:
        raise rules.NotAllowed("Pengecualian diusulkan oleh petugas.")
    with transaction.atomic():
        row = Exclusion.objects.create(
            organisation=organisation, created_at=now, proposed_by_id=actor.person_id, **asdict(excluded)
        )
        _note("proposed", row, actor, now, {"ground": law.refusal_grounds()[row.ground].words})
    return row


def record_test(
    *,
    actor: Actor,
    exclusion: Exclusion,
    tested: rules.Tested,
    now: datetime,
    request: InformationRequest | None = None,
) -> ConsequenceTest:
    """Keep a consequence test: document, occasion, who took part, analysis, outcome. Raises as `propose_exclusion`."""
    if problems := listing.test_problems(tested, now.astimezone(exclusion.organisation.zone).date()):
        raise rules.InputRefused(problems)
    with transaction.atomic():
        row = _begin(exclusions.TEST, actor, exclusion)
        if request is not None and not request.organisation.path.startswith(row.organisation.path):
            raise rules.InputRefused({"request": "Permintaan ini ditujukan kepada badan publik lain."})
        assert actor.person_id is not None  # a role was asked, so it is an officer
        test = ConsequenceTest.objects.create(
            exclusion=row, request=request, recorded_at=now, recorded_by_id=actor.person_id, **asdict(tested)
        )
        row.state = exclusions.next_state(row.state, exclusions.TEST) or row.state
        row.save(update_fields=["state"])
        words = {"occasion": test.get_occasion_display().lower(), "result": test.get_result_display().lower()}
        _note("tested", row, actor, now, words)
    return test


def decide_exclusion(*, actor: Actor, exclusion: Exclusion, now: datetime) -> Exclusion:
    """Put the exclusion in force by a decree; only after a test whose last outcome was to exclude (whole or part).

    Raises NotAllowed for others than the head, ActionRefused.
    """
    with transaction.atomic():
        row = _begin(exclusions.DECIDE, actor, exclusion)
        test = row.tests.order_by("-held_on", "-pk").first()
        if test is None or test.result == listing.OPEN:
            raise rules.ActionRefused("Uji konsekuensi terakhir membuka informasi ini, jadi tidak dapat dikecualikan.")
        row.decree = _decree(row, test, actor, now)
        row.state, row.decided_at, row.decided_by_id = exclusions.IN_FORCE, now, actor.person_id
        row.save()
        _note("decided", row, actor, now, {"document": row.decree.number})
    return row


def drop_exclusion(*, actor: Actor, exclusion: Exclusion, reason: str, now: datetime) -> Exclusion:
    """Decide not to exclude: the information is open. Raises NotAllowed, ActionRefused."""
    return _finish(exclusions.DROP, "dropped", actor=actor, exclusion=exclusion, reason=reason, now=now)


def end_exclusion(*, actor: Actor, exclusion: Exclusion, reason: str, now: datetime) -> Exclusion:
    """The exclusion is over: its time passed, or the reason for it fell away. Raises NotAllowed, ActionRefused."""
    return _finish(exclusions.END, "ended", actor=actor, exclusion=exclusion, reason=reason, now=now)


def end_lapsed(*, exclusion: Exclusion, now: datetime) -> bool:
    """The worker's ending of an exclusion whose time is over; False when it is not."""
    with transaction.atomic():
        row = Exclusion.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=exclusion.pk)
        today = now.astimezone(row.organisation.zone).date()
        if row.state != exclusions.IN_FORCE or row.ends_on is None or row.ends_on >= today:
            return False
        _end(row, exclusions.ENDED, "jangka waktunya lewat", now)
        _note("ended", row, SYSTEM, now, {"reason": "jangka waktunya lewat"})
    return True


def reference_of(exclusion: Exclusion) -> Reference:
    """How events and documents name an exclusion."""
    return Reference(kind=EXCLUSION_KIND, number=str(exclusion.pk))


def _finish(action: str, what: str, *, actor: Actor, exclusion: Exclusion, reason: str, now: datetime) -> Exclusion:
    if not reason.strip() or len(reason) > REASON_MAX:
        raise rules.ActionRefused(f"Tulis alasannya, paling panjang {REASON_MAX} huruf.")
    with transaction.atomic():
        row = _begin(action, actor, exclusion)
        _end(row, exclusions.next_state(row.state, action) or row.state, reason.strip(), now)
        _note(what, row, actor, now, {"reason": reason.strip()})
    return row


def _end(row: Exclusion, state: str, reason: str, now: datetime) -> None:
    row.state, row.ended_at, row.end_reason = state, now, reason
    row.save(update_fields=["state", "ended_at", "end_reason"])


def _begin(action: str, actor: Actor, exclusion: Exclusion) -> Exclusion:
    row = Exclusion.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=exclusion.pk)
    access.demand_at(actor, action, row.organisation)
    if why := exclusions.why_not_yet(row.state, action):
        raise rules.ActionRefused(" ".join(why))
    return row


def _decree(row: Exclusion, test: ConsequenceTest, actor: Actor, now: datetime) -> Document:
    ground = law.refusal_grounds()[row.ground]
    with override("id"):
        ends = f" (sampai {format_day(row.ends_on)})" if row.ends_on else ""
        sections: list[letters.Section] = [
            {"heading": "Informasi yang dikecualikan", "paragraphs": [row.content]},
            {"heading": "Dasar hukum", "paragraphs": [f"{ground.words}.", row.legal_basis]},
            {
                "heading": "Uji konsekuensi",
                "facts": [
                    ("Dokumen", test.document),
                    ("Tanggal", format_day(test.held_on)),
                    ("Kesempatan", test.get_occasion_display()),
                    ("Peserta", test.participants),
                ],
                "paragraphs": [test.analysis],
            },
            {"heading": "Bila dibuka", "paragraphs": [row.consequence_open]},
            {"heading": "Bila ditutup", "paragraphs": [row.consequence_closed]},
            {"heading": "Jangka waktu", "paragraphs": [f"{row.duration}{ends}"]},
        ]
        signer = {"role": "Kepala badan publik", "unit": row.organisation.name, "name": str(getattr(actor, "name", ""))}
        return documents.issue(
            template="disclosure/notice",
            title="Penetapan informasi yang dikecualikan",
            kind=DECREE,
            inputs={
                "facts": [("Badan publik", row.organisation.name)],
                "sections": letters.whole(sections),
                "signer": signer,
            },
            reference=reference_of(row),
            organisation=row.organisation,
            holder_name=row.organisation.name,
            actor=SYSTEM,
            now=now,
        )


def _note(what: str, row: Exclusion, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    record(
        f"exclusion.{what}",
        actor=actor,
        subject=reference_of(row),
        organisation=row.organisation,
        data=data,
        now=now,
    )
