"""Letters by situation, as they come from outside."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from django.test import Client

from melayani.entrances.mailbox import keeping
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging.models import InboundPayload

OURS = "layanan@contoh.go.id"
SECRET = "rahasia-surat-yang-panjangnya-cukup-0123"
BUDI = "budi@warga.example"
STORY = "Loket kependudukan tutup pukul 10 padahal papan menyebut pukul 15.\nMohon diperbaiki."


def on(settings: Any) -> None:
    """From here on the mailbox is read."""
    settings.MAIL_ADDRESS, settings.MAIL_SECRET = OURS, SECRET
    settings.PUBLIC_URL = "https://layanan.contoh.go.id"
    settings.EMAIL_FROM = "Melayani <jangan-balas@contoh.go.id>"


def letter(
    text: str = STORY,
    *,
    to: str = OURS,
    sender: str = f"Contoh Budi <{BUDI}>",
    subject: str = "Loket tutup",
    **more: str,
) -> EmailMessage:
    """What a person writes; `more` are further headers, with _ for -."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = more.pop(
        "Message_ID", f"<{hashlib.sha256((text + subject).encode()).hexdigest()[:16]}@warga.example>"
    )
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def delivery_report(about: str, *, action: str = "failed") -> bytes:
    """What a mail server sends back, RFC 3464, about the message with this Message-ID."""
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: jangan-balas@contoh.go.id\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSurat Anda tidak sampai.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; sari@contoh.id\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <sari@contoh.id> user unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def came(mail: EmailMessage | bytes, now: datetime, *, real_size: int | None = None) -> InboundPayload:
    """A letter that was stored and read by the worker, whatever came of it."""
    raw = mail if isinstance(mail, bytes) else bytes(mail)
    keeping.keep(raw, now=now, real_size=real_size)
    inbound.read_due(now)
    return InboundPayload.objects.filter(channel=keeping.CHANNEL).latest("pk")


def post(client: Client, raw: bytes, *, secret: str = SECRET) -> Any:
    """A mail server hands a letter over."""
    signature = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return client.post(
        "/webhooks/mail/", raw, content_type="message/rfc822", headers={"X-Melayani-Signature": signature}
    )
