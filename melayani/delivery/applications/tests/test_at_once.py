"""Several at once on real connections; a process that dies or fails half-way: all or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from melayani.delivery.applications import actions, drafts, rules, states
from melayani.delivery.applications.models import AnswerFile, Application, Draft
from melayani.delivery.applications.tests import factories
from melayani.delivery.applications.tests.test_apply_by_page import begin, fill, page, sent_code
from melayani.delivery.applications.tests.test_submit_application import SITI, filled_draft
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_goes_out")]


def at_once(count: int, work: Callable[[int], str]) -> list[str]:
    """Run `work` in `count` threads that start together; return what each answered, sorted."""
    answers: list[str] = []
    gate = threading.Barrier(count)

    def run(place: int) -> None:
        gate.wait()
        try:
            answers.append(work(place))
        except actions.ActionRefused as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.parametrize("turn", range(5))
def test_one_draft_gives_one_application_however_often_it_is_sent(world: World, now: datetime, turn: int) -> None:
    draft = filled_draft(factories.birth_certificate(world.bontang), now)
    numbers = at_once(4, lambda _: actions.submit_draft(actor=SITI, draft=draft, now=now).number)
    assert len(numbers) == 4
    assert set(numbers) == {Application.objects.get().number}
    assert Event.objects.filter(name="application.submitted").count() == 1
    assert OutboxMessage.objects.filter(event="application.submitted").count() == 1
    assert AnswerFile.objects.count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_double_click_on_the_last_button_leads_to_one_receipt(world: World, client: Client, turn: int) -> None:
    draft = begin(client, factories.birth_certificate(world.bontang))
    fill(client, draft)
    client.post(page(draft, "kirim"))
    code = sent_code()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.cookies = client.cookies
    landed = at_once(
        2, lambda place: str(browsers[place].post(page(draft, "kode"), {"code": code}).headers["Location"])
    )
    assert Application.objects.count() == 1
    assert landed[0] == landed[1]
    assert landed[0].endswith("/diterima/")


@pytest.mark.parametrize("turn", range(5))
def test_two_officers_take_a_case_and_one_is_told(world: World, now: datetime, turn: int) -> None:
    row = factories.filed(world, now=now)
    officers = [world.bontang_processor, world.bontang_counter]

    def take(place: int) -> str:
        actions.take(actor=officers[place], application=row, now=now)
        return "taken"

    assert at_once(2, take) == ["ActionRefused", "taken"]
    assert Event.objects.filter(name="application.taken").count() == 1


def test_a_citizen_withdraws_while_the_approver_decides(world: World, now: datetime) -> None:
    row = factories.application_in(states.VERIFIED, world=world, now=now)
    later = now + timedelta(days=1)

    def act(place: int) -> str:
        if place:
            actions.withdraw(actor=SITI, application=row, secret=row.secret, now=later)
        else:
            actions.approve(actor=world.bontang_approver, application=row, now=later)
        return "done"

    assert at_once(2, act) == ["ActionRefused", "done"]
    assert Application.objects.get(pk=row.pk).state in (states.WITHDRAWN, states.APPROVED)


def test_a_message_that_cannot_be_written_takes_the_whole_filing_with_it(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filled_draft(factories.birth_certificate(world.bontang), now)

    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("melayani.delivery.applications.case.queue", broken)
    with pytest.raises(OSError, match="no space"):
        actions.submit_draft(actor=SITI, draft=draft, now=now)
    nothing_happened(draft)
    monkeypatch.undo()
    assert actions.submit_draft(actor=SITI, draft=draft, now=now).state == states.SUBMITTED


KILLED = """
    import os, signal
    from datetime import datetime
    import django
    django.setup()
    from django.db import connections
    connections.databases["default"]["NAME"] = os.environ["TEST_DATABASE"]
    from melayani.delivery.applications import actions, case
    from melayani.delivery.applications.models import Draft
    from melayani.foundation.people import Citizen

    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    case.queue = die
    draft = Draft.objects.get(pk=os.environ["TEST_DRAFT"])
    now = datetime.fromisoformat(os.environ["TEST_NOW"])
    actions.submit_draft(actor=Citizen(token="sesi-siti"), draft=draft, now=now)
"""


def test_a_process_killed_while_submitting_leaves_nothing_and_can_be_repeated(world: World, now: datetime) -> None:
    draft = filled_draft(factories.birth_certificate(world.bontang), now)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "melayani.settings",
        "MELAYANI_KEYS": str(settings.KEYS_DIR),
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_DRAFT": str(draft.pk),
        "TEST_NOW": now.isoformat(),
    }
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)], env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    nothing_happened(draft)
    assert actions.submit_draft(actor=SITI, draft=draft, now=now).state == states.SUBMITTED


def nothing_happened(draft: Draft) -> None:
    assert not Application.objects.exists()
    assert not AnswerFile.objects.exists()
    assert not Event.objects.filter(name="application.submitted").exists()
    assert not OutboxMessage.objects.filter(event="application.submitted").exists()
    draft.refresh_from_db()
    assert draft.application is None
    assert drafts.contents(draft).answer_to(1) is not None
    assert drafts.contents(draft).given[0].kind == rules.UPLOAD
