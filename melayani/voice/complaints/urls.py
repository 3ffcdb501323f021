"""Addresses of this module. Citizens' addresses are Indonesian; a case is opened by its number and its secret."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.voice.complaints import citizen_views as pages
from melayani.voice.complaints import officer_views as desk


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
one = "<complaint_number:number>/"

officer: list[URLPattern | URLResolver] = [
    path("", desk.listing, name="list"),
    path("catat/", desk.file, name="file"),
    path("moderasi/", desk.moderation, name="moderation"),
    path("templat/", desk.templates, name="templates"),
    path("templat/baru/", desk.new_template, name="template_new"),
    path("templat/<int:pk>/", desk.template, name="template"),
    path("templat/<int:pk>/hentikan/", desk.retire_template, name="template_retire"),
    path("statistik/", desk.statistics, name="statistics"),
    path("statistik.csv", desk.statistics_csv, name="statistics_csv"),
    path("statistik.xlsx", desk.statistics_xlsx, name="statistics_xlsx"),
    path("pengaturan/", desk.settings, name="settings"),
    path("pengaturan/kategori/", desk.new_category, name="category_new"),
    path("pengaturan/kategori/<slug:slug>/", desk.category, name="category"),
    path("pengaturan/kategori/<slug:slug>/pertanyaan/", desk.question, name="question"),
    path("pengaturan/batas/", desk.clock, name="clock"),
    path("pengaturan/batas/<int:pk>/akhiri/", desk.end_clock, name="clock_end"),
    path("pengaturan/tangga/", desk.ladder, name="ladder"),
    path("pengaturan/tangga/<int:pk>/hapus/", desk.drop_step, name="step_drop"),
    path("lapor/", desk.handover, name="handover"),
    path("lapor/ekspor/", desk.export, name="handover_export"),
    path("lapor/nomor/", desk.take_numbers, name="handover_import"),
    path(one, desk.case, name="case"),
    path(f"{one}buka/", desk.unmask, name="unmask"),
    path(f"{one}tanda-terima/", desk.receipt, name="receipt"),
    path(f"{one}tanda-terima/kode/", desk.receipt_code, name="receipt_code"),
    path(f"{one}ombudsman.pdf", desk.ombudsman, name="ombudsman"),
    path(f"{one}berkas/<uuid:file>/", desk.download, name="download"),
    path(f"{one}<slug:verb>/", desk.act, name="act"),
]
