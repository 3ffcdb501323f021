"""Fetch what a citizen sent as a file, and give it to the ordinary checks of attachments. Runs outside transactions."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import httpx
import structlog
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments import queries as kept
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people import Citizen

log = structlog.get_logger()
KEPT, REFUSED = "kept", "refused"
GONE, AWAY = "gone", "away"
NOTHING_THERE = frozenset({400, 401, 403, 404, 410})
PHONE_OF_THE_DEMONSTRATION = "demo-"  # a photo of the simulator lies here already
PHONE = Citizen("telepon-contoh")  # who put it there
PURPOSE = "whatsapp"
NAME_MOST = 40
SECONDS = 20.0
BLOCK = 65_536


class NotFetched(Exception):
    """The file could not be had: `why` is GONE (Meta does not hand it out), or AWAY (Meta does not answer)."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def take(media_id: str, actor: Actor, now: datetime) -> str:
    """`kept:<id>` of the attachment that waits for its case, or `refused:<words>` that say what happened.

    What Meta does not hand out is told at once: the citizen can send it again, and nothing else waits for it.
    """
    try:
        content = _content(media_id)
    except NotFetched as problem:
        log.warning("whatsapp_media_not_fetched", why=problem.why)
        return f"{REFUSED}:{not_handed_out(away=problem.why == AWAY)}"
    if len(content) > settings.UPLOAD_MAX_BYTES:
        return f"{REFUSED}:{_too_large()}"
    try:
        file = SimpleUploadedFile(f"whatsapp-{media_id[-NAME_MOST:]}", content)
        return f"{KEPT}:{attachments.store(upload=file, actor=actor, now=now, purpose=PURPOSE).pk}"
    except FileRefused as refused:
        return f"{REFUSED}:{refused} " + _("Foto atau PDF dapat dikirim di sini; lainnya ceritakan saja.")


def not_handed_out(*, away: bool = False) -> str:
    """Why there is no file, and how to send it otherwise."""
    if away:
        return _("WhatsApp sedang terganggu, jadi foto atau berkas ini belum sampai kepada kami. ") + _otherwise()
    return _("WhatsApp tidak menyerahkan foto atau berkas ini kepada kami. ") + _otherwise()


def _otherwise() -> str:
    return _("Kirim sekali lagi sebagai foto baru (bukan diteruskan), atau lanjut dulu: isian Anda tetap tersimpan.")


def _too_large() -> str:
    most = settings.UPLOAD_MAX_BYTES // 1_000_000
    return _(
        "Berkas ini lebih besar dari {most} MB, jadi tidak dapat kami terima. Kirim sebagai foto biasa (WhatsApp "
        "mengecilkannya), atau potret halamannya satu per satu."
    ).format(most=most)


def _content(media_id: str) -> bytes:
    if media_id.startswith(PHONE_OF_THE_DEMONSTRATION) and is_demonstration():
        content = _of_the_demonstration(media_id.removeprefix(PHONE_OF_THE_DEMONSTRATION))
    else:
        content = _fetch_patiently(media_id)
    if content is None:
        raise NotFetched(GONE)
    return content


def _fetch_patiently(media_id: str) -> bytes | None:
    """A provider that stumbles once is asked once more."""
    try:
        return fetch(media_id)
    except NotFetched:
        return fetch(media_id)


def _of_the_demonstration(key: str) -> bytes | None:
    """What the telephone of the demonstration put down for us to fetch."""
    found = kept.still_pending(PHONE, [key])
    if not found:
        return None
    with kept.open_file(found[0]) as file:
        return file.read()


def fetch(media_id: str) -> bytes | None:
    """The bytes behind an id of the Graph API, at most UPLOAD_MAX_BYTES and one; None when Meta hands nothing out.

    The address comes from Meta and is asked with our token, so it must be https or the very host of the settings.
    """
    headers = {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"}
    base = f"{settings.WHATSAPP_URL}/{settings.WHATSAPP_VERSION}"
    try:
        with httpx.Client(timeout=SECONDS, headers=headers, follow_redirects=False) as client:
            told = client.get(f"{base}/{_as_path(media_id)}")
            if told.status_code in NOTHING_THERE:
                return None
            address = str(told.raise_for_status().json().get("url", ""))
            if not _is_askable(address):
                return None
            with client.stream("GET", address) as answer:
                if answer.status_code in NOTHING_THERE:
                    return None
                answer.raise_for_status()
                return _bounded(answer)
    except (httpx.HTTPError, ValueError) as problem:
        raise NotFetched(AWAY) from problem


def _bounded(answer: httpx.Response) -> bytes:
    """One byte more than is allowed is enough for the refusal."""
    content = bytearray()
    for block in answer.iter_bytes(BLOCK):
        content += block
        if len(content) > settings.UPLOAD_MAX_BYTES:
            break
    return bytes(content[: settings.UPLOAD_MAX_BYTES + 1])


def _is_askable(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.netloc == urlsplit(settings.WHATSAPP_URL).netloc


def _as_path(media_id: str) -> str:
    return "".join(sign for sign in media_id if sign.isalnum() or sign in "-_")[:200]
