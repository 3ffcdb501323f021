"""Addresses of this module. Citizens' addresses are Indonesian; a case is opened by its number and its secret."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.voice.complaints import citizen_views as pages


class NumberConverter:
    """A case number as we write it; anything else is no address."""

    regex = "ADU-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "complaint_number")

case = "<complaint_number:number>/<str:secret>/"
draft = "isi/<uuid:draft_id>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path("buat/", pages.start, name="start"),
    path("daftar/", pages.listing, name="list"),
    path("peta/", pages.map_page, name="map"),
    path("statistik/", pages.statistics, name="statistics"),
    path("lihat/<complaint_number:number>/", pages.public_case, name="public_case"),
    path("ikut/<complaint_number:number>/", pages.join, name="join"),
    path(f"{draft}periksa/", pages.summary, name="summary"),
    path(f"{draft}kode/", pages.code, name="code"),
    path(f"{draft}kirim/", pages.send, name="send"),
    path(f"{draft}mirip/", pages.alike, name="alike"),
    path(f"{draft}mirip/cari/", pages.like, name="like"),
    path(f"{draft}<slug:step>/", pages.step, name="step"),
    path(case, pages.case, name="case"),
    path(f"{case}diterima/", pages.received, name="received"),
    path(f"{case}tanda-terima.pdf", pages.receipt, name="receipt"),
    path(f"{case}ombudsman.pdf", pages.ombudsman, name="ombudsman"),
    path(f"{case}berkas/<uuid:file_id>/", pages.file, name="file"),
    path(f"{case}lengkapi/", pages.complete, name="complete"),
    path(f"{case}balas/", pages.reply, name="reply"),
    path(f"{case}setuju/", pages.confirm, name="confirm"),
    path(f"{case}belum-selesai/", pages.contest, name="contest"),
    path(f"{case}tarik/", pages.withdraw, name="withdraw"),
]
officer: list[URLPattern | URLResolver] = []
