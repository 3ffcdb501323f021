"""Addresses of this module: citizens under `informasi-publik/`, officers under `kantor/informasi-publik/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.voice.disclosure import citizen_views as pages
from melayani.voice.disclosure.officer_views import (
    acting,
    books,
    deciding,
    excluding,
    listing,
    objecting,
    reading,
    recording,
)


class RequestNumber:
    """A register number as we write it; anything else is no address."""

    regex = "INF-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ObjectionNumber(RequestNumber):
    regex = "KBR-[0-9A-Z]{8}-[0-9A-Z]"


register_converter(RequestNumber, "information_number")
register_converter(ObjectionNumber, "objection_number")

case = "<information_number:number>/<str:secret>/"
objected = f"{case}keberatan/<objection_number:objection>/"
draft = "isi/<uuid:draft_id>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path("daftar/", pages.entries, name="list"),
    path("daftar/<int:pk>/", pages.entry, name="entry"),
    path("daftar/<int:pk>/berkas/<uuid:file_id>/", pages.entry_file, name="entry_file"),
    path("dikecualikan/", pages.excluded, name="excluded"),
    path("laporan/", pages.report, name="report"),
    path("laporan.csv", pages.report_csv, name="report_csv"),
    path("ajukan/", pages.choose, name="choose"),
    path("ajukan/<slug:slug>/", pages.start, name="start"),
    path(f"{draft}ringkasan/", pages.summary, name="summary"),
    path(f"{draft}kode/", pages.code, name="code"),
    path(f"{draft}kirim/", pages.send, name="send"),
    path(f"{draft}<slug:step>/", pages.step, name="step"),
    path(case, pages.case, name="case"),
    path(f"{case}diterima/", pages.received, name="received"),
    path(f"{case}tanda-terima.pdf", pages.receipt, name="receipt"),
    path(f"{case}bagian-dihitamkan.pdf", pages.redactions, name="redactions"),
    path(f"{case}berkas/<uuid:file_id>/", pages.file, name="file"),
    path(f"{case}surat/<str:letter>/", pages.letter, name="letter"),
    path(f"{case}tulis/", pages.write, name="write"),
    path(f"{case}keberatan/", pages.lodge, name="object"),
    path(f"{objected}tanda-terima.pdf", pages.objection_receipt, name="objection_receipt"),
    path(f"{objected}tanggapi/", pages.respond, name="respond"),
    path(f"{objected}batalkan/", pages.withdraw_objection, name="withdraw_objection"),
    path(f"{case}batalkan/", pages.withdraw, name="withdraw"),
]
one = "<information_number:number>/"
objection = "keberatan/<objection_number:number>/"
year = "<slug:slug>/<int:year>/"

officer: list[URLPattern | URLResolver] = [
    path("", reading.desk, name="desk"),
    path("catat/", recording.record, name="record"),
    path("daftar/", listing.entries, name="entries"),
    path("daftar/tambah/", listing.add_entry, name="add_entry"),
    path("daftar/<int:pk>/", listing.entry, name="entry"),
    path("daftar/<int:pk>/ubah/", listing.change_entry, name="change_entry"),
    path("daftar/<int:pk>/terbitkan/", listing.publish_entry, name="publish_entry"),
    path("daftar/<int:pk>/tarik/", listing.withdraw_entry, name="withdraw_entry"),
    path("daftar/<int:pk>/berkas/<uuid:file>/", listing.entry_file, name="entry_file"),
    path("pengecualian/", excluding.exclusions, name="exclusions"),
    path("pengecualian/usulkan/", excluding.propose, name="propose"),
    path("pengecualian/<int:pk>/", excluding.exclusion, name="exclusion"),
    path("pengecualian/<int:pk>/uji/", excluding.test, name="test"),
    path("pengecualian/<int:pk>/<slug:what>/", excluding.settle, name="settle"),
    path("register/", books.books, name="registers"),
    path("register/<slug:slug>/<slug:book>/<int:year>.<slug:kind>", books.book_file, name="register_file"),
    path("laporan/", books.yearly, name="reports"),
    path(f"laporan/{year}", books.report, name="report"),
    path(f"laporan/{year}terbitkan/", books.publish_report, name="publish_report"),
    path("laporan/<slug:slug>/<int:year>.<slug:kind>", books.report_file, name="report_file"),
    path("batas-waktu/", books.settings, name="settings"),
    path(objection, objecting.objection, name="objection"),
    path(f"{objection}jawab/", objecting.answer, name="answer"),
    path(f"{objection}tanda-terima.pdf", objecting.receipt, name="objection_receipt"),
    path(f"{objection}batalkan/", objecting.withdraw_objection, name="withdraw_objection"),
    path(one, reading.case, name="case"),
    path(f"{one}putuskan/", deciding.decide, name="decide"),
    path(f"{one}keberatan/", objecting.lodge, name="object"),
    path(f"{one}buka/", acting.unmask, name="unmask"),
    path(f"{one}tanda-terima/", recording.receipt, name="receipt"),
    path(f"{one}tanda-terima/kode/", recording.receipt_code, name="receipt_code"),
    path(f"{one}bagian-dihitamkan.pdf", reading.redactions, name="redactions"),
    path(f"{one}berkas/<uuid:file>/", reading.file, name="file"),
    path(f"{one}surat/<str:letter>/", reading.letter, name="letter"),
    path(f"{one}<slug:verb>/", acting.act, name="act"),
]
