"""Take a report: locations, answers, photos, keys, tokens, and what clients in use send."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.entrances.open311 import fetching, media
from melayani.entrances.open311.fetching import Fetched, NotFetched
from melayani.entrances.open311.tests.factories import (
    PLACE,
    STORY,
    System,
    bontang_barat,
    category,
    key_of,
    photo,
    report,
    with_questions,
)
from melayani.entrances.open311.tokens import token_of
from melayani.foundation.attachments import queries
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Complaint, Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(world: World) -> System:
    """A system with the registry's key, where one category is open and one is moderated."""
    category()
    category("lampu", moderated=True)
    return System(key_of(world.bontang))


def filed(answer: Any) -> Complaint:
    assert answer.status == 200, answer.text
    return Complaint.objects.latest("pk")


def test_o311_1_3_a_post_is_a_form(system: System) -> None:
    plain = urlencode(report(api_key=system.key)).encode()
    assert system.raw("requests.json", plain).status == 200
    assert system.post("requests.json", report(description="Pohon tumbang menutup jalan.", media=photo())).status == 200
    for kind in ("application/json", "text/plain", "application/xml", ""):
        refused = system.raw("requests.json", plain, kind)
        assert (refused.status, refused.codes) == (400, ["400"]), kind
    assert "Content-Type" in refused.words


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"a" * 1_100_000 + b"=1", b"&".join(b"a=1" for _ in range(1_100))])
def test_a_body_that_cannot_be_read_is_refused_calmly(system: System, body: bytes) -> None:
    assert system.raw(f"requests.json?api_key={system.key}", body).status in {400, 413}
    assert system.raw("requests.json", b"--x", "multipart/form-data").status == 400


@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_body_over_the_limit_is_refused_by_its_length(system: System, form: str, settings: Any) -> None:
    settings.UPLOAD_REQUEST_MAX_BYTES = 1_000
    answer = system.post(f"requests.{form}", report(media=photo(), device_id="x" * 1_000))
    assert answer.status == 413
    code = answer.codes if form == "json" else [answer.xml.findtext("error/code")]
    assert code == ["413"]


def test_letters_that_no_database_keeps_are_400(system: System) -> None:
    assert system.post("requests.json", report(description="Lubang \x00 besar")).status == 400
    kept = filed(system.post("requests.json", report(description="Lubang 🕳️ besar \U0001f6b2 <b>sekali</b> di jalan")))
    assert "🕳️" in kept.text


def test_o311_2_9_one_location_in_three_ways(system: System) -> None:
    bontang_barat()
    without = {key: value for key, value in report().items() if key not in PLACE}
    refused = system.post("requests.json", without)
    assert (refused.status, refused.codes) == (400, ["400"])
    assert "address_string" in refused.words
    for half in ({"lat": "0.1331"}, {"long": "117.5"}, {"lat": "0.1331", "long": " "}):
        assert system.post("requests.json", without | half).status == 400
    for wrong in ({"lat": "91", "long": "0"}, {"lat": "x", "long": "1"}, {"lat": "NaN", "long": "1"}):
        assert system.post("requests.json", without | wrong).status == 400
    outside = system.post("requests.json", without | {"lat": "52.5", "long": "13.4"})
    assert (outside.status, "lat, long" in outside.words) == (400, True)
    by_words = filed(system.post("requests.json", without | {"address_string": "Depan Pasar Rawa Indah"}))
    assert by_words.address == "Depan Pasar Rawa Indah"
    by_code = without | {"address_id": "64.74.03", "description": "Drainase tersumbat sampah plastik."}
    assert filed(system.post("requests.json", by_code)).region_id == "64.74.03"
    assert system.post("requests.json", without | {"address_id": "99.99"}).status == 400
    by_point = filed(system.post("requests.json", report(description="Trotoar pecah, pejalan kaki jatuh.")))
    assert (str(by_point.latitude), str(by_point.longitude)) == ("0.133100", "117.500200")


@pytest.fixture
def asking(system: System) -> System:
    with_questions(category("banjir"))
    return system


def answers(complaint: Complaint) -> dict[str, list[str]]:
    return dict(json.loads(complaint.answers))


def test_o311_2_10_answers_with_and_without_brackets(asking: System) -> None:
    given = {
        "attribute[panjang]": "12.5",
        "attribute[arah]": "utara",
        "attribute[bahaya][]": ["motor", "mobil"],
        "attribute[sejak]": "2026-03-01T08:00:00+08:00",
    }
    kept = filed(asking.post("requests.json", report(service_code="banjir", **given)))
    assert answers(kept) == {
        "panjang": ["12.5"],
        "arah": ["utara"],
        "bahaya": ["motor", "mobil"],
        "sejak": ["2026-03-01T08:00:00+08:00"],
    }


def test_o311_2_11_what_is_required_and_what_is_in_the_list(asking: System) -> None:
    for given, name in (
        ({}, "panjang"),
        ({"attribute[panjang]": "  "}, "panjang"),
        ({"attribute[panjang]": "banyak"}, "panjang"),
        ({"attribute[panjang]": "1", "attribute[arah]": "timur"}, "arah"),
        ({"attribute[panjang]": "1", "attribute[arah]": ["utara", "selatan"]}, "arah"),
        ({"attribute[panjang]": "1", "attribute[bahaya][]": ["motor", "kapal"]}, "bahaya"),
        ({"attribute[panjang]": "1", "attribute[sejak]": "kemarin"}, "sejak"),
    ):
        refused = asking.post("requests.json", report(service_code="banjir", **given))
        assert (refused.status, refused.codes) == (400, ["400"]), given
        assert f"attribute[{name}]" in refused.words
    assert not Complaint.objects.exists()


def test_o311_5_13_unknown_parameters_are_ignored_and_unknown_attributes_refused(asking: System) -> None:
    given = report(service_code="banjir", **{"attribute[panjang]": "1", "warna": "merah", "attribute": "x"})
    assert asking.post("requests.json", given).status == 200
    refused = asking.post(
        "requests.json", given | {"attribute[warna]": "merah", "description": "Banjir lagi setinggi lutut."}
    )
    assert (refused.status, "attribute[warna]" in refused.words) == (400, True)
    assert asking.get("services.json", {"apa": "saja"}).status == 200


def test_o311_1_13_several_errors_at_once(asking: System) -> None:
    wrong = {"attribute[arah]": "timur", "phone": "bukan nomor", "lat": "52.5", "long": "13.4"}
    refused = asking.post("requests.json", report(service_code="banjir", **wrong))
    assert len(refused.codes) >= 3
    xml = asking.post("requests.xml", report(service_code="banjir", **wrong)).xml
    assert [one.tag for one in xml] == ["error"] * len(refused.codes)


def test_o311_2_12_whom_to_write_to_and_what_was_said(system: System) -> None:
    given = report(phone="0812 1111 2222", email="siti@contoh.id", device_id="x1", account_id="77", media_url="")
    kept = filed(system.post("requests.json", given))
    assert (kept.name, kept.email, kept.phone) == ("Contoh Siti", "siti@contoh.id", "+6281211112222")
    assert (kept.text, kept.channel, kept.about_id) == (STORY, "open311", kept.about_id)
    assert kept.contact is not None
    assert system.post("requests.json", report(description="a" * 4_001)).status == 400
    longest = "Jalan rusak. " * 307
    assert filed(system.post("requests.json", report(description=longest))).text == longest.strip()
    assert system.post("requests.json", report(email="bukan-alamat")).status == 400


def test_a_description_may_be_short_or_absent(system: System) -> None:
    assert (
        filed(system.post("requests.json", report(description="Lubang"))).text
        == "Jalan rusak (laporan singkat): Lubang"
    )
    assert filed(system.post("requests.json", report(description=""))).text == "Jalan rusak (laporan singkat)"


@pytest.mark.parametrize("code", ["jalan-rusak", "lampu"])
def test_o311_2_13_an_id_or_a_token_never_both(system: System, code: str) -> None:
    row = system.post("requests.json", report(service_code=code)).json[0]
    assert len({"service_request_id", "token"} & set(row)) == 1
    assert set(row) >= {"service_notice", "account_id"}
    xml = system.post("requests.xml", report(service_code=code, description="Lampu padam di simpang lima.")).xml
    assert (xml.tag, [one.tag for one in xml]) == ("service_requests", ["request"])
    assert [one.tag for one in xml[0]] == list(row)


def test_o311_2_14_an_unknown_service_is_404_and_none_is_400(system: System) -> None:
    assert system.post("requests.json", report(service_code="tidak-ada")).status == 404
    assert system.post("requests.json", report(service_code="")).status == 400
    assert filed(system.post("requests.json", report(service_code="umum"))).category is None


def test_o311_5_5_the_id_at_once_and_a_token_only_where_somebody_reads_first(system: System) -> None:
    at_once = system.post("requests.json", report()).json[0]
    assert at_once["service_request_id"] == Complaint.objects.latest("pk").number
    waits = system.post("requests.json", report(service_code="lampu", description="Lampu padam di simpang lima.")).json[
        0
    ]
    assert Complaint.objects.latest("pk").number not in waits["token"]


def test_o311_2_15_a_token_leads_to_the_id(system: System) -> None:
    one = filed(system.post("requests.json", report()))
    row = {"service_request_id": one.number, "token": token_of(one)}
    assert System().get(f"tokens/{row['token']}.json").json == [row]
    root = System().get(f"tokens/{row['token']}.xml").xml
    assert root.tag == "service_requests"
    assert [(part.tag, part.text) for part in root[0]] == list(row.items())


def test_o311_5_6_a_token_that_is_not_ready_and_one_that_is_none(system: System) -> None:
    token = system.post("requests.json", report(service_code="lampu")).json[0]["token"]
    waiting = System().get(f"tokens/{token}.json")
    assert (waiting.status, waiting.json) == (200, [{"service_request_id": None, "token": token}])
    number = Complaint.objects.latest("pk").number
    forged = f"{number.replace('-', '')}{'0' * 32}"
    for unknown in (forged, number, token[:-1], token.lower(), f"{token}0", "x"):
        assert System().get(f"tokens/{unknown}.json").status == 404, unknown


@pytest.mark.parametrize("end", [{"publication": Publication.WITHHELD}, {"publication": Publication.PRIVATE}])
def test_o311_3_6_a_client_that_polls_is_told_to_wait_and_then_the_id(system: System, end: dict[str, Any]) -> None:
    token = system.post("requests.xml", report(service_code="lampu")).xml.findtext("request/token")
    heard = [System().get(f"tokens/{token}.xml").xml.findtext("request/service_request_id") for _ in range(2)]
    one = Complaint.objects.latest("pk")
    Complaint.objects.filter(pk=one.pk).update(**end)
    heard.append(System().get(f"tokens/{token}.xml").xml.findtext("request/service_request_id"))
    assert heard == ["", "", one.number]


def test_a_token_of_a_rejected_report_is_ready(system: System) -> None:
    token = system.post("requests.json", report(service_code="lampu")).json[0]["token"]
    rejected = {"state": states.REJECTED, "outcome": states.UNCLEAR, "closed_at": datetime.now(UTC)}
    Complaint.objects.update(**rejected)
    assert System().get(f"tokens/{token}.json").json[0]["service_request_id"]


def test_o311_5_7_without_a_name_where_the_category_allows_it(system: System, world: World) -> None:
    category("bernama", anonymous_allowed=False)
    nameless = {key: value for key, value in report(email="siti@contoh.id").items() if "name" not in key}
    kept = filed(system.post("requests.json", nameless))
    assert (kept.anonymous, kept.name, kept.email, kept.filed_by) == (True, "", "", None)
    assert kept.contact is not None  # news still goes there
    refused = system.post("requests.json", nameless | {"service_code": "bernama"})
    assert refused.status == 400
    assert filed(
        system.post("requests.json", report(service_code="bernama", description="Selokan meluap ke rumah."))
    ).name


def test_o311_5_14_html_is_text(system: System) -> None:
    told = "<script>alert(1)</script> & <b>lubang</b> besar ]]> \x0b"
    one = filed(system.post("requests.json", report(description=told)))
    assert one.text.startswith("<script>alert(1)</script> &")
    shown = {"publication": Publication.PUBLISHED, "public_title": "Lubang", "public_text": told}
    Complaint.objects.update(complaint_class="non_oversight", published_at=one.received_at, **shown)
    xml = System().get(f"requests/{one.number}.xml")
    assert xml.xml.findtext("request/description") == told.replace("\x0b", "")
    assert "<script>" not in xml.text
    assert System().get(f"requests/{one.number}.json").json[0]["description"] == told


# --- what FixMyStreet sends -------------------------------------------------------------------------------------------
def test_o311_3_1_attributes_repeated_both_ways(asking: System) -> None:
    for name, story in (("attribute[bahaya]", STORY), ("attribute[bahaya][]", "Air masuk ke rumah warga.")):
        pairs = [*report(service_code="banjir", api_key=asking.key, description=story).items()]
        pairs += [("attribute[panjang]", "3"), (name, "motor"), (name, "mobil")]
        asking.raw("requests.xml", urlencode(pairs).encode())
        assert answers(Complaint.objects.latest("pk"))["bahaya"] == ["motor", "mobil"]


def test_o311_3_2_several_addresses_of_photos(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def one(address: str, **more: Any) -> Fetched:
        asked.append(address)
        return Fetched("a.jpg", photo().read())

    monkeypatch.setattr(fetching, "fetch", one)
    addresses = ["https://foto.contoh.id/1.jpeg?x=1", "https://foto.contoh.id/2.jpeg"]
    kept = filed(system.post("requests.xml", report(media_url=addresses)))
    assert asked == addresses
    assert Attachment.objects.filter(owner_number=kept.number).count() == 2


def test_o311_3_3_photos_in_the_request_itself(system: System) -> None:
    kept = filed(system.post("requests.xml", report(photo1=photo("a.jpg"), photo2=photo("b.jpg"))))
    names = Attachment.objects.filter(owner_number=kept.number)
    assert sorted(one.name for one in names) == ["a.jpg", "b.jpg"]


def test_o311_3_4_line_ends_are_lines(system: System) -> None:
    said = "title: Lubang\r\n\r\ndetail: Besar sekali\r\n\r\nSubmitted via FixMyStreet\r\n"
    assert filed(system.post("requests.xml", report(description=said))).text == (
        "title: Lubang\n\ndetail: Besar sekali\n\nSubmitted via FixMyStreet"
    )


def test_o311_3_5_what_a_client_adds_refuses_nothing(system: System) -> None:
    more = {"deviceid": "abc", "device_id": "abc", "account_id": "9", "requested_datetime": "2026-03-16T09:00:00Z"}
    kept = filed(system.post("requests.xml", report(title="Lubang", easting="1", **more)))
    assert kept.title == "Lubang"


# --- photos -----------------------------------------------------------------------------------------------------------
def test_o311_4_2_photos_go_through_the_checks_of_every_file(system: System) -> None:
    kept = filed(system.post("requests.json", report(media=photo(exif=True))))
    stored = Attachment.objects.get(owner_number=kept.number)
    with queries.open_file(stored) as file:
        assert b"Kamera Rahasia" not in file.read()
    program = SimpleUploadedFile("foto.jpg", b"MZ" + b"\0" * 200, content_type="image/jpeg")
    refused = system.post("requests.json", report(description="Jembatan kayu patah di tengah.", media=program))
    assert (refused.status, refused.words.startswith("media: ")) == (400, True)
    assert Complaint.objects.count() == 1


def test_too_many_photos_are_refused(system: System) -> None:
    many = {f"photo{place}": photo() for place in range(21)}
    assert system.post("requests.json", report(**many)).status == 400
    addresses = [f"https://foto.contoh.id/{place}.jpg" for place in range(media.ADDRESSES_MOST + 1)]
    assert system.post("requests.json", report(media_url=addresses)).status == 400


@pytest.mark.parametrize(
    "address", ["http://foto.contoh.id/a.jpg", "https://foto.contoh.id:22/", "file:///etc/passwd", "x"]
)
def test_o311_5_12_only_https_is_ever_asked(system: System, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "resolve", lambda host: pytest.fail("asked"))
    refused = system.post("requests.json", report(media_url=address))
    assert (refused.status, "media_url" in refused.words) == (400, True)


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/a.jpg", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/"]
)
def test_o311_5_12_private_addresses_are_never_asked_and_the_report_is_taken(
    system: System, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *words, **more: pytest.fail("connected"))
    answer = system.post("requests.json", report(media_url=address))
    kept = filed(answer)
    assert "media_url ke-1" in answer.json[0]["service_notice"]
    assert not Attachment.objects.filter(owner_number=kept.number).exists()


def test_o311_5_12_a_photo_that_is_none_costs_the_report_nothing(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Iterator[Fetched | NotFetched] = iter(
        [NotFetched(), Fetched("a.jpg", b"bukan foto"), Fetched("b.jpg", photo().read())]
    )

    def one(address: str, *, most: int, seconds: float) -> Fetched:
        assert seconds <= fetching.SECONDS
        result = next(found)
        if isinstance(result, NotFetched):
            raise result
        return result

    monkeypatch.setattr(fetching, "fetch", one)
    addresses = [f"https://foto.contoh.id/{place}.jpg" for place in range(3)]
    answer = system.post("requests.json", report(media_url=addresses))
    assert "ke-1 " in answer.json[0]["service_notice"]
    assert "ke-2 " in answer.json[0]["service_notice"]
    assert Attachment.objects.filter(owner_number=filed(answer).number).count() == 1


def test_advertising_is_refused_in_words(system: System) -> None:
    spam = "Pinjaman online cair cepat tanpa jaminan, slot gacor, hubungi https://a.xyz https://b.xyz https://c.xyz https://d.xyz"
    refused = system.post("requests.json", report(description=spam))
    assert (refused.status, refused.codes) == (400, ["400"])
    assert not Complaint.objects.exists()
