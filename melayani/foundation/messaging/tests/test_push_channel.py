"""Web push against a push service on a real socket that decrypts what it got; the vectors of RFC 8291 and RFC 8292."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging import connections, following
from melayani.foundation.messaging.actions import keep_normalised
from melayani.foundation.messaging.channels.push import subscription, vapid
from melayani.foundation.messaging.channels.push.checks import check_push_settings
from melayani.foundation.messaging.channels.push.encryption import CURVE, point, seal
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Consent, Contact, ContactKind, MessageState, OutboxMessage
from melayani.foundation.messaging.tests.factories import CASE, queued, sari


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw(text), "big"), CURVE)


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser does with a body, RFC 8291 section 3.4 and RFC 8188."""
    salt, length = body[:16], body[20]
    theirs, sealed = body[21 : 21 + length], body[21 + length :]
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))

    def derive(secret: bytes, salt: bytes, info: bytes, size: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=size, salt=salt, info=info).derive(secret)

    secret = derive(shared, auth, b"WebPush: info\0" + point(key.public_key()) + theirs, 32)
    content_key = derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    plain = AESGCM(content_key).decrypt(nonce, sealed, None)
    assert plain.endswith(b"\x02")
    return plain[:-1]


def test_the_vector_of_rfc_8291() -> None:
    body = seal(
        b"When I grow up, I want to be a watermelon",
        browser=raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        auth=raw("BTBZMqHH6r4Tts7J_aSIgg"),
        key=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert vapid.text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    key = private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
    assert opened(body, key, raw("BTBZMqHH6r4Tts7J_aSIgg")) == b"When I grow up, I want to be a watermelon"


def test_the_token_of_rfc_8292_can_be_verified_and_no_other(settings: Any, now: datetime) -> None:
    settings.PUSH_CONTACT, settings.PUSH_KEY = "mailto:a@contoh.go.id", "rahasia"
    header = vapid.authorization("https://push.example:8443/p/1", now=now)
    token, _, key = header.removeprefix("vapid t=").partition(", k=")
    signed, _, mark = token.rpartition(".")
    claims = json.loads(raw(signed.split(".")[1]))
    assert claims["aud"] == "https://push.example:8443"
    assert claims["sub"] == "mailto:a@contoh.go.id"
    assert 0 < claims["exp"] - now.timestamp() <= 24 * 3600
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(key))
    r, s = int.from_bytes(raw(mark)[:32], "big"), int.from_bytes(raw(mark)[32:], "big")
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(encode_dss_signature(r, s), signed.encode() + b"x", ec.ECDSA(SHA256()))
    assert vapid.public_key() == key
    settings.PUSH_KEY = "lain"
    assert vapid.public_key() != key


class Service(ThreadingHTTPServer):
    """A push service with one browser behind it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.key = ec.generate_private_key(CURVE)
        self.auth = b"0123456789abcdef"
        self.status, self.retry_after = 201, ""
        self.got: list[tuple[dict[str, str], dict[str, Any]]] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def subscription(self) -> subscription.Subscription:
        endpoint = f"http://127.0.0.1:{self.server_address[1]}/p/1"
        return subscription.Subscription(endpoint, point(self.key.public_key()), self.auth)


class Door(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 201:
            plain = json.loads(opened(body, self.server.key, self.server.auth))
            self.server.got.append((dict(self.headers), plain))
        self.send_response(self.server.status)
        self.send_header("Location", "https://push.example/m/7")
        if self.server.retry_after:
            self.send_header("Retry-After", self.server.retry_after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.PUSH_CONTACT, settings.PUSH_KEY = "mailto:a@contoh.go.id", "rahasia"
    settings.PUSH_HOSTS = ["127.0.0.1", ".push.example"]
    settings.PUBLIC_URL = "https://layanan.contoh.go.id"
    service = Service()
    yield service
    connections.close("push")
    service.shutdown()
    service.server_close()


def browser(service: Service, now: datetime) -> Contact:
    return keep_normalised(kind=ContactKind.PUSH, value=service.subscription.value, language="id", now=now)


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.django_db
def test_a_message_arrives_and_only_the_browser_can_read_it(service: Service, now: datetime) -> None:
    message = queued(now, to=browser(service, now), urgent=True)
    assert send_due(now) == 1
    ((headers, told),) = service.got
    assert told["title"] == message.subject
    assert told["url"].startswith("https://layanan.contoh.go.id")
    assert told["tag"] == f"application:{CASE.number}"
    assert "http" not in told["body"]
    assert (headers["Content-Encoding"], headers["Urgency"], headers["TTL"]) == ("aes128gcm", "high", "259200")
    assert headers["Authorization"].startswith("vapid t=")
    row = fresh(message)
    assert (row.state, row.channel, row.external_id) == (MessageState.SENT, "push", "https://push.example/m/7")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_forgotten(service: Service, now: datetime, status: int) -> None:
    service.status = status
    message = queued(now, to=browser(service, now))
    send_due(now)
    assert fresh(message).state == MessageState.FAILED
    assert not Contact.objects.filter(kind=ContactKind.PUSH).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "retry_after", "state", "wait"),
    [
        (413, "", MessageState.FAILED, None),
        (403, "", MessageState.FAILED, None),
        (429, "120", MessageState.QUEUED, timedelta(seconds=120)),
        (429, "99999999", MessageState.QUEUED, timedelta(hours=1)),
        (503, "", MessageState.QUEUED, timedelta(seconds=30)),
        (500, "Fri, 01 Jan 2027 00:00:00 GMT", MessageState.QUEUED, timedelta(seconds=30)),
    ],
)
def test_what_the_service_answers_decides(
    service: Service, now: datetime, status: int, retry_after: str, state: str, wait: timedelta | None
) -> None:
    service.status, service.retry_after = status, retry_after
    message = queued(now, to=browser(service, now))
    send_due(now)
    row = fresh(message)
    assert row.state == state
    assert Contact.objects.filter(kind=ContactKind.PUSH).count() == 1
    if wait is None:
        return
    assert row.next_attempt_at == now + wait
    service.status, service.retry_after = 201, ""
    assert send_due(now + wait) == 1
    assert fresh(message).state == MessageState.SENT
    assert len(service.got) == 1


@pytest.mark.django_db
def test_one_service_that_is_away_does_not_stop_the_others(service: Service, now: datetime) -> None:
    away = subscription.Subscription("http://127.0.0.1:9/p", service.subscription.key, service.auth)
    gone = keep_normalised(kind=ContactKind.PUSH, value=away.value, language="id", now=now)
    first, second = queued(now, to=gone), queued(now, to=browser(service, now))
    send_due(now)
    assert (fresh(first).state, fresh(second).state) == (MessageState.QUEUED, MessageState.SENT)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["", "{}", '{"endpoint": "https://jahat.example/x", "key": "04", "auth": "00"}'])
def test_a_contact_that_is_no_subscription_is_refused_and_nothing_is_posted(
    service: Service, now: datetime, value: str
) -> None:
    contact = keep_normalised(kind=ContactKind.PUSH, value=value or "x", language="id", now=now)
    message = queued(now, to=contact)
    send_due(now)
    assert fresh(message).state == MessageState.FAILED
    assert service.got == []


GOOD = {
    "endpoint": "https://a.push.example/p/1",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "x",
        {},
        {"endpoint": GOOD["endpoint"], "keys": {}},
        {**GOOD, "endpoint": "http://a.push.example/p"},
        {**GOOD, "endpoint": "https://push.example.jahat.id/p"},
        {**GOOD, "endpoint": "https://169.254.169.254/latest"},
        {**GOOD, "endpoint": "https://[::1"},
        {**GOOD, "keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {**GOOD, "endpoint": "https://a.push.example/" + "x" * 3000},
    ],
)
def test_what_is_no_subscription_is_refused(settings: Any, told: Any) -> None:
    settings.PUSH_HOSTS = [".push.example"]
    assert subscription.kept(subscription.given(GOOD).value) == subscription.given(GOOD)
    with pytest.raises(subscription.BadSubscription):
        subscription.given(told)


@pytest.mark.django_db
def test_a_device_that_follows_gets_what_the_holder_gets_once(service: Service, now: datetime) -> None:
    holder = sari(now)
    tag = following.device_url(CASE.number, holder.pk, "id").rstrip("/").rpartition("/")[2]
    told: dict[str, Any] = {"actor": SYSTEM, "tag": tag, "told": GOOD, "language": "id"}
    before = queued(now, to=holder)
    assert following.copy_for_devices(now) == 0
    assert following.follow(on=True, now=now, **told)
    following.follow(on=True, now=now, **told)
    assert Consent.objects.filter(purpose=f"case:{CASE.number}:{holder.pk}").count() == 1
    assert following.copy_for_devices(now) == 1  # what waited when the device came
    after = queued(now + timedelta(seconds=5), to=holder)
    queued(now + timedelta(seconds=5), to=keep_normalised(kind="email", value="petugas@x.id", language="id", now=now))
    assert following.copy_for_devices(now + timedelta(seconds=6)) == 1
    assert following.copy_for_devices(now + timedelta(seconds=9)) == 0
    copies = OutboxMessage.objects.filter(contact__kind=ContactKind.PUSH).order_by("pk")
    assert [one.subject for one in copies] == [before.subject, after.subject]
    assert not following.follow(on=False, now=now + timedelta(seconds=10), **told)
    queued(now + timedelta(seconds=11), to=holder)
    assert following.copy_for_devices(now + timedelta(seconds=12)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tag",
    ["", "x", "case-PMH-7K3Q9XBT-W:1", "case-PMH-7K3Q9XBT-W:1-" + "0" * 24, "case-PMH-7K3Q9XBT-W:é-1", "lain-1-2"],
)
def test_an_invented_link_follows_nothing(service: Service, now: datetime, tag: str) -> None:
    assert following.topic_of(tag) is None
    with pytest.raises(ValueError, match="^"):
        following.follows(tag=tag, told=GOOD)
    with pytest.raises(ValueError, match="^"):
        following.follow(actor=SYSTEM, tag=tag, told=GOOD, on=True, language="id", now=now)
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_while_push_is_off_nothing_is_offered_or_copied(settings: Any, now: datetime) -> None:
    settings.PUSH_CONTACT = ""
    holder = sari(now)
    queued(now, to=holder)
    assert following.device_url(CASE.number, holder.pk, "id") == ""
    assert following.copy_for_devices(now) == 0


@pytest.mark.parametrize(
    ("contact", "https", "ids"),
    [
        ("", False, []),
        ("a@contoh.id", True, ["messaging.E031"]),
        ("mailto:a@contoh.id", False, ["messaging.E032"]),
        ("mailto:a@contoh.id", True, []),
    ],
)
def test_a_half_configured_channel_is_refused(settings: Any, contact: str, https: bool, ids: list[str]) -> None:
    settings.PUSH_CONTACT, settings.HTTPS = contact, https
    assert [one.id for one in check_push_settings(None)] == ids
