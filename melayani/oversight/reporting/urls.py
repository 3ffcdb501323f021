"""Addresses of this module. What everybody reads of it stands in the API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from melayani.oversight.reporting import officer_views as pages

PLACE = r"(?P<code>id|[0-9]{2}(?:\.[0-9]{2})?)/(?P<month>[0-9]{4}-[0-9]{2})"

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [
    path("", pages.mine, name="mine"),
    path("<int:pk>/", pages.report, name="report"),
    path("<int:pk>/kirim/", pages.send, name="send"),
    path("<int:pk>/hitung-ulang/", pages.refresh, name="refresh"),
    path("<int:pk>/catatan/", pages.add_entry, name="add_entry"),
    path("<int:pk>/catatan/<int:entry>/hapus/", pages.remove_entry, name="remove_entry"),
    path("<int:pk>/bukti/", pages.add_evidence, name="evidence"),
    path("<int:pk>/bukti/<uuid:file>/", pages.evidence_file, name="evidence_file"),
    path("<int:pk>/bukti/<uuid:file>/hapus/", pages.remove_evidence, name="remove_evidence"),
    path("<int:pk>/kesepakatan/<int:point>/", pages.point, name="point"),
    path("<int:pk>/nilai/<slug:verb>/", pages.act, name="act"),
    path("angka/", pages.figures, name="figures"),
    path("angka.xlsx", pages.figures_xlsx, name="figures_xlsx"),
    path("angka.pdf", pages.figures_pdf, name="figures_pdf"),
    path("grafik/", pages.trend, name="trend"),
    path("kelengkapan/", pages.completeness, name="completeness"),
    path("kendala/", pages.constraints, name="constraints"),
    path("kendala/<slug:code>/", pages.overcome, name="overcome"),
    path("rekaman/", pages.published, name="published"),
    path("permintaan/", pages.campaigns, name="campaigns"),
    path("permintaan/baru/", pages.new_campaign, name="new_campaign"),
    path("permintaan/<int:pk>/", pages.campaign, name="campaign"),
    path("permintaan/<int:pk>/pertemuan/<int:one>/", pages.call, name="call"),
    path("pertemuan/", pages.meetings, name="meetings"),
    path("pertemuan/<int:pk>/", pages.meeting, name="meeting"),
    path("pertemuan/<int:pk>/catatan/", pages.note_meeting, name="note_meeting"),
    path("pertemuan/<int:pk>/kesepakatan/", pages.agree, name="agree"),
    re_path(rf"^paparan/{PLACE}/$", pages.slides, name="slides"),
    re_path(rf"^paparan/{PLACE}\.pdf$", pages.slides_pdf, name="slides_pdf"),
]
