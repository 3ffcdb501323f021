"""Register an endpoint, change it, give it a new secret, pause, resume, end, test it; replay one delivery."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient, Officer
from melayani.foundation.webhooks import access, queries, rules, states
from melayani.foundation.webhooks.models import Delivery, Endpoint
from melayani.foundation.webhooks.queueing import enqueue

NOT_YOURS = "Hanya administrator instansi ini yang dapat mengatur webhook-nya."


class Refused(Exception):
    """What was asked for is not possible; the text says why."""


class BadInput(Refused):
    """A value cannot be used: which one, and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.problems = {field: why}


def register(
    *, actor: Officer | ApiClient, organisation: Organisation, name: str, url: str, events: Iterable[str], now: datetime
) -> tuple[Endpoint, str]:
    """Make an endpoint; return it and its secret, which is shown this once. Raises Refused, BadInput.

    Its owner is who asks, or who made the key that asks.
    """
    _demand(access.may_keep(actor, organisation), NOT_YOURS)
    wanted, address = _checked(events), _address(url)
    secret = rules.make_secret()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once do not pass the limit together
        kept = Endpoint.objects.kept().filter(organisation=organisation).count()
        _demand(kept < rules.AT_MOST, f"Sudah ada {rules.AT_MOST} webhook di sini. Akhiri dulu yang tak dipakai.")
        row = Endpoint.objects.create(
            organisation=organisation,
            owner=actor.key.created_by if isinstance(actor, ApiClient) else actor.person,
            name=name.strip()[:80],
            url=address,
            events=wanted,
            secret=secret,
            rests_until=now,
            created_at=now,
        )
        transaction.on_commit(queries.forget)
        _note("webhook.registered", actor, row, now, host=address.split("/")[2], events=", ".join(wanted))
    return row, secret


def change(*, actor: Actor, endpoint: Endpoint, name: str, url: str, events: Iterable[str], now: datetime) -> Endpoint:
    """Other words, another address, other events; what waits goes to the new address. Raises Refused."""
    wanted, address = _checked(events), _address(url)
    with transaction.atomic():
        row = _locked(actor, endpoint)
        row.name, row.url, row.events = name.strip()[:80], address, wanted
        row.failures, row.rests_until = 0, now
        row.save(update_fields=["name", "url", "events", "failures", "rests_until"])
        _note("webhook.changed", actor, row, now, host=address.split("/")[2], events=", ".join(wanted))
    return row


def rotate_secret(*, actor: Actor, endpoint: Endpoint, now: datetime) -> str:
    """A new secret, shown this once; the old one signs beside it for a day. Raises Refused."""
    secret = rules.make_secret()
    with transaction.atomic():
        row = _locked(actor, endpoint)
        row.old_secret, row.old_secret_until = row.secret, now + rules.BOTH_SECRETS
        row.secret = secret
        row.save(update_fields=["secret", "old_secret", "old_secret_until"])
        _note("webhook.secret_rotated", actor, row, now)
    return secret


def pause(*, actor: Actor, endpoint: Endpoint, reason: str, now: datetime) -> Endpoint:
    """Send nothing until it is resumed; news waits, at most PATIENCE. Raises Refused."""
    with transaction.atomic():
        row = _moved(actor, endpoint, states.PAUSE)
        row.pause_reason = reason[:200]
        row.save(update_fields=["state", "pause_reason"])
        _note("webhook.paused", actor, row, now, reason=row.pause_reason)
    return row


def pause_failing(*, endpoint: Endpoint, reason: str, now: datetime) -> None:
    """The platform itself pauses an endpoint that never answers, and writes to its owner, else to the
    administrators."""
    with transaction.atomic():
        row = _moved(SYSTEM, endpoint, states.PAUSE)
        row.pause_reason = reason[:200]
        row.save(update_fields=["state", "pause_reason"])
        _note("webhook.paused", SYSTEM, row, now, reason=row.pause_reason)
        said = {"name": row.name, "unit": row.organisation.name, "reason": row.pause_reason, "link": page_of(row)}
        for person in [row.owner] if row.owner else queries.administrators_of(row.organisation, now):
            queue(
                "webhook.paused",
                to=keep_contact(email=person.email, now=now),
                template="webhooks/paused",
                context=said,
                reference=row.reference,
                organisation=row.organisation,
                now=now,
            )


def resume(*, actor: Actor, endpoint: Endpoint, now: datetime) -> Endpoint:
    """Send again, at once what still waits. Raises Refused."""
    with transaction.atomic():
        row = _moved(actor, endpoint, states.RESUME)
        row.pause_reason, row.failures, row.failing_since, row.rests_until = "", 0, None, now
        row.save(update_fields=["state", "pause_reason", "failures", "failing_since", "rests_until"])
        _note("webhook.resumed", actor, row, now)
    return row


def end(*, actor: Actor, endpoint: Endpoint, now: datetime) -> Endpoint:
    """Send nothing any more; what waits is given up, the log stays. Raises Refused."""
    with transaction.atomic():
        row = _moved(actor, endpoint, states.END)
        row.secret = row.old_secret = rules.make_secret()  # nobody needs the old one; no signature with it again
        row.save(update_fields=["state", "secret", "old_secret"])
        Delivery.objects.give_up(row.deliveries.filter(state=states.WAITING).values_list("pk", flat=True))
        _note("webhook.ended", actor, row, now)
    return row


def send_test(*, actor: Actor, endpoint: Endpoint, now: datetime) -> Delivery:
    """Queue a `ping` without a case. Raises Refused for an endpoint that is not on."""
    with transaction.atomic():
        row = _locked(actor, endpoint)
        _demand(row.state == states.ACTIVE, "Nyalakan dulu webhook ini.")
        row.rests_until = now
        row.save(update_fields=["rests_until"])
        _note("webhook.tested", actor, row, now)
        return enqueue(row, rules.PING, place=row.organisation, at=now, now=now)


def replay(*, actor: Actor, delivery: Delivery, now: datetime) -> Delivery:
    """Send one delivery again, byte for byte and under the same key. Raises Refused."""
    with transaction.atomic():
        endpoint = _locked(actor, delivery.endpoint)
        _demand(endpoint.state == states.ACTIVE, "Nyalakan dulu webhook ini.")
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        _demand(row.state != states.WAITING, "Kiriman ini masih menunggu giliran.")
        row.state, row.attempts, row.queued_at, row.next_attempt_at = states.WAITING, 0, now, now
        row.save(update_fields=["state", "attempts", "queued_at", "next_attempt_at"])
        _note("webhook.replayed", actor, endpoint, now, event=row.event, number=row.number)
    return row


def page_of(endpoint: Endpoint) -> str:
    """Where its administrators keep it, as a full address for a message."""
    return f"{settings.PUBLIC_URL}/kantor/webhook/{endpoint.pk}/"


def _address(url: str) -> str:
    try:
        return rules.check_url(url, anywhere=settings.WEBHOOKS_ANYWHERE)
    except rules.NotAllowedAddress as problem:
        raise BadInput("url", str(problem)) from problem


def _checked(events: Iterable[str]) -> list[str]:
    wanted = sorted(set(events))
    if not wanted:
        raise BadInput("events", "Pilih sedikitnya satu kabar.")
    if unknown := set(wanted) - set(rules.NEWS):
        raise BadInput("events", f"Kabar ini tidak dikenal: {', '.join(sorted(unknown))[:200]}.")
    return wanted


def _locked(actor: Actor, endpoint: Endpoint) -> Endpoint:
    rows = Endpoint.objects.select_for_update(of=("self",)).select_related("organisation", "owner")
    row = rows.get(pk=endpoint.pk)
    _demand(actor.kind == "system" or access.may_keep(actor, row.organisation), NOT_YOURS)
    _demand(row.state != states.ENDED, "Webhook ini sudah diakhiri.")
    return row


def _moved(actor: Actor, endpoint: Endpoint, action: str) -> Endpoint:
    row = _locked(actor, endpoint)
    target = states.next_state(row.state, action)
    if target is None:
        raise Refused(f"Webhook ini sudah {row.words.lower()}.")
    row.state = target
    return row


def _note(name: str, actor: Actor, row: Endpoint, now: datetime, **more: Any) -> None:
    data = {"name": row.name, **more}
    record(name, actor=actor, subject=row.reference, organisation=row.organisation, data=data, now=now)


def _demand(fulfilled: bool, why: str) -> None:
    if not fulfilled:
        raise Refused(why)
