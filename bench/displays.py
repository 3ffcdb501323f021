"""From the press of "call" to the screens and phones: 20 screens and 180 phones on one queue, over real HTTP.

The pollers keep the manners of the pages: a screen asks every 0.7 s, a phone every 10 s, every 3 s when it is near,
each with the tag of what it has. Four counters call, serve and finish by their own pages, and waits are foretold by the
real worker. A call has reached a screen when the answer that shows it is there; drawing it takes a moment more.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from bench.pages import server
from bench.result import Result

if TYPE_CHECKING:
    import httpx

    from melayani.delivery.queues.models import Ticket

SCREENS, PHONES, COUNTERS, WAITING, WORKERS = 20, 180, 4, 240, 2
SECONDS, PAUSE_S, WARM_UP_S = 50.0, 0.8, 3.0
SCREEN_S, SLOW_S, FAST_S = 0.7, 10.0, 3.0
WITHIN_S = 1.0  # call to screen


def measure() -> list[Result]:
    """Times from a call to each screen and to the phone of the called, and what the asking cost."""
    hall = _hall()
    with worker(), server(WORKERS) as address:
        watch = Watch()
        stop = threading.Event()
        asking = threading.Thread(target=lambda: asyncio.run(_poll(address, hall, watch, stop)))
        asking.start()
        time.sleep(WARM_UP_S)
        calls = _call(address, hall, time.monotonic() + SECONDS)
        time.sleep(FAST_S + 1)  # the last calls reach the phones
        stop.set()
        asking.join(90)
    return _judge(calls, watch)


@contextmanager
def worker() -> Iterator[None]:
    """The real worker on the benchmark's database: it foretells the waits."""
    process = subprocess.Popen([sys.executable, "-m", "melayani", "work"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Hall:
    """Addresses of what asks, and cookies of those who call."""

    screens: list[str]
    phones: dict[str, str]  # address by number
    counters: list[tuple[int, str]]  # key of the counter, session of its officer


@dataclass
class Watch:
    """When which call was on which screen first, and the called number on its phone; and every answer."""

    seen: dict[tuple[int, str], float] = field(default_factory=dict)
    phoned: dict[str, float] = field(default_factory=dict)
    statuses: Tally[int] = field(default_factory=Tally)
    taken: list[float] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Made:
    """A call: its key, the number, the moment of the press, and how long the press took."""

    key: str
    number: str
    at: float
    took: float


def _judge(calls: Sequence[Made], watch: Watch) -> list[Result]:
    lags = [watch.seen[(n, one.key)] - one.at for one in calls for n in range(SCREENS) if (n, one.key) in watch.seen]
    phones = [watch.phoned[one.number] - one.at for one in calls if one.number in watch.phoned]
    missed = len(calls) * SCREENS - len(lags)
    asked, seconds = sum(watch.statuses.values()), time.monotonic() - watch.begun
    share = watch.statuses[304] / asked
    print(f"     {len(calls)} calls, press {_words([one.took for one in calls])}")
    print(f"     call to screen {_words(lags)}; call to the phone of the called {_words(phones)} (n {len(phones)})")
    print(f"     {asked / seconds:.0f} requests/s, {100 * share:.0f} % 304, answers {_words(watch.taken)}")
    faults = missed + sum(count for status, count in watch.statuses.items() if status not in (200, 304))
    p95 = _percentile(lags, 95)
    return [
        Result("calls that missed a screen, and answers that failed", faults, 0, True),
        Result("call to screen, p95 against one second", p95 / WITHIN_S, 1.0, True, f"{1000 * p95:.0f} ms"),
        Result("call to the called phone, p95 against its interval", _percentile(phones, 95) / FAST_S, 1.5, True),
    ]


def _words(seconds: Sequence[float]) -> str:
    return f"p50 {1000 * _percentile(seconds, 50):.0f} ms, p95 {1000 * _percentile(seconds, 95):.0f} ms"


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


# --- those who ask


async def _poll(address: str, hall: Hall, watch: Watch, stop: threading.Event) -> None:
    import httpx

    limits = httpx.Limits(max_connections=SCREENS + PHONES, max_keepalive_connections=SCREENS + PHONES)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        watch.begun = time.monotonic()
        screens = [_screen(client, path, number, watch, stop) for number, path in enumerate(hall.screens)]
        phones = [_phone(client, path, number, watch, stop) for number, path in hall.phones.items()]
        await asyncio.gather(*screens, *phones)


async def _screen(client: httpx.AsyncClient, path: str, place: int, watch: Watch, stop: threading.Event) -> None:
    await asyncio.sleep(Random(place).random() * SCREEN_S)
    tag = ""
    while not stop.is_set():
        answer, tag = await _ask(client, path, tag, watch)
        for part in answer.split('data-call="')[1:]:
            watch.seen.setdefault((place, part[: part.index('"')]), time.monotonic())
        await asyncio.sleep(SCREEN_S)


async def _phone(client: httpx.AsyncClient, path: str, number: str, watch: Watch, stop: threading.Event) -> None:
    chance = Random(number)
    await asyncio.sleep(chance.random() * SLOW_S)
    tag, pace = "", SLOW_S
    while not stop.is_set():
        answer, tag = await _ask(client, path, tag, watch)
        if 'data-state="called' in answer:
            watch.phoned.setdefault(number, time.monotonic())
        if answer:
            pace = FAST_S if 'data-pace="fast"' in answer else SLOW_S
        end = time.monotonic() + pace
        while time.monotonic() < end and not stop.is_set():
            await asyncio.sleep(min(0.5, max(0.0, end - time.monotonic())))


async def _ask(client: httpx.AsyncClient, path: str, tag: str, watch: Watch) -> tuple[str, str]:
    """The new text, or "" for nothing new; and the tag to ask with next."""
    begin = time.monotonic()
    answer = await client.get(path, headers={"If-None-Match": tag} if tag else {})
    watch.taken.append(time.monotonic() - begin)
    watch.statuses[answer.status_code] += 1
    return answer.text if answer.status_code == 200 else "", answer.headers.get("ETag", tag)


# --- those who call


def _call(address: str, hall: Hall, end: float) -> list[Made]:
    """Each counter in turn finishes whom it has and calls the next, by the buttons of its page."""
    import httpx

    desks = [
        (key, httpx.Client(base_url=address, cookies={"sessionid": session}, timeout=60))
        for key, session in hall.counters
    ]
    made: list[Made] = []
    turn = 0
    while time.monotonic() < end:
        key, client = desks[turn % len(desks)]
        number = _current(key)
        for verb in ("layani", "selesai") if number else ():
            _press(client, key, verb, nomor=number)
        begin = time.monotonic()
        _press(client, key, "panggil")
        made.append(_latest(key, begin, time.monotonic() - begin))
        turn += 1
        time.sleep(PAUSE_S)
    return made


def _press(client: httpx.Client, counter: int, verb: str, **data: str) -> None:
    page = f"/kantor/antrean/loket/{counter}/"
    if "csrftoken" not in client.cookies:
        client.get(page).raise_for_status()
    token = client.cookies["csrftoken"]
    answer = client.post(f"{page}{verb}/", data=data, headers={"X-CSRFToken": token})
    assert answer.status_code == 302, (verb, answer.status_code)


def _current(counter: int) -> str:
    from melayani.delivery.queues.models import Ticket

    rows = Ticket.objects.filter(counter=counter, state__in=["called", "serving"])
    return rows.values_list("number", flat=True).first() or ""


def _latest(counter: int, begin: float, took: float) -> Made:
    from melayani.delivery.queues.models import Call

    row = Call.objects.filter(counter=counter).select_related("ticket").latest("pk")
    return Made(str(row.pk), row.ticket.number, begin, took)


# --- the hall


def _hall() -> Hall:
    """One line, four counters with officers, 240 people; the first 180 look at their phones."""
    from django.utils import timezone

    from melayani.delivery.catalogue.models import Service
    from melayani.delivery.queues import access
    from melayani.delivery.queues.models import Counter, Device, Line, Site, Zone, token_hash
    from melayani.foundation.organisations.actions import mark_installation

    now = timezone.now()
    mark_installation(demonstration=True, now=now)  # so that the officers need no second factor here
    service = Service.objects.select_related("agency").get(source_id="ktpel-rusak-hilang-bengkalis")
    site = Site.objects.create(organisation=service.agency, door_token="pintu")  # noqa: S106  a made-up door
    zone = Zone.objects.create(site=site, name="Ruang tunggu")
    line = Line.objects.create(site=site, unit=service.agency, service=service, zone=zone, prefix="A", minutes=5)
    devices = [
        Device(site=site, kind=kind, name=f"{kind} {number}", token=token, token_hash=token_hash(token))
        for kind, count in ((Device.Kind.SCREEN, SCREENS), (Device.Kind.KIOSK, 1))
        for number, token in ((number, f"{kind}-{number}-contoh") for number in range(count))
    ]
    Device.objects.bulk_create(devices)
    kiosk = access.get_device("kiosk-0-contoh", Device.Kind.KIOSK)
    tickets = _numbers(access.Machine(kiosk), line, now)
    counters = [
        Counter.objects.create(site=site, unit=service.agency, zone=zone, number=n + 1) for n in range(COUNTERS)
    ]
    return Hall(
        screens=[f"/layar/screen-{number}-contoh/keadaan/" for number in range(SCREENS)],
        phones={one.number: f"/antrean/tiket/{one.number}/{one.secret}/keadaan/" for one in tickets[:PHONES]},
        counters=[(one.pk, _officer_at(one, now)) for one in counters],
    )


def _numbers(kiosk: Any, line: Any, now: Any) -> list[Ticket]:
    from melayani.delivery.queues import actions, rules

    return [
        actions.take_ticket(
            actor=kiosk, site=line.site, line=line, way=rules.KIOSK, priority=False, now=now, request_key=f"contoh-{n}"
        )
        for n in range(WAITING)
    ]


def _officer_at(counter: Any, now: Any) -> str:
    """Somebody signed in and sitting at the counter; the key of the session."""
    from datetime import timedelta

    from django.test import Client

    from melayani.delivery.queues import actions
    from melayani.foundation.people.models import Membership, Person
    from melayani.foundation.people.queries import officer_for
    from melayani.foundation.people.rules import Role

    person = Person.objects.create_user(f"loket{counter.number}@contoh.example", None, name=f"Loket {counter.number}")
    Membership.objects.create(
        person=person, organisation=counter.unit, role=Role.COUNTER, since=now - timedelta(days=30)
    )
    actions.sit_down(actor=officer_for(person, now), counter=counter, now=now)
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value
