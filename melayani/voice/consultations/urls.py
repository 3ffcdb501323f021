"""Addresses of this module: the public under `konsultasi/`, officers under `kantor/konsultasi/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.voice.consultations import citizen_views as pages
from melayani.voice.consultations.officer_views import (
    agreeing,
    hearing,
    inviting,
    keeping,
    preparing,
    reading,
    recording,
)


class ConsultationNumber:
    """A number as we write it; anything else is no address."""

    regex = "FKP-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ConsultationNumber, "consultation_number")

one = "<consultation_number:number>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path("umpan.atom", pages.feed, name="feed"),
    path("undangan/<str:token>/", pages.invitation, name="invitation"),
    path("berhenti/<str:token>/", pages.leave, name="leave"),
    path("masukan-saya/<str:token>/", pages.own, name="own"),
    path(one, pages.page, name="page"),
    path(f"{one}masukan/", pages.contribute, name="contribute"),
    path(f"{one}ikuti/", pages.follow, name="follow"),
    path(f"{one}hadir/<str:code>/", pages.attend, name="attend"),
    path(f"{one}bahan/<uuid:file>/", pages.material, name="material"),
    path(f"{one}berita-acara.pdf", pages.minutes, name="minutes"),
    path(f"{one}lembar-tanda-tangan/", pages.sheet, name="sheet"),
]
officer: list[URLPattern | URLResolver] = [
    path("", reading.desk, name="desk"),
    path("baru/", preparing.new, name="new"),
    path("gambaran/", reading.overview, name="overview"),
    path("register.xlsx", reading.register, name="register"),
    path(one, reading.case, name="case"),
    path(f"{one}ubah/", preparing.change, name="change"),
    path(f"{one}topik/", preparing.topics, name="topics"),
    path(f"{one}topik/<int:pk>/hapus/", preparing.remove_topic, name="remove_topic"),
    path(f"{one}bahan/", preparing.materials, name="materials"),
    path(f"{one}bahan/<uuid:file>/", preparing.material, name="material"),
    path(f"{one}bahan/<uuid:file>/hapus/", preparing.remove_material, name="remove_material"),
    path(f"{one}undangan/", inviting.invitations, name="invitations"),
    path(f"{one}undangan/kirim/", inviting.send, name="send"),
    path(f"{one}undangan/<int:pk>/<slug:verb>/", inviting.guest, name="guest"),
    path(f"{one}hadir/", hearing.attendance, name="attendance"),
    path(f"{one}hadir/layar/", hearing.screen, name="screen"),
    path(f"{one}hadir/<int:pk>/hapus/", hearing.drop_attendance, name="drop_attendance"),
    path(f"{one}masukan/", hearing.contributions, name="contributions"),
    path(f"{one}masukan/<int:pk>/<slug:verb>/", hearing.judge, name="judge"),
    path(f"{one}usulan/", agreeing.proposals, name="proposals"),
    path(f"{one}usulan/<int:pk>/jawab/", agreeing.answer, name="answer"),
    path(f"{one}usulan/<int:pk>/hapus/", agreeing.drop, name="drop_proposal"),
    path(f"{one}komitmen/", keeping.commitments, name="commitments"),
    path(f"{one}komitmen/<int:pk>/<slug:verb>/", keeping.act, name="keep"),
    path(f"{one}bukti/<uuid:file>/", keeping.evidence, name="evidence"),
    path(f"{one}berita-acara/", recording.minutes, name="record"),
    path(f"{one}berita-acara/tanda-tangan/", recording.sign, name="sign"),
    path(f"{one}berita-acara.pdf", recording.paper, name="paper"),
    path(f"{one}lembar-tanda-tangan/", recording.sheet, name="sheet"),
    path(f"{one}pengumuman/", recording.announced, name="announced"),
    path(f"{one}<slug:verb>/", reading.act, name="act"),
]
