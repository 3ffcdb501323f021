"""Drawing a PDF: accessible, archivable, and every text literally as somebody wrote it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from melayani.foundation.documents import qr_svg, render
from melayani.foundation.documents.rendering import RenderFailed, template_version
from melayani.foundation.documents.rules import _COVERED, BOX, printable
from melayani.foundation.documents.tests.factories import LETTER, MONDAY

URL = "https://contoh.go.id/verifikasi/abc_def-ghi/"
SHEET: dict[str, Any] = {
    "organisation": {"name": "Dinas Kependudukan", "parent": "Pemerintah Kota Bontang", "address": "Jl. Awang Long 1"},
    "title": "Surat keterangan",
    "number": "DOK-7K3Q9XBT-W",
    "qr": qr_svg(URL),
}
RESULT = {**SHEET, **LETTER, "date": "Senin, 16 Maret 2026", "verify_url": URL}
RECEIPT = {
    **SHEET,
    "service": "KTP-el hilang",
    "received": "Senin, 16 Maret 2026 pukul 09.00 WIB",
    "due": "Senin, 30 Maret 2026 pukul 15.30 WIB",
    "explanation": ["5 hari kerja; 19 sampai 24 Maret dilewati karena libur."],
    "requirements": [{"text": "Kartu keluarga", "given": True}, {"text": "Surat kehilangan", "given": False}],
    "track_url": "https://contoh.go.id/lacak/",
    "paper_code": "7K3Q9-XBTM2",
}
NASTY = [
    '#set page(width: 1pt) #panic("x") $a^2$ \\u{41} *tebal* _miring_ `kode` "kutip" \'x\' ] [ } { )( @acu <label>',
    '= Judul\n- butir\n+ satu\n/ istilah: arti\n// komentar /* komentar */ ~ --- ... https://x.y #include "/x"',
    'sys.inputs.data #json(bytes(sys.inputs.data)) #read("/settings.py")',
    "é ñ ü ŵ ờ — – ‘ ’ “ ” … • € ½",
]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_result_tells_what_it_was_given() -> None:
    words = text_of(render("documents/result", RESULT))
    for part in ("Dinas Kependudukan", "Pemerintah Kota Bontang", "DOK-7K3Q9XBT-W", "Siti Aminah", "Kepala unit"):
        assert part in words
    for part in (
        "Senin, 16 Maret 2026",
        "Periksa keaslian di",
        "Undang-Undang Nomor 24 Tahun 2013",
        "Halaman 1 dari 1",
    ):
        assert part in words


def test_a_receipt_tells_number_promise_requirements_and_code() -> None:
    words = text_of(render("documents/receipt", RECEIPT))
    for part in ("DOK-7K3Q9XBT-W", "KTP-el hilang", "Senin, 30 Maret 2026 pukul 15.30 WIB", "Kartu keluarga"):
        assert part in words
    for part in ("Sudah diterima", "Dibawa ke loket", "7K3Q9-XBTM2", "Lacak permohonan di"):
        assert part in words


def test_a_receipt_without_a_promise_says_so() -> None:
    without = {key: value for key, value in RECEIPT.items() if key not in ("due", "paper_code")}
    words = text_of(render("receipt", without))
    assert "Belum dicantumkan dalam standar layanan" in words
    assert "Kode lacak" not in words


def test_the_sheet_speaks_english() -> None:
    words = " ".join(text_of(render("documents/receipt", {**RECEIPT, "lang": "en"})).split())
    assert "To be brought to the counter" in words
    assert "Page 1 of 1" in words


def test_the_file_is_tagged_titled_and_declares_both_standards() -> None:
    pdf = render("documents/result", RESULT)
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert about is not None
    assert about.title == "Surat keterangan"


def test_equal_inputs_give_equal_bytes() -> None:
    assert render("result", RESULT, at=MONDAY) == render("result", RESULT, at=MONDAY)
    assert render("result", RESULT, at=MONDAY) != render("result", {**RESULT, "title": "Lain"}, at=MONDAY)


@pytest.mark.parametrize("nasty", NASTY)
def test_markup_comes_out_literally(nasty: str) -> None:
    words = squeezed(
        text_of(render("result", {**RESULT, "title": nasty, "statements": [nasty], "holder": [[nasty, nasty]]}))
    )
    assert words.count(squeezed(nasty)) >= 3


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_whatever_breaks_the_drawing(text: str) -> None:
    pdf = render("result", {**RESULT, "title": f"Surat {text}", "statements": [text], "holder": [[text, text]]})
    assert pdf.startswith(b"%PDF-1.7")


@given(st.text("#$\\*_\"'][}{)(@<>`~=+-/& abc", min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_mixture_of_signs_comes_out_literally(text: str) -> None:
    words = squeezed(text_of(render("result", {**RESULT, "statements": [f"awal{text}akhir"]})))
    assert squeezed(f"awal{text}akhir") in words


def test_ten_thousand_characters_fit() -> None:
    long = render("result", {**RESULT, "holder": [["Nama", "A" * 10_000]], "statements": ["kata " * 2_000]})
    words = squeezed(text_of(long)).replace("\u200b", "")
    assert "A" * 500 in words
    assert words.count("kata") >= 2_000
    assert len(PdfReader(io.BytesIO(long)).pages) > 2


def test_what_cannot_be_drawn_is_a_visible_box_and_nothing_turns_a_line_around() -> None:
    assert printable("Siti \u202eanimA\u0000 中 😀") == f"Siti {BOX}animA{BOX} {BOX} {BOX}"
    assert printable({"a": ["x\r\ny\tz", 3, None, True]}) == {"a": ["x\ny z", 3, None, True]}


def test_every_character_we_call_covered_can_be_drawn() -> None:
    covered = "".join(chr(point) for first, last in _COVERED for point in range(first, last + 1))
    assert render("result", {**RESULT, "statements": [covered]}).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["tidak_ada", "../settings", "documents/letter.typ", "", "documents/../x"])
def test_an_unknown_template_is_refused(name: str) -> None:
    with pytest.raises(RenderFailed):
        render(name, RESULT)


def test_a_missing_input_is_named() -> None:
    with pytest.raises(RenderFailed, match="signer"):
        render("result", {key: value for key, value in RESULT.items() if key != "signer"})


def test_a_qr_code_is_a_drawing_that_holds_its_address() -> None:
    assert qr_svg(URL).startswith("<svg")
    assert qr_svg(URL) != qr_svg(URL + "x")


def test_a_template_has_a_version() -> None:
    assert template_version("documents/result") == template_version("result") != template_version("receipt")
