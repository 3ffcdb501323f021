"""The worker reads a stored letter: what sort it is, to what it belongs, and what its sender is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from melayani.entrances.mailbox import files, filing, keeping, letter, replying
from melayani.entrances.mailbox.addressing import claims_of, destination_of, is_ours
from melayani.entrances.mailbox.answers import answer
from melayani.entrances.mailbox.files import Taken
from melayani.entrances.mailbox.letter import Letter
from melayani.entrances.mailbox.replying import Case
from melayani.foundation.messaging import inbound, returns, threads
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact, InboundMark, InboundPayload
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from melayani.foundation.people.actions import TooMany, throttle
from melayani.voice.complaints import actions as complaints
from melayani.voice.complaints import rules as complaint_rules
from melayani.voice.disclosure import actions as disclosure
from melayani.voice.disclosure import rules as disclosure_rules
from melayani.voice.disclosure.rules import asking

LETTERS_AN_HOUR = 20  # of one sender, whatever becomes of them
AN_HOUR = timedelta(hours=1)
# why a letter was put aside: the first word, by which operators count
HELD, FORGED, BROKEN, TOO_LARGE, UNKNOWN, REFUSED = "held", "forged", "broken", "too large", "unknown", "refused"
DONE, BOUNCED, CIRCLED = "mail.done", "mail.bounce", "mail.circle"  # channels under which marks are counted
QUIET = {letter.AUTO: "mail.auto", letter.BULK: "mail.bulk", letter.BOUNCE: BOUNCED}


@dataclass(frozen=True)
class Post:
    """A letter by somebody who can be answered, and the moment at which it is read."""

    letter: Letter
    sender: Contact
    now: datetime

    def aside(self, why: str, words: str = "") -> inbound.NotUnderstood:
        return inbound.NotUnderstood(f"{why}: {words}".rstrip(": "))


@inbound.reader(keeping.CHANNEL)
def read_letter(payload: InboundPayload, now: datetime) -> None:
    """Do what the letter asks for; raises NotUnderstood for one that is put aside for the operators."""
    mail = keeping.letter_of(payload)
    if mail.bounce is not None:
        return _note_bounce(mail, now)
    if is_ours(mail):
        return _count(CIRCLED, mail, now)
    if mail.kind in QUIET:
        return _count(QUIET[mail.kind], mail, now)
    post = Post(mail, _sender_of(mail, now), now)
    _demand_few(post)
    if keeping.size_of(payload)[1]:
        answer(post.sender, "too_large", now=now, subject=mail.subject)
        raise post.aside(TOO_LARGE)
    return _take(post)


def _sender_of(mail: Letter, now: datetime) -> Contact:
    """The contact behind the sender; raises NotUnderstood where nobody can be answered, or somebody else would be."""
    if mail.kind == letter.BROKEN:
        raise inbound.NotUnderstood(BROKEN)
    if mail.forged:  # an answer would reach somebody who never wrote
        raise inbound.NotUnderstood(FORGED)
    try:
        return keep_contact(email=mail.sender, now=now)
    except NotAContact as error:
        raise inbound.NotUnderstood(f"{BROKEN}: no sender") from error


def _demand_few(post: Post) -> None:
    """A sender of too many letters is answered once; the letters stay, and an operator can have them read."""
    try:
        throttle(scope="mailbox.sender", key=str(post.sender.pk), limit=LETTERS_AN_HOUR, window=AN_HOUR, now=post.now)
    except TooMany as error:
        answer(post.sender, "held", now=post.now, subject=post.letter.subject)
        raise post.aside(HELD) from error


def _take(post: Post) -> None:
    """To the case that it answers, else to the office that it is addressed to."""
    claims = claims_of(post.letter, post.sender)
    for claim in claims:
        if found := replying.find(claim.number, claim.proves):
            return _add(post, found)
    if certain := next((one for one in claims if one.is_certain), None):
        answer(post.sender, "other_case", now=post.now, number=certain.number)
        raise post.aside(REFUSED, certain.number)
    destination = destination_of(post.letter)
    if not destination.is_known:
        answer(post.sender, "unknown", now=post.now, subject=post.letter.subject)
        raise post.aside(UNKNOWN)
    if destination.asks_for_information:
        return _ask(post, destination.office)
    return _complain(post, destination.office)


def _add(post: Post, case: Case) -> None:
    """Add it once, and tell the case's own citizen, never the sender: whoever forged an address is betrayed by that."""
    mail = post.letter
    try:
        taken = _once(
            post,
            case.citizen,
            lambda ids: case.add(mail, sender=post.sender, files=ids, now=post.now),
            most=case.files_most,
        )
    except replying.REFUSED as refused:
        _tell_refused(post, str(refused))
        raise post.aside(REFUSED, case.number) from refused
    if taken is not None:
        told = {"refused": taken.refused, **case.told()}
        answer(case.contact, case.receipt, now=post.now, organisation=case.organisation, **told)


def _complain(post: Post, office: Organisation | None) -> None:
    mail, actor = post.letter, Citizen(contact_id=post.sender.pk)
    try:
        complaints.check_rate(actor=actor, contact=post.sender, now=post.now)
        taken = _once(
            post,
            actor,
            lambda ids: filing.file_complaint(mail, sender=post.sender, office=office, files=ids, now=post.now),
        )
    except TooMany as error:
        answer(post.sender, "held", now=post.now, subject=post.letter.subject)
        raise post.aside(HELD) from error
    except complaint_rules.ActionRefused as refused:
        _tell_refused(post, str(refused))
        raise post.aside(REFUSED, str(refused)) from refused
    _tell_files(post, taken, office)


def _ask(post: Post, office: Organisation | None) -> None:
    """Register a request for information; without an office, or without what the law asks for, say what is missing."""
    if office is None:
        answer(post.sender, "ask_which", now=post.now)
        raise post.aside(UNKNOWN, "ppid")
    mail = post.letter
    try:
        disclosure.check_rate(contact=post.sender, now=post.now)
        taken = _once(
            post,
            Citizen(contact_id=post.sender.pk),
            lambda ids: filing.file_request(mail, sender=post.sender, office=office, files=ids, now=post.now),
            most=asking.FILES_MAX,
        )
    except disclosure_rules.TooManyRequests as error:
        answer(post.sender, "held", now=post.now, subject=post.letter.subject)
        raise post.aside(HELD) from error
    except disclosure_rules.ActionRefused as refused:
        problems = list(getattr(refused, "problems", {}).values()) or [str(refused)]
        answer(post.sender, "ask_more", now=post.now, organisation=office, problems=problems)
        raise post.aside(REFUSED, str(refused)) from refused
    _tell_files(post, taken, office)


def _once(
    post: Post, actor: Citizen, act: Callable[[list[UUID]], object], *, most: int = complaint_rules.FILES_MAX
) -> Taken | None:
    """Do it in one transaction with the mark that it was done; None when the same letter came before, by any way.

    Files are examined before it, because that takes its time.
    """
    mail = post.letter
    digest = hashlib.sha256("\n".join((mail.message_id, mail.sender, mail.subject, mail.text)).encode()).hexdigest()
    if InboundMark.objects.filter(channel=DONE, external_id=digest).exists():
        return None
    taken = files.take(mail, actor=actor, most=most, now=post.now)
    with transaction.atomic():
        if not inbound.first_time(DONE, digest, now=post.now):
            return None
        act(taken.ids)
    return taken


def _tell_files(post: Post, taken: Taken | None, office: Organisation | None) -> None:
    """The receipt comes from the case itself; files that could not be taken are told apart."""
    if taken is not None and taken.refused:
        answer(post.sender, "files_refused", now=post.now, organisation=office, refused=taken.refused)


def _tell_refused(post: Post, reason: str) -> None:
    answer(post.sender, "refused", now=post.now, subject=post.letter.subject, reason=reason)


def _note_bounce(mail: Letter, now: datetime) -> None:
    """A final report about a message of ours sends it to the next channel; any other is counted and no more."""
    _count(BOUNCED, mail, now)
    assert mail.bounce is not None
    message = threads.message_of(mail.bounce.about)
    if message is not None and mail.bounce.failed:
        returns.came_back(message, words=mail.bounce.words, now=now)


def _count(channel: str, mail: Letter, now: datetime) -> None:
    digest = hashlib.sha256("\n".join((mail.message_id, mail.sender, mail.text)).encode()).hexdigest()
    inbound.first_time(channel, digest, now=now)
