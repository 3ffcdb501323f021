"""The 07:00 rush: 240 places, 400 requests, 16 clients, 4 workers, real HTTP; and a booking against bare SQL.

Exactness is part of the result: nothing oversold, nothing lost, nothing refused with room, every replay its own number.
A booking is measured against the bare SQL counter transaction (site.py) over the same HTTP, server and clients, by
turns, so that noise meets both alike. What both cost without HTTP is printed beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from typing import Any

from bench import visits
from bench.crowd import CLIENTS, Answers, Crowd, Sent
from bench.pages import server
from bench.result import Result, middle

SLOTS, PLACES, REQUESTS, WORKERS = 12, 20, 400, 4
BARE_SLOTS, BARE_REQUESTS, TURNS, HOT_TURNS = 120, 4_000, 20, 6
AGAINST_BARE, HOT_AGAINST_SPREAD = 0.25, 0.8
ROUNDS = 3


def measure() -> list[Result]:
    """The rush, a hot slot against spread ones, a booking against two bare statements; the rush again on SQLite."""
    shop = visits.open_shop()
    with server(WORKERS, site="bench.site:application") as address:
        crowd = Crowd(address)
        crowd.send([_booking(shop, slot, 900_000 + n) for n, slot in enumerate(shop.slots(CLIENTS * 8, 9))])  # warm
        faults = sum(_rush(crowd, shop, turn) for turn in range(ROUNDS))
        hot = _hot_against_spread(crowd, shop)
        against = _against_bare(crowd, shop)
    visits.print_without_http(WORKERS)
    faults += _on_sqlite()
    return [
        Result("rush: oversold, lost, refused with room, replays with another number", faults, 0, True),
        Result("booking against the bare SQL counter, both over HTTP", against, AGAINST_BARE, False),
        Result("one hot slot against spread slots", hot, HOT_AGAINST_SPREAD, False),
    ]


def _rush(crowd: Crowd, shop: visits.Shop, turn: int) -> int:
    """One rush with its replays; how many faults it had."""
    slots = shop.slots(SLOTS, PLACES)
    sent = [_booking(shop, slots[n % SLOTS], turn * 10_000 + n) for n in range(REQUESTS)]
    answers = crowd.send(sent)
    again = crowd.send(sent[:CLIENTS])
    rate = f"{answers.rate:.0f} requests/s, p50 {answers.percentile(50):.0f} ms, p95 {answers.percentile(95):.0f} ms"
    states = dict(sorted(Counter(status for status, _ in answers.found).items()))
    faults = _faults(slots, answers, again)
    print(f"     rush: {rate}; answers {states}; faults {faults}", flush=True)
    return faults


def _faults(slots: list[str], answers: Answers, again: Answers) -> int:
    sold = {body["number"] for status, body in answers.found if status == 201}
    taken = visits.places_taken(slots)
    oversold = sum(max(0, count - PLACES) for count in taken.values())
    lost = len(sold - visits.numbers_known(sold)) + abs(sum(taken.values()) - len(sold))
    refused = SLOTS * PLACES - len(sold)
    strange = sum(1 for status, body in answers.found if status != 201 and body.get("code") != "slot_full")
    pairs = zip(answers.found, again.found, strict=False)
    replayed = sum(1 for first, replay in pairs if first[0] == 201 and first != replay)
    return oversold + lost + refused + strange + replayed


def _hot_against_spread(crowd: Crowd, shop: visits.Shop) -> float:
    """Bookings into one slot against bookings into twelve, by turns, all with room; the middle of the ratios."""
    seconds: dict[int, list[float]] = {1: [], SLOTS: []}
    for turn in range(HOT_TURNS):
        for count, taken in seconds.items():
            slots = shop.slots(count, REQUESTS)
            taken.append(_all_booked(crowd, shop, slots, 100_000 * count + turn * REQUESTS, REQUESTS // 2))
    rates = {count: REQUESTS // 2 / middle(taken) for count, taken in seconds.items()}
    print(f"     one hot slot {rates[1]:.0f}, {SLOTS} slots {rates[SLOTS]:.0f} bookings/s", flush=True)
    return middle([spread / hot for hot, spread in zip(seconds[1], seconds[SLOTS], strict=True)])


def _against_bare(crowd: Crowd, shop: visits.Shop) -> float:
    """4,000 bookings and 4,000 bare transactions on 120 slots each, by turns; the middle of the ratios."""
    slots, bare = shop.slots(BARE_SLOTS, BARE_REQUESTS), visits.bare_slots(BARE_SLOTS, BARE_REQUESTS)
    part = BARE_REQUESTS // TURNS
    ours, plain = [], []
    for turn in range(TURNS):
        ours.append(_all_booked(crowd, shop, slots, 2_000_000 + turn * part, part))
        answers = crowd.send([_bare(shop, bare[n % BARE_SLOTS], n) for n in range(part)])
        assert all(status == 201 for status, _ in answers.found), answers.found[0]
        plain.append(answers.seconds)
    print(f"     {part / middle(ours):.0f} bookings/s; bare SQL counter {part / middle(plain):.0f}/s", flush=True)
    return middle([bare / own for own, bare in zip(ours, plain, strict=True)])


def _all_booked(crowd: Crowd, shop: visits.Shop, slots: list[str], first: int, count: int) -> float:
    """Seconds for `count` bookings, which must all find room."""
    answers = crowd.send([_booking(shop, slots[n % len(slots)], first + n) for n in range(count)])
    assert all(status == 201 for status, _ in answers.found), Counter(status for status, _ in answers.found)
    return answers.seconds


def _booking(shop: visits.Shop, slot: str, number: int) -> Sent:
    phone = f"0812{number:08}"
    citizen = {"name": f"Contoh Warga {number}", "phone": phone}
    headers = {"Authorization": f"Bearer {shop.key}", "Idempotency-Key": phone}
    return Sent("/api/v1/bookings", {"slot": slot, "citizen": citizen, "party_size": 1}, headers)


def _bare(shop: visits.Shop, slot: int, number: int) -> Sent:
    """The very request of a booking, sent to the bare transaction."""
    like = _booking(shop, "", number)
    return Sent("/bare/bookings", {**like.body, "slot": slot}, like.headers)


def _on_sqlite() -> int:
    """The same rush on SQLite, in a process of its own: the settings are read once. Exact; figures as they are."""
    with tempfile.TemporaryDirectory(prefix="melayani-bench-") as folder:
        gone = {"MELAYANI_DATABASE_URL"}
        environment: dict[str, Any] = {name: value for name, value in os.environ.items() if name not in gone}
        print("     on SQLite:", flush=True)
        command = [sys.executable, "-m", "bench.rush"]
        return subprocess.run(command, env={**environment, "MELAYANI_DATA": folder}, check=False).returncode


def only_the_rush() -> int:
    """What runs on SQLite: one rush on a database made for it; its faults are the answer."""
    from bench.database import prepare

    prepare()
    shop = visits.open_shop()
    with server(WORKERS, site="bench.site:application") as address:
        return min(100, _rush(Crowd(address), shop, 0))


if __name__ == "__main__":
    sys.exit(only_the_rush())
