"""Taking a file in: what is kept, what is refused and in which words."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from melayani.foundation.attachments.actions import store, store_bytes
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.attachments.queries import open_file
from melayani.foundation.attachments.rules import LONGEST_NAME, PDF, FileRefused, clean_name
from melayani.foundation.attachments.tests import factories
from melayani.foundation.attachments.tests.factories import SARI, upload
from melayani.foundation.audit import SYSTEM
from melayani.foundation.numbers.rules import Reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def bytes_of(attachment: Attachment) -> bytes:
    with open_file(attachment) as file:
        return file.read()


def picture_of(attachment: Attachment) -> Image.Image:
    return Image.open(io.BytesIO(bytes_of(attachment)))


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_its_name_stands_encrypted_because_people_name_files_after_people(now: datetime) -> None:
    kept = store(upload=upload(factories.photo(), "KTP Contoh Sari.jpg"), actor=SARI, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM attachments_attachment")
        assert "Sari" not in cursor.fetchone()[0]
    assert Attachment.objects.get(pk=kept.pk).name == "KTP Contoh Sari.jpg"


@pytest.mark.parametrize(
    ("format", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_an_image_keeps_its_format_whatever_its_name_and_announced_type(
    now: datetime, format: str, content_type: str
) -> None:
    file = upload(factories.photo(format), "surat.docx", "application/msword")
    kept = store(upload=file, actor=SARI, now=now, purpose="requirement-1")
    assert (kept.content_type, kept.state, kept.purpose) == (content_type, State.PENDING, "requirement-1")
    assert picture_of(kept).format == format
    content = bytes_of(kept)
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (kept.actor_kind, kept.actor_id) == ("citizen", SARI.id)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_an_image_is_turned_upright_and_loses_place_and_camera(now: datetime, format: str) -> None:
    source = factories.photo_lying_on_its_side(format)
    assert b"Kamera Rahasia" in source
    kept = store(upload=upload(source), actor=SARI, now=now)
    picture = picture_of(kept)
    assert picture.size == (40, 60)
    assert not picture.getexif()
    assert b"Kamera Rahasia" not in bytes_of(kept)
    top = picture.convert("RGB").getpixel((20, 10))
    assert isinstance(top, tuple)
    assert top[0] > 180  # the red half lies on top now


def test_a_comment_inside_an_image_does_not_survive(now: datetime) -> None:
    kept = store(upload=upload(factories.photo_with_comment()), actor=SARI, now=now)
    assert b"rahasia" not in bytes_of(kept)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printing_colours_are_taken(now: datetime, mode: str) -> None:
    kept = store(upload=upload(factories.photo(mode=mode)), actor=SARI, now=now)
    assert picture_of(kept).mode == ("L" if mode == "L" else "RGB")


def test_transparency_survives(now: datetime) -> None:
    kept = store(upload=upload(factories.photo("PNG", mode="RGBA")), actor=SARI, now=now)
    assert picture_of(kept).mode == "RGBA"


def test_a_pdf_is_kept_as_it_is_with_its_pages_counted(now: datetime) -> None:
    kept = store(upload=upload(factories.pdf(3), "surat pengantar"), actor=SARI, now=now)
    assert (kept.content_type, kept.pages, kept.name) == (PDF, 3, "surat pengantar.pdf")
    assert bytes_of(kept) == factories.pdf(3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"#!/bin/sh\nrm -rf /\n", "bukan foto"),
        (b"<script>alert(1)</script>", "bukan foto"),
        (b"GIF89a" + b"\0" * 100, "bukan foto"),
        (b"MZ" + b"\0" * 300, "bukan foto"),
        (factories.photo()[:200], "rusak"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "rusak"),
        (factories.bomb(), "50 megapiksel"),
        (b"%PDF-1.7\nhalo", "rusak"),
        (b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF", "rusak"),
        (factories.locked_pdf(), "terkunci"),
        (factories.pdf_with_script(), "program"),
        (factories.pdf_with_script_in_a_page(), "program"),
        (factories.pdf_that_starts_a_program(), "program"),
        (factories.pdf_with_a_file_inside(), "berkas lain"),
        (factories.pdf(201), "201 halaman"),
        (factories.pdf(0), "tidak berisi halaman"),
        (factories.pdf_of_endless_pages(), "rusak"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    now: datetime, own_folder: Path, content: bytes, words: str
) -> None:
    with pytest.raises(FileRefused, match=words):
        store(upload=upload(content, "dokumen.pdf", PDF), actor=SARI, now=now)
    assert not files_in(own_folder)
    assert not Attachment.objects.exists()


def test_a_pdf_of_200_pages_is_taken(now: datetime) -> None:
    assert store(upload=upload(factories.pdf(200)), actor=SARI, now=now).pages == 200


@pytest.mark.parametrize("mode", ["1", "P", "LA", "I;16"])
def test_unusual_pictures_of_scanners_are_taken(now: datetime, mode: str) -> None:
    kept = store(upload=upload(factories.photo("PNG", mode=mode)), actor=SARI, now=now)
    assert picture_of(kept).size == (60, 40)


def test_an_upload_on_disk_is_taken_and_can_be_closed_after(now: datetime) -> None:
    with TemporaryUploadedFile("ktp.png", "image/png", 0, None) as file:
        file.write(factories.photo("PNG"))
        file.size = file.tell()
        kept = store(upload=file, actor=SARI, now=now)
        file.seek(0)
        assert file.read(4) == b"\x89PNG"
    assert kept.content_type == "image/png"


def test_a_file_over_the_limit_is_told_both_sizes(now: datetime) -> None:
    big = upload(b"x" * 12_000_000)
    with pytest.raises(FileRefused) as refusal:
        store(upload=big, actor=SARI, now=now)
    assert str(refusal.value) == (
        "Berkas ini 12 MB; paling besar 10 MB. Foto ulang dengan ukuran lebih kecil, atau bawa ke loket."
    )


def test_one_byte_too_many_never_reads_as_the_limit_itself(now: datetime) -> None:
    with translation.override("id"), pytest.raises(FileRefused, match=r"10,1 MB; paling besar 10 MB"):
        store(upload=upload(b"x" * 10_000_001), actor=SARI, now=now)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_and_leaves_nothing(
    now: datetime, own_folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileRefused, match="penuh"):
        store(upload=upload(factories.photo()), actor=SARI, now=now)
    assert not files_in(own_folder)
    assert not Attachment.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_bytes(now: datetime, own_folder: Path) -> None:
    owner = Reference(kind="", number="")  # the database refuses a claimed file without an owner
    with pytest.raises(IntegrityError):
        store_bytes(content=b"%PDF", name="x.pdf", content_type=PDF, owner=owner, actor=SYSTEM, now=now)
    assert not files_in(own_folder)


def test_our_own_file_belongs_to_its_case_at_once(now: datetime) -> None:
    owner = Reference(kind="document", number="DOK-1")
    kept = store_bytes(content=b"%PDF", name="bukti.pdf", content_type=PDF, owner=owner, actor=SYSTEM, now=now)
    assert (kept.state, kept.owner_kind, kept.owner_number) == (State.CLAIMED, "document", "DOK-1")
    assert bytes_of(kept) == b"%PDF"


def test_files_lie_private_under_names_nobody_can_guess(now: datetime, own_folder: Path) -> None:
    kept = factories.uploaded(now, name="../../etc/passwd")
    path = own_folder / kept.path
    assert path.is_file()
    assert path.stat().st_mode & 0o077 == 0
    assert kept.path.startswith(f"{kept.id.hex[:2]}/{kept.id.hex[2:4]}/{kept.id.hex}-")
    assert "passwd" not in kept.path
    assert len(kept.path.rpartition("-")[2]) == 32
    assert kept.name == "passwd.jpg"


@given(name=st.text(max_size=300), content_type=st.sampled_from([PDF, "image/jpeg", "text/plain"]))
def test_a_cleaned_name_is_short_visible_and_no_path(name: str, content_type: str) -> None:
    cleaned = clean_name(name, content_type)
    assert 0 < len(cleaned) <= LONGEST_NAME
    assert not set(cleaned) & set("/\\\r\n\t\0\"'<>\u202e")
    endings = {PDF: (".pdf",), "image/jpeg": (".jpg", ".jpeg")}.get(content_type, ("",))
    assert cleaned.lower().endswith(endings)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("KTP Budi.JPG", "KTP Budi.JPG"),
        ("C:\\foto\\ktp.jpeg", "ktp.jpeg"),
        ("surat.exe", "surat.exe.jpg"),
        ("", "berkas.jpg"),
        ("ktp\u202egpj.exe", "ktpgpj.exe.jpg"),
        ("a" * 200 + ".jpg", "a" * 116 + ".jpg"),
    ],
)
def test_names(typed: str, shown: str) -> None:
    assert clean_name(typed, "image/jpeg") == shown
