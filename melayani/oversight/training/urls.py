"""Addresses of this module. A registration and an invitation are opened by their secret."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.oversight.training import citizen_views as pages
from melayani.oversight.training import officer_views as desk

own = "saya/<str:secret>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path("kalender.ics", pages.feed, name="feed"),
    path("undangan/<str:token>/", pages.invitation, name="invitation"),
    path("undangan/<str:token>/tolak/", pages.decline, name="decline"),
    path(own, pages.mine, name="mine"),
    path(f"{own}kalender.ics", pages.own_calendar, name="own_calendar"),
    path(f"{own}batalkan/", pages.withdraw, name="withdraw"),
    path(f"{own}hadir/", pages.present, name="present"),
    path(f"{own}ruang/", pages.room, name="room"),
    path(f"{own}tes/<slug:moment>/", pages.test, name="test"),
    path(f"{own}umpan-balik/", pages.feedback, name="feedback"),
    path(f"{own}materi/<int:pk>/", pages.own_material, name="own_material"),
    path(f"{own}sertifikat/", pages.certificate, name="certificate"),
    path("<slug:slug>/", pages.event, name="event"),
    path("<slug:slug>/daftar/<int:number>/", pages.register, name="register"),
    path("<slug:slug>/sesi/<int:number>.ics", pages.calendar, name="calendar"),
    path("<slug:slug>/materi/<int:pk>/", pages.material, name="material"),
]
one = "<slug:slug>/"
meeting = f"{one}sesi/<int:number>/"
person = "peserta/<slug:key>/"

officer: list[URLPattern | URLResolver] = [
    path("", desk.events, name="events"),
    path("baru/", desk.new, name="new"),
    path("undangan/<int:pk>/", desk.invitation, name="invitation"),
    path("undangan/<int:pk>/tolak/", desk.decline, name="decline"),
    path("tindak-lanjut/<int:pk>/", desk.task, name="task"),
    path("tindak-lanjut/<int:pk>/selesai/", desk.finish_task, name="finish_task"),
    path(person, desk.registration, name="registration"),
    path(f"{person}buka/", desk.unmask, name="unmask"),
    path(f"{person}<slug:verb>/", desk.act_on_person, name="act_on_person"),
    path(one, desk.event, name="event"),
    path(f"{one}ubah/", desk.change, name="change"),
    path(f"{one}batalkan/", desk.cancel, name="cancel"),
    path(f"{one}sesi/", desk.add_session, name="add_session"),
    path(meeting, desk.session, name="session"),
    path(f"{meeting}ubah/", desk.change_session, name="change_session"),
    path(f"{meeting}undang/", desk.invite, name="invite"),
    path(f"{meeting}ikut/", desk.join, name="join"),
    path(f"{meeting}kode/", desk.code, name="code"),
    path(f"{meeting}pindai/", desk.scan, name="scan"),
    path(f"{meeting}ruang/", desk.host, name="host"),
    path(f"{one}soal/", desk.questions, name="questions"),
    path(f"{one}materi/", desk.material, name="material"),
    path(f"{one}materi/<int:pk>/hapus/", desk.remove_material, name="remove_material"),
    path(f"{one}tindak-lanjut/", desk.give_task, name="give_task"),
    path(f"{one}angka/", desk.figures, name="figures"),
    path(f"{one}angka.xlsx", desk.figures_xlsx, name="figures_xlsx"),
    path(f"{one}jalan/<slug:verb>/", desk.act, name="act"),
]
