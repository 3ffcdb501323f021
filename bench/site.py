"""The whole site with one address more: the bare SQL counter transaction, to measure a booking against it.

`granian bench.site:application` serves it. The address passes the same server and the same middleware as every page.
"""

from __future__ import annotations

from melayani.wsgi import application as application  # isort: skip  (sets Django up)

import json

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from melayani.foundation.audit import run
from melayani.foundation.people import public_page
from melayani.urls import urlpatterns as addresses

TAKE = "UPDATE bare_slot SET taken = taken + 1 WHERE id = %s AND taken < capacity"
NOTE = "INSERT INTO bare_booking (slot_id, name, at) VALUES (%s, 'Contoh Warga', now())"


def take_bare(slot: int) -> bool:
    """A conditional UPDATE of a counter and an INSERT in one transaction, nothing else; False when it is full."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, [slot])
        if cursor.rowcount != 1:
            return False
        cursor.execute(NOTE, [slot])
    return True


def take_planned(slot: int) -> bool:
    """The same with the statements planned once per connection, as those of a booking are."""
    with transaction.atomic():
        if not run(f"{TAKE} RETURNING id", [slot]):
            return False
        run(f"{NOTE} RETURNING id", [slot])
    return True


@csrf_exempt
@public_page
def bare(request: HttpRequest) -> JsonResponse:
    """The thinnest view: read the body of a booking, take a place in its slot, answer."""
    slot = json.loads(request.body)["slot"]
    return JsonResponse({"slot": slot}, status=201 if take_bare(slot) else 409)


urlpatterns = [path("bare/bookings", bare), *addresses]
settings.ROOT_URLCONF = "bench.site"
