"""The stage of a journey: the real standards, officers who can sign in, a worker, a browser that takes pictures."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit.worker import work_once
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.actions import mark_installation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.rules import Role
from tests.axe import violations
from tests.databases import once

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

BENGKALIS = "ktpel-rusak-hilang-bengkalis"
WORD = "kata sandi untuk uji coba"
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"  # a part of the page is being replaced
ALL_PICTURES = """() => Promise.all([...document.images].map(
    one => { one.loading = 'eager'; return one.decode().catch(() => 0) }))"""
# words that stand letter below letter: a column that shrank, or a class that meant something else elsewhere
SQUEEZED = """() => [...document.querySelectorAll('main *')].filter(one => {
    const box = one.getBoundingClientRect();
    const speaks = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim().length > 6);
    return speaks && box.width > 0 && box.width < 46 && box.height > 70 && !one.closest('.vh, .sr, thead, legend');
}).map(one => one.textContent.trim().slice(0, 40))"""
PICTURES = os.environ.get("MELAYANI_SCREENSHOTS")
# each database sees one whole story at one width; pictures are taken of both
WIDTHS = [1280, 320] if PICTURES else [1280 if connection.vendor == "postgresql" else 320]
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


def until(page: Page, condition: str) -> None:
    """Wait for a condition of the page; Playwright's own waiting evaluates text in the page, which the CSP forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true in ten seconds: {condition}")


@dataclass
class Stage:
    """What the actors of a journey share."""

    url: str
    service: Service
    front: Person
    approver: Person
    faults: list[str] = field(default_factory=list)

    def work(self, later: timedelta = timedelta(0)) -> datetime:
        """Let the worker do what is due now (or `later`): messages go out, reactions run, days close."""
        moment = timezone.now() + later
        for _ in range(3):
            work_once(moment)
            moment += timedelta(seconds=2)
        return moment

    def letters(self, event: str) -> list[OutboxMessage]:
        """Messages of one event, newest first."""
        return list(OutboxMessage.objects.filter(event=event).order_by("-pk"))

    def link_in(self, message: OutboxMessage, part: str) -> str:
        """The first link of the message that contains `part`."""
        found = re.search(rf"https?://\S*{re.escape(part)}\S*", message.body)
        assert found, f"no link with {part} in: {message.body}"
        return found.group(0).rstrip(".,")

    def look(self, page: Page, name: str) -> None:
        """Check the page with axe, and keep a picture when pictures are wanted."""
        page.wait_for_load_state("load")  # the style sheet must be there before sizes are judged
        page.wait_for_selector(UNDER_WAY, state="detached")
        page.evaluate(ALL_PICTURES)
        width = page.viewport_size["width"] if page.viewport_size else 0
        self.faults += [f"{name} at {width}: {fault}" for fault in violations(page)]
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.faults += [f"{name} at {width}: squeezed: {words}" for words in page.evaluate(SQUEEZED)]
        if overflow > 0:
            self.faults.append(f"{name} at {width}: {overflow} px wider than the window")
        if PICTURES:
            FOLDER.mkdir(parents=True, exist_ok=True)
            picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
            picture.quantize(128).save(FOLDER / f"{name}-{width}.png", optimize=True)


def set_stage(url: str, *, demonstration: bool = True) -> Stage:
    """Import the published standards and give Bengkalis two officers, marked as a demonstration or as live."""
    once(_standards)
    mark_installation(demonstration=demonstration, now=timezone.now())
    service = Service.objects.select_related("agency").get(source_id=BENGKALIS)
    front = officer_at("petugas", service.agency, Role.PROCESSOR, Role.COUNTER)
    approver = officer_at("penandatangan", service.agency, Role.APPROVER)
    return Stage(url=url, service=service, front=front, approver=approver)


def _standards() -> None:
    call_command("import_regions", verbosity=0)
    call_command("import_services", verbosity=0)


def officer_at(name: str, place: Organisation, *roles: str) -> Person:
    """Somebody who can sign in and has held these duties at `place` for long."""
    person = Person.objects.create_user(f"{name}@contoh.example", WORD, name=f"Contoh {name.title()}")
    for role in roles:
        Membership.objects.create(
            person=person, organisation=place, role=role, since=timezone.now() - timedelta(days=400)
        )
    return person


@contextmanager
def visitor(browser: Browser, stage: Stage, *, width: int, scripts: bool = True, app: bool = True) -> Iterator[Page]:
    """A browser window of its own; a page that fails or a script that errors is a fault of the journey.

    Without `app` there is no service worker: what passes it is not held back when a journey cuts the network.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        base_url=stage.url,
        locale="id-ID",
        service_workers="allow" if app else "block",
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.on("response", lambda r: stage.faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
    page.on("pageerror", lambda error: stage.faults.append(f"script: {error}"))
    try:
        yield page
    except Exception as error:
        error.add_note(f"at {page.url}:\n{page.locator('body').inner_text()[:1500]}")
        raise
    finally:
        context.close()


def sign_in(page: Page, person: Person) -> None:
    """Sign an officer in by the page."""
    page.goto("/kantor/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", WORD)
    turn_page(page.locator("main form button"))
    expect(page).to_have_url("/kantor/")


def turn_page(button: Locator) -> None:
    """Press what leads to another page, and wait for all of it: who reads or counts at once sees half of that page."""
    with button.page.expect_navigation():
        button.click()


def photo(folder: Path, name: str = "surat-kehilangan.jpg", colour: str = "white") -> Path:
    """A photograph as a phone would make it."""
    path = folder / name
    Image.new("RGB", (1200, 900), colour).save(path, quality=80)
    return path


def code_of(stage: Stage) -> str:
    """The six digits of the newest one-time code."""
    digits = re.search(r"\b(\d{3}) ?(\d{3})\b", stage.letters("code.sent")[0].body)
    assert digits
    return "".join(digits.groups())
