"""Sheets by column names: a dry run that says what is wrong row by row, then all or nothing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys import actions, rules
from melayani.voice.surveys.batches import Batch, Setting, numbers_in, read_batch
from melayani.voice.surveys.models import Comment, Import, Invitation, Response
from melayani.voice.surveys.sheets import BadSheet, read_bytes
from melayani.voice.surveys.tests.factories import invited

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
HEAD = (
    "Tanggal;Layanan;Persyaratan;prosedur;waktu;Biaya/Tarif;produk;kompetensi;perilaku;pengaduan;sarana;Saran;Nomor\n"
)
SETTING = Setting(instrument=rules.load_instrument(), today=date(2026, 3, 16), services={"ktp-el": 7})


def batch_of(text: str, setting: Setting = SETTING) -> Batch:
    return read_batch(read_bytes(text.encode(), "jawaban.csv"), setting)


def test_columns_go_by_name_in_any_order() -> None:
    (line,) = batch_of(HEAD + "15/03/2026;KTP-el;4;4;4;4;4;4;4;1;2;Ramah;\n").lines
    assert (line.scores["complaints"], line.scores["facilities"]) == (1, 2)
    assert (line.day, line.service_id, line.comment) == (date(2026, 3, 15), 7, "Ramah")


def test_the_dry_run_says_what_is_wrong_row_by_row() -> None:
    rows = [
        "2026-03-15;KTP-el;3;3;3;3;3;3;3;3;3;;",
        "2026-03-15;KTP-el;3;3;3;3;;3;3;3;3;;",
        "2026-03-15;KTP-el;5;3;3;3;3;3;3;3;3;;",
        "2026-03-20;KTP-el;3;3;3;3;3;3;3;3;3;;",
        "kemarin;KTP-el;3;3;3;3;3;3;3;3;3;;",
        "2026-03-15;Paspor;3;3;3;3;3;3;3;3;3;;",
        "2026-03-15;KTP-el;;;;;;;;;;kosong;",
        "2026-03-15;KTP-el;3;3;3;3;3;3;3;3;3;;PMH-1",
        "2026-03-15;KTP-el;3;3;3;3;3;3;3;3;3;;pmh-1",
        "2026-03-15;KTP-el;3;3;3;3;3;3;3;3;3;;PMH-2",
    ]
    setting = Setting(**{**SETTING.__dict__, "open_numbers": frozenset({"PMH-1"})})
    batch = batch_of(HEAD + "\n".join(rows), setting)
    assert (batch.complete, batch.incomplete) == (2, 1)
    assert [line for line, _ in batch.problems] == [4, 5, 6, 7, 8, 10, 11]
    words = dict(batch.problems)
    assert "bukan nilai 1 sampai 4" in words[4]
    assert "belum tiba" in words[5]
    assert "tanggal tidak diisi atau tidak dikenal" in words[6]
    assert "'Paspor' tidak dikenal" in words[7]
    assert "tidak ada satu pun jawaban" in words[8]
    assert "muncul dua kali" in words[10]
    assert "sudah memberi jawaban" in words[11]


def test_bare_codes_must_say_which_order() -> None:
    text = "U1,U2,U3,U4,U5,U6,U7,U8,U9\n4,4,4,4,4,4,4,1,2\n"
    plain = Setting(**{**SETTING.__dict__, "service_id": 7, "day": date(2026, 3, 15)})
    with pytest.raises(BadSheet, match="dua urutan"):
        batch_of(text, plain)
    for order, score in (("form", 1), ("text", 2)):
        (line,) = batch_of(text, Setting(**{**plain.__dict__, "order": order})).lines
        assert line.scores["facilities"] == score


def sheet(rows: list[list[object]]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("loket.xlsx", content.getvalue())


@pytest.mark.django_db
def test_a_workbook_goes_from_the_dry_run_to_the_answers(client: Client, world: World) -> None:
    signed_in(client, world.bontang_counter)
    service = published_service(world.bontang)
    now = datetime.now(UTC)
    case = invited(service, now=now)
    day = (now - timedelta(days=2)).date()
    head: list[object] = [
        "tanggal",
        *[element.id_key for element in rules.load_instrument().elements],
        "nomor",
        "saran",
    ]
    rows: list[list[object]] = [
        head,
        [day, *[4] * 9, case.reference_number, "Petugasnya ramah"],
        [day, *["c"] * 8, None, None, None],
        [day, *[9] * 9, None, None],
    ]
    address = f"/kantor/survei/{world.bontang.slug}/impor/"
    tried = client.post(address, {"sheet": sheet(rows), "service": service.pk, "day": "", "order": ""})
    assert tried.status_code == 302
    page = client.get(tried["Location"]).content.decode()
    assert "bukan nilai 1 sampai 4" in page
    assert not Response.objects.exists()
    assert "Petugasnya" in (Import.objects.get().content or "")
    client.post(tried["Location"])
    assert set(Response.objects.values_list("channel", "value")) == {("import", None), ("import", 10000)}
    assert Invitation.objects.get().used
    assert Comment.objects.get().text == "Petugasnya ramah"
    assert Import.objects.get().content == ""  # what was read is erased
    again = client.post(tried["Location"], follow=True)
    assert "sudah diimpor" in again.content.decode()
    rows[1][-2] = None
    assert Response.objects.count() == 2
    twice = client.post(address, {"sheet": sheet(rows), "service": service.pk, "day": "", "order": ""})
    assert twice.status_code == 302  # another content is another sheet


@pytest.mark.django_db
def test_the_same_file_is_not_counted_twice_and_strangers_see_no_dry_run(client: Client, world: World) -> None:
    service = published_service(world.bontang)
    setting = Setting(instrument=rules.load_instrument(), today=NOON.date(), services={"ktp-el": service.pk})
    batch = batch_of(HEAD + "2026-03-15;KTP-el;3;3;3;3;3;3;3;3;3;;\n", setting)
    kept = {"organisation": world.bontang, "name": "a.csv", "sha256": "a" * 64, "batch": batch, "now": NOON}
    form = rules.load_instrument()
    row = actions.read_in(actor=world.bontang_counter, instrument=form, **kept)  # type: ignore[arg-type]
    with pytest.raises(actions.TypingRefused, match="tidak bertugas"):
        actions.import_sheet(actor=world.bengkalis_counter, sheet=row, now=NOON)
    with pytest.raises(actions.TypingRefused, match="sehari"):
        actions.import_sheet(actor=world.bontang_counter, sheet=row, now=NOON + timedelta(days=2))
    assert actions.import_sheet(actor=world.bontang_counter, sheet=row, now=NOON) == 1
    with pytest.raises(actions.TypingRefused, match="sudah pernah"):
        actions.read_in(actor=world.bontang_head, instrument=form, **kept)  # type: ignore[arg-type]
    signed_in(client, world.bontang_head)
    assert client.get(f"/kantor/survei/{world.bontang.slug}/impor/{row.pk}/").status_code == 404  # another's dry run


def test_numbers_are_found_before_rows_are_judged() -> None:
    rows = read_bytes((HEAD + ";;3;3;3;3;3;3;3;3;3;;pmh-1\n").encode(), "a.csv")
    assert numbers_in(rows) == ["PMH-1"]
