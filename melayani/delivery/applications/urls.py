"""Addresses of this module. Citizens' addresses are Indonesian; a case is opened by its number and its secret."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.delivery.applications import citizen_views as pages
from melayani.delivery.applications import officer_views as desk


class NumberConverter:
    """A case number as we write it; anything else is no address."""

    regex = "PMH-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "application_number")

case = "<application_number:number>/<str:secret>/"
draft = "isi/<uuid:draft_id>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path("ajukan/<slug:slug>/", pages.start, name="start"),
    path(f"{draft}ringkasan/", pages.summary, name="summary"),
    path(f"{draft}kode/", pages.code, name="code"),
    path(f"{draft}kirim/", pages.send, name="send"),
    path(f"{draft}<slug:step>/", pages.step, name="step"),
    path(case, pages.case, name="case"),
    path(f"{case}diterima/", pages.received, name="received"),
    path(f"{case}tanda-terima.pdf", pages.receipt, name="receipt"),
    path(f"{case}hasil.pdf", pages.result, name="result"),
    path(f"{case}berkas/<uuid:file_id>/", pages.file, name="file"),
    path(f"{case}jawab/", pages.answer, name="answer"),
    path(f"{case}tulis/", pages.write, name="write"),
    path(f"{case}bayar/", pages.pay, name="pay"),
    path(f"{case}batalkan/", pages.withdraw, name="withdraw"),
    path(f"{case}hapus-data/", pages.ask_erasure, name="ask_erasure"),
]
one = "<application_number:number>/"

officer: list[URLPattern | URLResolver] = [
    path("", desk.listing, name="list"),
    path("catat/", desk.choose_service, name="choose"),
    path("catat/<slug:slug>/", desk.file, name="file"),
    path(one, desk.case, name="case"),
    path(f"{one}buka/", desk.unmask, name="unmask"),
    path(f"{one}tanda-terima/", desk.receipt, name="receipt"),
    path(f"{one}tanda-terima/kode/", desk.receipt_code, name="receipt_code"),
    path(f"{one}berkas/<uuid:file>/", desk.download, name="download"),
    path(f"{one}<slug:verb>/", desk.act, name="act"),
]
