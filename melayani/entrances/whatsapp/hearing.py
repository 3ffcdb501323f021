"""One message, one transaction: heard once, understood, answered by rows of the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from melayani.entrances.whatsapp import media, turning
from melayani.entrances.whatsapp.talk import Outside, Reply, Talk, body_of, offers_of, resume
from melayani.entrances.whatsapp.understanding import BACK, CANCEL, MENU, Said, command, folded
from melayani.foundation.messaging import conversations, inbound
from melayani.foundation.messaging.channels.whatsapp.wire import Incoming
from melayani.foundation.messaging.models import Conversation
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.people import Citizen

log = structlog.get_logger()
CHANNEL = "whatsapp"
OUTSIDE_MOST = 4  # pieces of work of one turn that run outside its transaction
MANY = 50  # messages of one contact within ten minutes: no person writes so fast
SAME = 4  # the same words so often within ten minutes: a machine answers a machine
KINDS = {
    "image": "[foto]",
    "document": "[berkas]",
    "location": "[lokasi]",
    "voice": "[pesan suara]",
    "video": "[video]",
    "sticker": "[stiker]",
}
KEPT_BY_NOBODY = "[jawaban survei]"
SPOKEN = {"audio": "voice", "video": "video"}  # by the beginning of the type of a file
STICKER = "image/webp"  # photos come as JPEG


def hear(message: Incoming, now: datetime) -> bool:
    """Answer one message, and return whether its words are private: then nobody keeps them.

    Once: a repeated one leads to nothing. Raises what should be tried again later.
    """
    done: dict[str, str] = {}
    for _try in range(OUTSIDE_MOST):
        try:
            with transaction.atomic():
                return inbound.first_time(CHANNEL, message.wamid, now=now) and _turn(message, now, done)
        except Outside as needed:  # all of the above is undone; the next round knows the answer
            done[needed.key] = needed.work()
        except NotAContact:
            log.warning("message_from_nobody", wamid=message.wamid)
            return False
    raise RuntimeError("a turn that never ends")


def _turn(message: Incoming, now: datetime, done: dict[str, str]) -> bool:
    conversation = conversations.begin(channel=CHANNEL, phone=message.phone, user_id=message.user_id, now=now)
    said = said_of(message)
    lately = conversations.lately_said(conversation, now)
    talk, forgot = resume(conversation, now, message.name, done)
    private = turning.is_private(talk) and not conversation.handed_over_at
    words = KEPT_BY_NOBODY if private else words_of(message, said)
    turn = conversations.hear(conversation=conversation, text=words, at=min(message.at, now), now=now)
    with translation.override(conversation.contact.language):
        _react(talk, replace(said, turn=turn.pk), lately, forgot=forgot, private=private)
    return private


def _react(talk: Talk, said: Said, lately: list[str], *, forgot: bool, private: bool) -> None:
    conversation, now = talk.conversation, talk.now
    if conversation.handed_over_at:
        if reply := turning.about_announcements(talk, said):
            conversations.say(conversation=conversation, text=reply, now=now)
            return
        if not _leaves_the_officer(conversation, said, now):
            _for_officers(talk, said, lately)
            return
        talk, forgot = resume(conversation, now, talk.name, talk.done)
    if reply := "" if private else _about_machines(said, lately):
        conversations.say(conversation=conversation, text=reply, now=now)
        return
    if private or not _is_a_machine(said, lately):
        _answer(talk, said, forgot=forgot)


def _answer(talk: Talk, said: Said, *, forgot: bool) -> None:
    reply = turning.answer(talk, said)
    if forgot and talk.flow != "menu":
        conversations.say(conversation=talk.conversation, text=_("Kita mulai dari awal lagi, ya."), now=talk.now)
    with translation.override(talk.contact.language):  # it may just have been changed
        _say(talk, reply)
    conversations.remember(conversation=talk.conversation, state=talk.state(), now=talk.now)


def _for_officers(talk: Talk, said: Said, lately: list[str]) -> None:
    """An officer reads words and sees photos and PDFs; what does not reach the office is said at once."""
    if said.kind in {"text", "choice", "location"} or len(lately) > MANY:
        return
    if text := _keep_file(talk, said) if said.kind in turning.FILES else _only_seen_and_read():
        conversations.say(conversation=talk.conversation, text=text, now=talk.now)


def _keep_file(talk: Talk, said: Said) -> str:
    """Put a photo or PDF beside the words of its turn; why there is none, or ""."""
    if said.refused:
        return media.not_handed_out()
    told = talk.outside(f"media:{said.media_id}", lambda: media.take(said.media_id, talk.actor, talk.now))
    kind, _colon, value = told.partition(":")
    if kind != media.KEPT:
        return value
    conversations.keep_file(turn=said.turn, file=UUID(value), actor=talk.actor, now=talk.now)
    return ""


def _only_seen_and_read() -> str:
    return _(
        "Petugas membaca tulisan dan melihat foto atau PDF di percakapan ini. Suara, video, dan stiker tidak sampai "
        "kepadanya: ceritakan isinya dengan kata-kata, ya."
    )


def _say(talk: Talk, reply: Reply) -> None:
    for text in reply.first:
        conversations.say(conversation=talk.conversation, text=text, now=talk.now)
    conversations.say(conversation=talk.conversation, text=body_of(reply), offers=offers_of(reply), now=talk.now)


def _leaves_the_officer(conversation: Conversation, said: Said, now: datetime) -> bool:
    """The citizen may go back to the menu; anything else is for the officer."""
    wants = said.choice.startswith("go:") or command(said.text) in {MENU, CANCEL, BACK}
    if not wants or (not said.choice and command(said.text) == MENU and folded(said.text) not in {"menu", "mulai"}):
        return False  # "halo" to an officer is a greeting
    actor = Citizen(contact_id=conversation.contact_id)
    conversations.give_back(actor=actor, conversation=conversation, farewell="", now=now)
    conversation.refresh_from_db(fields=["state", "handed_over_at", "waiting_since"])
    return True


def _is_a_machine(said: Said, lately: list[str]) -> bool:
    return len(lately) >= MANY or _same(said, lately) >= SAME


def _about_machines(said: Said, lately: list[str]) -> str:
    """The one word about it, said when the limit is met and not again."""
    if len(lately) == MANY or (len(lately) < MANY and _same(said, lately) == SAME):
        return _(
            "Banyak pesan datang sekaligus, jadi saya diam sebentar. Tulis lagi sepuluh menit lagi, atau telepon "
            "kantornya."
        )
    return ""


def _same(said: Said, lately: list[str]) -> int:
    """How often in a row these very words came before; taps do not count."""
    if said.choice or not said.text:
        return 0
    count = 0
    for text in lately:
        if text != said.text:
            break
        count += 1
    return count


def said_of(message: Incoming) -> Said:
    """What came. Voice, video and stickers are no files to keep: they come without their media."""
    kind = SPOKEN.get(message.mime.partition("/")[0], message.kind)
    kind = "sticker" if message.mime == STICKER and message.kind == "image" else kind
    return Said(
        text=message.text if kind != "other" else "",
        choice=message.choice_id,
        kind=kind,
        media_id=message.media_id if kind == message.kind else "",
        latitude=message.latitude,
        longitude=message.longitude,
        refused=message.refused is not None and kind == message.kind,
    )


def words_of(message: Incoming, said: Said) -> str:
    """How the message reads in the history."""
    sign = KINDS.get(said.kind, "")
    where = f"{message.latitude}, {message.longitude}" if message.kind == "location" else ""
    text = message.text if message.kind != "other" else f"({message.text})"
    return " ".join(part for part in (sign, where, text) if part)
