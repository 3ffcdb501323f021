"""The portal as an app: manifest, service worker, what a page gives the device to remember."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from PIL import Image

from melayani.delivery.applications.tests.factories import application_in
from melayani.entrances.portal import device
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
GIVEN = re.compile(r"^const GIVEN = (.*);$", re.MULTILINE)


@pytest.fixture(autouse=True)
def fresh_script() -> None:
    device.service_worker.cache_clear()


@pytest.mark.parametrize(("path", "start"), [("/manifest.webmanifest", "/"), ("/en/manifest.webmanifest", "/en/")])
def test_the_manifest_names_what_is_there_in_each_language(client: Client, path: str, start: str) -> None:
    answer = client.get(path)
    given = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert not answer.cookies
    assert given["start_url"] == start
    assert given["lang"] == ("en" if start == "/en/" else "id")
    for icon in given["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert file, icon
        if icon["sizes"] != "any":
            with Image.open(file) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert all(client.get(link["url"]).status_code == 200 for link in given["shortcuts"])


def test_every_citizen_page_leads_to_manifest_and_service_worker(client: Client) -> None:
    page = client.get("/privasi/")
    assert 'href="/manifest.webmanifest"' in page.content.decode()
    assert 'data-worker="/service-worker.js"' in page.content.decode()
    assert "worker-src 'self'" in page["Content-Security-Policy"]


def test_the_service_worker_is_asked_for_anew_and_fetches_only_what_is_there(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert client.get("/service-worker.js", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    found = GIVEN.search(answer.content.decode())
    assert found
    given = json.loads(found.group(1))
    assert all(finders.find(name.removeprefix("/static/")) for name in given["first"])
    assert all(client.get(path).status_code == 200 for path in given["offline"].values())


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/layanan/ktp-el-hilang/", True),
        ("/en/instansi/disdukcapil/", True),
        ("/privasi/", True),
        ("/lacak/", False),
        ("/permohonan/PMH-7K3Q9XBT-W/rahasia/", False),
        ("/layanan/ktp-el-hilang/lembar/", False),
        ("/acara/", False),
        ("/", False),
        ("/kantor/", False),
    ],
)
def test_only_pages_that_are_the_same_for_everybody_are_kept(path: str, kept: bool) -> None:
    assert any(re.search(pattern, path) for pattern in device.KEPT) is kept


def test_a_part_of_the_script_that_exists_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    before = device.service_worker()
    monkeypatch.setattr(device, "PARTS", ("ui/citizen.js", "ui/not-there.js"))
    device.service_worker.cache_clear()
    after = device.service_worker()
    assert 'importScripts("/static/ui/citizen.js");' in after
    assert "not-there" not in after
    version = re.compile(r'VERSION = "(\w+)"')
    assert version.findall(before) != version.findall(after)


def test_a_case_gives_the_device_no_more_than_number_state_and_office(client: Client, world: World) -> None:
    case = application_in("submitted", world=world, now=timezone.now())
    page = client.get(f"/permohonan/{case.number}/{case.secret}/").content.decode()
    given = re.search(r"<div[^>]*data-keep[^>]*>", page)
    assert given
    names = set(re.findall(r"data-(\w+)", given.group(0)))
    assert names == {"keep", "number", "kind", "about", "state", "tone", "done"}
    assert case.number in given.group(0)
    assert case.secret not in given.group(0)
    assert case.name not in given.group(0)
