"""One-time codes: six digits sent to a contact prove that somebody reads it. Ten minutes, five tries, used once."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, ngettext

from melayani.foundation.audit import keyed_hash
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import mark_verified
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.models import OneTimeCode
from melayani.foundation.people.rules import (
    CHECKS_PER_PERSON,
    CODE_LIFE,
    CODE_TRIES,
    CODES_PER_CONTACT,
    THROTTLE_WINDOW,
    address_group,
    make_code,
    read_code,
)
from melayani.foundation.people.throttling import throttle


class CodeRefused(Exception):
    """The code is not the one that was sent, or no longer counts; the text says which and what to do."""


def send_code(*, contact: Contact, purpose: str, address: str, now: datetime) -> None:
    """Queue a fresh code for `contact`; codes sent earlier for the same purpose end.

    Raises TooMany: 5 codes an hour per contact, and PEOPLE_PER_ADDRESS per network address, because a mobile carrier
    puts thousands of people behind one. Call it outside a transaction.
    """
    people = settings.PEOPLE_PER_ADDRESS
    throttle(scope="code.address", key=address_group(address), limit=people, window=THROTTLE_WINDOW, now=now)
    throttle(scope="code.contact", key=str(contact.pk), limit=CODES_PER_CONTACT, window=THROTTLE_WINDOW, now=now)
    code = make_code()
    with transaction.atomic():
        # the lock keeps two requests at once from leaving two open codes
        row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        OneTimeCode.objects.filter(contact=row, purpose=purpose, used_at__isnull=True).update(used_at=now)
        sent = OneTimeCode.objects.create(
            contact=row,
            purpose=purpose,
            code_hash=_hash(code, row, purpose),
            created_at=now,
            expires_at=now + CODE_LIFE,
        )
        context = {"code": f"{code[:3]} {code[3:]}", "minutes": int(CODE_LIFE.total_seconds() // 60)}
        reference = Reference(kind="code", number=str(sent.pk))
        # with an end: a code that arrives too late is of no use, and its text is forgotten a day after it
        queue(
            "code.sent",
            to=row,
            template="people/code",
            context=context,
            reference=reference,
            now=now,
            life=CODE_LIFE,
            urgent=True,  # somebody sits before the page and waits for it
        )


def check_code(*, contact: Contact, purpose: str, typed: str, address: str, now: datetime) -> bool:
    """Return True when `typed` is the open code of `contact` for `purpose`; the code is then used up.

    Raises CodeRefused (not six digits, wrong, expired, used, five tries spent) and TooMany. A wrong one costs a try
    even when several are sent at once. Call it outside a transaction, else a refusal would give the try back.
    """
    checks = CHECKS_PER_PERSON * settings.PEOPLE_PER_ADDRESS
    throttle(scope="check.address", key=address_group(address), limit=checks, window=THROTTLE_WINDOW, now=now)
    digits = read_code(typed)
    if digits is None:
        raise CodeRefused(gettext("Kode terdiri atas 6 angka. Periksa pesan yang kami kirim."))
    with transaction.atomic(durable=True):
        left = _spend_a_try(contact, purpose, digits, now)
    if left is None:
        return True
    raise CodeRefused(_refusal(left))


def sweep_codes(now: datetime) -> int:
    """Remove codes that ended a day ago; return how many."""
    old = OneTimeCode.objects.filter(expires_at__lt=now - THROTTLE_WINDOW * 24).order_by("expires_at")
    return OneTimeCode.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:5_000])).delete()[0]


def _spend_a_try(contact: Contact, purpose: str, digits: str, now: datetime) -> int | None:
    """Return None for the right code, else how many tries are left; -1 when no code is open."""
    open_codes = OneTimeCode.objects.filter(
        contact=contact, purpose=purpose, used_at__isnull=True, expires_at__gt=now, tries_left__gt=0
    )
    row = open_codes.order_by("-id").first()
    if row is None or open_codes.filter(pk=row.pk).update(tries_left=F("tries_left") - 1) != 1:
        return -1
    if not hmac.compare_digest(row.code_hash, _hash(digits, contact, purpose)):
        row.refresh_from_db(fields=["tries_left"])
        return row.tries_left
    if OneTimeCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now) != 1:
        return -1
    mark_verified(contact=contact, now=now)
    return None


def _refusal(left: int) -> str:
    if left > 0:
        again = ngettext("Masih {count} kali mencoba.", "Masih {count} kali mencoba.", left).format(count=left)
        return gettext("Kode itu tidak cocok.") + " " + again
    if left == 0:
        return gettext("Kode itu tidak cocok dan sudah {count} kali dicoba. Minta kode baru.").format(count=CODE_TRIES)
    return gettext("Kode ini sudah tidak berlaku. Minta kode baru.")


def _hash(digits: str, contact: Contact, purpose: str) -> str:
    return keyed_hash(f"{contact.pk}\x00{purpose}\x00{digits}", purpose="people.onetimecode.code")
