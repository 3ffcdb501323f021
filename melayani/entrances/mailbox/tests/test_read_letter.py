"""What is understood of a letter; and that nothing a stranger sends makes it fail."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.entrances.mailbox import filing, words
from melayani.entrances.mailbox.letter import AUTO, BOUNCE, BULK, LETTER, read
from melayani.entrances.mailbox.tests.factories import BUDI, OURS, STORY, delivery_report, letter


def test_a_plain_letter() -> None:
    found = read(bytes(letter(subject="Loket tutup é", Cc="X <lain@contoh.id>")))
    assert (found.kind, found.sender, found.sender_name) == (LETTER, BUDI, "Contoh Budi")
    assert found.recipients == (OURS, "lain@contoh.id")
    assert found.subject == "Loket tutup é"
    assert found.said == found.text == STORY


@pytest.mark.parametrize(
    "tail",
    [
        "\n\nPada Sen, 16 Mar 2026 pukul 09.00 Melayani <a@b.id> menulis:\n> lama\n> sekali",
        "\n\nOn Mon, Mar 16, 2026 at 9:00 AM Melayani <jangan-balas@contoh.go.id>\nwrote:\n> lama",
        "\n-- \nContoh Budi\nJalan Contoh 1",
        "\n\nDikirim dari ponsel saya",
        "\n\n-----Pesan Asli-----\nDari: Melayani",
        "\n\nDari: Melayani <a@b.id>\nDikirim: Senin\nKepada: Budi\n\nlama",
        "\n> yang dikutip",
    ],
)
def test_quotation_and_signature_are_cut_off_and_the_whole_is_kept(tail: str) -> None:
    found = read(bytes(letter(STORY + tail)))
    assert found.said == STORY
    assert found.text.startswith(STORY)
    assert len(found.text) > len(STORY)


def test_a_letter_that_is_all_quotation_is_kept_whole() -> None:
    assert words.without_quotes("> semua\n> kutipan") == "> semua\n> kutipan"


def test_html_alone_is_read_as_words() -> None:
    mail = EmailMessage()
    mail["From"] = BUDI
    mail.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><p>Loket&nbsp;tutup</p><script>jahat()</script>"
        "<div>Mohon<br>diperbaiki &lt;b&gt;</div></body>",
        subtype="html",
    )
    assert read(bytes(mail)).said == "Loket tutup\n\nMohon\ndiperbaiki <b>"


def test_an_open_head_does_not_swallow_the_body() -> None:
    assert words.of_html("<head><title>x<body>Isi surat") == "" or "Isi" in words.of_html("<head><body>Isi surat")
    assert words.of_html("<head><style>p{}</style><body>Isi surat") == "Isi surat"


def test_files_are_found_and_logos_left_out() -> None:
    mail = letter()
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bukti é.pdf")
    mail.add_attachment(b"tiny", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    mail.add_attachment(b"x" * 6000, maintype="image", subtype="png", cid="<foto>", disposition="inline")
    assert [one.name for one in read(bytes(mail)).attached] == ["bukti é.pdf", ""]


@pytest.mark.parametrize(
    ("header", "value", "kind"),
    [
        ("Auto-Submitted", "auto-replied (vacation)", AUTO),
        ("Auto-Submitted", "no", LETTER),
        ("Precedence", "bulk", BULK),
        ("Precedence", "auto_reply", AUTO),
        ("List-Id", "<warga.milis.example>", BULK),
        ("X-Auto-Response-Suppress", "All", AUTO),
        ("Return-Path", "<>", AUTO),
        ("Return-Path", "<budi@warga.example>", LETTER),
    ],
)
def test_machines_are_told_from_people(header: str, value: str, kind: str) -> None:
    assert read(bytes(letter(**{header.replace("-", "_"): value}))).kind == kind


def test_a_delivery_report_names_the_message() -> None:
    found = read(delivery_report("<melayani-1-x@contoh>"))
    assert found.kind == BOUNCE
    assert found.bounce is not None
    assert found.bounce.failed
    assert "user unknown" in found.bounce.words
    assert "<melayani-1-x@contoh>" in found.bounce.about
    delayed = read(delivery_report("<x@y>", action="delayed")).bounce
    assert delayed is not None
    assert not delayed.failed


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: \xff\xfe <a@b\r\nSubject: =?utf-8?B?@@@?=\r\n\r\nisi",
        b"From: a@b.id\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xe9t\xe9",
        b"From: a@b.id\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nabc",
        b"From: a@b.id\r\nContent-Type: multipart/mixed\r\n\r\ntanpa batas",
        b'From: a@b.id\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: image/png\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x--",
        b"From: a@b.id\r\nSubject: =?klingon?Q?=FF?=\r\n\r\n",
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1500)),
        b"From: a@b.id\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d.id\r\n\r\ndalam",
        b"From: " + b"a" * 70_000 + b"@b.id\r\n\r\nisi",
    ],
)
def test_broken_letters_never_raise(raw: bytes) -> None:
    found = read(raw)
    assert "\x00" not in found.text + found.subject + found.sender
    filing.fields(found.said)
    filing.story(found)


@given(st.binary(max_size=400), st.sampled_from(["text/plain", "text/html", "multipart/report", "message/rfc822"]))
def test_any_bytes_can_be_read(junk: bytes, kind: str) -> None:
    read(b"Content-Type: " + kind.encode() + b"; charset=utf-7; boundary=x\r\n\r\n" + junk)
    read(junk)


def test_lines_of_a_request_are_found_over_several_lines() -> None:
    found = filing.fields(
        "Halo,\nNama: Contoh Budi\nALAMAT : Jalan 1\nKota\nInformasi yang diminta: Anggaran\n2026\nTujuan: riset"
    )
    assert found == {
        "name": "Contoh Budi",
        "address": "Jalan 1\nKota",
        "information": "Anggaran\n2026",
        "purpose": "riset",
    }


def test_few_words_are_told_with_the_subject_and_many_are_cut() -> None:
    assert (
        filing.story(read(bytes(letter("Tolong", subject="Re: Bls: Lampu jalan mati")))) == "Lampu jalan mati\n\nTolong"
    )
    long = filing.story(read(bytes(letter("a " * 20_000))))
    assert len(long) <= 10_000
    assert long.endswith("tersimpan pada surat aslinya.)")
